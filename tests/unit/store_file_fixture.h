/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TESTS_STORE_FILE_FIXTURE_H
#define ICSR_TESTS_STORE_FILE_FIXTURE_H

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
#include "store/bookings.h"
#include "store/db.h"

/* A state in a file, in a folder of its own. */

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
static inline void
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

static inline int
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

static inline int
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

static inline struct store *
open_as(struct fixture *f, enum store_mode mode)
{
	struct store *s = NULL;

	OK(store_open(&s, f->path, mode, &f->clock, &f->e));
	return s;
}

static inline void
add(struct fixture *f, struct store *s, const char *uid)
{
	struct booking b = { .calendar = "c", .uid = uid,
	    .recurrence_id = "", .state = BOOKING_LIVE, .reserve_id = uid };

	OK(store_begin(s, &f->e));
	OK(bookings_put(s, &b, &f->e));
	OK(store_commit(s, "test", &f->e));
}

static inline int64_t
count(struct fixture *f, struct store *s)
{
	struct bookings out = { 0 };
	int64_t n;

	OK(bookings_all(s, "c", &f->a, &out, &f->e));
	n = (int64_t)out.n;
	VEC_FREE(&out);
	return n;
}

/* Run SQL on the file, as another program would. */
static inline void
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
static inline void
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

static inline int64_t
version(struct fixture *f, struct store *s)
{
	int64_t n = 0;

	OK(db_exec(s, "PRAGMA user_version", &n, &f->e));
	return n;
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
