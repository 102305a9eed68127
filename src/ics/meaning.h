/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_MEANING_H
#define ICSR_ICS_MEANING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/*
 * A digest of what a calendar says, whatever form a program gave it: the order
 * of components, properties and parameters, folds, line ends, quotes and
 * escapes do not count, nor do PRODID, DTSTAMP, LAST-MODIFIED, CREATED,
 * REFRESH-INTERVAL and X-PUBLISHED-TTL.  Without `uids`, UIDs don't count
 * either.  Equal bytes have equal digests; whether they are a calendar at all
 * is not asked.
 */
uint64_t meaning_digest(struct slice bytes, bool uids);

#endif
