/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "conf/conf.h"
#include "conf/value.h"

/* N/M, N% or 1. */
static bool
read_share(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	struct share *s = at;
	const char *slash = memchr(text.p, '/', text.n);
	int64_t of = 1, n;

	(void)k;
	(void)vc;
	if (slash && !num_parse(slice_from(text, (size_t)(slash - text.p) + 1),
	    1, 10000, &of))
		return false;
	if (slash) {
		text.n = (size_t)(slash - text.p);
	} else if (text.n && text.p[text.n - 1] == '%') {
		text.n--;
		of = 100;
	}
	if (!num_parse(slice_trim(text), 1, of, &n))
		return false;
	*s = (struct share){ (int)n, (int)of };
	return true;
}

static void
print_share(const struct key *k, const void *at, struct str *out)
{
	const struct share *s = at;

	(void)k;
	str_addf(out, s->of == 1 ? "%d" : "%d/%d", s->n, s->of);
}

const struct value_type value_share = {
	.allowed = N_("a part of 1, such as 1/4 or 25%"),
	.read = read_share, .print = print_share,
};
