/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/mem.h"

#define SETTLE_NS ((int64_t)2 * 1000000000)
/* Bytes of standard input that are read at a time. */
#define CHUNK 65536

static int64_t
ns(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

struct file_stamp
file_stamp_of(const struct stat *st)
{
	return (struct file_stamp){
		.dev = (int64_t)st->st_dev,
		.ino = (int64_t)st->st_ino,
		.size = st->st_size,
		.mtime_ns = ns(&st->st_mtim),
		.ctime_ns = ns(&st->st_ctim),
	};
}

bool
file_stamp_eq(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	    a->mtime_ns == b->mtime_ns && a->ctime_ns == b->ctime_ns;
}

int64_t
file_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return ns(&now);
}

bool
file_stamp_settled(const struct file_stamp *s, int64_t began)
{
	return s->mtime_ns < began - SETTLE_NS &&
	    s->ctime_ns < began - SETTLE_NS;
}

bool
file_stat(const char *path, struct file_stamp *s)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return false;
	*s = file_stamp_of(&st);
	return true;
}

bool
file_same(const char *a, const char *b)
{
	struct file_stamp x, y;

	return a && b && file_stat(a, &x) && file_stat(b, &y) &&
	    x.dev == y.dev && x.ino == y.ino;
}

int
file_check_plain(const char *path, struct err *e)
{
	struct stat st;

	if (stat(path, &st) == -1 || S_ISREG(st.st_mode))
		return 0;
	return err_set(e, ERR_USAGE, "%s: it is no plain file; choose "
	    "another name", path);
}

void
file_open_standard(void)
{
	int fd;

	/* The lowest free number is given out first. */
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd < 2);
	if (fd > 2)
		close(fd);
}

/* A pipe of the shell has a writer, a named one may never get one. */
static bool
is_shell_pipe(const char *path)
{
	static const char *const places[] = { "/dev/fd/", "/dev/stdin",
		"/proc/self/fd/" };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (slice_starts(slice_str(path), slice_str(places[i])))
			return true;
	return false;
}

int
file_open(const char *path, struct err *e)
{
	bool pipe = is_shell_pipe(path);
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY |
	    (pipe ? 0 : O_NONBLOCK));

	if (fd == -1 || fstat(fd, &st) == -1) {
		err_errno(e, ERR_USAGE, "%s", path);
	} else if (S_ISFIFO(st.st_mode) && !pipe) {
		err_set(e, ERR_USAGE, "%s: a named pipe, which may never have "
		    "an end; use a file", path);
	} else {
		return fd;
	}
	if (fd != -1)
		close(fd);
	return -1;
}

int
file_take(struct str *text, int fd, const char *path, size_t max,
    struct err *e)
{
	char buf[4096];
	ssize_t n;

	text->max = max;
	while ((n = read(fd, buf, sizeof(buf))) > 0 && !text->over)
		str_add(text, slice_of(buf, (size_t)n));
	if (n == -1)
		err_errno(e, ERR_USAGE, "%s", path);
	else if (text->over)
		err_set(e, ERR_USAGE, "%s: longer than %zu bytes", path, max);
	explicit_bzero(buf, sizeof(buf));
	close(fd);
	return n == -1 || text->over ? -1 : 0;
}

int
file_read(struct str *text, const char *path, size_t max, struct err *e)
{
	int fd = file_open(path, e);

	return fd == -1 ? -1 : file_take(text, fd, path, max, e);
}

int
file_write(int fd, struct slice bytes)
{
	ssize_t n;

	while (bytes.n) {
		n = write(fd, bytes.p, bytes.n);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		bytes = slice_from(bytes, (size_t)n);
	}
	return 0;
}

static int
copy_stdin(int fd, int64_t max, struct err *e)
{
	char buf[CHUNK];
	ssize_t n;
	int64_t total = 0;

	while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0) {
		total += n;
		if (total > max)
			return err_set(e, ERR_SOURCE, "standard input: "
			    "larger than %jd bytes; split it",
			    (intmax_t)max);
		if (file_write(fd, slice_of(buf, (size_t)n)) == -1)
			return err_errno(e, ERR_FAILED, "a temporary file");
	}
	return n == 0 ? 0 : err_errno(e, ERR_SOURCE, "standard input");
}

int
file_copy_stdin(int *fd, int64_t max, struct err *e)
{
	FILE *file = tmpfile();
	mode_t mask = umask(0);

	umask(mask);
	/* The copy with the links has the rights of what it is made from. */
	*fd = file ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1;
	if (file)
		fclose(file);
	if (*fd == -1 || fchmod(*fd, 0666 & ~mask) == -1)
		return err_errno(e, ERR_FAILED, "a temporary file");
	return copy_stdin(*fd, max, e);
}

void
file_dirname(struct str *out, const char *path)
{
	const char *slash = strrchr(path, '/');

	str_clear(out);
	if (!slash)
		str_addc(out, '.');
	else if (slash == path)
		str_addc(out, '/');
	else
		str_add(out, slice_of(path, (size_t)(slash - path)));
}

int
file_sync_folder(const char *path, struct str *folder)
{
	int fd, rc, error;

	file_dirname(folder, path);
	fd = open(str_text(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	rc = fd == -1 ? -1 : fsync(fd);
	error = errno;
	if (fd != -1)
		close(fd);
	errno = error;
	return rc;
}

static int
make_one(const char *path, struct err *e)
{
	struct str folder = { 0 };
	int rc = 0;

	if (mkdir(path, 0700) == -1) {
		if (errno != EEXIST)
			rc = file_fail(e, path, _("the folder can't be made"));
	} else if (file_sync_folder(path, &folder) == -1) {
		rc = file_fail(e, str_text(&folder),
		    _("the folder can't be synced"));
	}
	str_free(&folder);
	return rc;
}

int
file_mkdirs(const char *path, struct err *e)
{
	struct str part = { 0 };
	const char *end = path;
	int rc = 0;

	while (rc == 0 && *end) {
		end += strspn(end, "/");
		end += strcspn(end, "/");
		str_clear(&part);
		str_add(&part, slice_of(path, (size_t)(end - path)));
		rc = make_one(str_text(&part), e);
	}
	str_free(&part);
	return rc;
}

/* --- failures ------------------------------------------------------------ */

#define MORE_FILES N_("raise the limit of open files (ulimit -n)")
#define OTHER_PLACE N_("choose another place by --state or [sync] state")
#define OWN_USER N_("run as the user that it belongs to, or choose another " \
	"place by --state or [sync] state")

struct file_fault
file_fault(int error)
{
	static const struct {
		int error;
		struct file_fault fault;
	} faults[] = {
		{ EACCES, { ERR_USAGE, OWN_USER } },
		{ EPERM, { ERR_USAGE, OWN_USER } },
		{ EROFS, { ERR_USAGE, N_("mount it for writing, or choose "
		    "another place by --state or [sync] state") } },
		{ ENOENT, { ERR_USAGE, OTHER_PLACE } },
		{ ENOTDIR, { ERR_USAGE, OTHER_PLACE } },
		{ EISDIR, { ERR_USAGE, OTHER_PLACE } },
		{ ELOOP, { ERR_USAGE, OTHER_PLACE } },
		{ ENAMETOOLONG, { ERR_USAGE, OTHER_PLACE } },
		{ ENOSPC, { ERR_FAILED, N_("make room there") } },
		{ EDQUOT, { ERR_FAILED, N_("make room there") } },
		{ EFBIG, { ERR_FAILED, N_("raise the limit of file sizes "
		    "(ulimit -f)") } },
		{ EMFILE, { ERR_FAILED, MORE_FILES } },
		{ EIO, { ERR_FAILED, N_("the disk fails: see the system's "
		    "log") } },
		{ ENOLCK, { ERR_FAILED, N_("this file system gives no locks: "
		    "choose another place by --state or [sync] state") } },
		{ EOPNOTSUPP, { ERR_FAILED, N_("this file system can't do it: "
		    "choose another place by --state or [sync] state") } },
	};
	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (faults[i].error == error)
			return (struct file_fault){ faults[i].fault.code,
			    intl_text(faults[i].fault.remedy) };
	return (struct file_fault){ ERR_FAILED, "" };
}

int
file_fail(struct err *e, const char *path, const char *what)
{
	int error = errno;
	struct file_fault fault = file_fault(error);

	return err_set(e, fault.code, "%s: %s: %s%s%s", path, what,
	    strerror(error), *fault.remedy ? "; " : "", fault.remedy);
}

int
file_unreadable(struct err *e, const char *path)
{
	int error = errno;
	const char *remedy = N_("try again later");

	if (error == ENOENT || error == ENOTDIR)
		remedy = N_("put it back, mount where it lies, or correct the "
		    "path");
	else if (error == EACCES || error == EPERM)
		remedy = N_("let this user read it, or run as one who may");
	else if (error == ELOOP || error == ENAMETOOLONG)
		remedy = N_("correct the path");
	else if (error == EMFILE)
		remedy = MORE_FILES;
	return err_set(e, ERR_SOURCE, "%s: %s; %s", path, strerror(error),
	    _(remedy));
}

int
file_unwritable(struct err *e, const char *path)
{
	int error = errno;
	const char *remedy = N_("choose another place");

	if (error == ENOENT)
		remedy = N_("make its folder, or choose another place");
	else if (error == EACCES || error == EPERM)
		remedy = N_("let this user write its folder, or choose "
		    "another place");
	else if (error == EROFS)
		remedy = N_("mount it for writing, or choose another place");
	else if (error == ENOSPC || error == EDQUOT)
		remedy = N_("make room there");
	else if (error == EMFILE)
		remedy = MORE_FILES;
	return err_set(e, ERR_FAILED, "%s: it can't be written: %s; %s", path,
	    strerror(error), _(remedy));
}

/* The folder that a file would be made in.  makes_folders: missing folders on
 * the path would be made too; then find the last folder that exists. */
static void
find_folder(struct str *folder, const char *path, bool makes_folders)
{
	char *at;

	file_dirname(folder, path);
	while (makes_folders && access(str_text(folder), F_OK) == -1 &&
	    errno == ENOENT && strcmp(str_text(folder), ".") != 0) {
		at = xstrdup(str_text(folder));
		file_dirname(folder, at);
		free(at);
	}
	str_adds(folder, "/.");		/* else it might be a file */
}

int
file_writable(const char *path, bool makes_folders, struct err *e)
{
	struct str folder = { 0 };
	struct stat st;
	int rc;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return file_unwritable(e, path);
	}
	find_folder(&folder, path, makes_folders);
	rc = access(str_text(&folder), W_OK | X_OK);
	if (rc == -1)
		file_unwritable(e, path);
	str_free(&folder);
	return rc;
}
