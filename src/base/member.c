/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/member.h"

static void
begin(struct str *out, const char *name)
{
	if (out->n && !strchr("{[,\n", out->p[out->n - 1]))
		str_addc(out, ',');
	if (name)
		str_addf(out, "\"%s\":", name);
}

void
member_open(struct str *out, const char *name, char bracket)
{
	begin(out, name);
	str_addc(out, bracket);
}

void
member_close(struct str *out, char bracket)
{
	str_addc(out, bracket);
}

void
member_text(struct str *out, const char *name, const char *text)
{
	begin(out, name);
	if (text)
		str_json(out, slice_str(text));
	else
		str_adds(out, "null");
}

void
member_word(struct str *out, const char *name, const char *text)
{
	member_text(out, name, text && *text ? text : NULL);
}

void
member_time(struct str *out, const char *name, int64_t unix_s)
{
	char when[CLOCK_TEXT];

	member_text(out, name, unix_s ? clock_rfc3339(unix_s, when) : NULL);
}

void
member_int(struct str *out, const char *name, int64_t n)
{
	begin(out, name);
	str_addf(out, "%" PRId64, n);
}

void
member_bool(struct str *out, const char *name, bool value)
{
	member_raw(out, name, value ? "true" : "false");
}

void
member_raw(struct str *out, const char *name, const char *json)
{
	begin(out, name);
	str_adds(out, json ? json : "null");
}
