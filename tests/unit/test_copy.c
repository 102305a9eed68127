/* SPDX-License-Identifier: MIT */
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
#include <sqlite3.h>

#include "base/file.h"
#include "store/copy.h"

/*
 * What image_read makes of a database and its -wal, against what SQLite
 * itself reads, with the -wal cut and damaged at many places.
 */

static char dir[] = "/tmp/icsr-image-XXXXXX";
static char a[64], a_wal[80], b[64], b_wal[80], b_shm[80];

static void
run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* A database with a dozen commits in its -wal; it stays open. */
static sqlite3 *
make(int page)
{
	char sql[128];
	sqlite3 *db;
	int i;

	unlink(a);
	unlink(a_wal);
	assert_int_equal(sqlite3_open(a, &db), SQLITE_OK);
	snprintf(sql, sizeof(sql), "PRAGMA page_size = %d", page);
	run(db, sql);
	run(db, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"
	    "CREATE TABLE t (n INTEGER, text TEXT);"
	    "INSERT INTO t VALUES (0, hex(randomblob(900)));"
	    "PRAGMA wal_checkpoint(TRUNCATE)");
	for (i = 1; i < 12; i++) {
		snprintf(sql, sizeof(sql), "INSERT INTO t SELECT %d, "
		    "hex(randomblob(600)) FROM t LIMIT 4", i);
		run(db, sql);
	}
	run(db, "DELETE FROM t WHERE n = 7; VACUUM");
	return db;
}

static void
put(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

/* "rows sum", or "damaged". */
static void
look(sqlite3 *db, char *seen, size_t size)
{
	sqlite3_stmt *st = NULL;

	snprintf(seen, size, "damaged");
	if (sqlite3_prepare_v2(db, "SELECT count(*), sum(n), "
	    "sum(length(text)), max(text), (SELECT group_concat("
	    "integrity_check) FROM pragma_integrity_check) FROM t", -1, &st,
	    NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		snprintf(seen, size, "%d %d %d %.40s %s",
		    sqlite3_column_int(st, 0), sqlite3_column_int(st, 1),
		    sqlite3_column_int(st, 2), sqlite3_column_text(st, 3),
		    sqlite3_column_text(st, 4));
	sqlite3_finalize(st);
}

static void
compare(const char *what, size_t at)
{
	char by_us[256], by_sqlite[256];
	struct image m;
	struct err e = { 0 };
	sqlite3 *db;

	if (image_read(&m, b, &e) == -1)
		fail_msg("%s at %zu: %s", what, at, e.msg);
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_deserialize(db, "main", m.bytes,
	    (sqlite3_int64)m.n, (sqlite3_int64)m.n,
	    SQLITE_DESERIALIZE_FREEONCLOSE), SQLITE_OK);
	look(db, by_us, sizeof(by_us));
	sqlite3_close(db);
	/* This one makes a -shm and empties the -wal. */
	assert_int_equal(sqlite3_open(b, &db), SQLITE_OK);
	look(db, by_sqlite, sizeof(by_sqlite));
	sqlite3_close(db);
	if (strcmp(by_us, by_sqlite) != 0)
		fail_msg("%s at %zu: '%s', not '%s'", what, at, by_us,
		    by_sqlite);
}

static void
try_all(const struct str *file, const struct str *wal)
{
	struct str copy = { 0 };
	size_t at, step = wal->n / 150 + 1;

	for (at = 0; at <= wal->n; at += step) {
		unlink(b_shm);
		put(b, file->p, file->n);
		put(b_wal, wal->p, at);
		compare("cut", at);
		str_clear(&copy);
		str_add(&copy, str_slice(wal));
		if (at < wal->n)
			copy.p[at] ^= 0x55;
		unlink(b_shm);
		put(b, file->p, file->n);
		put(b_wal, copy.p, copy.n);
		compare("damaged", at);
	}
	str_free(&copy);
}

static void
test_against_sqlite(void **state)
{
	static const int pages[] = { 512, 4096, 65536 };
	struct str file, wal;
	struct err e;
	sqlite3 *db;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		file = wal = (struct str){ 0 };
		db = make(pages[i]);
		assert_int_equal(file_read(&file, a, 1 << 26, &e), 0);
		assert_int_equal(file_read(&wal, a_wal, 1 << 26, &e), 0);
		assert_true(wal.n > 10000);
		try_all(&file, &wal);
		sqlite3_close(db);
		str_free(&file);
		str_free(&wal);
	}
}

static void
test_no_file(void **state)
{
	struct image m;
	struct err e;

	(void)state;
	assert_int_equal(image_read(&m, "/nowhere/state.db", &e), -1);
	image_free(&m);
	unlink(b);
	assert_int_equal(mkdir(b, 0700), 0);
	assert_int_equal(image_read(&m, b, &e), -1);
	image_free(&m);
	rmdir(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_sqlite),
		cmocka_unit_test(test_no_file),
	};
	char command[128];
	int rc;

	if (!mkdtemp(dir))
		return 1;
	snprintf(a, sizeof(a), "%s/a.db", dir);
	snprintf(a_wal, sizeof(a_wal), "%s-wal", a);
	snprintf(b, sizeof(b), "%s/b.db", dir);
	snprintf(b_wal, sizeof(b_wal), "%s-wal", b);
	snprintf(b_shm, sizeof(b_shm), "%s-shm", b);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command) == 0 ? rc : 1;
}
