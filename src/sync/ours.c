/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "ics/line.h"
#include "model/event.h"
#include "store/issued.h"
#include "sync/ours.h"

/* What was issued of each line, while a VEVENT is read. */
struct reading {
	struct run *run;
	const struct ours_input *in;
	struct arena *a;
	struct ours *o;
	struct issued_rows *rows;	/* of each line */
};

static struct own_line *
line_at(const struct ours *o, size_t i)
{
	return &o->own.lines.items[i];
}

/* --- what was issued ------------------------------------------------------ */

static int
look_up(struct reading *g, size_t i, struct err *e)
{
	const struct own_line *l = line_at(g->o, i);

	if (!l->key || l->kind >= OWN_KINDS)
		return 0;
	return l->kind == OWN_ID
	    ? issued_by_id(g->run->store, l->key, g->a, &g->rows[i], e)
	    : issued_by_link(g->run->store, l->key, g->a, &g->rows[i], e);
}

/* Whether this run ended the reservation, while it did what it had planned. */
static bool
has_just_ended(const struct run *r, const struct issued_row *row)
{
	const struct digests *ended = &r->ended;
	uint64_t id = hash_bytes(slice_str(row->reserve_id));
	size_t k;

	for (k = 0; k < ended->n; k++)
		if (ended->items[k] == id)
			return true;
	return false;
}

/* Whether the reservation of a row had ended before this run: each UID that its
 * event has had is a row. */
static bool
has_ended(const struct run *r, const struct issued_rows *rows,
    const struct issued_row *row)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (rows->items[i].until > r->now &&
		    strcmp(rows->items[i].reserve_id, row->reserve_id) == 0)
			return false;
	return !has_just_ended(r, row);
}

/* Whether a former reservation had it, too: the number has come back. */
static bool
has_come_back(const struct run *r, const struct issued_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (has_ended(r, rows, &rows->items[i]))
			return true;
	return false;
}

int
ours_issued(struct run *r, const char *link, const char *uid,
    struct arena *a, bool *is, struct err *e)
{
	struct issued_rows rows = { 0 };
	int rc = issued_by_link(r->store, link, a, &rows, e);
	size_t i;

	for (i = 0; i < rows.n; i++)
		*is |= strcmp(rows.items[i].uid, uid) == 0 ||
		    (rows.items[i].until > r->now && !has_come_back(r, &rows));
	VEC_FREE(&rows);
	return rc;
}

static bool
is_issued_with(const struct issued_rows *rows, const char *reserve_id)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (strcmp(rows->items[i].reserve_id, reserve_id) == 0)
			return true;
	return false;
}

static bool
has_uid(const struct reading *g, const struct issued_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (strcmp(rows->items[i].uid, g->in->uid) == 0)
			return true;
	return false;
}

/* Whether an id line of the VEVENT says that it is this reservation. */
static bool
has_id_line(const struct reading *g, const char *reserve_id)
{
	const struct own_line *l;
	size_t i;

	for (i = 0; i < g->o->own.lines.n; i++) {
		l = line_at(g->o, i);
		if (l->kind == OWN_ID && l->key &&
		    strcmp(l->key, reserve_id) == 0)
			return true;
	}
	return false;
}

/* Numbers come back, to other events and to other occurrences of this one: a
 * link issued for the UID is of no other event's row, and one issued with an id
 * that stands beside it of no other reservation's. */
static bool
is_meant(const struct reading *g, const struct issued_rows *rows,
    const struct issued_row *row)
{
	const struct issued_row *other;
	bool own = has_uid(g, rows);
	size_t i;

	if (own && strcmp(row->uid, g->in->uid) != 0)
		return false;
	for (i = 0; i < rows->n; i++) {
		other = &rows->items[i];
		if ((!own || strcmp(other->uid, g->in->uid) == 0) &&
		    has_id_line(g, other->reserve_id))
			return has_id_line(g, row->reserve_id);
	}
	return true;
}

static bool
is_live(const struct reading *g, const struct issued_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (rows->items[i].until > g->run->now &&
		    !run_ends(g->run, rows->items[i].reserve_id) &&
		    is_meant(g, rows, &rows->items[i]))
			return true;
	return false;
}

/* Whether it was alive before this run. */
static bool
has_lived(const struct reading *g, const struct issued_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (has_just_ended(g->run, &rows->items[i]) ||
		    (rows->items[i].until > g->run->now &&
		    is_meant(g, rows, &rows->items[i])))
			return true;
	return false;
}

static bool
is_of_program(const struct own_line *l)
{
	return l->kind == OWN_ID || l->kind == OWN_CONFERENCE ||
	    (l->kind == OWN_DESCRIPTION && l->to);
}

/* Whether another line says so; people paste links into URL and LOCATION. */
static bool
has_witness(const struct reading *g, size_t i, bool live)
{
	const struct own_line *l = line_at(g->o, i), *w;
	const struct issued_rows *rows = &g->rows[i];
	size_t j, k;

	for (j = 0; j < g->o->own.lines.n; j++) {
		w = line_at(g->o, j);
		if (w->kind == l->kind || !g->rows[j].n ||
		    (!live && !is_of_program(w) && !is_of_program(l)))
			continue;
		for (k = 0; k < rows->n; k++)
			if (is_issued_with(&g->rows[j],
			    rows->items[k].reserve_id))
				return true;
	}
	return false;
}

static void
claim(struct reading *g, size_t i)
{
	struct own_line *l = line_at(g->o, i);
	const struct issued_rows *rows = &g->rows[i];
	bool lived;

	l->live = is_live(g, rows);
	l->claim = rows->n ? OWN_OURS : OWN_USER;
	if (!rows->n || has_uid(g, rows))
		return;
	/* The number has come back to another state. */
	if (g->o->foreign)
		l->claim = OWN_USER;
	if (g->o->foreign || l->kind == OWN_DESCRIPTION || l->kind == OWN_ID)
		return;
	lived = has_lived(g, rows);
	if (!has_witness(g, i, lived))
		l->claim = lived && !has_come_back(g->run, rows) ? OWN_COPY
		    : OWN_USER;
}

/* --- what comes of it ----------------------------------------------------- */

bool
ours_lists(const struct texts *ids, const char *reserve_id)
{
	size_t i;

	for (i = 0; i < ids->n; i++)
		if (strcmp(ids->items[i], reserve_id) == 0)
			return true;
	return false;
}

static bool
add_id(struct texts *ids, const char *reserve_id)
{
	if (ours_lists(ids, reserve_id))
		return false;
	*VEC_ADD(ids) = reserve_id;
	return true;
}

/* Ids that stand there go before those that links lead to. */
static void
collect(struct reading *g, bool id_lines)
{
	const struct issued_row *row;
	const struct own_line *l;
	size_t i, k;

	for (i = 0; i < g->o->own.lines.n; i++) {
		l = line_at(g->o, i);
		if ((l->kind == OWN_ID) != id_lines || l->claim == OWN_USER)
			continue;
		for (k = 0; k < g->rows[i].n; k++) {
			row = &g->rows[i].items[k];
			if (!is_meant(g, &g->rows[i], row))
				continue;
			if (add_id(&g->o->ids, row->reserve_id))
				*VEC_ADD(&g->o->id_links) = id_lines ? ""
				    : l->key;
			if (strcmp(row->uid, g->in->uid) == 0)
				add_id(&g->o->own_ids, row->reserve_id);
			if (row->until > g->run->now && (!g->o->ends ||
			    row->until < g->o->ends))
				g->o->ends = row->until;
		}
	}
}

static void
find_foreign(struct reading *g)
{
	bool known = false, unknown = false;
	size_t i;

	for (i = 0; i < g->o->own.lines.n; i++) {
		if (line_at(g->o, i)->kind != OWN_ID ||
		    !line_at(g->o, i)->key)
			continue;
		known |= g->rows[i].n > 0;
		unknown |= g->rows[i].n == 0;
	}
	g->o->foreign = unknown && !known;
}

/* --- lines that were never recorded --------------------------------------- */

static bool
is_on_our_host(const struct reading *g, const struct own_line *l)
{
	return l->key && own_link_allowed(l->key,
	    &g->in->settings->link_hosts);
}

/* A CONFERENCE with our label; programs drop FEATURE sooner than what people
 * see. */
static bool
has_our_label(const struct reading *g, const struct own_line *l)
{
	struct line_parts parts;
	struct slice label;

	return l->kind == OWN_CONFERENCE && is_on_our_host(g, l) &&
	    line_split(slice_str(l->text), &parts) &&
	    event_param(parts.params, "LABEL", &label) &&
	    slice_istarts(label, slice_str(g->in->settings->label));
}

/* A CONFERENCE as we write it, but for its link. */
static bool
has_our_form(const struct reading *g, const struct own_line *l)
{
	struct line_parts parts;
	struct slice feature;

	return has_our_label(g, l) &&
	    line_split(slice_str(l->text), &parts) &&
	    event_param(parts.params, "FEATURE", &feature) &&
	    slice_ieq(feature, SLICE("AUDIO,VIDEO"));
}

static void
find_alike(struct reading *g)
{
	bool known = false;
	size_t i;

	for (i = 0; i < g->o->own.lines.n; i++) {
		known |= g->rows[i].n > 0 || line_at(g->o, i)->kind == OWN_ID;
		g->o->alike |= has_our_label(g, line_at(g->o, i));
	}
	g->o->alike &= !known;
}

/* Whether version 4 booked it, and nothing else stands for it since. */
static int
is_forgotten(struct reading *g, bool *forgotten, struct err *e)
{
	struct issued_rows rows = { 0 };
	int rc = 0;

	*forgotten = g->in->legacy && g->o->ids.n;
	if (!*forgotten && !g->o->ends) {
		rc = issued_without_link(g->run->store, g->in->uid, g->a,
		    &rows, e);
		*forgotten = rows.n > 0;
	}
	VEC_FREE(&rows);
	return rc;
}

static void
claim_link(struct ours *o, const char *key)
{
	struct own_line *l;
	size_t i;

	for (i = 0; i < o->own.lines.n; i++) {
		l = line_at(o, i);
		if (l->key && strcmp(l->key, key) == 0)
			l->claim = OWN_OURS;
	}
}

/*
 * Version 4 took a line of its own that a program had rewritten for somebody
 * else's and left it there when the reservation went: our form is ours, and
 * what has the same link.  Without parameters it may be a person's own.
 */
static int
claim_forgotten(struct reading *g, struct err *e)
{
	bool asked = false, forgotten = false;
	const struct own_line *l;
	size_t i;

	for (i = 0; i < g->o->own.lines.n; i++) {
		l = line_at(g->o, i);
		if (l->claim != OWN_USER || !has_our_form(g, l))
			continue;
		if (!asked && is_forgotten(g, &forgotten, e) == -1)
			return -1;
		asked = true;
		if (forgotten)
			claim_link(g->o, l->key);
	}
	return 0;
}

void
ours_prove(struct ours *o, const char *reserve_id, const char *link)
{
	if (ours_lists(&o->ids, reserve_id))
		add_id(&o->own_ids, reserve_id);
	if (link)
		claim_link(o, link);
}

/* Whether the VEVENT says so twice, or as nobody but us writes it. */
static bool
is_told(const struct reading *g, const struct own_line *l)
{
	const struct own_line *w;
	size_t i;

	for (i = 0; i < g->o->own.lines.n; i++) {
		w = line_at(g->o, i);
		if (w->kind != l->kind && w->key && strcmp(w->key, l->key) == 0)
			return true;
	}
	return l->kind == OWN_DESCRIPTION || has_our_form(g, l);
}

/* Lines of a state that is no more.  Which link came with the id, the lines
 * tell; where they don't, each may hold it. */
static void
claim_strays(struct reading *g)
{
	struct own_line *l;
	bool told = false;
	size_t i;

	for (i = 0; i < g->o->own.lines.n; i++) {
		l = line_at(g->o, i);
		told |= is_on_our_host(g, l) && is_told(g, l);
	}
	for (i = 0; i < g->o->own.lines.n; i++) {
		l = line_at(g->o, i);
		if (l->claim == OWN_USER && (l->kind == OWN_ID ||
		    (is_on_our_host(g, l) && (!told || is_told(g, l)))))
			l->claim = OWN_OURS;
	}
}

int
ours_read(struct run *r, const struct ours_input *in, struct arena *a,
    struct ours *o, struct err *e)
{
	struct reading g = { r, in, a, o, NULL };
	size_t i;
	int rc = 0;

	*o = (struct ours){ .foreign = false };
	own_read(&o->own, in->file, in->off, in->len, a);
	g.rows = arena_alloc(a, (o->own.lines.n + 1) * sizeof(*g.rows));
	for (i = 0; rc == 0 && i < o->own.lines.n; i++)
		rc = look_up(&g, i, e);
	find_foreign(&g);
	find_alike(&g);
	for (i = 0; i < o->own.lines.n; i++)
		claim(&g, i);
	collect(&g, true);
	collect(&g, false);
	if (rc == 0)
		rc = claim_forgotten(&g, e);
	if (in->strays && o->foreign)
		claim_strays(&g);
	for (i = 0; i < o->own.lines.n; i++)
		VEC_FREE(&g.rows[i]);
	return rc;
}

void
ours_free(struct ours *o)
{
	own_free(&o->own);
	VEC_FREE(&o->ids);
	VEC_FREE(&o->id_links);
	VEC_FREE(&o->own_ids);
}
