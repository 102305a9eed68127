/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/view.h"

/* The living maps: one of the singletons of base/. */
static struct view *living;

/*
 * A read past the end of a file that shrank: put a page of zeros there and
 * go on.  mmap is a plain system call on the systems we run on, so it may
 * be called here.  Anything else is a real fault and ends the program.
 */
static void
on_sigbus(int sig, siginfo_t *info, void *context)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t at = (uintptr_t)info->si_addr & ~(page - 1);
	struct view *v;

	(void)context;
	for (v = living; v; v = v->next) {
		if (at < (uintptr_t)v->bytes.p ||
		    at >= (uintptr_t)v->bytes.p + v->bytes.n)
			continue;
		if (mmap((void *)at, page, PROT_READ, MAP_PRIVATE |
		    MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
			break;
		v->shrunk = 1;
		return;
	}
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
catch_sigbus(void)
{
	struct sigaction sa = { .sa_sigaction = on_sigbus,
		.sa_flags = SA_SIGINFO };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGBUS, &sa, NULL);
}

static int
stat_view(struct view *v, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(v->fd, &st) == -1)
		return file_unreadable(e, path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_SOURCE, "%s: not a regular file; take "
		    "it away, or correct the path", path);
	if (st.st_size > VIEW_SIZE_MAX)
		return err_set(e, ERR_SOURCE, "%s: larger than %jd bytes; "
		    "split it", path, (intmax_t)VIEW_SIZE_MAX);
	v->stamp = file_stamp_of(&st);
	v->mode = st.st_mode & 07777;
	v->uid = st.st_uid;
	v->gid = st.st_gid;
	v->links = (int64_t)st.st_nlink;
	return 0;
}

static int
map_view(struct view *v, const char *path, struct err *e)
{
	void *p;

	v->bytes.n = (size_t)v->stamp.size;
	v->bytes.p = "";
	if (!v->bytes.n)
		return 0;
	p = mmap(NULL, v->bytes.n, PROT_READ, MAP_PRIVATE, v->fd, 0);
	if (p == MAP_FAILED)
		return file_unreadable(e, path);
	v->bytes.p = p;
	v->next = living;
	living = v;
	catch_sigbus();
	return 0;
}

int
view_open(struct view *v, const char *path, struct err *e)
{
	*v = (struct view){ .fd = -1 };
	/* O_NONBLOCK: a pipe named like a calendar must not hold us up. */
	v->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (v->fd == -1)
		return file_unreadable(e, path);
	if (stat_view(v, path, e) == -1 || map_view(v, path, e) == -1) {
		view_close(v);
		return -1;
	}
	return 0;
}

void
view_drop(const struct view *v, size_t n)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (v->lent)
		return;
	n -= n % page;
	/* A shrunk file's zero pages are ours and would be lost. */
	if (n && !v->shrunk)
		madvise((void *)(uintptr_t)v->bytes.p, n, MADV_DONTNEED);
}

bool
view_intact(const struct view *v)
{
	struct stat st;
	struct file_stamp now;

	if (v->shrunk || fstat(v->fd, &st) == -1)
		return false;
	now = file_stamp_of(&st);
	return file_stamp_eq(&now, &v->stamp);
}

static void
forget(struct view *v)
{
	struct view **at;

	for (at = &living; *at; at = &(*at)->next) {
		if (*at == v) {
			*at = v->next;
			return;
		}
	}
}

static void
unmap(struct view *v)
{
	if (v->bytes.n && !v->lent) {
		forget(v);
		munmap((void *)(uintptr_t)v->bytes.p, v->bytes.n);
	}
}

void
view_lend(struct view *v, struct slice bytes)
{
	unmap(v);
	v->bytes = bytes;
	v->lent = true;
}

void
view_close(struct view *v)
{
	unmap(v);
	if (v->fd > 0)
		close(v->fd);
	*v = (struct view){ .fd = -1 };
}
