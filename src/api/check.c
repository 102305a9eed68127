/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/check.h"
#include "base/str.h"

#define DAY INT64_C(86400)
#define YEAR_2000 INT64_C(946684800)
#define YEAR_2100 INT64_C(4102444800)

#define DIGITS "0123456789"

static bool
within(size_t n, size_t least, size_t most)
{
	return n >= least && n <= most;
}

static bool
only(const char *text, const char *characters)
{
	return !text[strspn(text, characters)];
}

bool
check_reserve_id(const char *text)
{
	return within(strlen(text), 1, 32) && only(text, DIGITS);
}

bool
check_meeting_no(const char *text)
{
	size_t n = strlen(text);

	return within(n, 1, 24) && only(text, DIGITS " ") &&
	    text[0] != ' ' && text[n - 1] != ' ' && !strstr(text, "  ");
}

bool
check_line(const char *text)
{
	struct slice rest = slice_str(text);
	size_t n;

	if (rest.n > 4096)
		return false;
	for (; rest.n; rest = slice_from(rest, n)) {
		n = str_utf8(rest);
		if (!n || (n == 1 && ((unsigned char)*rest.p < ' ' ||
		    *rest.p == 0x7f)))
			return false;
	}
	return true;
}

bool
check_word(const char *text)
{
	size_t i;

	for (i = 0; text[i]; i++)
		if (text[i] <= ' ' || text[i] >= 0x7f)
			return false;
	return within(i, 1, 128);
}

bool
check_link(const char *text)
{
	static const char scheme[] = "https://";
	const char *p = text;

	if (strncmp(text, scheme, sizeof(scheme) - 1) != 0 ||
	    !within(strlen(text), sizeof(scheme), 2000) ||
	    strchr("/?#@:", text[sizeof(scheme) - 1]))
		return false;
	for (; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("\"<>\\'`", *p))
			return false;
	return true;
}

bool
check_password(const char *text)
{
	return within(strlen(text), 4, 9) && only(text, DIGITS);
}

bool
check_end_time(int64_t t, int64_t asked)
{
	if (t < YEAR_2000 || t >= YEAR_2100)
		return false;
	return !asked || (t > asked - 31 * DAY && t <= asked + DAY);
}
