/* SPDX-License-Identifier: MIT */
#include "api/json.h"
#include "api/mask.h"

void
mask_password(char *text, struct slice body)
{
	struct json_object *root = json_read(body), *settings = NULL;
	const char *password = "";
	char *at = text;
	size_t n;

	json_child(root, "meeting_settings", &settings);
	json_text(settings, "password", &password);
	n = strlen(password);
	while (n && (at = strstr(at, password))) {
		memset(at, '*', n);
		at += n;
	}
	json_free(root);
}

/* How many bytes the JSON string at the start of s has, quotes included;
 * all of them when it does not end. */
static size_t
string_length(struct slice s)
{
	size_t i;

	for (i = 1; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			return i + 1;
	}
	return s.n;
}

static size_t
value_length(struct slice s)
{
	size_t i;

	if (s.n && s.p[0] == '"')
		return string_length(s);
	for (i = 0; i < s.n; i++)
		if (memchr(",}] \t\r\n", s.p[i], 7))
			break;
	return i;
}

static bool
is_secret(struct slice key)
{
	return slice_ihas(key, SLICE("password\"")) ||
	    slice_ihas(key, SLICE("secret\"")) ||
	    slice_ihas(key, SLICE("token\""));
}

/* What stands between a member's name and its value; 0: it is no name. */
static size_t
colon_length(struct slice s)
{
	size_t i;
	bool colon = false;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == ':' && !colon)
			colon = true;
		else if (!memchr(" \t\r\n", s.p[i], 4))
			break;
	}
	return colon ? i : 0;
}

void
mask_body(struct str *out, struct slice s)
{
	size_t n, gap;
	bool hide;

	while (s.n) {
		if (s.p[0] != '"') {
			str_addc(out, s.p[0]);
			s = slice_from(s, 1);
			continue;
		}
		n = string_length(s);
		hide = is_secret(slice_of(s.p, n));
		str_add(out, slice_of(s.p, n));
		s = slice_from(s, n);
		gap = hide ? colon_length(s) : 0;
		if (!gap)
			continue;
		str_add(out, slice_of(s.p, gap));
		s = slice_from(s, gap);
		str_adds(out, "\"***\"");
		s = slice_from(s, value_length(s));
	}
}
