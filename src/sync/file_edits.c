/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "ics/line.h"
#include "ics/override.h"
#include "ics/readback.h"
#include "ics/splice.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/file_edits.h"
#include "sync/input.h"
#include "sync/output.h"

static bool
is_of_copy(const struct item *it)
{
	return it->plan.spot.file && it->plan.spot.file->calendar->output;
}

/* A copy is made from the source: an event that the guard did not let be
 * deleted goes on to have its link there. */
static enum wish
wish_of(const struct item *it)
{
	const struct item *by = it->leader ? it->leader : it;

	return it->plan.wish == WISH_NOTHING && is_of_copy(it) &&
	    by->act.result == RESULT_REFUSED ? WISH_LINK : it->plan.wish;
}

/* In place, the VEVENT of such an event stays as it is. */
static bool
is_refused(const struct item *it, const struct item *by)
{
	return by->act.result == RESULT_REFUSED && !(wish_of(it) ==
	    WISH_LINK && is_of_copy(it));
}

bool
file_edits_wait(const struct item *it)
{
	const struct item *leader = it->leader;

	/* No link is needed where none should be. */
	return leader && (is_refused(it, leader) ||
	    (leader->plan.wish == WISH_LEAVE && it->plan.wish == WISH_LINK));
}

bool
file_edits_due(const struct run *r, struct item *it)
{
	const struct booking *b = item_booking(it);
	const struct planned *plan = &it->plan;

	if (!plan->spot.file || plan->spot.file->status != SCAN_READ ||
	    !r->write_back || is_refused(it, it) ||
	    file_edits_wait(it))
		return false;
	switch (wish_of(it)) {
	case WISH_LINK:
		return plan->settings->write_back && compare_alive(b, r->now);
	case WISH_BARE:
	case WISH_LEAVE:
		return it->outcome.edit == EDIT_WANTED;
	case WISH_NOTHING:
		return it->outcome.edit == EDIT_WANTED &&
		    !compare_alive(b, r->now);
	}
	return false;
}

/* The item's VEVENT stays as it is; that is reported. */
static void
refuse_edit(struct run *r, struct item *it, const char *kind,
    const char *message)
{
	const struct booking *b = item_booking(it);
	struct problem p = {
		.kind = kind, .message = message,
		.calendar = b->calendar, .file = it->act.file,
		.uid = b->uid, .line = it->act.line,
		.exit = ERR_FAILED,
	};

	r->totals.failed++;
	run_problem(r, &p);
	item_edited(it, false);
}

static bool
link_is_good(struct run *r, struct item *it)
{
	const char *why = item_bad_link(r, item_booking(it),
	    it->plan.settings);

	if (why)
		refuse_edit(r, it, "bad-link", why);
	return !why;
}

static struct edits_input
input_of(struct run *r, struct item *it, const struct ours *o)
{
	const struct planned *plan = &it->plan;
	const char *label = input_encoded(r, plan->spot.file->row.path,
	    plan->settings->label);

	return (struct edits_input){ .run = r, .ours = o,
		.at = { plan->spot.component, plan->at, plan->anchor },
		.settings = plan->settings,
		.label = label ? label : SETTINGS_LABEL, .wish = wish_of(it),
		.booking = item_booking(it), .over = plan->over,
		.twin = plan->twin,
		.copy_only = plan->spot.file->calendar->output != NULL };
}

/* A VEVENT: what stands in it, and the edits that are to be made to it. */
struct looked_at {
	struct slice bytes;
	size_t off, len;
	uint64_t key;			/* by which the copy has it */
	struct ours ours;
	struct edits edits;
	bool anew;		/* it is an override that this run makes */
};

static void
look_free(struct looked_at *l)
{
	edits_free(&l->edits);
	ours_free(&l->ours);
}

/* A copy that differs by its stamps alone goes on to have those. */
static int
look_at(struct run *r, const struct file_job *job, struct item *it,
    struct looked_at *l, struct err *e)
{
	const struct ours_input in = { l->bytes, l->off, l->len, it->plan.uid,
		it->plan.settings, it->plan.legacy, r->strays };
	const struct cut_event *old = job->copy ? output_find(job->copy,
	    l->key) : NULL;
	struct edits_input want;

	if (ours_read(r, &in, &r->arena, &l->ours, e) == -1)
		return -1;
	want = input_of(r, it, &l->ours);
	want.anew = l->anew;
	want.stamps = old ? job->copy->stamps : NULL;
	if (edits_plan(&want, &r->arena, &l->edits, e) == -1)
		return -1;
	if (!old || output_has(job->copy, old, &in, &l->edits.result.edits))
		return 0;
	edits_free(&l->edits);
	want.stamps = NULL;
	return edits_plan(&want, &r->arena, &l->edits, e);
}

/* By this an override that we made is known again; vevent: as it stands, with
 * what programs have added. */
static void
keep_made(struct record *rec, const struct item *it, struct slice vevent)
{
	if (!it->plan.made.p)
		return;
	rec->made = override_digest(it->plan.made, NULL);
	rec->length = it->plan.length;
	extra_find(vevent, &rec->extras);
	override_lines(it->plan.made, &rec->lines);
}

/* The override that we make, with its lines, in one edit. */
static int
plan_made(struct run *r, struct file_job *job, struct item *it,
    const struct view *view, struct err *e)
{
	const struct planned *plan = &it->plan;
	struct looked_at l = { .bytes = plan->made, .len = plan->made.n,
		.key = splice_key(plan->made), .anew = true };
	struct str out = { 0 };
	struct edits_input in;
	struct record *rec;
	struct edit *ed;
	int rc = look_at(r, job, it, &l, e);

	if (rc == 0)
		rc = splice_text(plan->made, &l.edits.result.edits, &out, e);
	if (rc == 0) {
		in = input_of(r, it, &l.ours);
		rec = edits_record(&in, &l.edits, it);
		keep_made(rec, it, plan->made);
		/* An editor may save it as it was when it read the file. */
		if (plan->spot.len)
			own_digest(slice_of(view->bytes.p + plan->spot.off,
			    plan->spot.len), rec->replaced);
		ed = VEC_ADD(&job->edits);
		*ed = (struct edit){ plan->spot.off, plan->spot.len,
			slice_of(arena_dup(&r->arena, str_text(&out), out.n),
			out.n), true };
		it->key = l.key;
	}
	str_free(&out);
	look_free(&l);
	return rc;
}

/* Whether another event has the reservation: one of another UID, that has had
 * this one and left it to a copy, or the event of which this is a copy in
 * another calendar. */
static int
is_of_another(struct run *r, const char *reserve_id, const struct item *it,
    bool *is, struct err *e)
{
	const char *calendar = it->plan.spot.file->calendar->name;
	struct bookings found = { 0 };
	size_t i;
	int rc = bookings_by_reserve_id(r->store, reserve_id, &r->arena,
	    &found, e);

	*is = false;
	for (i = 0; i < found.n; i++)
		*is |= strcmp(found.items[i].uid, it->plan.uid) != 0 ||
		    strcmp(found.items[i].calendar, calendar) != 0;
	VEC_FREE(&found);
	return rc;
}

/* No line of ours is left of any of its reservations. */
static int
record_gone(struct run *r, struct item *it, const struct ours *o,
    struct err *e)
{
	const struct edits none = { .put = 0 };
	struct booking b = { .uid = it->plan.uid };
	struct edits_input in = input_of(r, it, o);
	bool other;
	size_t i;

	in.booking = &b;
	/* A copy of another event says nothing of that one, and the VEVENT that
	 * stands for the event of a twin still has its lines. */
	for (i = 0; i < o->own_ids.n && !it->plan.twin; i++) {
		b.reserve_id = o->own_ids.items[i];
		if (is_of_another(r, b.reserve_id, it, &other, e) == -1)
			return -1;
		if (!other)
			edits_record(&in, &none, it);
	}
	return 0;
}

struct content_lines VEC(struct slice);
struct range { size_t from, to; };
struct ranges VEC(struct range);

/*
 * The content lines that a range takes something of, unfolded.  An empty
 * range between two lines touches none.
 */
static void
add_touched(struct content_lines *lines, struct slice bytes,
    const struct ranges *ranges, struct arena *a)
{
	const char *begin = bytes.p;
	struct str line = { 0 };
	struct slice raw;
	size_t i = 0, from, to;

	while (line_next(&bytes, &raw)) {
		from = (size_t)(raw.p - begin);
		to = from + raw.n;
		while (i < ranges->n && ranges->items[i].to <= from)
			i++;
		if (i == ranges->n || ranges->items[i].from >= to)
			continue;
		str_clear(&line);
		line_unfold(&line, raw);
		*VEC_ADD(lines) = slice_of(arena_dup(a, str_text(&line),
		    line.n), line.n);
	}
	str_free(&line);
}

/* Whether libical sees our lines come and go in the VEVENT, and no more. */
static bool
reads_back(struct arena *a, struct slice before, size_t off,
    const struct edit_list *edits, struct err *why)
{
	struct content_lines gone = { 0 }, put = { 0 };
	struct ranges taken = { 0 }, given = { 0 };
	struct readback rb = { .before = before };
	struct str after = { 0 };
	const struct edit *ed;
	size_t i, from = 0, at;
	int rc;

	for (i = 0; i < edits->n; i++) {
		ed = &edits->items[i];
		at = ed->off - off;
		str_add(&after, slice_of(before.p + from, at - from));
		*VEC_ADD(&taken) = (struct range){ at, at + ed->len };
		*VEC_ADD(&given) = (struct range){ after.n,
			after.n + ed->text.n };
		str_add(&after, ed->text);
		from = at + ed->len;
	}
	str_add(&after, slice_from(before, from));
	rb.after = slice_of(str_text(&after), after.n);
	add_touched(&gone, before, &taken, a);
	add_touched(&put, rb.after, &given, a);
	rb.gone = gone.items;
	rb.n_gone = gone.n;
	rb.put = put.items;
	rb.n_put = put.n;
	rc = readback_check(&rb, why);
	str_free(&after);
	VEC_FREE(&taken);
	VEC_FREE(&given);
	VEC_FREE(&gone);
	VEC_FREE(&put);
	return rc == 0;
}

static bool
is_bare(const struct item *it)
{
	enum wish wish = wish_of(it);

	return wish == WISH_BARE || wish == WISH_NOTHING;
}

/*
 * Whether an override of ours goes as a whole.  A server that splits series has
 * given it a resource of its own, and takes none without a VEVENT (RFC 4791,
 * 4.1).
 */
static bool
goes_whole(const struct file_job *job, const struct item *it)
{
	const struct item *other;
	size_t i, n = 0;

	if (!is_bare(it) || !it->plan.whole)
		return false;
	if (!job->file->calendar->url || job->file->calendar->output)
		return true;
	for (i = 0; i < job->items.n; i++) {
		other = job->items.items[i];
		n += is_bare(other) && other->plan.whole;
	}
	return n < job->file->cut.events.n;
}

/* Edits within a VEVENT, or its removal as a whole. */
static int
add_edits(struct run *r, struct file_job *job, struct item *it,
    struct looked_at *l, struct err *e)
{
	const struct slice vevent = slice_of(l->bytes.p + l->off, l->len);
	const struct edit_list *edits = &l->edits.result.edits;
	bool whole = goes_whole(job, it);
	struct edits_input in = input_of(r, it, &l->ours);
	struct err why;
	size_t i;

	if (!whole && !reads_back(&r->arena, vevent, l->off, edits, &why)) {
		refuse_edit(r, it, "not-written", arena_str(&r->arena,
		    why.msg));
		return 0;
	}
	if (whole)
		*VEC_ADD(&job->edits) = (struct edit){
			l->off, l->len, slice_of("", 0), true };
	for (i = 0; !whole && i < edits->n; i++)
		*VEC_ADD(&job->edits) = edits->items[i];
	if (is_bare(it))
		return record_gone(r, it, &l->ours, e);
	if (wish_of(it) == WISH_LINK)
		keep_made(edits_record(&in, &l->edits, it), it, vevent);
	return 0;
}

static int
plan_lines(struct run *r, struct file_job *job, struct item *it,
    const struct view *view, struct err *e)
{
	const struct spot *spot = &it->plan.spot;
	struct looked_at l = { .bytes = view->bytes, .off = spot->off,
		.len = spot->len, .key = spot->key };
	int rc = look_at(r, job, it, &l, e);

	if (rc == 0)
		rc = add_edits(r, job, it, &l, e);
	look_free(&l);
	return rc;
}

static int
plan_item(struct run *r, struct file_job *job, struct item *it,
    const struct view *view, struct err *e)
{
	const struct planned *plan = &it->plan;
	bool link = wish_of(it) == WISH_LINK;

	it->key = plan->spot.key;
	it->digest = plan->spot.digest;
	if (link && !link_is_good(r, it))
		return 0;
	if (link && plan->made.p && (!plan->spot.len ||
	    plan->remake))
		return plan_made(r, job, it, view, e);
	return plan->spot.len ? plan_lines(r, job, it, view, e) : 0;
}

int
file_edits_plan(struct run *r, struct file_job *job, const struct view *view,
    struct err *e)
{
	const struct scan_file *f = job->file;
	struct output_copy copy;
	size_t i;
	int rc = 0;

	if (f->calendar->output) {
		output_open(&copy, r, f, output_path(&r->arena, f));
		job->copy = &copy;
	}
	for (i = 0; rc == 0 && i < job->items.n; i++)
		rc = plan_item(r, job, job->items.items[i], view, e);
	job->copy = NULL;
	if (!f->calendar->output)
		return rc;
	output_close(&copy);
	input_leave_out(r, f->row.path, &job->edits);
	return rc;
}
