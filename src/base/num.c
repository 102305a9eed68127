/* SPDX-License-Identifier: MIT */
#include "base/num.h"

bool
num_parse(struct slice text, int64_t min, int64_t max, int64_t *out)
{
	bool minus = text.n && text.p[0] == '-';
	int64_t v = 0;
	size_t i = minus ? 1 : 0;

	if (i == text.n)
		return false;
	for (; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, text.p[i] - '0', &v))
			return false;
	}
	/* Built up as a negative number, which has the wider range. */
	if (!minus && __builtin_sub_overflow((int64_t)0, v, &v))
		return false;
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}

bool
num_duration(struct slice text, int64_t *seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
		{ 'w', 604800 },
	};
	const int64_t max = (int64_t)3660 * 86400;
	int64_t v;
	size_t i;

	for (i = 0; text.n && i < sizeof(units) / sizeof(*units); i++) {
		if (text.p[text.n - 1] != units[i].unit)
			continue;
		text.n--;
		if (!num_parse(text, 0, max / units[i].seconds, &v))
			return false;
		*seconds = v * units[i].seconds;
		return true;
	}
	return num_parse(text, 0, max, seconds);
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int
num_hex(const char *text, size_t n)
{
	int value = 0;

	for (; n; n--, text++) {
		if (digit(*text) == -1)
			return -1;
		value = value * 16 + digit(*text);
	}
	return value;
}
