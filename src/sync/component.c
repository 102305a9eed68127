/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/str.h"
#include "ics/override.h"
#include "ics/splice.h"
#include "plan/compare.h"
#include "plan/links.h"
#include "sync/component.h"
#include "sync/edits.h"
#include "sync/input.h"

void
component_lower(int64_t *due, int64_t at)
{
	if (at && (!*due || at < *due))
		*due = at;
}

void
component_hold(const struct component *c)
{
	struct holds *holds = &c->file->holds;
	size_t i;

	*VEC_ADD(holds) = (struct hold){ 0, c->cut->uid, "" };
	for (i = 0; i < c->ours.ids.n; i++)
		*VEC_ADD(holds) = (struct hold){ 0, c->cut->uid,
			arena_str(&c->reader->run->arena,
			c->ours.ids.items[i]) };
}

void
component_settle(struct component *c, enum settled_kind kind, int64_t due)
{
	struct scan_file *f = c->file;

	if (c->settled)
		return;
	c->settled = true;
	kind = c->remind ? SETTLED_OPEN : kind;
	*VEC_ADD(&f->settled) = (struct settled){ c->cut->digest, due, kind };
	component_hold(c);
	f->open |= kind == SETTLED_OPEN;
}

/* --- what is reported ----------------------------------------------------- */

struct problem
component_problem(const struct component *c)
{
	return (struct problem){ .calendar = c->file->calendar->name,
		.file = c->file->row.path, .uid = c->ev.uid,
		.line = c->cut->line };
}

void
component_fail(struct component *c, const struct parse_fault *fault,
    const char *message)
{
	struct problem p = component_problem(c);

	p.kind = fault->kind;
	p.property = fault->property;
	p.line += fault->line;
	p.message = message;
	p.exit = ERR_FAILED;
	run_problem(c->reader->run, &p);
	c->reader->run->totals.failed++;
	c->refused = true;
}

static void
fail(struct component *c, const char *kind, const char *message)
{
	struct parse_fault fault = { .kind = kind };

	component_fail(c, &fault, message);
}

void
component_tell_skipped(const struct component *c, const char *why)
{
	struct problem p = component_problem(c);
	struct run *r = c->reader->run;

	if (!c->file->calendar->imported) {
		out_say(OUT_VERBOSE, "%s:%u: UID %s: skipped: %s", p.file,
		    input_line(r, p.file, p.line), p.uid ? p.uid : "-", why);
		return;
	}
	p.kind = "skipped";
	p.message = arena_printf(&r->arena, _("skipped: %s"), why);
	run_problem(r, &p);
}

struct spot
component_spot(const struct component *c)
{
	return (struct spot){ .file = c->file, .off = c->cut->off,
		.len = c->cut->len, .line = c->cut->line,
		.digest = c->cut->digest, .key = c->cut->key,
		.component = arena_str(&c->reader->run->arena, c->id) };
}

/* --- reading -------------------------------------------------------------- */

/*
 * Whether it is refused for its place or its key, before any look inside;
 * that is reported.
 */
static bool
is_refused(struct component *c)
{
	enum cut_reason why =
	    c->file->cut.calendars.items[c->cut->calendar].reason;

	if (why == CUT_METHOD) {
		c->reader->run->totals.skipped++;
		c->refused = true;
		component_tell_skipped(c, cut_reason_text(why));
		component_settle(c, SETTLED_SKIPPED, 0);
	} else if (why != CUT_FINE) {
		c->refused = true;	/* reported with the file */
	} else if (!c->cut->has_uid) {
		fail(c, "no-uid", _("the event has no UID, so it could not be "
		    "known again; give it one"));
	} else if (c->cut->duplicate) {
		fail(c, "duplicate-uid", _("its UID and RECURRENCE-ID occur "
		    "twice in this file; remove one of the two"));
	}
	return c->refused;
}

int
component_left_out(struct component *c, component_rules *rules,
    struct verdict *v, bool *is, struct err *e)
{
	struct run *r = c->reader->run;
	struct event bare;
	const struct rules_input in = { &c->file->calendar->settings,
		&r->directory, &bare, c->ours.ids.n > 0, r->now };

	if (component_bare_event(c, &bare, e) == -1)
		return -1;
	*is = rules(&in, &c->reader->scratch, v);
	return 0;
}

/* An event that a rule leaves out needs no perfect date. */
static int
leave_out(struct component *c, const struct parse_fault *fault,
    const char *why, struct err *e)
{
	struct verdict v;
	bool is = false;

	if (fault->kind && strcmp(fault->kind, "too-large") != 0 &&
	    strcmp(fault->kind, "not-parsable") != 0 &&
	    component_left_out(c, rules_without_times, &v, &is, e) == -1)
		return -1;
	if (!is) {
		component_fail(c, fault, why);
		return 0;
	}
	c->reader->run->totals.skipped++;
	c->refused = true;
	component_tell_skipped(c, v.text);
	component_settle(c, SETTLED_SKIPPED, 0);
	return 0;
}

/* False when the caller is to report why it can't be; what is refused was
 * reported here. */
static bool
parse(struct component *c, struct parse_fault *fault, struct err *why)
{
	const struct settings *s = &c->file->calendar->settings;
	struct reader *rd = c->reader;
	struct parse_context ctx = {
		.calendar = reader_calendar(rd, c->file, c->bytes,
		    c->cut->calendar),
		.timezone = s->timezone,
		.default_duration = s->default_duration,
		.text = input_text(rd->run, c->file->row.path),
	};

	c->id = "";
	*fault = (struct parse_fault){ 0 };
	if (parse_event(cut_slice(c->bytes, c->cut), &ctx, &rd->scratch,
	    &c->ev, fault, why) == -1)
		return is_refused(c);
	c->id = c->ev.recurrence_id ? c->ev.recurrence_id : "";
	is_refused(c);
	return true;
}

/* Find the lines of ours in a VEVENT, also in one that has lost its UID. */
static int
find_ours(struct component *c, bool legacy, struct err *e)
{
	const struct ours_input in = { .file = c->bytes, .off = c->cut->off,
		.len = c->cut->len, .uid = c->ev.uid ? c->ev.uid : "",
		.settings = &c->file->calendar->settings, .legacy = legacy,
		.strays = c->reader->run->strays };

	return ours_read(c->reader->run, &in, &c->reader->scratch, &c->ours,
	    e);
}

int
component_read(struct component *c, struct reader *rd, struct scan_file *f,
    uint32_t index, struct slice bytes, bool legacy, struct err *e)
{
	struct parse_fault fault;
	struct err why = { 0 };
	bool understood;

	*c = (struct component){ .reader = rd, .file = f, .bytes = bytes,
		.cut = &f->cut.events.items[index] };
	understood = parse(c, &fault, &why);
	if (find_ours(c, legacy, e) == -1)
		return -1;
	if (!understood && c->ev.uid)
		return leave_out(c, &fault, why.msg, e);
	if (!understood)
		component_fail(c, &fault, why.msg);
	return 0;
}

int
component_refuse(struct reader *rd, struct scan_file *f, uint32_t index,
    struct err *e)
{
	struct component c = { .reader = rd, .file = f, .id = "",
		.cut = &f->cut.events.items[index] };
	int rc;

	if (!reader_bytes(rd, f, &c.bytes))
		return 0;
	is_refused(&c);
	rc = find_ours(&c, false, e);
	component_keep(&c);
	component_settle(&c, SETTLED_OPEN, 0);
	component_free(&c);
	return rc;
}

void
component_keep(const struct component *c)
{
	size_t i;

	for (i = 0; i < c->ours.ids.n; i++)
		*VEC_ADD(&c->reader->run->unread) = hash_bytes(slice_str(
		    c->ours.ids.items[i]));
}

void
component_free(struct component *c)
{
	ours_free(&c->ours);
}

/* --- without our lines ---------------------------------------------------- */

/* Whether a line of ours of a kind (OWN_KINDS: any) is in the VEVENT, with a
 * link (NULL: any). */
static bool
has_ours(const struct component *c, enum own_kind kind, const char *key)
{
	const struct own_line *l;
	size_t i;

	for (i = 0; i < c->ours.own.lines.n; i++) {
		l = &c->ours.own.lines.items[i];
		if ((l->kind == kind || kind == OWN_KINDS) &&
		    l->claim != OWN_USER && (!key || (l->key &&
		    strcmp(l->key, key) == 0)))
			return true;
	}
	return false;
}

static bool
is_our_conference(const struct component *c, const struct event_prop *p)
{
	const char *key = own_link_key(slice_str(p->value),
	    &c->reader->scratch);

	return strcmp(p->name, "CONFERENCE") == 0 && key &&
	    has_ours(c, OWN_CONFERENCE, key);
}

/* Of a link, without a query; Chinese may follow. */
#define LINK_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789-._~:/%@&=+"

/* A text without the links in it that were issued to us, and are alive or
 * stand in a line of ours: they are no meeting of somebody else. */
static int
without_links(struct component *c, const char **text, struct err *e)
{
	struct arena *a = &c->reader->scratch;
	struct slice rest = slice_str(*text), at;
	struct str target = { 0 };
	const char *key;
	char *bare = NULL;
	bool wrapped, ours;
	size_t n, again = 0;
	int rc = 0;

	while (rc == 0 && links_next(&rest, &at, &target, &wrapped)) {
		n = strspn(str_text(&target), LINK_BYTES);
		while (strchr(".:", target.p[n - 1]))
			n--;
		key = own_link_key(slice_of(target.p, n), a);
		ours = key && has_ours(c, OWN_KINDS, key);
		if (key && own_link_allowed(key,
		    &c->file->calendar->settings.link_hosts))
			rc = ours_issued(c->reader->run, key, c->ev.uid, a,
			    &ours, e);
		if (!ours)
			continue;
		bare = bare ? bare : arena_str(a, *text);
		/* Others may follow without a blank: so many, not thousands. */
		if (!wrapped && again++ < 64) {
			n = strspn(at.p, LINK_BYTES);
			rest = slice_of(at.p + n, rest.n + at.n - n);
			at.n = n;
		}
		memset(bare + (at.p - *text), ' ', at.n);
	}
	*text = bare ? bare : *text;
	str_free(&target);
	return rc;
}

/* Without our CONFERENCEs; the X- properties of other programs may repeat what
 * we wrote (X-ALT-DESC is DESCRIPTION as HTML). */
static int
bare_props(struct component *c, struct event *ev, struct err *e)
{
	struct event_prop *props = arena_alloc(&c->reader->scratch,
	    (ev->n_props + 1) * sizeof(*props));
	size_t i, n = 0;

	for (i = 0; i < ev->n_props; i++) {
		if (is_our_conference(c, &ev->props[i]))
			continue;
		props[n] = ev->props[i];
		if (strncmp(props[n].name, "X-", 2) == 0 &&
		    without_links(c, &props[n].value, e) == -1)
			return -1;
		n++;
	}
	ev->props = props;
	ev->n_props = n;
	return 0;
}

int
component_bare_event(struct component *c, struct event *ev, struct err *e)
{
	*ev = c->ev;
	if (has_ours(c, OWN_URL, NULL))
		ev->url = NULL;
	if (has_ours(c, OWN_LOCATION, NULL))
		ev->location = NULL;
	if (bare_props(c, ev, e) == -1 ||
	    without_links(c, &ev->url, e) == -1 ||
	    without_links(c, &ev->location, e) == -1)
		return -1;
	return without_links(c, &ev->description, e);
}

static struct edits_input
input_of(const struct component *c, const struct carry *carry)
{
	return (struct edits_input){ .run = c->reader->run,
		.ours = &c->ours,
		.at = { c->id, c->ev.recurrence_at, carry->anchor },
		.settings = &c->file->calendar->settings,
		.label = input_encoded(c->reader->run, c->file->row.path,
		    c->file->calendar->settings.label),
		.wish = carry->wish, .booking = carry->booking,
		.fresh = carry->fresh, .over = carry->over,
		.twin = c->twin,
		.copy_only = c->file->calendar->output != NULL };
}

int
component_bare_bytes(struct component *c, struct slice *bare, struct err *e)
{
	const struct carry nothing = { .wish = WISH_BARE };
	struct arena *a = &c->reader->scratch;
	struct slice all = cut_slice(c->bytes, c->cut);
	struct edits_input in = input_of(c, &nothing);
	struct edits edits;
	struct str out = { 0 };
	size_t i;
	int rc;

	in.copies = true;
	if (edits_plan(&in, a, &edits, e) == -1)
		return -1;
	for (i = 0; i < edits.result.edits.n; i++)
		edits.result.edits.items[i].off -= c->cut->off;
	rc = splice_text(all, &edits.result.edits, &out, e);
	*bare = slice_of(arena_dup(a, str_text(&out), out.n), out.n);
	str_free(&out);
	edits_free(&edits);
	return rc;
}

bool
component_lacks_link(struct component *c, const struct booking *b)
{
	struct run *r = c->reader->run;
	struct problem p = component_problem(c);

	p.message = item_bad_link(r, b, &c->file->calendar->settings);
	if (!p.message)
		return false;
	p.kind = "bad-link";
	p.exit = ERR_FAILED;
	run_problem(r, &p);
	r->totals.failed++;
	c->remind = true;
	return true;
}

/* --- what it carries ------------------------------------------------------ */

static void
tell_held(struct component *c)
{
	struct problem p = component_problem(c);

	p.kind = "lines-lost";
	p.message =
	    _("another program removes icsreserve's lines each time they are "
	    "written; icsreserve writes them again after six hours");
	run_problem(c->reader->run, &p);
	c->remind = true;
}

/* What an override of ours says, line by line. */
static int
keep_words(struct component *c, struct record *rec, struct err *e)
{
	struct slice bare;

	extra_find(cut_slice(c->bytes, c->cut), &rec->extras);
	if (component_bare_bytes(c, &bare, e) == -1)
		return -1;
	override_lines(bare, &rec->lines);
	return 0;
}

int
component_differs(struct component *c, const struct carry *carry,
    bool *differs, int64_t *due, struct err *e)
{
	struct edits_input in = input_of(c, carry);
	struct run *r = c->reader->run;
	struct record *rec;
	struct edits edits;
	int rc = 0;

	*differs = false;
	/* Nothing of ours, and nothing to be put in. */
	if (carry->wish != WISH_LINK && !c->ours.own.lines.n)
		return 0;
	if (edits_plan(&in, &c->reader->scratch, &edits, e) == -1)
		return -1;
	*differs = edits.result.edits.n > 0;
	c->emptied = *differs && !edits.result.stands;
	if (carry->wish == WISH_LEAVE && edits.result.stands &&
	    !carry->over)
		component_lower(due, c->ours.ends);
	if (edits.held) {
		tell_held(c);
		component_lower(due, r->now + EDITS_LOSSES_FOR);
	}
	if (carry->wish == WISH_LINK && !*differs &&
	    (edits.news || c->says) && !carry->fresh &&
	    carry->booking->reserve_id && !in.copy_only) {
		rec = edits_record(&in, &edits, NULL);
		rec->made = c->says;
		rec->length = c->ev.end - c->ev.start;
		if (c->says)
			rc = keep_words(c, rec, e);
	}
	edits_free(&edits);
	return rc;
}
