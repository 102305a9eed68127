/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_HASH_H
#define ICSR_BASE_HASH_H

#include <stdint.h>

#include "base/slice.h"
#include "base/vec.h"

/*
 * A 64-bit digest (XXH3) of bytes, to know what was seen before.  It is
 * not a cryptographic one: who forges a collision can only hide a change
 * of their own event.
 */
uint64_t hash_bytes(struct slice bytes);
/* The digest of two digests, in this order. */
uint64_t hash_join(uint64_t a, uint64_t b);
/* Order of two uint64_t, or of structs that begin with one, for qsort and
 * bsearch. */
int hash_cmp(const void *a, const void *b);

struct digests VEC(uint64_t);

#endif
