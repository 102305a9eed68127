/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "base/file.h"
#include "base/intl.h"
#include "store/db.h"
#include "store/room.h"

/* SQLite's own bound: from this number of frames on they are copied to the
 * database. */
#define CHECKPOINT 1000
/* "WAL-Index Format", 2: what a block of it is, and how many frames the first
 * one and the others stand for. */
#define INDEX_BLOCK 32768
#define INDEX_FIRST 4062
#define INDEX_MORE 4096
/* "Database File Format", 4: of the -wal, and of each frame. */
#define WAL_HEADER 32
#define FRAME_HEADER 24
#define WAL_CHUNK 4096

/* What SQLite does by itself, and note how long the -wal is. */
static int
committed(void *arg, sqlite3 *db, const char *name, int frames)
{
	struct store *s = arg;

	s->frames = frames;
	if (frames >= CHECKPOINT)
		sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE,
		    NULL, NULL);
	return SQLITE_OK;
}

void
room_watch(struct store *s)
{
	s->frames = -1;
	sqlite3_wal_hook(s->db, committed, s);
}

static sqlite3_file *
part(struct store *s, int which)
{
	sqlite3_file *file = NULL;

	sqlite3_file_control(s->db, "main", which, &file);
	return file && file->pMethods ? file : NULL;
}

/*
 * A size hint allocates when there is a size of chunks.  What it has got when
 * it fails is given back: the database needs it too.  An errno, 0 when done.
 */
static int
size_wal(struct store *s, int64_t frame, int64_t pages)
{
	sqlite3_file *wal = part(s, SQLITE_FCNTL_JOURNAL_POINTER);
	sqlite3_int64 was, size;
	int chunk = WAL_CHUNK, error = EIO;

	if (!wal || wal->pMethods->xFileSize(wal, &was) != SQLITE_OK)
		return EIO;
	if (s->frames < 0)
		s->frames = (int)(was / frame);
	size = WAL_HEADER + (s->frames + pages) * frame;
	if (wal->pMethods->xFileControl(wal, SQLITE_FCNTL_CHUNK_SIZE,
	    &chunk) == SQLITE_OK && wal->pMethods->xFileControl(wal,
	    SQLITE_FCNTL_SIZE_HINT, &size) == SQLITE_OK &&
	    (pages || size >= was))
		return 0;
	wal->pMethods->xFileControl(wal, SQLITE_FCNTL_LAST_ERRNO, &error);
	return wal->pMethods->xTruncate(wal, pages ? was : size) ==
	    SQLITE_OK && !pages ? 0 : error;
}

static int
size_index(struct store *s, int64_t frames)
{
	sqlite3_file *file = part(s, SQLITE_FCNTL_FILE_POINTER);
	int64_t i, n = 1 + (frames + INDEX_MORE - INDEX_FIRST - 1) /
	    INDEX_MORE;
	volatile void *block;

	for (i = 0; file && i < n; i++)
		if (file->pMethods->xShmMap(file, (int)i, INDEX_BLOCK, 1,
		    &block) != SQLITE_OK)
			return ENOSPC;
	return 0;
}

int
room_take(struct store *s, size_t pages, struct err *e)
{
	int64_t size = 0;

	if (s->memory)
		return 0;
	if (db_exec(s, "PRAGMA page_size;", &size, e) == -1)
		return -1;
	errno = size_wal(s, size + FRAME_HEADER, (int64_t)pages);
	if (!errno)
		errno = size_index(s, s->frames + (int64_t)pages);
	return errno ? file_fail(e, s->path, _("there is no room for what the "
	    "server will answer")) : 0;
}
