/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "plan/compare.h"
#include "store/issued.h"
#include "sync/edits.h"

static void
make_wish(const struct edits_input *in, const struct past *past,
    struct own_wish *w)
{
	const struct booking *b = in->booking;
	const struct settings *s = in->settings;

	*w = (struct own_wish){ .now = in->run->now,
		.stamps = in->stamps, .over = in->over,
		.twin = in->twin, .copies = in->copies,
		.properties = s->properties,
		.looked = past->looked, .put = past->put,
		.told = s->write_password || (past->looked & OWN_TOLD),
		.undos = &past->undos, .carry = OWN_LEAVE };
	if (in->wish == WISH_BARE || in->wish == WISH_NOTHING)
		w->carry = OWN_NOTHING;
	if (in->run->strays && in->ours->foreign) {
		w->unknown = w->told = true;
		w->looked = OWN_BIT(OWN_KINDS) - 1;
	}
	if (in->wish != WISH_LINK)
		return;
	w->carry = OWN_LINK;
	w->url = in->fresh || !b->url ? EDITS_PLACEHOLDER : b->url;
	w->reserve_id = in->fresh || !b->reserve_id ? "0" : b->reserve_id;
	w->label = in->label;
	if (s->write_password && b->password && *b->password)
		w->password = b->password;
}

/*
 * Programs that drop each line of ours, time and again, are not chased for
 * ever.
 */
static void
count_losses(const struct edits_input *in, const struct past *past,
    struct edits *out)
{
	bool recent = in->run->now - past->lost_at < EDITS_LOSSES_FOR;

	out->losses = recent ? past->losses : 0;
	out->lost_at = past->lost_at;
	if (!out->result.lost || in->copy_only || in->anew)
		return;
	if (out->losses >= EDITS_LOSSES_MAX) {
		out->held = true;
		out->result.edits.n = 0;
		return;
	}
	out->losses++;
	out->lost_at = in->run->now;
}

int
edits_plan(const struct edits_input *in, struct arena *a,
    struct edits *out, struct err *e)
{
	struct past past;
	struct own_wish wish;
	unsigned yielded;

	*out = (struct edits){ .put = 0 };
	if (past_recall(in->run, in->ours, &in->at, in->booking, a, &past,
	    e) == -1) {
		past_free(&past);
		return -1;
	}
	make_wish(in, &past, &wish);
	own_plan(&in->ours->own, &wish, a, &out->result);
	count_losses(in, &past, out);
	/* An event may have two CONFERENCEs, and one of anything else. */
	yielded = out->result.yielded & ~OWN_BIT(OWN_CONFERENCE);
	out->put = ((past.put & ~OWN_TOLD & ~yielded) | out->result.stands) &
	    (in->settings->properties | OWN_BIT(OWN_ID) | OWN_TOLD);
	out->going = past.put & ~(out->result.stands ? out->put : 0);
	out->news = past.moved || out->put != past.put;
	out->recorded_as = past.component;
	out->says = past.says;
	out->vevent = past.vevent;
	past_free(&past);
	return 0;
}

void
edits_free(struct edits *ed)
{
	own_result_free(&ed->result);
}

/* --- records -------------------------------------------------------------- */

static struct slice
copied(struct arena *a, struct slice s)
{
	return s.p ? slice_of(arena_dup(a, s.p, s.n), s.n) : s;
}

/* A VEVENT of which nothing is known: by all that may tell it from another. */
static uint64_t
new_vevent(const struct record *rec)
{
	uint64_t key = hash_join(hash_bytes(slice_str(rec->component)),
	    hash_bytes(rec->says));
	const struct own_undo *u;
	size_t i;

	for (i = 0; i < rec->undos.n; i++) {
		u = &rec->undos.items[i];
		key = hash_join(key, hash_bytes(slice_str(u->wrote)));
		key = hash_join(key, u->was.p ? hash_bytes(u->was) : 0);
	}
	return key;
}

struct record *
edits_record(const struct edits_input *in, const struct edits *ed,
    struct item *it)
{
	struct run *r = in->run;
	struct arena *a = &r->arena;
	struct record *rec = ARENA_NEW(a, struct record);
	const struct own_undo *u;
	size_t i;

	*VEC_ADD(&r->records) = rec;
	rec->item = it;
	rec->reserve_id = arena_str(a, in->booking->reserve_id);
	rec->uid = arena_str(a, in->booking->uid);
	rec->component = arena_str(a, in->at.component);
	rec->gone = !ed->result.stands;
	rec->put = ed->put;
	rec->going = rec->reserve_id ? ed->going : 0;
	rec->losses = ed->losses;
	rec->lost_at = ed->lost_at;
	rec->anchor = in->at.anchor;
	for (i = 0; i < ed->result.undos.n; i++) {
		u = &ed->result.undos.items[i];
		*VEC_ADD(&rec->undos) = (struct own_undo){
			arena_str(a, u->name), arena_str(a, u->wrote),
			copied(a, u->was) };
	}
	rec->recorded_as = arena_str(a, ed->recorded_as);
	rec->says = copied(a, ed->says);
	rec->vevent = ed->vevent ? ed->vevent : new_vevent(rec);
	return rec;
}

/* What an override that we made says; nothing for another VEVENT. */
static int
put_made(struct run *r, const struct record *rec, struct err *e)
{
	struct made_row made = { rec->reserve_id, rec->uid, rec->made,
		rec->length, NULL };
	size_t i;
	int rc = rec->made ? made_put(r->store, &made, e) : 0;

	for (i = 0; rec->made && rc == 0 && i < rec->extras.n; i++) {
		made.digest = rec->extras.items[i].line;
		rc = made_put(r->store, &made, e);
	}
	made.length = MADE_LINE;
	for (i = 0; rec->made && rc == 0 && i < rec->lines.n; i++) {
		made.digest = hash_join(rec->made, rec->lines.items[i]);
		rc = made_put(r->store, &made, e);
	}
	made.length = rec->length;
	if (rec->made && rc == 0 && *rec->replaced) {
		made.digest = 0;
		made.bytes = rec->replaced;
		rc = made_put(r->store, &made, e);
	}
	return rc;
}

static int
clear(struct run *r, const struct record *rec, struct err *e)
{
	const struct put_row none = { .reserve_id = rec->reserve_id,
		.recurrence_id = rec->component };

	/* What stood there before stays known: it does no harm, and the lines
	 * may come back with a copy of the file. */
	if (put_set(r->store, &none, e) == -1)
		return -1;
	/* The rows of what an override of ours said stay when it goes or gets
	 * another text: a copy with the old text may stand in another calendar,
	 * or an older file may bring it back. */
	if (rec->made)
		return made_make_room(r->store, rec->reserve_id, rec->uid, e);
	return 0;
}

static int
put_undos(struct run *r, const struct record *rec, struct err *e)
{
	struct undo_row row = { .at = { rec->reserve_id, rec->vevent,
		rec->recorded_as, rec->says, false } };
	const struct own_undo *u;
	size_t i;

	if (rec->undos.n && vevents_add(r->store, &row.at, e) == -1)
		return -1;
	for (i = 0; i < rec->undos.n; i++) {
		u = &rec->undos.items[i];
		row.name = u->name;
		row.wrote = u->wrote;
		row.was = u->was;
		if (undo_put(r->store, &row, e) == -1)
			return -1;
	}
	return put_made(r, rec, e);
}

int
edits_ahead(struct run *r, const struct record *rec, struct err *e)
{
	const struct put_row less = { .reserve_id = rec->reserve_id,
		.recurrence_id = rec->recorded_as, .kinds = ~rec->going };

	if (rec->going && put_keep(r->store, &less, e) == -1)
		return -1;
	return put_undos(r, rec, e);
}

static int
write(struct run *r, const struct record *rec, struct err *e)
{
	const struct put_row put = { rec->reserve_id, rec->component,
		rec->put, rec->losses, rec->lost_at,
		*rec->component ? 0 : rec->anchor };
	const struct vevent_row at = { rec->reserve_id, rec->vevent,
		rec->component, rec->says, true };

	if (put_undos(r, rec, e) == -1 ||
	    vevents_set(r->store, &at, e) == -1)
		return -1;
	return put_set(r->store, &put, e);
}

int
edits_settle(struct run *r, struct err *e)
{
	const struct record *rec;
	size_t i, pass;

	/* A series that moved has its records under other names: all go before
	 * any comes. */
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < r->records.n; i++) {
			rec = r->records.items[i];
			if (!rec->reserve_id || (rec->item &&
			    rec->item->outcome.edit != EDIT_DONE))
				continue;
			if (pass == 0 && clear(r, rec, e) == -1)
				return -1;
			if (pass == 1 && !rec->gone &&
			    write(r, rec, e) == -1)
				return -1;
		}
	}
	return 0;
}

void
edits_forget(struct run *r)
{
	size_t i;

	for (i = 0; i < r->records.n; i++) {
		VEC_FREE(&r->records.items[i]->undos);
		VEC_FREE(&r->records.items[i]->extras);
		VEC_FREE(&r->records.items[i]->lines);
	}
	VEC_FREE(&r->records);
}
