/* SPDX-License-Identifier: MIT */
#include <xxhash.h>

#include "base/hash.h"

uint64_t
hash_bytes(struct slice bytes)
{
	return XXH3_64bits(bytes.p, bytes.n);
}

uint64_t
hash_join(uint64_t a, uint64_t b)
{
	uint64_t both[2] = { a, b };

	return XXH3_64bits(both, sizeof(both));
}

int
hash_cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}
