/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/step.h"
#include "base/str.h"
#include "base/temp.h"
#include "store/copy.h"

/* --- the bytes of a state ------------------------------------------------- */

#define PAGE_MIN 512
#define PAGE_MAX 65536
/* Where a database has the versions that say "WAL", and how they do. */
#define AT_VERSIONS 18
#define WAL 2
#define DB_HEADER 100

#define WAL_MAGIC 0x377f0682u	/* the lowest bit: sums are big-endian */
#define WAL_HEADER 32
#define FRAME_HEADER 24

static uint32_t
big(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static uint32_t
little(const unsigned char *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[1] << 8 | p[0];
}

static int
fill(int fd, unsigned char *to, size_t n)
{
	size_t at = 0;
	ssize_t got = 1;

	while (at < n && got > 0) {
		got = pread(fd, to + at, n - at, (off_t)at);
		if (got > 0)
			at += (size_t)got;
		else if (got == -1 && errno == EINTR)
			got = 1;
	}
	/* A file that became shorter meanwhile is read again. */
	memset(to + at, 0, n - at);
	return got == -1 ? -1 : 0;
}

/* A file that is not there has no bytes, if it may be absent. */
static int
read_file(struct image *m, const char *path, bool may_be_absent,
    struct err *e)
{
	struct stat st = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc = 0;

	*m = (struct image){ 0 };
	if (fd == -1 && errno == ENOENT && may_be_absent)
		return 0;
	if (fd == -1 || fstat(fd, &st) == -1)
		rc = file_fail(e, path, _("the state can't be read"));
	m->n = rc == 0 ? (size_t)st.st_size : 0;
	m->bytes = m->n ? sqlite3_malloc64(m->n) : NULL;
	if (m->n && !m->bytes) {
		errno = ENOMEM;
		rc = file_fail(e, path, _("the state can't be read"));
	} else if (m->n && fill(fd, m->bytes, m->n) == -1) {
		rc = file_fail(e, path, _("the state can't be read"));
	}
	if (fd != -1)
		close(fd);
	return rc;
}

/* --- the -wal ------------------------------------------------------------ */

struct wal {
	const unsigned char *bytes;
	size_t n, page;
	bool big_sums;
	uint32_t sum[2];		/* up to the frame at hand */
};

/* The running sum over n bytes, a multiple of 8. */
static void
add_up(struct wal *w, const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i + 8 <= n; i += 8) {
		w->sum[0] += (w->big_sums ? big(p + i) : little(p + i)) +
		    w->sum[1];
		w->sum[1] += (w->big_sums ? big(p + i + 4) :
		    little(p + i + 4)) + w->sum[0];
	}
}

static bool
sums_are(const struct wal *w, const unsigned char *p)
{
	return big(p) == w->sum[0] && big(p + 4) == w->sum[1];
}

static bool
begin_wal(struct wal *w, const struct image *m)
{
	*w = (struct wal){ .bytes = m->bytes, .n = m->n };
	if (m->n < WAL_HEADER || (big(m->bytes) & ~1u) != WAL_MAGIC)
		return false;
	w->big_sums = big(m->bytes) & 1;
	w->page = big(m->bytes + 8);
	if (w->page < PAGE_MIN || w->page > PAGE_MAX ||
	    (w->page & (w->page - 1)))
		return false;
	add_up(w, m->bytes, 24);
	return sums_are(w, m->bytes + 24);
}

/* The frame with that number, from 0, or NULL where the whole ones end. */
static const unsigned char *
frame(struct wal *w, size_t i)
{
	size_t size = FRAME_HEADER + w->page;
	const unsigned char *f;

	if (i >= (w->n - WAL_HEADER) / size)
		return NULL;
	f = w->bytes + WAL_HEADER + i * size;
	/* The salts of the -wal's header: a frame of before has others. */
	if (memcmp(f + 8, w->bytes + 16, 8) != 0 || !big(f))
		return NULL;
	add_up(w, f, 8);
	add_up(w, f + FRAME_HEADER, w->page);
	return sums_are(w, f + 16) ? f : NULL;
}

/* Up to the last commit: how many frames, and the pages it leaves. */
static size_t
committed(struct wal w, size_t *pages)
{
	const unsigned char *f;
	size_t i, n = 0;

	*pages = 0;
	for (i = 0; (f = frame(&w, i)); i++) {
		if (!big(f + 4))
			continue;
		n = i + 1;
		*pages = big(f + 4);
	}
	return n;
}

static int
resize(struct image *m, size_t n)
{
	unsigned char *bytes = sqlite3_realloc64(m->bytes, n);

	if (!bytes)
		return -1;
	if (n > m->n)
		memset(bytes + m->n, 0, n - m->n);
	m->bytes = bytes;
	m->n = n;
	return 0;
}

static int
put_frames(struct image *m, const struct image *file)
{
	struct wal w;
	const unsigned char *f;
	size_t pages, n, i;

	if (!begin_wal(&w, file))
		return 0;
	n = committed(w, &pages);
	if (n && resize(m, pages * w.page) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		f = w.bytes + WAL_HEADER + i * (FRAME_HEADER + w.page);
		/* Pages that a later commit has cut off. */
		if (big(f) <= pages)
			memcpy(m->bytes + (big(f) - 1) * w.page,
			    f + FRAME_HEADER, w.page);
	}
	return 0;
}

int
image_read(struct image *m, const char *path, struct err *e)
{
	struct image wal = { 0 };
	struct str name = { 0 };
	int rc = read_file(m, path, false, e);

	str_addf(&name, "%s-wal", path);
	/* One beside a file that says it has none is another one's. */
	if (rc == 0 && m->n >= DB_HEADER && m->bytes[AT_VERSIONS] == WAL)
		rc = read_file(&wal, str_text(&name), true, e);
	if (rc == 0 && put_frames(m, &wal) == -1) {
		errno = ENOMEM;
		rc = file_fail(e, path, _("the state can't be read"));
	}
	/* What is in memory has no -wal. */
	if (rc == 0 && m->n >= DB_HEADER)
		memset(m->bytes + AT_VERSIONS, 1, 2);
	image_free(&wal);
	str_free(&name);
	return rc;
}

void
image_free(struct image *m)
{
	sqlite3_free(m->bytes);
	*m = (struct image){ 0 };
}

/* --- to a file ----------------------------------------------------------- */

/* All pages of one database into another; errors name the one that fails. */
static int
copy_pages(struct store *to, struct store *from, struct err *e)
{
	sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db,
	    "main");
	int rc;

	if (!b)
		return db_fail(to, sqlite3_extended_errcode(to->db), e);
	rc = sqlite3_backup_step(b, -1);
	sqlite3_backup_finish(b);
	if (rc == SQLITE_DONE)
		return 0;
	/* The words are those of the target, whichever side has failed. */
	return db_fail(to, rc, e);
}

static int
sync_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = 0;

	if (fd == -1 || fsync(fd) == -1)
		rc = err_errno(e, ERR_FAILED, "%s: fsync", path);
	if (fd != -1)
		close(fd);
	return rc;
}

static int
make_temp(struct copy *c, struct err *e)
{
	struct str begin = { 0 };
	int fd;

	str_addf(&begin, "%s.icsreserve-new-", c->path);
	temp_sweep(str_text(&begin), "");
	temp_name(&c->temp, str_text(&begin), "");
	str_free(&begin);
	fd = temp_create(str_text(&c->temp));
	if (fd == -1)
		return file_unwritable(e, c->path);
	c->lock = fd;
	c->made = true;
	return 0;
}

/* Nothing beside it is read, nor left there by a killed run. */
#define ALONE \
	"PRAGMA locking_mode = EXCLUSIVE;" \
	"PRAGMA journal_mode = MEMORY;"

int
copy_write(struct store *s, const char *path,
    int (*check)(struct store *copy, struct err *e), struct copy *c,
    struct err *e)
{
	struct store to = { 0 };
	int rc;

	*c = (struct copy){ .path = xstrdup(path) };
	if (make_temp(c, e) == -1)
		return -1;
	to.path = xstrdup(path);
	rc = db_open(&to, str_text(&c->temp), SQLITE_OPEN_READWRITE, e);
	if (rc == 0)
		rc = db_exec(&to, ALONE, NULL, e);
	if (rc == 0)
		rc = copy_pages(&to, s, e);
	if (rc == 0 && check)
		rc = check(&to, e);
	db_close(&to);
	free(to.path);
	return rc == 0 ? sync_file(str_text(&c->temp), e) : -1;
}

/* The folder that the rename stands in is synced, too, lest it be lost. */
int
copy_publish(struct copy *c, const char *name, struct err *e)
{
	struct str folder = { 0 };
	int rc = 0;

	if ((name && step(name) == -1) ||
	    rename(str_text(&c->temp), c->path) == -1)
		return err_errno(e, ERR_FAILED, "%s", c->path);
	c->made = false;
	if (file_sync_folder(c->path, &folder) == -1)
		rc = err_errno(e, ERR_FAILED, "%s: fsync", str_text(&folder));
	str_free(&folder);
	return rc;
}

void
copy_end(struct copy *c)
{
	if (c->made)
		unlink(str_text(&c->temp));
	if (c->lock > 0)
		close(c->lock);
	str_free(&c->temp);
	free(c->path);
	*c = (struct copy){ 0 };
}

int
copy_to_file(struct store *s, const char *path, const char *name,
    struct err *e)
{
	struct copy c;
	int rc = copy_write(s, path, NULL, &c, e);

	if (rc == 0)
		rc = copy_publish(&c, name, e);
	copy_end(&c);
	return rc;
}

/* --- to memory ------------------------------------------------------------ */

#define TRIES 20
#define TRY_MS 100

/*
 * What tells whether a state was written to while it was copied: its stamp
 * and the header of its -wal, which changes when that begins anew.  Frames
 * that are only added don't matter, SQLite drops one that is not whole.
 */
struct version {
	struct file_stamp stamp;
	char wal[32];
	bool has_wal;
};

static int
look(struct version *v, const char *path, const char *wal, struct err *e)
{
	int fd = open(wal, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	memset(v, 0, sizeof(*v));
	if (fd == -1 && errno != ENOENT)
		return file_fail(e, wal, _("the state can't be read"));
	if (fd != -1) {
		v->has_wal = pread(fd, v->wal, sizeof(v->wal), 0) > 0;
		close(fd);
	}
	if (!file_stat(path, &v->stamp))
		return file_fail(e, path, _("the state can't be read"));
	return 0;
}

static bool
same(const struct version *a, const struct version *b)
{
	return file_stamp_eq(&a->stamp, &b->stamp) &&
	    a->has_wal == b->has_wal &&
	    memcmp(a->wal, b->wal, sizeof(a->wal)) == 0;
}

/* The image becomes the database; SQLite frees it, also on failure. */
static int
take_image(struct store *s, struct image *m, struct err *e)
{
	sqlite3_int64 no_limit = INT64_MAX;
	int rc;

	sqlite3_file_control(s->db, "main", SQLITE_FCNTL_SIZE_LIMIT,
	    &no_limit);
	rc = sqlite3_deserialize(s->db, "main", m->bytes, (sqlite3_int64)m->n,
	    (sqlite3_int64)m->n, SQLITE_DESERIALIZE_FREEONCLOSE |
	    SQLITE_DESERIALIZE_RESIZEABLE);
	*m = (struct image){ 0 };
	if (rc != SQLITE_OK)
		return db_fail(s, rc, e);
	/* Reads the schema, so that damage is reported in the state's words. */
	return db_exec(s, "SELECT count(*) FROM sqlite_schema", NULL, e);
}

static int
try_copy(struct store *s, const char *path, const char *wal, bool *settled,
    struct err *e)
{
	struct version before, after;
	struct image m = { 0 };
	int rc;

	if (look(&before, path, wal, e) == -1)
		return -1;
	rc = image_read(&m, path, e);
	if (rc == 0)
		rc = take_image(s, &m, e);
	image_free(&m);
	/* A failure counts only when nobody wrote meanwhile. */
	*settled = look(&after, path, wal, e) == -1 || same(&before, &after);
	return rc;
}

int
copy_to_memory(struct store *s, const char *path, const struct clock *clock,
    struct err *e)
{
	char *real = realpath(path, NULL);
	struct str wal = { 0 };
	bool settled = false;
	int rc, i;

	if (!real)
		return file_fail(e, path, _("the state can't be read"));
	/* SQLite puts the -wal beside the real file. */
	str_addf(&wal, "%s-wal", real);
	s->memory = true;
	rc = db_open(s, ":memory:", SQLITE_OPEN_READWRITE, e);
	for (i = 0; rc == 0 && !settled && i < TRIES; i++) {
		if (i)
			clock->sleep(clock, TRY_MS);
		rc = try_copy(s, real, str_text(&wal), &settled, e);
		if (!settled)
			rc = 0;
	}
	if (rc == 0 && !settled)
		rc = err_set(e, ERR_LOCKED, "%s: another run keeps writing "
		    "the state; try again later", path);
	str_free(&wal);
	free(real);
	return rc;
}
