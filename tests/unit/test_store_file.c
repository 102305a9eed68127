/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/step.h"
#include "store/backup.h"
#include "store/bookings.h"
#include "store/db.h"
#include "store/operations.h"
#include "store/schema.h"

/* The state as a file: made, opened, damaged, copied, migrated. */

struct fixture {
	struct clock clock;
	char dir[64], path[256];
	struct arena a;
	struct err e;
};

#define OK(call) do { \
		if ((call) == -1) \
			fail_msg("%s: %s", #call, f->e.msg); \
	} while (0)

/*
 * Add a line "NAME size mtime digest mode" for each file of the folder, and
 * for the folder itself: a file that came and went shows there.
 */
static void
list(const struct fixture *f, bool folder, struct str *out)
{
	struct dirent **names;
	struct str path = { 0 }, text = { 0 };
	struct err e = { 0 };
	struct stat st;
	int n = scandir(f->dir, &names, NULL, alphasort), i;

	for (i = 0; i < n; i++) {
		str_clear(&path);
		str_clear(&text);
		str_addf(&path, "%s/%s", f->dir, names[i]->d_name);
		free(names[i]);
		if (slice_ihas(str_slice(&path), SLICE("/..")) ||
		    (!folder && path.p[path.n - 1] == '.'))
			continue;
		assert_int_equal(stat(str_text(&path), &st), 0);
		if (S_ISREG(st.st_mode))
			assert_int_equal(file_read(&text, str_text(&path),
			    1 << 24, &e), 0);
		str_addf(out, "%s %jd %jd.%09ld %jx %o\n", str_text(&path),
		    (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
		    st.st_mtim.tv_nsec,
		    (uintmax_t)hash_bytes(str_slice(&text)),
		    (unsigned)st.st_mode);
	}
	free(names);
	str_free(&path);
	str_free(&text);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	snprintf(f->dir, sizeof(f->dir), "/tmp/icsr-store-XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/state.db", f->dir);
	return clock_init(&f->clock, &f->e);
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char path[512];
	DIR *d = opendir(f->dir);
	struct dirent *de;

	while (d && (de = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, de->d_name);
		unlink(path);
	}
	closedir(d);
	rmdir(f->dir);
	arena_free(&f->a);
	free(f);
	return 0;
}

static struct store *
open_as(struct fixture *f, enum store_mode mode)
{
	struct store *s = NULL;

	OK(store_open(&s, f->path, mode, &f->clock, &f->e));
	return s;
}

static void
add(struct fixture *f, struct store *s, const char *uid)
{
	struct booking b = { .calendar = "c", .uid = uid,
	    .recurrence_id = "", .state = BOOKING_LIVE, .reserve_id = uid };

	OK(store_begin(s, &f->e));
	OK(bookings_put(s, &b, &f->e));
	OK(store_commit(s, "test", &f->e));
}

static int64_t
count(struct fixture *f, struct store *s)
{
	struct vec out = VEC_OF(struct booking);
	int64_t n;

	OK(bookings_all(s, "c", &f->a, &out, &f->e));
	n = (int64_t)out.n;
	vec_free(&out);
	return n;
}

static void
refused(struct fixture *f, enum err_code code, const char *words)
{
	static const enum store_mode modes[] = { STORE_WRITE, STORE_COPY,
	    STORE_READ };
	struct str before = { 0 }, after = { 0 };
	struct store *s;
	size_t i;

	list(f, false, &before);
	for (i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		s = NULL;
		f->e = (struct err){ 0 };
		assert_int_equal(store_open(&s, f->path, modes[i], &f->clock,
		    &f->e), -1);
		assert_null(s);
		assert_int_equal(f->e.code, code);
		if (!strstr(f->e.msg, words))
			fail_msg("'%s' is not in: %s", words, f->e.msg);
	}
	list(f, false, &after);
	assert_string_equal(str_text(&before), str_text(&after));
	str_free(&before);
	str_free(&after);
}

static void
write_at(struct fixture *f, off_t at, const char *bytes, size_t n)
{
	int fd = open(f->path, O_WRONLY | O_CREAT, 0600);

	assert_true(fd != -1);
	assert_int_equal(pwrite(fd, bytes, n, at), n);
	close(fd);
}

/* Run SQL on the file, as another program would. */
static void
run_sql(struct fixture *f, const char *sql, int want)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), want);
	sqlite3_close(db);
}

/*
 * What a run leaves that is killed with its state open: the files are kept
 * as they are then, and put back after it has been closed.
 */
static void
leave_wal(struct fixture *f, const char *uid)
{
	static const char *const suffix[] = { "", "-wal", "-shm" };
	struct str text[3] = { { 0 } };
	struct store *s = open_as(f, STORE_WRITE);
	char path[300];
	int i, fd;

	add(f, s, uid);
	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, suffix[i]);
		OK(file_read(&text[i], path, 1 << 24, &f->e));
	}
	store_close(s);
	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, suffix[i]);
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		assert_int_equal(write(fd, text[i].p, text[i].n), text[i].n);
		close(fd);
		str_free(&text[i]);
	}
}

static void
test_create(void **state)
{
	struct fixture *f = *state;
	struct str text = { 0 };
	struct store *s;
	mode_t old = umask(0);
	struct slice line, rest;

	/* The folder is made, too. */
	rmdir(f->dir);
	s = open_as(f, STORE_WRITE);
	add(f, s, "u");
	list(f, true, &text);
	umask(old);
	rest = str_slice(&text);
	assert_non_null(strstr(str_text(&text), "state.db-wal"));
	assert_non_null(strstr(str_text(&text), "state.db-shm"));
	assert_null(strstr(str_text(&text), ".new"));
	while (slice_line(&rest, &line))
		if (slice_ihas(line, SLICE("state.db")))
			assert_true(slice_ihas(line, SLICE(" 100600")));
	str_free(&text);
	store_close(s);

	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 1);
	store_close(s);
}

static void
test_mode_is_mended(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	store_close(open_as(f, STORE_WRITE));
	chmod(f->path, 0644);
	store_close(open_as(f, STORE_WRITE));
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
test_refused(void **state)
{
	struct fixture *f = *state;
	char junk[200];

	/* An empty file is never taken for a state to begin with. */
	write_at(f, 0, "", 0);
	refused(f, ERR_STATE, "empty file");
	memset(junk, 'x', sizeof(junk));
	write_at(f, 0, junk, sizeof(junk));
	refused(f, ERR_STATE, "not a state of icsreserve");
	unlink(f->path);
	run_sql(f, "PRAGMA application_id = 7; CREATE TABLE t (a)",
	    SQLITE_OK);
	refused(f, ERR_STATE, "another program");
	unlink(f->path);
	mkdir(f->path, 0700);
	refused(f, ERR_USAGE, "state.db");
	rmdir(f->path);
}

static void
test_newer(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;

	store_close(open_as(f, STORE_WRITE));
	run_sql(f, "PRAGMA user_version = 99", SQLITE_OK);
	f->e = (struct err){ 0 };
	assert_int_equal(store_open(&s, f->path, STORE_WRITE, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	assert_non_null(strstr(f->e.msg, "newer icsreserve"));
	assert_int_equal(store_open(&s, f->path, STORE_READ, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
}

static void
test_damaged(void **state)
{
	struct fixture *f = *state;
	struct store *s;
	struct stat st;
	char junk[4096];
	size_t i;
	char uid[16];

	s = open_as(f, STORE_WRITE);
	for (i = 0; i < 50; i++) {
		snprintf(uid, sizeof(uid), "u%zu", i);
		add(f, s, uid);
	}
	store_close(s);
	assert_int_equal(stat(f->path, &st), 0);
	/* Cut off in its middle. */
	assert_int_equal(truncate(f->path, st.st_size / 2), 0);
	refused(f, ERR_STATE, "damaged");
	/* The schema overwritten. */
	memset(junk, 0xa5, sizeof(junk));
	write_at(f, 100, junk, sizeof(junk) - 100);
	assert_int_equal(truncate(f->path, st.st_size), 0);
	refused(f, ERR_STATE, "damaged");
}

static void
test_missing_but_wal(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;

	leave_wal(f, "u");
	unlink(f->path);
	assert_int_equal(store_open(&s, f->path, STORE_WRITE, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	assert_non_null(strstr(f->e.msg, "-wal"));
}

/* Copies see everything and change nothing, whatever a killed run left. */
static void
test_copy(void **state)
{
	static const enum store_mode modes[] = { STORE_COPY, STORE_READ };
	struct fixture *f = *state;
	struct str before = { 0 }, after = { 0 };
	struct store *s;
	size_t i, round;

	s = open_as(f, STORE_WRITE);
	add(f, s, "first");
	store_close(s);
	for (round = 0; round < 2; round++) {
		list(f, true, &before);
		assert_int_equal(strstr(str_text(&before), "-wal") != NULL,
		    round == 1);
		for (i = 0; i < 2; i++) {
			s = open_as(f, modes[i]);
			assert_int_equal(count(f, s), 1 + (int)round);
			add(f, s, "only in memory");
			assert_int_equal(count(f, s), 2 + (int)round);
			store_close(s);
		}
		list(f, true, &after);
		assert_string_equal(str_text(&before), str_text(&after));
		str_clear(&before);
		str_clear(&after);
		if (round == 0)
			leave_wal(f, "second");
	}
	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 2);
	store_close(s);
	str_free(&before);
	str_free(&after);
}

static void
test_copy_of_none(void **state)
{
	struct fixture *f = *state;
	struct str before = { 0 }, after = { 0 };
	struct store *s;

	list(f, true, &before);
	s = open_as(f, STORE_COPY);
	assert_int_equal(count(f, s), 0);
	store_close(s);
	list(f, true, &after);
	assert_string_equal(str_text(&before), str_text(&after));
	str_free(&before);
	str_free(&after);
}

static void
test_copy_while_open(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE), *copy;

	add(f, s, "first");
	copy = open_as(f, STORE_READ);
	assert_int_equal(count(f, copy), 1);
	add(f, s, "second");
	assert_int_equal(count(f, copy), 1);
	store_close(copy);
	copy = open_as(f, STORE_READ);
	assert_int_equal(count(f, copy), 2);
	store_close(copy);
	store_close(s);
}

/* A path that means something else in a URI, reached by a link. */
static void
test_odd_path(void **state)
{
	struct fixture *f = *state;
	char link[256];
	struct store *s;

	snprintf(f->path, sizeof(f->path), "%s/a%%3f?b#c.db", f->dir);
	s = open_as(f, STORE_WRITE);
	add(f, s, "u");
	store_close(s);
	snprintf(link, sizeof(link), "%s/link.db", f->dir);
	assert_int_equal(symlink(f->path, link), 0);
	leave_wal(f, "v");
	snprintf(f->path, sizeof(f->path), "%s", link);
	s = open_as(f, STORE_READ);
	assert_int_equal(count(f, s), 2);
	store_close(s);
}

static void
test_append_only(void **state)
{
	static const char *const refusals[] = {
		"DELETE FROM operations",
		"UPDATE operations SET reserve_id = 'y' WHERE id = 1",
		"UPDATE operations SET outcome = 'open', ended = NULL",
		"UPDATE operations SET uid = 'v' WHERE id = 2",
		"UPDATE operations SET outcome = 'ok', ended = 1, "
		    "reserve_id = 'r', request = 'z' WHERE id = 2",
		"INSERT OR REPLACE INTO operations SELECT * FROM operations",
		"INSERT INTO operations SELECT 77, verb, calendar, uid, "
		    "recurrence_id, booking, reserve_id, request, end_time, "
		    "started, ended, outcome, error_http, error_code, "
		    "error_message, error_log_id, run, log_id "
		    "FROM operations WHERE id = 1",
		"UPDATE operations SET outcome = 'ok', ended = 1, "
		    "reserve_id = 'r', run = 'another' WHERE id = 2",
		"UPDATE OR REPLACE operations SET id = 1 WHERE id = 2",
	};
	struct fixture *f = *state;
	struct operation op = { .verb = OPERATION_APPLY, .calendar = "c",
	    .uid = "u", .recurrence_id = "", .request = "", .started = 1 };
	struct operation open = op;
	struct store *s = open_as(f, STORE_WRITE);
	bool made;
	size_t i;

	OK(operations_begin(s, &op, &f->e));
	OK(operations_begin(s, &open, &f->e));
	op.outcome = OPERATION_OK;
	op.reserve_id = "x";
	op.ended = 2;
	OK(operations_end(s, &op, &f->e));
	store_close(s);
	for (i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		run_sql(f, refusals[i], SQLITE_CONSTRAINT);
	s = open_as(f, STORE_WRITE);
	OK(operations_made(s, "x", &made, &f->e));
	assert_true(made);
	store_close(s);
}

/* The commit is refused by a fault: nothing of it is there. */
static void
test_commit_fails(void **state)
{
	struct fixture *f = *state;
	struct booking b = { .calendar = "c", .uid = "u",
	    .recurrence_id = "" };
	struct store *s = open_as(f, STORE_WRITE);

	OK(store_begin(s, &f->e));
	OK(bookings_put(s, &b, &f->e));
	setenv("ICSRESERVE_STEP", "fail:1", 1);
	OK(step_init(&f->e));
	assert_int_equal(store_commit(s, "test", &f->e), -1);
	unsetenv("ICSRESERVE_STEP");
	OK(step_init(&(struct err){ 0 }));
	assert_int_equal(f->e.code, ERR_FAILED);
	assert_int_equal(count(f, s), 0);
	/* And the state goes on working. */
	add(f, s, "v");
	assert_int_equal(count(f, s), 1);
	store_close(s);
}

static void
test_create_fails(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;
	struct str text = { 0 };

	setenv("ICSRESERVE_STEP", "fail:1", 1);
	OK(step_init(&f->e));
	assert_int_equal(store_open(&s, f->path, STORE_WRITE, &f->clock,
	    &f->e), -1);
	unsetenv("ICSRESERVE_STEP");
	OK(step_init(&(struct err){ 0 }));
	assert_int_equal(f->e.code, ERR_FAILED);
	list(f, true, &text);
	assert_null(strstr(str_text(&text), "state.db"));
	str_free(&text);
	store_close(open_as(f, STORE_WRITE));
}

static void
test_full_disk(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE);
	char big[100001];
	struct booking b = { .calendar = "c", .uid = "u",
	    .recurrence_id = "", .topic = big };

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	OK(db_exec(s, "PRAGMA max_page_count = 20", NULL, &f->e));
	OK(store_begin(s, &f->e));
	assert_int_equal(bookings_put(s, &b, &f->e), -1);
	assert_int_equal(f->e.code, ERR_FAILED);
	assert_non_null(strstr(f->e.msg, f->path));
	store_rollback(s);
	assert_int_equal(count(f, s), 0);
	store_close(s);
}

/* A state as version 1 made it, with a booking in it. */
static void
make_version_1(struct fixture *f)
{
	struct store s = { .path = f->path };

	OK(db_open(&s, f->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	    &f->e));
	OK(db_exec(&s, sql_migrations[0].text, NULL, &f->e));
	OK(db_exec(&s, "INSERT INTO bookings (calendar, uid, recurrence_id, "
	    "key, state, reserve_id, start, end, end_time, request, until, "
	    "sequence, dtstamp, due, error_http, error_code, created, "
	    "updated) VALUES ('c', 'u', '', 1, 'live', '7', 1, 2, 3, '', 3, "
	    "0, 0, 0, 0, 0, 1, 1)", NULL, &f->e));
	db_close(&s);
	assert_int_equal(chmod(f->path, 0600), 0);
}

static int64_t
version(struct fixture *f, struct store *s)
{
	int64_t n = 0;

	OK(db_exec(s, "PRAGMA user_version", &n, &f->e));
	return n;
}

static void
test_upgrade(void **state)
{
	struct fixture *f = *state;
	struct fixture old = *f;
	struct store *s;
	struct stat st;

	make_version_1(f);
	snprintf(old.path, sizeof(old.path), "%s/state.db.before-v2", f->dir);
	/* A dry run works with a copy and leaves the state as it is. */
	s = open_as(f, STORE_COPY);
	assert_int_equal(version(f, s), SQL_VERSION);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	assert_int_equal(access(old.path, F_OK), -1);

	s = open_as(f, STORE_WRITE);
	assert_int_equal(version(f, s), SQL_VERSION);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	/* What was before is kept as it was. */
	assert_int_equal(stat(old.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	s = xcalloc(1, sizeof(*s));
	OK(db_open(s, old.path, SQLITE_OPEN_READWRITE, &f->e));
	assert_int_equal(version(f, s), 1);
	db_close(s);
	free(s);
	/* Once: a second opening does not touch it. */
	unlink(old.path);
	store_close(open_as(f, STORE_WRITE));
	assert_int_equal(access(old.path, F_OK), -1);
}

/* Stopped before the commit, the state is the old one, and a copy is kept. */
static void
test_upgrade_fails(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;
	char fail[] = "fail:1";

	make_version_1(f);
	for (; fail[5] <= '2'; fail[5]++) {
		setenv("ICSRESERVE_STEP", fail, 1);
		OK(step_init(&f->e));
		assert_int_equal(store_open(&s, f->path, STORE_WRITE,
		    &f->clock, &f->e), -1);
		unsetenv("ICSRESERVE_STEP");
		OK(step_init(&(struct err){ 0 }));
		assert_int_equal(f->e.code, ERR_FAILED);
		s = xcalloc(1, sizeof(*s));
		OK(db_open(s, f->path, SQLITE_OPEN_READWRITE, &f->e));
		assert_int_equal(version(f, s), 1);
		db_close(s);
		free(s);
		s = NULL;
	}
	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 1);
	store_close(s);
}

static void
test_migration(void **state)
{
	static const char next[] = "ALTER TABLE bookings ADD COLUMN extra "
	    "TEXT; PRAGMA user_version = %d;";
	static const char bad[] = "CREATE TABLE new (a INTEGER) STRICT;"
	    "PRAGMA user_version = %d; SELECT nonsense;";
	struct sql_migration more[SQL_VERSION + 2];
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE);
	struct fixture old = *f;
	int64_t n = 0;
	struct stat st;
	int i;

	for (i = 0; i < SQL_VERSION; i++)
		more[i] = (struct sql_migration){ "old", "not run again" };
	more[SQL_VERSION] = (struct sql_migration){ "next",
		arena_printf(&f->a, next, SQL_VERSION + 1) };
	more[SQL_VERSION + 1] = (struct sql_migration){ "bad",
		arena_printf(&f->a, bad, SQL_VERSION + 2) };
	add(f, s, "u");
	OK(schema_migrate(s, more, SQL_VERSION + 1, &f->e));
	assert_int_equal(version(f, s), SQL_VERSION + 1);
	/* One that fails leaves nothing of it. */
	assert_int_equal(schema_migrate(s, more, SQL_VERSION + 2, &f->e), -1);
	assert_non_null(strstr(f->e.msg, "migration bad"));
	assert_int_equal(version(f, s), SQL_VERSION + 1);
	OK(db_exec(s, "SELECT count(*) FROM sqlite_schema WHERE name = "
	    "'new'", &n, &f->e));
	assert_int_equal(n, 0);
	store_close(s);

	/* What was before is kept, with all that was in it. */
	old.a = (struct arena){ 0 };
	snprintf(old.path, sizeof(old.path), "%s/state.db.before-v%d", f->dir,
	    SQL_VERSION + 1);
	assert_int_equal(stat(old.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	s = open_as(&old, STORE_READ);
	assert_int_equal(version(&old, s), SQL_VERSION);
	assert_int_equal(count(&old, s), 1);
	store_close(s);
	arena_free(&old.a);
	/* A program that knows less refuses the new one. */
	assert_int_equal(store_open(&s, f->path, STORE_READ, &f->clock,
	    &f->e), -1);
	assert_non_null(strstr(f->e.msg, strrchr(old.path, '/') + 1));
}

static void
test_backup(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE);
	struct str findings = { 0 };
	char copy[256];
	struct fixture aside = *f;

	snprintf(copy, sizeof(copy), "%s/copy", f->dir);
	add(f, s, "u");
	/* Neither nothing nor itself is copied, and no other file is lost. */
	assert_int_equal(backup_write(s, "/no/state", copy, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_USAGE);
	assert_int_equal(backup_write(s, f->path, f->path, &f->clock, &f->e),
	    -1);
	assert_int_equal(f->e.code, ERR_USAGE);
	assert_int_equal(backup_write(s, f->path, "/etc/passwd", &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_USAGE);
	OK(backup_write(s, f->path, copy, &f->clock, &f->e));
	OK(backup_write(s, f->path, copy, &f->clock, &f->e));
	add(f, s, "v");
	OK(backup_check(s, &findings, &f->e));
	assert_int_equal(findings.n, 0);
	store_close(s);
	leave_wal(f, "w");

	OK(backup_restore(f->path, copy, &f->clock, &f->e));
	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	snprintf(aside.path, sizeof(aside.path), "%s/state.db.before-restore",
	    f->dir);
	s = open_as(&aside, STORE_READ);
	assert_int_equal(count(&aside, s), 3);
	store_close(s);
	arena_free(&aside.a);

	/* In place of a damaged one. */
	assert_int_equal(truncate(f->path, 5000), 0);
	OK(backup_restore(f->path, copy, &f->clock, &f->e));
	s = open_as(f, STORE_READ);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	/* And in place of none. */
	unlink(f->path);
	OK(backup_restore(f->path, copy, &f->clock, &f->e));

	/* A damaged copy changes nothing. */
	assert_int_equal(truncate(copy, 5000), 0);
	assert_int_equal(backup_restore(f->path, copy, &f->clock, &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	s = open_as(f, STORE_READ);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	str_free(&findings);
}

/* Damage that opening does not see is found by the check. */
static void
test_check(void **state)
{
	struct fixture *f = *state;
	struct store *s;
	struct str findings = { 0 };

	s = open_as(f, STORE_WRITE);
	add(f, s, "u");
	store_close(s);
	run_sql(f, "INSERT INTO holds VALUES (77, 1, '')", SQLITE_OK);
	s = open_as(f, STORE_READ);
	OK(backup_check(s, &findings, &f->e));
	assert_non_null(strstr(str_text(&findings), "holds"));
	store_close(s);
	str_free(&findings);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_create), CASE(test_mode_is_mended),
		CASE(test_refused), CASE(test_newer), CASE(test_damaged),
		CASE(test_missing_but_wal), CASE(test_copy),
		CASE(test_copy_of_none), CASE(test_copy_while_open),
		CASE(test_odd_path), CASE(test_append_only),
		CASE(test_commit_fails), CASE(test_create_fails),
		CASE(test_full_disk), CASE(test_migration), CASE(test_upgrade),
		CASE(test_upgrade_fails),
		CASE(test_backup), CASE(test_check),
	};

	return cmocka_run_group_tests_name("store_file", tests, NULL, NULL);
}
