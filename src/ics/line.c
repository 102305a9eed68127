/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/num.h"
#include "charset/codec.h"
#include "charset/detect.h"
#include "ics/line.h"
#include "model/event.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool
line_next(struct slice *rest, struct slice *raw)
{
	const char *end = rest->p + rest->n, *at = rest->p, *lf;

	if (!rest->n)
		return false;
	do {
		lf = memchr(at, '\n', (size_t)(end - at));
		at = lf ? lf + 1 : end;
	} while (at < end && is_blank(*at));
	*raw = slice_of(rest->p, (size_t)(at - rest->p));
	*rest = slice_from(*rest, raw->n);
	return true;
}

size_t
line_terminator(struct slice s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == '\r')
		n++;
	return n < s.n && s.p[n] == '\n' ? n + 1 : 0;
}

/*
 * The number of bytes of a fold at the start of s (line end and the blank
 * behind it), 0 when there is none; the last terminator is no fold.
 */
static size_t
fold_at(struct slice s)
{
	size_t n = line_terminator(s);

	return n && n < s.n && is_blank(s.p[n]) ? n + 1 : 0;
}

size_t
line_name(struct slice raw, char buf[ICS_NAME_MAX])
{
	bool ended = false;
	size_t n = 0, fold;
	char c;

	while (raw.n && n < ICS_NAME_MAX - 1) {
		fold = fold_at(raw);
		c = raw.p[0];
		if (!fold && (c == ':' || c == ';')) {
			buf[n] = '\0';
			return n;
		}
		/* A blank within makes it prose: "End of file: ...". */
		if (!fold && (c == '\n' || (ended && !is_blank(c))))
			break;
		if (!fold && is_blank(c))
			ended = n > 0;
		else if (!fold)
			buf[n++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
		raw = slice_from(raw, fold ? fold : 1);
	}
	buf[0] = '\0';
	return 0;
}

bool
line_walk(struct line_walk *w)
{
	if (!line_next(&w->rest, &w->raw))
		return false;
	line_name(w->raw, w->name);
	w->begins = memcmp(w->name, "BEGIN", sizeof("BEGIN")) == 0;
	w->ends = memcmp(w->name, "END", sizeof("END")) == 0;
	w->depth = w->open - w->ends;
	w->open = w->depth + w->begins;
	return true;
}

void
line_unfold(struct str *out, struct slice raw)
{
	const char *lf;
	size_t n, text;

	while (raw.n) {
		lf = memchr(raw.p, '\n', raw.n);
		text = n = lf ? (size_t)(lf - raw.p) : raw.n;
		while (lf && text && raw.p[text - 1] == '\r')
			text--;
		str_add(out, slice_of(raw.p, text));
		/* Behind the line end stands the blank of the fold. */
		raw = slice_from(raw, n + 2);
	}
}

uint32_t
line_count(struct slice raw)
{
	struct slice line;
	uint32_t n = 0;

	while (slice_line(&raw, &line))
		n++;
	return n;
}

const char *
line_eol(struct slice raw)
{
	const char *lf = memchr(raw.p, '\n', raw.n);

	if (!lf)
		return "";
	return lf > raw.p && lf[-1] == '\r' ? "\r\n" : "\n";
}

bool
line_split(struct slice unfolded, struct line_parts *parts)
{
	bool quoted = false;
	size_t i, name = 0;

	for (i = 0; i < unfolded.n; i++) {
		if (unfolded.p[i] == '"')
			quoted = !quoted;
		else if (unfolded.p[i] == ';' && !quoted && !name)
			name = i;
		else if (unfolded.p[i] == ':' && !quoted)
			break;
	}
	if (i == unfolded.n)
		return false;
	if (!name)
		name = i;
	parts->name = slice_trim(slice_of(unfolded.p, name));
	parts->params = slice_of(unfolded.p + name, i - name);
	parts->value = slice_from(unfolded, i + 1);
	return true;
}

void
line_fold(struct str *out, struct slice text, const char *eol)
{
	size_t room = ICS_FOLD_WIDTH, n, c;
	struct slice rest;

	while (text.n > room) {
		for (n = 0, rest = text; rest.n; rest = slice_from(text, n)) {
			c = str_utf8(rest);
			c = c ? c : 1;
			if (n + c > room)
				break;
			n += c;
		}
		str_add(out, slice_of(text.p, n));
		str_adds(out, eol);
		str_addc(out, ' ');
		text = slice_from(text, n);
		room = ICS_FOLD_WIDTH - 1;
	}
	str_add(out, text);
	str_adds(out, eol);
}

void
line_escape(struct str *out, struct slice text)
{
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			str_adds(out, "\\n");
		else if (strchr("\\;,", text.p[i]) && text.p[i])
			str_addf(out, "\\%c", text.p[i]);
		else if (text.p[i] != '\r')
			str_addc(out, text.p[i]);
	}
}

/* --- lines, written ----------------------------------------------------- */

static bool
is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/* Add the value without control characters; a line end may be kept. */
static void
add_plain(struct str *out, struct slice value, bool lines)
{
	size_t i;
	char c;

	for (i = 0; i < value.n; i++) {
		c = value.p[i];
		/* CRLF was made LF before: a CR stood alone. */
		if (lines && (c == '\n' || c == '\r'))
			str_addc(out, '\n');
		else if (!is_control(c))
			str_addc(out, c);
	}
}

static void
fold_free(struct str *out, struct str *line)
{
	line_fold(out, str_slice(line), "\r\n");
	str_free(line);
}

void
line_put(struct str *out, const char *name, struct slice value)
{
	struct str line = { 0 };

	str_addf(&line, "%s:", name);
	add_plain(&line, value, false);
	fold_free(out, &line);
}

void
line_put_text(struct str *out, const char *name, struct slice value)
{
	struct str line = { 0 }, text = { 0 };

	str_addf(&line, "%s:", name);
	add_plain(&text, value, true);
	line_escape(&line, str_slice(&text));
	fold_free(out, &line);
	str_free(&text);
}

void
line_put_zoned(struct str *out, const char *name, struct slice zone,
    struct slice value)
{
	struct str line = { 0 };
	const char *quote = "";
	size_t i;
	char c;

	for (i = 0; i < zone.n; i++)
		if (strchr(":;,", zone.p[i]) && zone.p[i])
			quote = "\"";
	str_addf(&line, "%s;TZID=%s", name, quote);
	for (i = 0; i < zone.n; i++) {
		c = zone.p[i];
		str_addc(&line, c == '"' ? '\''
		    : is_control(c) || c == '\t' ? '?' : c);
	}
	str_addf(&line, "%s:", quote);
	add_plain(&line, value, false);
	fold_free(out, &line);
}

/* --- lines, read -------------------------------------------------------- */

void
line_unescape(struct str *out, struct slice text)
{
	size_t i;
	char c;

	for (i = 0; i < text.n; i++) {
		c = text.p[i];
		if (c == '\\' && i + 1 < text.n) {
			c = text.p[++i];
			/* Other escapes are none: keep both bytes. */
			if (c == 'n' || c == 'N')
				c = '\n';
			else if (!strchr("\\;,\"", c))
				str_addc(out, '\\');
		}
		str_addc(out, c);
	}
}

bool
line_read(struct str *line, struct slice raw, struct line_parts *parts)
{
	str_clear(line);
	line_unfold(line, raw);
	return line_split(str_slice(line), parts);
}

struct slice
line_value(struct str *line, struct str *text, struct slice raw)
{
	struct line_parts parts;

	str_clear(text);
	if (line_read(line, raw, &parts) && !line->over)
		line_unescape(text, slice_trim(parts.value));
	return slice_trim(str_slice(text));
}

/* --- texts of vCalendar 1.0 ---------------------------------------------- */

#define NAME_MAX_BYTES 40

/* A '=' at the end joins a line that is not there. */
static bool
quoted_printable(struct slice v, struct str *out)
{
	size_t i;
	int code;

	for (i = 0; i < v.n; i++) {
		if (v.p[i] != '=') {
			str_addc(out, v.p[i]);
			continue;
		}
		code = v.n - i > 2 ? num_hex(v.p + i + 1, 2) : -1;
		if (code < 0)
			return false;
		str_addc(out, (char)code);
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
line_coded_text(struct slice params, struct slice value, struct str *out)
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
