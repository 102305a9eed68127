/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "charset/codec.h"
#include "conf/value.h"

static bool
read_encoding(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	const char *name = arena_dup(vc->a, text.p, text.n);

	(void)k;
	*(const char **)at = name;
	return codec_known(name);
}

static void
print_encoding(const struct key *k, const void *at, struct str *out)
{
	const char *const *name = at;

	(void)k;
	if (*name)
		str_adds(out, *name);
}

const struct value_type value_encoding = {
	.read = read_encoding,
	.print = print_encoding,
	.allowed = N_("an encoding that `iconv -l' lists, as gb18030 or "
	    "windows-1252"),
};
