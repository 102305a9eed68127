/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "store/image.h"

#define PAGE_MIN 512
#define PAGE_MAX 65536
/* Where a database has the versions that say "WAL". */
#define AT_VERSIONS 18
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
	if (rc == 0)
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
