/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "charset/codec.h"
#include "charset/detect.h"
#include "ics/coded.h"
#include "model/event.h"

#define NAME_MAX_BYTES 40

static int
digit(char c)
{
	static const char all[] = "0123456789ABCDEFabcdef";
	const char *at = c ? strchr(all, c) : NULL;
	int n = at ? (int)(at - all) : -1;

	return n < 16 ? n : n - 6;
}

/* A '=' at the end joins a line that is not there. */
static bool
quoted_printable(struct slice v, struct str *out)
{
	int high, low;
	size_t i;

	for (i = 0; i < v.n; i++) {
		if (v.p[i] != '=') {
			str_addc(out, v.p[i]);
			continue;
		}
		if (v.n - i < 3)
			return false;
		high = digit(v.p[i + 1]);
		low = digit(v.p[i + 2]);
		if (high < 0 || low < 0)
			return false;
		str_addc(out, (char)(high << 4 | low));
		i += 2;
	}
	return true;
}

static bool
base64(struct slice v, struct str *out)
{
	static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, have = 0;
	const char *at;
	size_t i;

	while (v.n && v.p[v.n - 1] == '=')
		v.n--;
	for (i = 0; i < v.n; i++) {
		at = v.p[i] ? strchr(all, v.p[i]) : NULL;
		if (!at)
			return false;
		bits = bits << 6 | (unsigned)(at - all);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		str_addc(out, (char)(bits >> have));
		bits &= (1u << have) - 1;
	}
	return true;
}

/* The bytes as UTF-8, by CHARSET where there is one. */
static bool
to_utf8(struct slice params, struct str *bytes, struct str *out)
{
	char name[NAME_MAX_BYTES + 1] = "";
	struct err ignored;
	struct slice charset;
	struct codec c;
	bool good;

	if (!event_param(params, "CHARSET", &charset) ||
	    slice_ieq(charset, SLICE("UTF-8"))) {
		str_add(out, str_slice(bytes));
		return detect_all_utf8(str_slice(bytes));
	}
	if (charset.n > NAME_MAX_BYTES)
		return false;
	memcpy(name, charset.p, charset.n);
	good = codec_open(&c, name, &ignored) == 0 &&
	    codec_decode(&c, str_slice(bytes), out) == 0;
	codec_close(&c);
	return good;
}

enum coded
coded_text(struct slice params, struct slice value, struct str *out)
{
	struct str bytes = { 0 };
	struct slice how;
	bool good;

	if (!event_param(params, "ENCODING", &how))
		return CODED_PLAIN;
	if (slice_ieq(how, SLICE("QUOTED-PRINTABLE")))
		good = quoted_printable(value, &bytes);
	else if (slice_ieq(how, SLICE("BASE64")) ||
	    slice_ieq(how, SLICE("B")))
		good = base64(value, &bytes);
	else
		return CODED_PLAIN;
	str_clear(out);
	good = good && to_utf8(params, &bytes, out) &&
	    !memchr(str_text(out), '\0', out->n);
	str_free(&bytes);
	return good ? CODED_TEXT : CODED_BAD;
}
