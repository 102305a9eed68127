/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "conf/keys.h"

/*
 * The URL of a calendar over the network.  What is behind its host may be as
 * good as a password, so that no message shows it.
 */

static bool
read_remote(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	static const char *const schemes[] = { "https://", "http://",
		"webcal://", "webcals://" };
	struct slice rest = { NULL, 0 };
	size_t i;

	(void)k;
	for (i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_istarts(text, slice_str(schemes[i])))
			rest = slice_from(text, strlen(schemes[i]));
	if (!rest.n || strchr("/?#", rest.p[0]))
		return false;
	for (i = 0; i < rest.n; i++)
		if ((unsigned char)rest.p[i] <= ' ' || rest.p[i] == 0x7f ||
		    strchr("\"<>\\^`{|}", rest.p[i]))
			return false;
	for (i = 0; i < rest.n && !strchr("/?#", rest.p[i]); i++)
		if (rest.p[i] == '@')
			return false;
	*(const char **)at = arena_dup(vc->a, text.p, text.n);
	return true;
}

/* Where a calendar lies is not how it is read. */
static void
print_nothing(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	(void)at;
	(void)out;
}

const struct value_type value_remote = {
	.allowed = "an https://, http:// or webcal:// URL without a user",
	.read = read_remote,
	.print = print_nothing,
	.hidden = true,
};
