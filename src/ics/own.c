/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "ics/line.h"
#include "ics/own.h"
#include "ics/own_block.h"
#include "ics/own_lines.h"
#include "model/event.h"

/* --- planning ------------------------------------------------------------- */

struct planner {
	const struct own_event *ev;
	const struct own_wish *wish;
	struct arena *a;
	const char *link;		/* key of the wished URL */
	unsigned looked;		/* kinds that are looked at: others are
					 * the user's */
	bool right;			/* the wished link, or id, stands */
	struct str inserted;
	struct own_result *out;
};

static void
add_edit(struct planner *p, struct slice old, struct slice text)
{
	if (slice_eq(old, text) && old.n)
		return;
	*VEC_ADD(&p->out->edits) = (struct edit){
		(size_t)(old.p - p->ev->file.p), old.n, text, false };
}

/* A raw line as it is to be written, in the arena. */
static struct slice
folded(struct planner *p, const char *text, const char *eol)
{
	struct str s = { 0 };

	line_fold(&s, slice_str(text), eol);
	return str_keep(&s, p->a);
}

static const char *
text_of(struct planner *p, enum own_kind kind)
{
	struct str s = { 0 };

	own_text(kind, p->wish, &s);
	return str_keep(&s, p->a).p;
}

static void
keep_undo(struct planner *p, enum own_kind kind, const char *wrote,
    struct slice was)
{
	*VEC_ADD(&p->out->undos) = (struct own_undo){ own_name(kind), wrote,
		was };
}

/* What stood there before us: what is known, else what stands, if not ours. */
static struct slice
before(const struct planner *p, const struct own_line *l)
{
	const struct own_undo *u = own_undo_of(p->wish, l, p->a);

	if (u)
		return u->was;
	return l->claim == OWN_OURS ? slice_of(NULL, 0) : l->raw;
}

static void
insert_line(struct planner *p, enum own_kind kind, const char *text)
{
	line_fold(&p->inserted, slice_str(text), p->ev->eol);
	keep_undo(p, kind, text, slice_of(NULL, 0));
}

static void
put_back(struct planner *p, const struct own_line *l, struct slice was)
{
	add_edit(p, l->raw, was.p ? own_text_adapted(was, l->raw, p->a)
	    : slice_of("", 0));
}

static bool
is_configured(const struct own_wish *w, enum own_kind kind)
{
	return w->carry == OWN_LINK && (kind == OWN_ID ||
	    (w->properties & OWN_BIT(kind)));
}

static bool
is_right(const struct planner *p, const struct own_line *l)
{
	const char *wanted = l->kind == OWN_ID ? p->wish->reserve_id : p->link;

	return p->wish->carry == OWN_LINK && l->key && wanted &&
	    strcmp(l->key, wanted) == 0;
}

/* Whether an edit is in the line already, by another block in it. */
static bool
is_edited(const struct planner *p, const struct own_line *l, bool whole)
{
	size_t off = (size_t)(l->raw.p - p->ev->file.p), i;
	const struct edit *ed;

	for (i = 0; i < p->out->edits.n; i++) {
		ed = &p->out->edits.items[i];
		if (whole ? ed->off == off && ed->len == l->raw.n
		    : ed->off >= off && ed->off < off + l->raw.n)
			return true;
	}
	return false;
}

/* Take a block out.  A property that was ours as a whole goes. */
static void
take_block_out(struct planner *p, const struct own_line *l)
{
	const struct own_undo *u = own_undo_of(p->wish, l, p->a);
	size_t edits = p->out->edits.n;

	if (is_edited(p, l, true))
		return;
	if (u && u->was.p && !is_edited(p, l, false)) {
		put_back(p, l, u->was);
	} else if (own_block_remove(p->ev, l, p->wish, p->a,
	    &p->out->edits) && own_undo_inserted(p->wish, l->kind)) {
		p->out->edits.n = edits;
		put_back(p, l, slice_of(NULL, 0));
		/* For the run after this one, should it be killed now. */
		keep_undo(p, l->kind, l->text, slice_of(NULL, 0));
	}
}

/* Take a line of ours out; the line before us comes back. */
static void
take_out(struct planner *p, const struct own_line *l)
{
	const struct own_undo *u = own_undo_of(p->wish, l, p->a);

	if (l->kind == OWN_DESCRIPTION)
		take_block_out(p, l);
	else
		put_back(p, l, u ? u->was : slice_of(NULL, 0));
}

static void
keep(struct planner *p, const struct own_line *l)
{
	const struct own_undo *u = own_undo_of(p->wish, l, p->a);

	p->out->stands |= OWN_BIT(l->kind);
	if (l->kind == OWN_DESCRIPTION && p->wish->told &&
	    own_text_told(l).p)
		p->out->stands |= OWN_TOLD;
	if (u)
		keep_undo(p, l->kind, l->text, u->was);
}

static void
put_in(struct planner *p, enum own_kind kind)
{
	p->out->stands |= OWN_BIT(kind);
	if (kind == OWN_DESCRIPTION && p->wish->password)
		p->out->stands |= OWN_TOLD;
}

/* The wished line in the place of another one. */
static void
replace(struct planner *p, const struct own_line *l)
{
	const struct own_undo *u = own_undo_of(p->wish, l, p->a);
	const char *text;

	put_in(p, l->kind);
	if (l->kind == OWN_DESCRIPTION) {
		if (l->to && l->claim != OWN_USER)
			own_block_change(p->ev, l, p->wish, p->a,
			    &p->out->edits);
		else
			own_block_add(p->ev, l, p->wish, p->a,
			    &p->out->edits);
		/* That it is ours, or was blank, is told by its text. */
		if (l->blank || (u && l->text[l->from - 1] == ':' &&
		    !l->text[l->to]))
			keep_undo(p, l->kind, text_of(p, l->kind), before(p,
			    l));
		return;
	}
	text = text_of(p, l->kind);
	add_edit(p, l->raw, folded(p, text, line_eol(l->raw)));
	keep_undo(p, l->kind, text, before(p, l));
}

/* The user's line whose place ours may take. */
static bool
yields(const struct own_line *l)
{
	if (l->kind == OWN_DESCRIPTION)
		return own_block_may_stand(l);
	return (l->kind == OWN_URL || l->kind == OWN_LOCATION) && l->blank;
}

/* --- one kind ------------------------------------------------------------- */

/* What there is of a kind. */
struct own_look {
	const struct own_line *right;	/* the first with the wished value */
	/* the first with another link of ours */
	const struct own_line *other;
	const struct own_line *user;	/* the first of the user's */
	bool issued;			/* some of ours stand, right or not */
};

static bool
is_of_ours(const struct own_line *l)
{
	return l->claim != OWN_USER && (l->kind != OWN_DESCRIPTION || l->to);
}

static void
look_at(const struct planner *p, enum own_kind kind, struct own_look *k)
{
	const struct own_line *l;
	size_t i;

	*k = (struct own_look){ NULL, NULL, NULL, false };
	for (i = 0; i < p->ev->lines.n; i++) {
		l = &p->ev->lines.items[i];
		if (l->kind != kind)
			continue;
		if (is_right(p, l) && (kind != OWN_DESCRIPTION || l->to)) {
			k->right = k->right ? k->right : l;
			k->issued = true;
		} else if (is_of_ours(l)) {
			k->other = k->other ? k->other : l;
			k->issued |= l->claim == OWN_OURS;
		} else {
			k->user = k->user ? k->user : l;
		}
	}
}

/* A copy of another event's line goes, as it does where it stands alone, and
 * comes back in the place of the one that stays. */
static void
clear_copy(struct planner *p, const struct own_line *l,
    const struct own_line *stays)
{
	struct own_undos *undos = &p->out->undos;
	size_t i;

	take_out(p, l);
	if (l->kind == OWN_DESCRIPTION)
		return;
	for (i = 0; i < undos->n; i++)
		if (strcmp(undos->items[i].name, own_name(l->kind)) == 0)
			break;
	if (i == undos->n)
		keep_undo(p, l->kind, stays->text, l->raw);
	else if (!undos->items[i].was.p)
		undos->items[i].was = l->raw;
}

/* A line of ours that is not the one to stay. */
static void
clear(struct planner *p, const struct own_line *l,
    const struct own_line *stays)
{
	bool dead = !l->live && !p->wish->over;

	if (l->claim == OWN_COPY && stays)
		clear_copy(p, l, stays);
	if (l->claim != OWN_OURS && !p->wish->copies)
		return;
	if (p->wish->carry == OWN_LEAVE && !dead) {
		keep(p, l);
		return;
	}
	take_out(p, l);
	/* Should the run be killed now, the next one knows that such a line
	 * is ours. */
	if (!stays && l->kind != OWN_DESCRIPTION &&
	    !own_undo_of(p->wish, l, p->a))
		keep_undo(p, l->kind, l->text, slice_of(NULL, 0));
}

static void
clear_others(struct planner *p, enum own_kind kind,
    const struct own_line *stays)
{
	const struct own_line *l;
	size_t i;

	for (i = 0; i < p->ev->lines.n; i++) {
		l = &p->ev->lines.items[i];
		if (l->kind != kind || l == stays)
			continue;
		/* A second line with the wished value is ours by that. */
		if (is_right(p, l) && l->claim == OWN_USER)
			take_out(p, l);
		else if (is_of_ours(l))
			clear(p, l, stays);
	}
}

/*
 * A kind that was put here and is missing was taken out by somebody, as long
 * as another line of ours stands.
 */
static bool
may_insert(const struct planner *p, enum own_kind kind, bool others)
{
	return !p->wish->twin && (!(p->wish->put & OWN_BIT(kind)) ||
	    !others || (kind == OWN_CONFERENCE && !p->right));
}

static void
plan_kind(struct planner *p, enum own_kind kind, bool others)
{
	const struct own_line *stays = NULL;
	struct own_look k;

	if (!(p->looked & OWN_BIT(kind)))
		return;
	look_at(p, kind, &k);
	if (is_configured(p->wish, kind)) {
		stays = k.right ? k.right : k.other;
		if (k.right && own_text_tells(k.right, p->wish))
			keep(p, k.right);
		else if (stays)
			replace(p, stays);
		else if (k.user && yields(k.user) &&
		    may_insert(p, kind, others))
			replace(p, stays = k.user);
		/* A line of the user's keeps ours from being beside it. */
		else if ((!k.user || kind == OWN_CONFERENCE) &&
		    may_insert(p, kind, others)) {
			put_in(p, kind);
			insert_line(p, kind, text_of(p, kind));
		} else if (k.user && !yields(k.user) && !p->wish->twin) {
			p->out->yielded |= OWN_BIT(kind);
		}
	}
	clear_others(p, kind, stays);
}

/* --- stamps --------------------------------------------------------------- */

/* The one that we wrote if it stands, else the first. */
static const struct own_line *
stamp_line(const struct planner *p, enum own_kind kind)
{
	const struct own_line *first = NULL, *l;
	size_t i;

	for (i = 0; i < p->ev->lines.n; i++) {
		l = &p->ev->lines.items[i];
		if (l->kind != kind)
			continue;
		if (own_undo_of(p->wish, l, p->a))
			return l;
		first = first ? first : l;
	}
	return first;
}

static void
keep_or_restore_stamp(struct planner *p, enum own_kind kind, bool restore)
{
	const struct own_line *l = stamp_line(p, kind);
	const struct own_undo *u = l ? own_undo_of(p->wish, l, p->a) : NULL;

	if (!u)
		return;
	if (restore)
		put_back(p, l, u->was);
	else
		keep_undo(p, kind, l->text, u->was);
}

/*
 * A DTSTAMP is replaced but not added: an event without one was broken
 * before us.  LAST-MODIFIED is optional and may be added.  None goes back where
 * this clock is behind: of two VEVENTs of an event the later one counts.
 */
static void
set_stamp(struct planner *p, enum own_kind kind, bool insert)
{
	const struct own_line *l = stamp_line(p, kind);
	const char *const *told = p->wish->stamps;
	char now[CLOCK_TEXT];
	const char *text = told ? told[kind - OWN_KINDS]
	    : arena_printf(p->a, "%s:%s", own_name(kind),
	    clock_ical(p->wish->now, now));

	if (!text || (l && !told && own_text_is_later(l, now))) {
		keep_or_restore_stamp(p, kind, false);
	} else if (l) {
		if (strcmp(l->text, text) != 0)
			add_edit(p, l->raw, folded(p, text,
			    line_eol(l->raw)));
		keep_undo(p, kind, text, before(p, l));
	} else if (insert) {
		insert_line(p, kind, text);
	}
}

static void
plan_stamps(struct planner *p)
{
	bool edited = p->out->edits.n || p->inserted.n;
	bool none = !p->out->stands;

	if (edited && !none) {
		set_stamp(p, OWN_DTSTAMP, false);
		set_stamp(p, OWN_LAST_MODIFIED, true);
	} else {
		none = none && (edited || p->wish->carry == OWN_NOTHING);
		keep_or_restore_stamp(p, OWN_DTSTAMP, none);
		keep_or_restore_stamp(p, OWN_LAST_MODIFIED, none);
	}
}

/* --- the whole ------------------------------------------------------------ */

static int
by_offset(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	return x->off < y->off ? -1 : x->off > y->off;
}

static void
finish(struct planner *p)
{
	if (p->inserted.n)
		add_edit(p, slice_of(p->ev->file.p + p->ev->insert_at, 0),
		    str_keep(&p->inserted, p->a));
	VEC_SORT(&p->out->edits, by_offset);
}

/* Which kinds of ours stand now. */
static unsigned
standing(struct planner *p)
{
	unsigned found = 0;
	struct own_look k;
	size_t i;

	for (i = 0; i < OWN_KINDS; i++) {
		look_at(p, (enum own_kind)i, &k);
		p->right |= k.right && (p->looked & OWN_BIT(i));
		if (k.issued && (p->looked & OWN_BIT(i)))
			found |= OWN_BIT(i);
	}
	return found;
}

void
own_plan(const struct own_event *ev, const struct own_wish *wish,
    struct arena *a, struct own_result *out)
{
	struct planner p = { .ev = ev, .wish = wish, .a = a, .out = out,
		.looked = wish->properties | wish->looked |
		OWN_BIT(OWN_ID) | OWN_BIT(OWN_DESCRIPTION) };
	unsigned found, links, others;
	size_t i;

	*out = (struct own_result){ 0 };
	if (wish->carry == OWN_LINK) {
		p.link = own_link_key(slice_str(wish->url), a);
		p.link = p.link ? p.link : wish->url;
	}
	found = standing(&p);
	out->lost = wish->carry == OWN_LINK && wish->put && !found;
	/* Lines of kinds that are not configured any more go.  Where they take
	 * the last link along, the id alone keeps none out. */
	links = found & ~OWN_BIT(OWN_ID);
	others = found;
	if (wish->carry == OWN_LINK && (links & wish->properties))
		others &= wish->properties | OWN_BIT(OWN_ID);
	else if (wish->carry == OWN_LINK && links)
		others = 0;
	for (i = 0; i < OWN_KINDS; i++)
		plan_kind(&p, (enum own_kind)i, (others & ~OWN_BIT(i)) != 0);
	plan_stamps(&p);
	finish(&p);
}

void
own_result_free(struct own_result *r)
{
	VEC_FREE(&r->edits);
	VEC_FREE(&r->undos);
}
