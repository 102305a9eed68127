/* SPDX-License-Identifier: MIT */
#include <libical/ical.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "ics/limits.h"
#include "ics/line.h"
#include "ics/readback.h"

#define SHOWN_BYTES 60

struct copies VEC(char *);

/* What libical has of one VEVENT, in its own spelling. */
struct line_seen {
	struct copies lines;	/* of the event itself */
	struct copies inner;	/* of the components in it */
	bool event;		/* it is one VEVENT */
};

/* A list of lines, of which some have been found. */
struct expected {
	struct line_seen seen;
	struct flags VEC(bool) found;
};

/* libical asks for pieces of a line, as fgets gives them. */
static char *
next_piece(char *out, size_t size, void *cookie)
{
	struct slice *rest = cookie;
	size_t n = rest->n < size - 1 ? rest->n : size - 1;
	const char *lf = memchr(rest->p, '\n', n);

	if (!n)
		return NULL;
	if (lf)
		n = (size_t)(lf + 1 - rest->p);
	memcpy(out, rest->p, n);
	out[n] = '\0';
	*rest = slice_from(*rest, n);
	return out;
}

/* A NUL ends the text for libical, and it recurses into components. */
static bool
is_safe(struct slice bytes)
{
	struct line_walk w = { .rest = bytes };

	while (line_walk(&w))
		if (w.open > ICS_DEPTH_MAX)
			return false;
	return !memchr(bytes.p, '\0', bytes.n);
}

/* A property, and its text once more: in the first a CR is left out. */
static char *
spelled(icalproperty *p)
{
	icalvalue *v = icalproperty_get_value(p);
	char *line = icalproperty_as_ical_string_r(p);
	struct str s = { 0 };

	str_adds(&s, line ? line : "");
	if (v && icalvalue_isa(v) == ICAL_TEXT_VALUE)
		str_add(&s, slice_str(icalvalue_get_text(v)));
	else if (v && icalvalue_isa(v) == ICAL_X_VALUE)
		str_add(&s, slice_str(icalvalue_get_x(v)));
	icalmemory_free_buffer(line);
	return s.p ? s.p : xstrdup("");
}

static void
add_lines(icalcomponent *c, struct copies *to)
{
	icalproperty *p;

	for (p = icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY); p;
	    p = icalcomponent_get_next_property(c, ICAL_ANY_PROPERTY))
		*VEC_ADD(to) = spelled(p);
}

static const char *
kind_of(icalcomponent *c)
{
	const char *name = icalcomponent_kind_to_string(icalcomponent_isa(c));

	return name ? name : "X-";
}

/* What is nested in the event, in its order, by names and lines. */
static void
add_inner(icalcomponent *root, struct copies *to)
{
	icalcomponent *open[ICS_DEPTH_MAX + 2] = { root }, *c;
	size_t depth = 1;

	c = icalcomponent_get_first_component(root, ICAL_ANY_COMPONENT);
	while (depth) {
		if (!c || depth == ICS_DEPTH_MAX + 1) {
			*VEC_ADD(to) = xstrdup("END");
			depth--;
		} else {
			*VEC_ADD(to) = xstrdup(kind_of(c));
			add_lines(c, to);
			open[depth++] = c;
			c = icalcomponent_get_first_component(c,
			    ICAL_ANY_COMPONENT);
			continue;
		}
		if (depth)
			c = icalcomponent_get_next_component(open[depth - 1],
			    ICAL_ANY_COMPONENT);
	}
}

/* Whether a property without a value ends here. */
static bool
is_empty(struct slice line, struct slice rest)
{
	return line.n && line.p[line.n - 1] == ':' && line.p[0] != ' ' &&
	    line.p[0] != '\t' && !(rest.n && (rest.p[0] == ' ' ||
	    rest.p[0] == '\t'));
}

/*
 * libical knows one CR before an LF; of more it takes the others for text.
 * Properties without a value it drops, and looks through all for each: they
 * are left out.
 */
static void
add_with_lf(struct str *out, struct slice bytes)
{
	const char *end = bytes.p + bytes.n;
	struct slice line;

	while (slice_line(&bytes, &line)) {
		if (line.p + line.n == end) {
			str_add(out, line);
			return;
		}
		while (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (is_empty(line, bytes))
			continue;
		str_add(out, line);
		str_addc(out, '\n');
	}
}

static void
look(struct slice bytes, struct line_seen *s)
{
	icalparser *parser = icalparser_new();
	icalcomponent *root;
	struct str text = { 0 };
	struct slice rest;

	add_with_lf(&text, bytes);
	rest = str_slice(&text);
	icalerror_set_errors_are_fatal(0);
	icalparser_set_gen_data(parser, &rest);
	root = icalparser_parse(parser, next_piece);
	if (root) {
		s->event = icalcomponent_isa(root) == ICAL_VEVENT_COMPONENT;
		add_lines(root, &s->lines);
		add_inner(root, &s->inner);
		icalcomponent_free(root);
	}
	icalparser_free(parser);
	str_free(&text);
}

static void
free_copies(struct copies *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		free(t->items[i]);
	VEC_FREE(t);
}

static void
forget(struct line_seen *s)
{
	free_copies(&s->lines);
	free_copies(&s->inner);
}

/* Lines as libical sees them in an event that has nothing else. */
static void
expect(const struct slice *lines, size_t n, struct expected *x)
{
	struct str event = { 0 };
	size_t i;

	str_adds(&event, "BEGIN:VEVENT\r\n");
	for (i = 0; i < n; i++) {
		str_add(&event, lines[i]);
		str_adds(&event, "\r\n");
	}
	str_adds(&event, "END:VEVENT\r\n");
	if (is_safe(str_slice(&event)))
		look(str_slice(&event), &x->seen);
	for (i = 0; i < x->seen.lines.n; i++)
		*VEC_ADD(&x->found) = false;
	str_free(&event);
}

/* Mark the line as found, if it is one of those and not yet found. */
static bool
find(struct expected *x, const char *line)
{
	size_t i;

	for (i = 0; i < x->seen.lines.n; i++)
		if (!x->found.items[i] &&
		    strcmp(x->seen.lines.items[i], line) == 0)
			return x->found.items[i] = true;
	return false;
}

static int
differ(const char *line, const char *how, struct err *e)
{
	struct slice s = slice_str(line), first;

	slice_line(&s, &first);
	first = slice_trim(first);
	return err_set(e, ERR_FAILED, "'%.*s%s' %s",
	    (int)(first.n < SHOWN_BYTES ? first.n : SHOWN_BYTES), first.p,
	    first.n < SHOWN_BYTES ? "" : "…", how);
}

/*
 * Go through both at once.  A line that both have stays; one that only one
 * of them has must be ours.  Where one line goes and another one comes, both
 * are passed in one step: a line of ours may stand twice, and only one of
 * the two goes.
 */
static int
compare_lines(const struct line_seen *a, const struct line_seen *b,
    struct expected *gone, struct expected *put, struct err *e)
{
	const char *x, *y;
	size_t i = 0, j = 0;
	bool out, in;

	while (i < a->lines.n || j < b->lines.n) {
		x = i < a->lines.n ? a->lines.items[i] : NULL;
		y = j < b->lines.n ? b->lines.items[j] : NULL;
		out = in = x && y && strcmp(x, y) == 0;
		if (!out) {
			out = x && find(gone, x);
			in = y && find(put, y);
		}
		if (!out && !in)
			return x ? differ(x, _("is lost or changed"), e)
			    : differ(y, _("should not be there"), e);
		i += out;
		j += in;
	}
	return 0;
}

/* What was meant to change and did not: the same line out and in. */
static int
compare_rest(struct expected *gone, struct expected *put, struct err *e)
{
	size_t i;

	for (i = 0; i < gone->seen.lines.n; i++)
		if (!gone->found.items[i] &&
		    !find(put, gone->seen.lines.items[i]))
			return differ(gone->seen.lines.items[i],
			    _("was not there before, or is still there"), e);
	for (i = 0; i < put->seen.lines.n; i++)
		if (!put->found.items[i])
			return differ(put->seen.lines.items[i],
			    _("is not there"), e);
	return 0;
}

static int
compare_inner(const struct copies *a, const struct copies *b, struct err *e)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return differ(a->items[i], _("in a component of the "
			    "event is lost or changed"), e);
	if (a->n != b->n)
		return err_set(e, ERR_FAILED, "the event has other "
		    "components in it");
	return 0;
}

static int
compare(const struct readback *r, const struct line_seen *a,
    const struct line_seen *b, struct err *e)
{
	struct expected gone = { 0 }, put = { 0 };
	int rc;

	expect(r->gone, r->n_gone, &gone);
	expect(r->put, r->n_put, &put);
	rc = compare_lines(a, b, &gone, &put, e);
	if (rc == 0)
		rc = compare_rest(&gone, &put, e);
	if (rc == 0)
		rc = compare_inner(&a->inner, &b->inner, e);
	forget(&gone.seen);
	forget(&put.seen);
	VEC_FREE(&gone.found);
	VEC_FREE(&put.found);
	return rc;
}

int
readback_check(const struct readback *r, struct err *e)
{
	struct line_seen a = { 0 }, b = { 0 };
	int rc = 0;

	if (is_safe(r->before) != is_safe(r->after))
		return err_set(e, ERR_FAILED, "components are nested "
		    "otherwise");
	if (!is_safe(r->before))
		return 0;
	look(r->before, &a);
	look(r->after, &b);
	if (a.event != b.event)
		rc = err_set(e, ERR_FAILED, "it is no event any more");
	else if (a.event)
		rc = compare(r, &a, &b, e);
	forget(&a);
	forget(&b);
	return rc;
}
