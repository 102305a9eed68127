/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_WINDOWS_H
#define ICSR_ICS_WINDOWS_H

#include "base/slice.h"

/*
 * The IANA name for a zone's name on Windows ("China Standard Time"), in
 * any case, which Outlook and Exchange write as TZID; NULL when it is none.
 */
const char *windows_zone(struct slice name);

#endif
