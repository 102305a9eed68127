/* SPDX-License-Identifier: MIT */
#include <fnmatch.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "dav/events.h"
#include "dav/limits.h"
#include "ics/cut.h"
#include "ics/likeness.h"
#include "ics/own_lines.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/emptied.h"
#include "sync/input.h"
#include "sync/stands.h"

int
emptied_booked(struct run *r, const char *calendar, struct digests *keys,
    size_t *n, struct err *e)
{
	struct bookings rows = { 0 };
	int rc = bookings_all(r->store, calendar, &r->arena, &rows, e);
	const struct booking *b;
	bool moved;
	size_t i;

	*n = 0;
	for (i = 0; rc == 0 && i < rows.n; i++) {
		b = &rows.items[i];
		if (!compare_alive(b, r->now) || b->released)
			continue;
		rc = stands_moved(r, b, &moved, e);
		if (rc == -1 || moved)
			continue;
		*VEC_ADD(keys) = cut_uid_key(slice_str(b->uid));
		if (b->reserve_id)
			*VEC_ADD(keys) = hash_bytes(slice_str(b->reserve_id));
		++*n;
	}
	VEC_FREE(&rows);
	return rc;
}

/* Whether the events of a file are in other calendars now. */
static int
have_moved(struct run *r, const struct file_row *row, bool *moved,
    struct err *e)
{
	struct holds holds = { 0 };
	size_t i;
	int rc = files_holds(r->store, row->id, &r->arena, &holds, e);

	*moved = true;
	for (i = 0; rc == 0 && *moved && i < holds.n; i++)
		rc = stands_uid_moved(r, row->calendar, holds.items[i].uid_key,
		    moved, e);
	VEC_FREE(&holds);
	return rc;
}

int
emptied_known(struct run *r, const struct file_rows *rows, bool *emptied,
    struct err *e)
{
	bool moved;
	size_t i;
	int rc = 0;

	*emptied = false;
	for (i = 0; rc == 0 && !*emptied && i < rows->n; i++) {
		if (access(rows->items[i].path, F_OK) == 0)
			continue;
		rc = have_moved(r, &rows->items[i], &moved, e);
		*emptied = !moved;
	}
	return rc;
}

static void
add_ids(struct slice bytes, const struct cut_event *ev, struct digests *keys)
{
	struct arena a = { 0 };
	struct own_event own;
	const struct own_line *l;
	size_t i;

	own_read(&own, bytes, ev->off, ev->len, &a);
	for (i = 0; i < own.lines.n; i++) {
		l = &own.lines.items[i];
		if (l->kind == OWN_ID && l->key)
			*VEC_ADD(keys) = hash_bytes(slice_str(l->key));
	}
	own_free(&own);
	arena_free(&a);
}

size_t
emptied_keys(struct slice bytes, struct digests *keys, bool *broken)
{
	const struct cut_event *ev;
	struct cut c;
	size_t i, n = 0;

	cut_bytes(&c, bytes, NULL);
	for (i = 0; i < c.events.n; i++) {
		ev = &c.events.items[i];
		*VEC_ADD(keys) = meaning_digest(cut_slice(bytes, ev), false);
		if (ev->has_uid)
			*VEC_ADD(keys) = ev->uid;
		add_ids(bytes, ev, keys);
		n += !ev->follower;
	}
	*broken = cut_doubtful(c.reason);
	cut_free(&c);
	return n;
}

bool
emptied_has(const struct digests *sorted, const struct digests *keys)
{
	size_t i;

	for (i = 0; i < keys->n; i++)
		if (VEC_FIND(sorted, &keys->items[i], hash_cmp))
			return true;
	return false;
}

struct booked_search {
	const struct digests *keys;
	struct digests now;
	bool found;
};

static int
see(void *cookie, const struct dav_event *ev, struct err *e)
{
	struct booked_search *s = cookie;
	bool any;

	(void)e;
	s->now.n = 0;
	if (ev->there && !s->found)
		emptied_keys(ev->bytes, &s->now, &any);
	s->found |= emptied_has(s->keys, &s->now);
	return 0;
}

int
emptied_search(struct remote *rm, const struct dav_member *const *members,
    size_t n, struct digests *keys, bool *found, struct err *e)
{
	struct booked_search s = { .keys = keys };
	size_t i, size;
	int rc = 0;

	VEC_SORT(keys, hash_cmp);
	for (i = 0; rc == 0 && !s.found && i < n; i += size) {
		size = n - i < DAV_BATCH ? n - i : DAV_BATCH;
		rc = events_read(rm->dav, &rm->collection, members + i, size,
		    see, &s, e);
	}
	*found = s.found;
	VEC_FREE(&s.now);
	return rc;
}

int
emptied_judge(const struct remote *rm, size_t n, size_t there,
    struct err *e)
{
	if (rm->run->ends_all)
		return 0;
	return err_set(e, ERR_SOURCE, there ? N_("none of the %zu events that "
	    "were there is, but others are: another calendar? Nothing is "
	    "deleted for that; if it is meant, end what was booked for it: "
	    "icsreserve cancel --calendar %s") : P_("it is empty where it had "
	    "%zu event; nothing is deleted for that. If it was emptied on "
	    "purpose, end what was booked for it: icsreserve cancel "
	    "--calendar %s", "it is empty where it had "
	    "%zu events; nothing is deleted for that. If it was emptied on "
	    "purpose, end what was booked for it: icsreserve cancel "
	    "--calendar %s", n), n,
	    rm->calendar->name);
}

/* --- folders of a glob ---------------------------------------------------- */

/* The folder of a file, with a slash at its end. */
static struct slice
folder_of(const struct scan_file *f)
{
	return slice_of(f->row.path,
	    (size_t)(strrchr(f->row.path, '/') + 1 - f->row.path));
}

static bool
stands(const struct run *r, uint64_t uid_key)
{
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		if (catalog_holds(r->scans.items[i]->catalog, uid_key))
			return true;
	return false;
}

/* The keys of what was opened in the run.  What was not has no line of another
 * UID's booking. */
static void
add_opened(struct run *r, struct digests *out)
{
	const struct scan_file *f;
	const struct scan *sc;
	struct err ignored;
	struct view view;
	size_t i, k;
	bool any;

	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (k = 0; k < sc->files.n; k++) {
			f = sc->files.items[k];
			if (f->status != SCAN_READ || input_open(r, &view,
			    f->calendar, f->row.path, &ignored) == -1)
				continue;
			emptied_keys(view.bytes, out, &any);
			view_close(&view);
		}
	}
	VEC_SORT(out, hash_cmp);
}

/* The events that have to be accounted for: those whose UID stands nowhere,
 * nor their id under another one. */
static void
add_missing(struct run *r, const struct scan *sc, struct digests *out)
{
	struct digests opened = { 0 };
	const struct booking *b;
	uint64_t uid_key, id;
	bool looked = false;
	size_t i;

	for (i = 0; i < sc->absent.n; i++) {
		b = &sc->absent.items[i];
		uid_key = cut_uid_key(slice_str(b->uid));
		if (!compare_alive(b, r->now) || b->released ||
		    stands(r, uid_key))
			continue;
		if (!looked)
			add_opened(r, &opened);
		looked = true;
		id = hash_bytes(slice_str(b->reserve_id ? b->reserve_id : ""));
		if (!VEC_FIND(&opened, &id, hash_cmp))
			*VEC_ADD(out) = uid_key;
	}
	VEC_FREE(&opened);
	VEC_SORT(out, hash_cmp);
}

static bool
had(const struct scan_file *f, const struct digests *uids)
{
	size_t i;

	for (i = 0; i < f->known_holds.n; i++)
		if (VEC_FIND(uids, &f->known_holds.items[i].uid_key, hash_cmp))
			return true;
	return false;
}

static void
doubt(struct run *r, struct scan *sc, struct slice folder)
{
	struct scan_file *f;
	size_t i;

	for (i = 0; i < sc->files.n; i++) {
		f = sc->files.items[i];
		if (f->status == SCAN_VANISHED &&
		    slice_eq(folder_of(f), folder))
			f->status = SCAN_DOUBT;
	}
	catalog_doubt(r, sc, arena_dup(&r->arena, folder.p, folder.n - 1),
	    arena_printf(&r->arena, _("there is no calendar file where there "
	    "were some; nothing is deleted for that. If it was emptied on "
	    "purpose, end what was booked for it: icsreserve cancel UID for "
	    "each event, or for the whole calendar: icsreserve cancel "
	    "--calendar %s"), sc->calendar->name));
}

static bool
find_in(struct run *r, struct scan *sc)
{
	struct digests missing = { 0 }, folders = { 0 };
	const char *pattern = sc->calendar->path;
	const struct scan_file *f;
	bool found = false;
	uint64_t folder;
	size_t i;

	for (i = 0; i < sc->files.n; i++) {
		f = sc->files.items[i];
		if (f->status != SCAN_VANISHED)
			*VEC_ADD(&folders) = hash_bytes(folder_of(f));
	}
	VEC_SORT(&folders, hash_cmp);
	add_missing(r, sc, &missing);
	for (i = 0; missing.n && i < sc->files.n; i++) {
		f = sc->files.items[i];
		folder = hash_bytes(folder_of(f));
		if (f->status != SCAN_VANISHED || !had(f, &missing) ||
		    VEC_FIND(&folders, &folder, hash_cmp) ||
		    fnmatch(pattern, f->row.path, FNM_PATHNAME) != 0)
			continue;
		doubt(r, sc, folder_of(f));
		found = true;
	}
	VEC_FREE(&missing);
	VEC_FREE(&folders);
	return found;
}

bool
emptied_folders(struct run *r)
{
	bool found = false;
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		if (strpbrk(r->scans.items[i]->calendar->path, "*?["))
			found |= find_in(r, r->scans.items[i]);
	return found;
}
