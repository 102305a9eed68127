/* SPDX-License-Identifier: MIT */
#include "csv/blank.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

size_t
blank_at(struct slice s)
{
	/* Those of a line of text, and of what people paste. */
	static const struct slice blanks[] = {
		{ " ", 1 }, { "\t", 1 }, { "\n", 1 }, { "\r", 1 },
		{ "\xc2\xa0", 2 },	/* no-break space */
		{ "\xe2\x80\xaf", 3 },	/* narrow no-break space */
		{ "\xe3\x80\x80", 3 },	/* ideographic space */
		{ "\xef\xbb\xbf", 3 },	/* byte order mark, when joined */
	};
	size_t i;

	/* Most characters are none. */
	if (!s.n || (s.p[0] > ' ' && s.p[0] <= '~'))
		return 0;
	for (i = 0; i < LEN(blanks); i++)
		if (slice_starts(s, blanks[i]))
			return blanks[i].n;
	return 0;
}

struct slice
blank_trim(struct slice s)
{
	size_t n, back;

	while ((n = blank_at(s)))
		s = slice_from(s, n);
	do {
		for (n = 0, back = 1; back <= 3 && back <= s.n && !n; back++)
			if (blank_at(slice_of(s.p + s.n - back, back)) ==
			    back)
				n = back;
		s.n -= n;
	} while (n);
	return s;
}
