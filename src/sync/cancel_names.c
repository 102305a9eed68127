/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "conf/calendar.h"
#include "store/bookings.h"
#include "sync/cancel_names.h"
#include "sync/source.h"
#include "sync/stands.h"

/* The files of a calendar: those that are there, and those that the cache
 * knows. */
static int
find_files(struct run *r, const char *name, struct inodes *out, struct err *e)
{
	struct file_rows rows = { 0 };
	struct file_stamp stamp;
	size_t i;
	int rc = files_of(r->store, name, &r->arena, &rows, e);

	source_inodes(conf_path(r->conf, name), out);
	for (i = 0; rc == 0 && i < rows.n; i++)
		if (file_stat(rows.items[i].path, &stamp))
			*VEC_ADD(out) = (struct inode){ stamp.dev, stamp.ino };
	VEC_FREE(&rows);
	return rc;
}

static bool
has_all(const struct inodes *own, const struct inodes *files)
{
	size_t i;

	for (i = 0; i < files->n; i++)
		if (!VEC_FIND(own, &files->items[i], source_by_inode))
			return false;
	return true;
}

static void
tell_kept(struct run *r, const struct booking *b)
{
	struct problem p = { .kind = "moved-away", .calendar = b->calendar,
		.uid = b->uid, .message = arena_printf(&r->arena, _("the "
		    "event is booked for the calendar %s, and is there as "
		    "well; its reservation is kept"), b->calendar) };

	run_problem(r, &p);
}

/* Whether a booking under another name is that of an event of the calendar. */
static int
is_taken_over(struct canceller *c, const struct booking *b, bool within,
    bool *is, struct err *e)
{
	enum standing where = STANDS_NOWHERE;
	bool stands;

	*is = false;
	if (stands_by_lines(c->run, c->calendar, b, &stands, e) == -1 ||
	    (!within && stands_in_calendar(c->run, b->calendar, b, &where,
	    e) == -1))
		return -1;
	*is = stands && where == STANDS_NOWHERE;
	if (stands && !*is)
		tell_kept(c->run, b);
	return 0;
}

/* What is booked under a name that nobody configures. */
static int
look_at_bookings(struct canceller *c, const char *name, bool within,
    struct bookings *more, struct err *e)
{
	struct bookings all = { 0 };
	bool is;
	size_t i;
	int rc = bookings_all(c->run->store, name, &c->run->arena, &all, e);

	for (i = 0; rc == 0 && i < all.n; i++) {
		rc = is_taken_over(c, &all.items[i], within, &is, e);
		if (rc == 0 && is)
			*VEC_ADD(more) = all.items[i];
	}
	VEC_FREE(&all);
	return rc;
}

static int
look_at_name(struct canceller *c, const struct inodes *own, const char *name,
    struct bookings *more, struct err *e)
{
	const struct conf *conf = c->run->conf;
	struct inodes files = { 0 };
	bool within = false;
	size_t i;
	int rc = find_files(c->run, name, &files, e);

	if (rc == 0 && !conf_has_calendar(conf, name) &&
	    conf_has_calendar(conf, c->calendar)) {
		within = has_all(own, &files);
		rc = look_at_bookings(c, name, within, more, e);
	}
	for (i = 0; !within && i < files.n; i++)
		*VEC_ADD(&c->others) = files.items[i];
	VEC_FREE(&files);
	return rc;
}

int
cancel_names(struct canceller *c, struct bookings *more, struct err *e)
{
	struct run *r = c->run;
	const struct calendar *all = r->conf->calendars.items;
	struct live_counts live = { 0 };
	struct inodes own = { 0 };
	const char *name;
	size_t i;
	int rc = 0;

	if (!c->whole || !c->calendar)
		return 0;
	if (find_files(r, c->calendar, &own, e) == -1 ||
	    bookings_live(r->store, r->now, &r->arena, &live, e) == -1)
		rc = -1;
	VEC_SORT(&own, source_by_inode);
	for (i = 0; rc == 0 && i < r->conf->calendars.n; i++)
		if (strcmp(all[i].name, c->calendar) != 0)
			rc = look_at_name(c, &own, all[i].name, more, e);
	for (i = 0; rc == 0 && i < live.n; i++) {
		name = live.items[i].calendar;
		if (!conf_has_calendar(r->conf, name) &&
		    strcmp(name, c->calendar) != 0)
			rc = look_at_name(c, &own, name, more, e);
	}
	VEC_SORT(&c->others, source_by_inode);
	VEC_FREE(&live);
	VEC_FREE(&own);
	return rc;
}

bool
cancel_names_other(const struct canceller *c, const struct scan_file *f)
{
	const struct inode key = { f->row.stamp.dev, f->row.stamp.ino };

	return VEC_FIND(&c->others, &key, source_by_inode) != NULL;
}
