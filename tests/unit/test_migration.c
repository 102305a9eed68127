/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ics/cut.h"
#include "store/bookings.h"
#include "store/db.h"
#include "store/files.h"
#include "store/issued.h"
#include "store/operations.h"

/* What a state of version 4 knew of its lines, as version 5 knows it. */

#define OK(call) do { \
		if ((call) == -1) \
			fail_msg("%s: %s", #call, f->e.msg); \
	} while (0)

struct fixture {
	struct clock clock;
	char dir[64], path[256];
	struct arena a;
	struct err e;
	struct store *s;
};

#define HOST "https://vc.feishu.cn/j/"
#define BLOCK(link) "----( Video Call )----\\n" link "\\n---===---"
#define CONF(link) "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"a:b\":" \
	link
#define MADE "#0123456789abcdef"
#define DAY "20260101T000000Z"

/* Columns that say nothing here. */
#define BOOKING(id, uid, day, state, file, reserve_id, url, until) \
	"INSERT INTO bookings (id, calendar, uid, recurrence_id, file, key, " \
	"state, reserve_id, url, start, end, end_time, request, until, " \
	"sequence, dtstamp, due, error_http, error_code, created, updated, " \
	"pattern, topic) VALUES (" id ", 'c', '" uid "', '" day "', " file \
	", 5, '" state "', " reserve_id ", " url ", 1000, 4600, 5000, '', " \
	until ", 3, -4, 9, 0, 0, 1, 2, -2, 'T');"
#define LINE(booking, component, position, name, text, was) \
	"INSERT INTO own_lines VALUES (" booking ", '" component "', " \
	position ", 1, 5, '" name "', '" text "', " was ");"

static const char *const version_4[] = {
	"INSERT INTO files (id, calendar, path, trusted, dev, ino, size, "
	    "mtime_ns, ctime_ns, config, calendars, skipped, deferred, due) "
	    "VALUES (1, 'c', '/f', 1, 1, 2, 3, 4, 5, 6, 1, 0, 0, 0);",
	BOOKING("1", "u1", "", "live", "1", "'r1'", "'" HOST "1'", "9000")
	BOOKING("2", "u2", DAY, "live", "1", "'r2'", "'" HOST "2'", "9000")
	BOOKING("3", "u3", "", "live", "NULL", "'r3'", "'" HOST "3'", "5000")
	BOOKING("4", "u4", "", "live", "NULL", "'r4'", "'" HOST "4'", "9000")
	BOOKING("5", "u5", "", "ended", "1", "'r5'", "'" HOST "5'", "5000")
	BOOKING("6", "u6", "", "wanted", "1", "NULL", "NULL", "9000"),
	/* As they were written, and former ones that stand yet. */
	LINE("1", "", "0", "CONFERENCE", CONF(HOST "1"), "NULL")
	LINE("1", "", "1", "URL", "URL:" HOST "10", "x'55524C3A0D0A'")
	LINE("1", "", "2", "LOCATION", "LOCATION:" HOST "11?x=1\\,2", "NULL")
	LINE("1", "", "3", "DESCRIPTION", "DESCRIPTION:mine\\n\\n"
	    BLOCK(HOST "12"), "x'444553'")
	LINE("1", "", "4", "X-ICSRESERVE-ID", "X-ICSRESERVE-ID:r0", "NULL")
	LINE("1", "", "5", "DTSTAMP", "DTSTAMP:2", "x'4454'"),
	LINE("1", DAY, "0", "CONFERENCE", CONF(HOST "13"), "NULL")
	LINE("1", DAY, "1", "CONFERENCE", CONF(HOST "14"), "NULL"),
	/* An override that we made. */
	LINE("2", DAY, "0", "VEVENT", MADE, "NULL")
	LINE("2", DAY, "1", "URL", "URL:" HOST "2", "NULL"),
	/* A block of another program stands before ours. */
	LINE("5", "", "0", "DESCRIPTION", "DESCRIPTION:" BLOCK("https://z/")
	    "\\n\\n" BLOCK(HOST "5"), "NULL")
	/* What is no link of ours. */
	LINE("5", "", "1", "URL", "URL:none", "NULL"),
	/* An answer whose booking has another reservation since. */
	"INSERT INTO operations (id, verb, calendar, uid, recurrence_id, "
	    "end_time, started, outcome, error_http, error_code) VALUES "
	    "(1, 'apply', 'c', 'u7', '', 5000, 1, 'open', 0, 0);"
	"UPDATE operations SET outcome = 'ok', ended = 2, reserve_id = 'r7' "
	    "WHERE id = 1;",
};

static void
make_version_4(struct fixture *f)
{
	struct store s = { .path = f->path };
	size_t i;

	OK(db_open(&s, f->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	    &f->e));
	for (i = 0; i < 4; i++)
		OK(db_exec(&s, sql_migrations[i].text, NULL, &f->e));
	for (i = 0; i < sizeof(version_4) / sizeof(*version_4); i++)
		OK(db_exec(&s, version_4[i], NULL, &f->e));
	db_close(&s);
	assert_int_equal(chmod(f->path, 0600), 0);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	snprintf(f->dir, sizeof(f->dir), "/tmp/icsr-migration-XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/state.db", f->dir);
	make_version_4(f);
	return clock_init(&f->clock, &f->e) == -1 ||
	    store_open(&f->s, f->path, STORE_WRITE, &f->clock, &f->e) == -1
	    ? -1 : 0;
}

static int
teardown(void **state)
{
	static const char *const names[] = { "state.db", "state.db-wal",
	    "state.db-shm", "state.db.before-v5", "state.db.before-v6" };
	struct fixture *f = *state;
	char path[512];
	size_t i;

	store_close(f->s);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
		unlink(path);
	}
	rmdir(f->dir);
	arena_free(&f->a);
	free(f);
	return 0;
}

/* --- bookings -------------------------------------------------------------- */

static void
test_bookings(void **state)
{
	static const struct {
		enum booking_state state;
		bool released, legacy;
	} want[] = {
		{ BOOKING_LIVE, false, true },
		{ BOOKING_LIVE, false, true },
		/* In no file, and not wanted for longer. */
		{ BOOKING_LIVE, true, true },
		{ BOOKING_LIVE, false, true },
		{ BOOKING_ENDED, false, true },
		{ BOOKING_WANTED, false, false },
	};
	struct fixture *f = *state;
	struct bookings out = { 0 };
	const struct booking *b;
	size_t i;

	OK(bookings_all(f->s, "c", &f->a, &out, &f->e));
	assert_int_equal(out.n, 6);
	for (i = 0; i < 6; i++) {
		b = &out.items[i];
		assert_int_equal(b->id, i + 1);
		assert_int_equal(b->state, want[i].state);
		assert_int_equal(b->released, want[i].released);
		assert_int_equal(b->legacy, want[i].legacy);
		assert_false(b->going || b->ask);
		assert_int_equal(b->start, 1000);
		assert_int_equal(b->end_time, 5000);
		assert_int_equal(b->dtstamp, -4);
		assert_true(b->pattern == UINT64_MAX - 1);
		assert_string_equal(b->topic, "T");
	}
	assert_string_equal(out.items[1].recurrence_id, DAY);
	VEC_FREE(&out);
}

/* UIDs are found in files by the digest that cut makes. */
static void
test_keys(void **state)
{
	struct fixture *f = *state;
	struct booking_marks marks = { 0 };
	struct file_rows files = { 0 };
	char uid[] = "u1";
	size_t i;

	OK(bookings_marks(f->s, "c", &marks, &f->e));
	assert_int_equal(marks.n, 6);
	for (i = 0; i < 6; i++, uid[1]++)
		assert_true(marks.items[i].uid_key ==
		    cut_uid_key(slice_str(uid)));
	VEC_FREE(&marks);
	/* All files are read anew. */
	OK(files_of(f->s, "c", &f->a, &files, &f->e));
	assert_int_equal(files.n, 0);
	VEC_FREE(&files);
}

/* --- what was issued ------------------------------------------------------- */

/* "LINK UID UNTIL, " of each row of a reservation, the host left out. */
static void
check_issued(struct fixture *f, const char *reserve_id, const char *want)
{
	struct issued_rows rows = { 0 };
	const struct issued_row *r;
	struct str s = { 0 };
	size_t i;

	OK(issued_by_id(f->s, reserve_id, &f->a, &rows, &f->e));
	for (i = 0; i < rows.n; i++) {
		r = &rows.items[i];
		str_addf(&s, "%s %s %jd, ", slice_starts(slice_str(r->link),
		    SLICE(HOST)) ? r->link + sizeof(HOST) - 1 : r->link,
		    r->uid, (intmax_t)r->until);
	}
	if (strcmp(str_text(&s), want) != 0)
		fail_msg("%s: '%s' instead of '%s'", reserve_id,
		    str_text(&s), want);
	VEC_FREE(&rows);
	str_free(&s);
}

static void
test_issued(void **state)
{
	struct fixture *f = *state;

	/* That of today lives, former ones have ended; unescaped. */
	check_issued(f, "r1", " u1 5000, 1 u1 5000, 10 u1 0, 11?x=1,2 u1 0, "
	    "12 u1 0, 13 u1 0, 14 u1 0, ");
	check_issued(f, "r0", " u1 0, ");
	check_issued(f, "r2", " u2 5000, 2 u2 5000, ");
	check_issued(f, "r3", " u3 5000, 3 u3 5000, ");
	check_issued(f, "r5", " u5 0, 5 u5 0, ");
	check_issued(f, "r7", " u7 0, ");
}

/* --- what stood before, what we made and put -------------------------------- */

static void
test_undo(void **state)
{
	static const struct {
		const char *component, *name, *was;
	} want[] = {
		{ "", "CONFERENCE", NULL }, { "", "DESCRIPTION", "DES" },
		{ "", "DTSTAMP", "DT" }, { "", "LOCATION", NULL },
		{ "", "URL", "URL:\r\n" }, { "", "X-ICSRESERVE-ID", NULL },
		{ DAY, "CONFERENCE", NULL }, { DAY, "CONFERENCE", NULL },
	};
	struct fixture *f = *state;
	struct undo_rows rows = { 0 };
	size_t i;

	OK(undo_of(f->s, "r1", &f->a, &rows, &f->e));
	assert_int_equal(rows.n, 8);
	for (i = 0; i < 8; i++) {
		assert_string_equal(rows.items[i].at.recurrence_id,
		    want[i].component);
		assert_int_equal(rows.items[i].at.says.n, 0);
		assert_string_equal(rows.items[i].name, want[i].name);
		assert_int_equal(!rows.items[i].was.p, !want[i].was);
		assert_true(slice_eq(rows.items[i].was,
		    slice_str(want[i].was)));
	}
	assert_string_equal(rows.items[0].wrote, CONF(HOST "1"));
	rows.n = 0;
	OK(undo_of(f->s, "r2", &f->a, &rows, &f->e));
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.items[0].name, "URL");
	VEC_FREE(&rows);
}

static void
test_made(void **state)
{
	struct fixture *f = *state;
	struct made_rows rows = { 0 };

	OK(made_of(f->s, "u2", &f->a, &rows, &f->e));
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.items[0].reserve_id, "r2");
	assert_true(rows.items[0].digest == 0);
	assert_int_equal(rows.items[0].length, 3600);
	assert_string_equal(rows.items[0].bytes, MADE);
	OK(made_of(f->s, "u1", &f->a, &rows, &f->e));
	assert_int_equal(rows.n, 1);
	VEC_FREE(&rows);
}

static void
test_put(void **state)
{
	struct fixture *f = *state;
	struct put_rows rows = { 0 };

	OK(put_of(f->s, "r1", &f->a, &rows, &f->e));
	assert_int_equal(rows.n, 2);
	assert_string_equal(rows.items[0].recurrence_id, "");
	assert_int_equal(rows.items[0].kinds, 1 + 2 + 4 + 8 + 16);
	assert_int_equal(rows.items[0].losses, 0);
	assert_string_equal(rows.items[1].recurrence_id, DAY);
	/* Twice the same kind is one. */
	assert_int_equal(rows.items[1].kinds, 1);
	rows.n = 0;
	OK(put_of(f->s, "r2", &f->a, &rows, &f->e));
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.items[0].kinds, 2);
	VEC_FREE(&rows);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_bookings), CASE(test_keys), CASE(test_issued),
		CASE(test_undo), CASE(test_made), CASE(test_put),
	};

	return cmocka_run_group_tests_name("migration", tests, NULL, NULL);
}
