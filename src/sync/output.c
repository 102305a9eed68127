/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/view.h"
#include "conf/calendar.h"
#include "ics/line.h"
#include "ics/splice.h"
#include "store/issued.h"
#include "sync/input.h"
#include "sync/output.h"

const char *
output_path(struct arena *a, const struct scan_file *f)
{
	const char *output = f->calendar->output, *name;
	bool table = calendar_is_table(f->row.path);

	if (slice_iends(slice_str(output), SLICE(".ics")))
		return arena_str(a, output);
	name = strrchr(f->row.path, '/');
	name = name ? name + 1 : f->row.path;
	/* What a table becomes is a calendar. */
	return arena_printf(a, "%s/%.*s%s", output, (int)(strlen(name) -
	    (table ? 4 : 0)), name, table ? ".ics" : "");
}

static const char *
name_in(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A calendar that is the file at path; NULL: none is. */
static const struct calendar *
calendar_at(const struct run *r, const char *path)
{
	const struct calendar *all = r->conf->calendars.items;
	size_t i;

	for (i = 0; i < r->conf->calendars.n; i++)
		if (strcmp(name_in(all[i].path), name_in(path)) == 0 &&
		    file_same(all[i].path, path))
			return &all[i];
	return NULL;
}

static int
check_target(const struct run *r, const struct scan_file *f,
    const char *path, struct err *e)
{
	const struct calendar *at = calendar_at(r, path);

	if (file_same(f->row.path, path))
		return err_set(e, ERR_USAGE, "calendar %s: output is the "
		    "calendar itself: %s", f->calendar->name, path);
	return at ? err_set(e, ERR_USAGE, "calendar %s: output would write "
	    "over calendar %s: %s", f->calendar->name, at->name, path) : 0;
}

int
output_check(struct run *r, const struct scan *sc, struct err *e)
{
	struct texts paths = { 0 };
	const struct scan_file *f;
	const char *path;
	size_t i;
	int rc = 0;

	for (i = 0; i < sc->files.n && rc == 0; i++) {
		f = sc->files.items[i];
		if (f->status == SCAN_VANISHED)
			continue;
		path = output_path(&r->arena, f);
		*VEC_ADD(&paths) = path;
		rc = check_target(r, f, path, e);
	}
	VEC_SORT(&paths, vec_by_text);
	for (i = 1; i < paths.n && rc == 0; i++)
		if (strcmp(paths.items[i - 1], paths.items[i]) == 0)
			rc = err_set(e, ERR_USAGE, "calendar %s: several "
			    "files would be written to %s; make output a "
			    "folder", sc->calendar->name, paths.items[i]);
	VEC_FREE(&paths);
	return rc;
}

/* --- whose it is ---------------------------------------------------------- */

/* Whether there are id lines, and one of an id that was issued here. */
static int
find_ids(struct run *r, struct slice bytes, bool *any, bool *issued,
    struct err *e)
{
	struct issued_rows rows = { 0 };
	struct str line = { 0 };
	struct arena a = { 0 };
	struct line_parts p;
	struct slice raw;
	int rc = 0;

	*any = *issued = false;
	while (rc == 0 && !*issued && line_next(&bytes, &raw)) {
		if (!line_read(&line, raw, &p) ||
		    !slice_ieq(p.name, SLICE("X-ICSRESERVE-ID")))
			continue;
		*any = true;
		p.value = slice_trim(p.value);
		rc = issued_by_id(r->store, arena_dup(&a, p.value.p,
		    p.value.n), &a, &rows, e);
		*issued = rows.n > 0;
	}
	VEC_FREE(&rows);
	str_free(&line);
	arena_free(&a);
	return rc;
}

/* Nothing is lost with it, or its source had none, too. */
static bool
is_bare(const struct scan_file *f, struct slice bytes)
{
	return (f->row.calendars && !f->known.n) ||
	    !(slice_ihas(bytes, SLICE("BEGIN:VTODO")) ||
	    slice_ihas(bytes, SLICE("BEGIN:VJOURNAL")));
}

/* VEVENTs without a line of ours are those of the source. */
static bool
is_of_source(const struct scan_file *f, struct slice bytes)
{
	struct digests known = { 0 };
	const struct cut_event *ev;
	struct cut copy;
	bool all;
	size_t i;

	for (i = 0; i < f->known.n; i++)
		*VEC_ADD(&known) = f->known.items[i].digest;
	for (i = 0; i < f->cut.events.n; i++)
		*VEC_ADD(&known) = f->cut.events.items[i].digest;
	VEC_SORT(&known, hash_cmp);
	cut_bytes(&copy, bytes, NULL);
	all = !cut_doubtful(copy.reason) && (copy.events.n ||
	    is_bare(f, bytes));
	for (i = 0; i < copy.events.n && all; i++) {
		ev = &copy.events.items[i];
		all = VEC_FIND(&known, &ev->digest, hash_cmp) != NULL;
	}
	cut_free(&copy);
	VEC_FREE(&known);
	return all;
}

int
output_whose(struct run *r, const struct scan_file *f,
    enum output_owner *whose, struct err *e)
{
	const char *path = output_path(&r->arena, f);
	bool any, issued;
	struct err ignored;
	struct view view;
	int rc;

	*whose = OUTPUT_USER;
	if (access(path, F_OK) == -1)
		*whose = OUTPUT_OURS;
	if (*whose == OUTPUT_OURS || view_open(&view, path, &ignored) == -1)
		return 0;
	rc = find_ids(r, view.bytes, &any, &issued, e);
	if (issued || is_of_source(f, view.bytes))
		*whose = OUTPUT_OURS;
	else if (any)
		*whose = OUTPUT_OTHER_STATE;
	view_close(&view);
	return rc;
}

/* --- what an earlier run wrote -------------------------------------------- */

static int
by_key(const void *a, const void *b)
{
	return hash_cmp(&((const struct cut_event *)a)->key,
	    &((const struct cut_event *)b)->key);
}

void
output_open(struct output_copy *copy, const struct run *r,
    const struct scan_file *f, const char *path)
{
	struct err ignored;

	*copy = (struct output_copy){ .there = false };
	copy->there = view_open(&copy->view, path, &ignored) == 0;
	if (!copy->there)
		return;
	cut_bytes(&copy->cut, copy->view.bytes, &copy->view);
	VEC_SORT(&copy->cut.events, by_key);
	input_leave_out(r, f->row.path, &copy->left_out);
}

void
output_close(struct output_copy *copy)
{
	if (copy->there)
		view_close(&copy->view);
	cut_free(&copy->cut);
	VEC_FREE(&copy->left_out);
	arena_free(&copy->arena);
}

const struct cut_event *
output_find(struct output_copy *copy, uint64_t key)
{
	const struct cut_event probe = { .key = key }, *found = VEC_FIND(
	    &copy->cut.events, &probe, by_key);
	struct own_event ev;
	const char **stamp;
	size_t i;

	if (!found)
		return NULL;
	memset(copy->stamps, 0, sizeof(copy->stamps));
	own_read(&ev, copy->view.bytes, found->off, found->len, &copy->arena);
	for (i = 0; i < ev.lines.n; i++) {
		if (ev.lines.items[i].kind < OWN_KINDS)
			continue;
		stamp = &copy->stamps[ev.lines.items[i].kind - OWN_KINDS];
		*stamp = *stamp ? *stamp : ev.lines.items[i].text;
	}
	own_free(&ev);
	return found;
}

static int
by_offset(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	return x->off < y->off ? -1 : x->off > y->off;
}

bool
output_has(const struct output_copy *copy, const struct cut_event *ev,
    const struct ours_input *in, const struct edit_list *edits)
{
	const struct edit_list *out = &copy->left_out;
	const struct edit from = { .off = in->off };
	struct edit_list all = { 0 };
	struct str text = { 0 };
	struct err ignored;
	size_t i;
	bool same;

	for (i = 0; i < edits->n; i++)
		*VEC_ADD(&all) = edits->items[i];
	for (i = VEC_LOWER(out, &from, by_offset); i < out->n &&
	    out->items[i].off < in->off + in->len; i++)
		*VEC_ADD(&all) = out->items[i];
	VEC_SORT(&all, by_offset);
	for (i = 0; i < all.n; i++)
		all.items[i].off -= in->off;
	same = splice_text(slice_of(in->file.p + in->off, in->len), &all,
	    &text, &ignored) == 0 && slice_eq(str_slice(&text),
	    cut_slice(copy->view.bytes, ev));
	str_free(&text);
	VEC_FREE(&all);
	return same;
}

/* A sink that compares instead of writing. */
static int
match(void *cookie, struct slice bytes, struct err *e)
{
	struct slice *rest = cookie;

	if (!slice_starts(*rest, bytes))
		return err_set(e, ERR_FAILED, "differs");
	*rest = slice_from(*rest, bytes.n);
	return 0;
}

bool
output_is_current(const char *path, struct slice bytes,
    const struct edit_list *edits)
{
	struct view view;
	struct err ignored;
	struct slice rest;
	struct splice_sink sink = { match, &rest, NULL };
	bool same;

	if (view_open(&view, path, &ignored) == -1)
		return false;
	rest = view.bytes;
	same = splice_bytes(bytes, edits, &sink, &ignored) == 0 &&
	    rest.n == 0;
	view_close(&view);
	return same;
}
