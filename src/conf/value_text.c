/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/secret.h"
#include "charset/codec.h"
#include "conf/path.h"
#include "conf/value.h"
#include "plan/roles.h"

/* --- texts ---------------------------------------------------------------- */

static bool
read_text(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	(void)k;
	*(const char **)at = arena_dup(vc->a, text.p, text.n);
	return true;
}

static void
print_text(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	str_adds(out, *(const char *const *)at);
}

static bool
read_command(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	if (text.n)
		return read_text(k, text, at, vc);
	*(const char **)at = NULL;
	return true;
}

static bool
read_name(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (strchr(VALUE_BLANKS, text.p[i]))
			return false;
	return read_text(k, text, at, vc);
}

/* As other programs' files have it.  A file with such a name is "./NAME". */
static bool
is_quoted(struct slice text)
{
	return text.n > 1 && (text.p[0] == '"' || text.p[0] == '\'') &&
	    text.p[text.n - 1] == text.p[0];
}

static bool
read_path(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	const char *path = is_quoted(text) ? NULL
	    : path_expand(text, vc->folder, vc->a);

	(void)k;
	if (path)
		*(const char **)at = path;
	return path != NULL;
}

/* Whether nothing but a port can follow: no user, path or query. */
static bool
is_host_port(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (strchr("/?#@\\ ,", s.p[i]))
			return false;
	return s.n > 0;
}

/* Without TLS a token may travel within this machine only. */
static bool
is_loopback(struct slice host)
{
	static const char *const names[] = { "127.0.0.1", "localhost",
	    "[::1]" };
	struct slice rest;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		rest = slice_from(host, strlen(names[i]));
		if (slice_istarts(host, slice_str(names[i])) &&
		    (!rest.n || rest.p[0] == ':'))
			return true;
	}
	return false;
}

static bool
read_url(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	while (text.n && text.p[text.n - 1] == '/')
		text.n--;
	if (slice_istarts(text, SLICE("https://"))) {
		if (!is_host_port(slice_from(text, 8)))
			return false;
	} else if (!slice_istarts(text, SLICE("http://")) ||
	    !is_host_port(slice_from(text, 7)) ||
	    !is_loopback(slice_from(text, 7))) {
		return false;
	}
	return read_text(k, text, at, vc);
}

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
	return read_text(k, text, at, vc);
}

/* Where a calendar lies is not how it is read. */
static void
print_nothing(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	(void)at;
	(void)out;
}

static bool
read_label(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	/* RFC 5545, 3.2: a quoted parameter can't hold one. */
	return !memchr(text.p, '"', text.n) && read_text(k, text, at, vc);
}

static bool
read_password(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	size_t digits = strspn(text.p, "0123456789");

	if (slice_ieq(text, SLICE("default")))
		text = SLICE("default");
	else if (slice_ieq(text, SLICE("none")))
		text = SLICE("none");
	else if (text.n < 4 || text.n > 9 || digits < text.n)
		return false;
	return read_text(k, text, at, vc);
}

static bool
read_hosts(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	return hosts_valid(text) && read_text(k, text, at, vc);
}

static bool
read_permission(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	return permission_valid(text) && read_text(k, text, at, vc);
}

static bool
read_encoding(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	read_text(k, text, at, vc);
	return codec_known(*(const char *const *)at);
}

static bool
read_secret(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	(void)k;
	(void)vc;
	secret_set(at, text);
	return true;
}

static void
print_secret(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	str_adds(out, secret_empty(at) ? "" : "***");
}

/* --- one of some words ---------------------------------------------------- */

/* The place of a word among a key's words; -1: not one of them. */
static int
word_at(const struct key *k, struct slice text)
{
	static const char *const synonyms[][2] = {
		{ "true", "yes" }, { "on", "yes" },
		{ "false", "no" }, { "off", "no" },
	};
	struct slice rest = slice_str(k->words), word;
	size_t s;
	int i;

	for (s = 0; s < sizeof(synonyms) / sizeof(*synonyms); s++)
		if (slice_ieq(text, slice_str(synonyms[s][0])))
			text = slice_str(synonyms[s][1]);
	for (i = 0; slice_word(&rest, " ", &word); i++)
		if (slice_ieq(text, word))
			return i;
	return -1;
}

static struct slice
word_of(const struct key *k, int i)
{
	struct slice rest = slice_str(k->words), word = SLICE("");

	do
		slice_word(&rest, " ", &word);
	while (i-- > 0);
	return word;
}

static bool
read_word(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int i = word_at(k, text);

	return i != -1 && read_text(k, word_of(k, i), at, vc);
}

static bool
read_flag(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int i = word_at(k, text);

	(void)vc;
	if (i != -1)
		*(bool *)at = i == 1;
	return i != -1;
}

static void
print_flag(const struct key *k, const void *at, struct str *out)
{
	str_add(out, word_of(k, *(const bool *)at));
}

static bool
read_choice(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int i = word_at(k, text);

	(void)vc;
	if (i != -1)
		memcpy(at, &i, sizeof(i));
	return i != -1;
}

static void
print_choice(const struct key *k, const void *at, struct str *out)
{
	int i;

	memcpy(&i, at, sizeof(i));
	str_add(out, word_of(k, i));
}

static bool
read_set(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	struct slice word;
	unsigned set = 0;
	int i;

	(void)vc;
	while (slice_word(&text, VALUE_BLANKS, &word)) {
		i = word_at(k, word);
		if (i == -1)
			return false;
		set |= 1u << i;
	}
	*(unsigned *)at = set;
	return true;
}

static void
print_set(const struct key *k, const void *at, struct str *out)
{
	struct slice rest = slice_str(k->words), word;
	unsigned set = *(const unsigned *)at;
	bool some = false;

	for (; slice_word(&rest, " ", &word); set >>= 1) {
		if (!(set & 1))
			continue;
		str_adds(out, some ? " " : "");
		str_add(out, word);
		some = true;
	}
}

/* --- the kinds ------------------------------------------------------------ */

VALUE_TYPE(text, read_text, print_text, .allowed = N_("a text"));
VALUE_TYPE(command, read_command, print_text, .may_be_empty = true,
    .allowed = N_("a command"));
VALUE_TYPE(name, read_name, print_text, .allowed = N_("one word"));
VALUE_TYPE(path, read_path, print_text,
    .allowed = N_("a path without quotation marks ('~' needs $HOME to be "
    "set)"));
VALUE_TYPE(url, read_url, print_text, .hidden = true,
    .allowed = N_("https://HOST, or http:// and a loopback address"));
VALUE_TYPE(remote, read_remote, print_nothing, .hidden = true,
    .allowed = N_("an https://, http:// or webcal:// URL without a user"));
VALUE_TYPE(word, read_word, print_text, .allowed = NULL);
VALUE_TYPE(password, read_password, print_text, .hidden = true,
    .allowed = N_("default | none | 4-9 digits"));
VALUE_TYPE(hosts, read_hosts, print_text,
    .allowed = N_("none | organizer | chairs | at most 10 ids or addresses"));
VALUE_TYPE(permission, read_permission, print_text,
    .allowed = PERMISSION_FORMS);
VALUE_TYPE(label, read_label, print_text,
    .allowed = N_("a text without quotation marks"));
VALUE_TYPE(encoding, read_encoding, print_text,
    .allowed = N_("an encoding that `iconv -l' lists, as gb18030 or "
    "windows-1252"));
VALUE_TYPE(secret, read_secret, print_secret, .hidden = true,
    .allowed = N_("a secret"));
VALUE_TYPE(flag, read_flag, print_flag, .allowed = NULL);
VALUE_TYPE(choice, read_choice, print_choice, .allowed = NULL);
VALUE_TYPE(set, read_set, print_set, .may_be_empty = true);
