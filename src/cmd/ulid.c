/* SPDX-License-Identifier: MIT */
#include <sys/random.h>
#include <unistd.h>

#include "cmd/ulid.h"

#define TIME_CHARS 10

const char *
ulid_make(int64_t unix_ms, char buf[ULID_TEXT])
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char random[ULID_TEXT - 1 - TIME_CHARS];
	uint64_t ms = (uint64_t)unix_ms;
	size_t i;

	/* Where there is no randomness, the process makes the difference. */
	if (getrandom(random, sizeof(random), GRND_NONBLOCK) == -1)
		for (i = 0; i < sizeof(random); i++)
			random[i] = (unsigned char)(getpid() >> (i % 4) * 5);
	for (i = TIME_CHARS; i-- > 0; ms /= 32)
		buf[i] = digits[ms % 32];
	for (i = 0; i < sizeof(random); i++)
		buf[TIME_CHARS + i] = digits[random[i] % 32];
	buf[ULID_TEXT - 1] = '\0';
	return buf;
}
