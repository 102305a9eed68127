/* SPDX-License-Identifier: MIT */
#include <ini.h>
#include <stdbool.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "conf/reader.h"

/*
 * Debian's inih lets its line length be set, others fix it at 200 bytes; a
 * weak symbol takes what there is.
 */
#define LINE_MAX_BYTES 4096
extern int ini_max_line __attribute__((weak));

struct ini_reader {
	struct slice rest, line;	/* still to read; the current line */
	int n;				/* its number */
	const char *file, *section;
	struct entries *out;
	struct arena *a;
	struct err *e;
	bool failed;
};

static int
fail(struct ini_reader *r, const char *what)
{
	r->failed = true;
	return err_set(r->e, ERR_USAGE, "%s:%d: %s", r->file, r->n, what);
}

static struct entry *
add(struct ini_reader *r)
{
	struct entry *en = VEC_ADD(r->out);

	en->section = r->section;
	en->line = r->n;
	return en;
}

/* inih cuts long names and does not tell of a section without settings. */
static void
begin_section(struct ini_reader *r)
{
	const char *end = memchr(r->line.p, ']', r->line.n);
	struct slice name;

	if (!end)
		return;		/* inih reports it */
	name = slice_trim(slice_of(r->line.p + 1,
	    (size_t)(end - r->line.p) - 1));
	r->section = arena_dup(r->a, name.p, name.n);
	add(r);
}

/* A tab is as good as a blank here. */
static bool
printable(struct slice line)
{
	struct str plain = { 0 };
	struct slice part;
	bool same = true;

	while (same && slice_word(&line, "\t", &part)) {
		str_clear(&plain);
		str_plain(&plain, part);
		same = slice_eq(str_slice(&plain), part);
	}
	str_free(&plain);
	return same;
}

/* Gives inih a line: as fgets does, but without its limits unseen. */
static char *
next_line(char *buf, int size, void *reader)
{
	struct ini_reader *r = reader;

	if (r->failed || !slice_line(&r->rest, &r->line)) {
		/* The last line may have been a secret. */
		explicit_bzero(buf, (size_t)size);
		return NULL;
	}
	r->n++;
	if (r->n == 1 && slice_starts(r->line, SLICE_BOM))
		r->line = slice_from(r->line, SLICE_BOM.n);
	/* Leading blanks would make it the continuation of the last one. */
	r->line = slice_trim(r->line);
	if (r->line.n + 2 > (size_t)size)
		fail(r, _("the line is too long"));
	else if (!printable(r->line))
		fail(r, _("the line has control characters or is not UTF-8"));
	else if (r->line.n && r->line.p[0] == '[')
		begin_section(r);
	if (r->failed)
		return NULL;
	memcpy(buf, r->line.p, r->line.n);
	buf[r->line.n] = '\0';
	return buf;
}

static int
take(void *reader, const char *section, const char *name, const char *value)
{
	struct ini_reader *r = reader;
	struct entry *en;
	struct slice whole = r->line;

	(void)section;		/* cut at 49 bytes, as is the name */
	if (r->failed)
		return 1;
	if (!r->section) {
		fail(r, _("a setting before the first [section]"));
		return 1;
	}
	if (slice_starts(whole, slice_str(name)))
		whole.n = strcspn(whole.p, "=:\n") < whole.n ?
		    strcspn(whole.p, "=:\n") : whole.n;
	whole = slice_trim(whole);
	en = add(r);
	en->name = arena_dup(r->a, whole.p, whole.n);
	en->value = arena_str(r->a, value);
	return 1;
}

int
reader_read(struct entries *out, struct slice text, const char *file,
    struct arena *a, struct err *e)
{
	struct ini_reader r = { .rest = text, .file = file, .out = out, .a = a,
	    .e = e };
	int bad;

	if (&ini_max_line)
		ini_max_line = LINE_MAX_BYTES;
	bad = ini_parse_stream(next_line, &r, take, &r);
	if (bad > 0 && (!r.failed || bad < r.n)) {
		r.n = bad;
		fail(&r, _("expected '[section]' or 'key = value'"));
	}
	return r.failed ? -1 : 0;
}
