/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/out.h"
#include "base/run.h"

#define TICK_MS 20
/* How long what is ended may take for it. */
#define GRACE_MS 500
#define LINE_MAX_BYTES 8192
/* Reads after its end: what a pipe holds. */
#define LAST_WORDS 64

extern char **environ;

struct child {
	pid_t pid;
	int fd;			/* reads what it prints; -1: at its end */
	int err;		/* and what it says for our stderr */
	bool ended;		/* status is known */
	int status;
	int64_t started_ms, end_ms, told_ms;
	int tty;		/* given to the command; -1: none */
	struct str *said;	/* takes all of it; NULL: the line does */
	char line[LINE_MAX_BYTES];
	size_t n;
	bool whole, over;	/* the line has ended; it was too long */
};

/* --- signals ------------------------------------------------------------- */

/* What would end this program ends the command first. */
static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM,
	SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU };
#define SIGNALS (sizeof(signals) / sizeof(*signals))

static volatile sig_atomic_t asked;

static void
note(int number)
{
	asked = number;
}

static void
catch(struct sigaction *old)
{
	struct sigaction act = { .sa_handler = note };
	size_t i;

	asked = 0;
	for (i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &old[i]);
		/* nohup and the like have their reasons. */
		if (old[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &act, NULL);
	}
}

static void
release(const struct sigaction *old)
{
	size_t i;

	for (i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &old[i], NULL);
	if (asked)
		raise(asked);
}

/* --- the terminal -------------------------------------------------------- */

static void
give_to(int tty, pid_t group)
{
	void (*old)(int) = signal(SIGTTOU, SIG_IGN);

	tcsetpgrp(tty, group);
	signal(SIGTTOU, old);
}

/* A command may ask for a passphrase: it gets the terminal if we have it. */
static void
lend_terminal(struct child *r)
{
	r->tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (r->tty == -1)
		return;
	if (tcgetpgrp(r->tty) != getpgrp()) {
		close(r->tty);
		r->tty = -1;
		return;
	}
	give_to(r->tty, r->pid);
	/* It may have been stopped by asking too early. */
	kill(-r->pid, SIGCONT);
}

static void
take_terminal(struct child *r)
{
	if (r->tty == -1)
		return;
	give_to(r->tty, getpgrp());
	close(r->tty);
	/* The interrupt and quit keys were meant for us too. */
	if (r->ended && WIFSIGNALED(r->status) &&
	    (WTERMSIG(r->status) == SIGINT || WTERMSIG(r->status) == SIGQUIT))
		asked = WTERMSIG(r->status);
}

/* --- the command --------------------------------------------------------- */

/*
 * The command is a process group of its own, so that what it starts can
 * be ended with it.  It starts with the usual signals whatever this program
 * ignores.
 */
static int
spawn(struct child *r, const char *command, int in, int out, int err)
{
	char sh[] = "sh", opt[] = "-c";
	char *argv[] = { sh, opt, xstrdup(command), NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, def;
	int rc;

	sigemptyset(&none);
	sigemptyset(&def);
	sigaddset(&def, SIGPIPE);
	sigaddset(&def, SIGXFSZ);
	sigaddset(&def, SIGINT);
	sigaddset(&def, SIGQUIT);
	sigaddset(&def, SIGTERM);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &def);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	posix_spawn_file_actions_init(&files);
	if (in == -1)
		posix_spawn_file_actions_addopen(&files, STDIN_FILENO,
		    "/dev/null", O_RDONLY, 0);
	else
		posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	if (err != -1)
		posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
	rc = posix_spawn(&r->pid, "/bin/sh", &files, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	explicit_bzero(argv[2], strlen(argv[2]));
	free(argv[2]);
	return rc;
}

static void
let_go(struct child *r)
{
	if (r->fd != -1)
		close(r->fd);
	if (r->err != -1)
		close(r->err);
	r->fd = r->err = -1;
}

/*
 * The command gets pipes that end in this program, not our own descriptors: a
 * process that it leaves running must not hold the descriptors on which cron
 * waits.  Nobody waits on a terminal, and the command may want to know that its
 * stderr is one.
 */
static int
start(struct child *r, const char *command, int in, struct err *e)
{
	int out[2], err[2] = { -1, -1 }, rc;

	if (pipe2(out, O_CLOEXEC) == -1)
		return err_errno(e, ERR_AUTH, "pipe");
	if (!r->said && !isatty(STDERR_FILENO) &&
	    pipe2(err, O_CLOEXEC) == -1)
		rc = errno;
	else
		rc = spawn(r, command, in, out[1], r->said ? out[1] : err[1]);
	close(out[1]);
	if (err[1] != -1)
		close(err[1]);
	r->fd = out[0];
	r->err = err[0];
	if (rc == 0)
		return 0;
	let_go(r);
	errno = rc;
	return err_errno(e, ERR_AUTH, "/bin/sh");
}

static void
keep(struct child *r, const char *p, size_t n)
{
	const char *lf = memchr(p, '\n', n);
	size_t take = lf ? (size_t)(lf - p) : n;

	if (r->said)
		str_add(r->said, slice_of(p, n));
	if (r->said || r->whole)
		return;
	r->whole = lf != NULL;
	if (take > sizeof(r->line) - r->n) {
		r->over = true;
		take = sizeof(r->line) - r->n;
	}
	memcpy(r->line + r->n, p, take);
	r->n += take;
}

static void
take(struct child *r, int *fd)
{
	char buf[1024];
	ssize_t n = read(*fd, buf, sizeof(buf));

	if (n > 0 && fd == &r->fd) {
		keep(r, buf, (size_t)n);
	} else if (n > 0) {
		file_write(STDERR_FILENO, slice_of(buf, (size_t)n));
	} else if (n == 0 || errno != EINTR) {
		close(*fd);
		*fd = -1;
	}
	explicit_bzero(buf, sizeof(buf));
}

/* Whether something came, or an end. */
static bool
take_some(struct child *r)
{
	struct pollfd p[] = { { .fd = r->fd, .events = POLLIN },
		{ .fd = r->err, .events = POLLIN } };

	if (poll(p, 2, TICK_MS) <= 0)
		return false;
	if (p[0].revents)
		take(r, &r->fd);
	if (p[1].revents)
		take(r, &r->err);
	return true;
}

static void
look(struct child *r, int flags)
{
	pid_t got;

	do
		got = waitpid(r->pid, &r->status, flags);
	while (got == -1 && errno == EINTR);
	r->ended = got != 0;
}

/* All of its group: first asked, then killed. */
static void
end(struct child *r)
{
	int64_t until = clock_ms() + GRACE_MS;

	kill(-r->pid, SIGTERM);
	kill(-r->pid, SIGCONT);
	do {
		if (!r->ended)
			look(r, WNOHANG);
		poll(NULL, 0, TICK_MS);
	} while (clock_ms() < until && kill(-r->pid, 0) == 0);
	kill(-r->pid, SIGKILL);
	if (!r->ended)
		look(r, 0);
}

/* Each second; not of one that may be asking for a passphrase. */
static void
tell_wait(struct child *r)
{
	int64_t now = clock_ms();

	if (!r->said || now < r->told_ms + 1000)
		return;
	r->told_ms = now;
	out_waiting_since(now - r->started_ms, _("the hook"),
	    (long)((r->end_ms - now + 999) / 1000));
}

static bool
is_silent(const struct child *r)
{
	return r->fd == -1 && r->err == -1;
}

/*
 * Until it has ended and nothing more comes: not until the end of the pipes,
 * which an agent that the command left behind may hold open for good, and
 * write to.  -1 when it took too long or a signal came.
 */
static int
follow(struct child *r)
{
	bool came;
	int more = LAST_WORDS;

	do {
		came = !is_silent(r) && take_some(r);
		if (is_silent(r) && !r->ended)
			poll(NULL, 0, came ? 1 : TICK_MS);
		if (!r->ended) {
			look(r, WNOHANG);
			tell_wait(r);
			if (r->ended && clock_ms() + GRACE_MS < r->end_ms)
				r->end_ms = clock_ms() + GRACE_MS;
		} else if (!came) {
			return 0;
		}
	} while (!asked && clock_ms() < r->end_ms);
	if (r->ended && !asked)
		return 0;
	end(r);
	while (more-- && !is_silent(r) && take_some(r))
		;
	return -1;
}

static int
judge(const struct child *r, struct err *e)
{
	if (WIFSIGNALED(r->status))
		return err_set(e, ERR_AUTH, "the command was ended by signal "
		    "%d", WTERMSIG(r->status));
	if (WEXITSTATUS(r->status) != 0)
		return err_set(e, ERR_AUTH, "the command failed with status "
		    "%d", WEXITSTATUS(r->status));
	return 0;
}

static int
take_line(struct child *r, struct str *out, struct err *e)
{
	if (r->over)
		return err_set(e, ERR_AUTH, "the command printed a first line "
		    "above %d bytes", LINE_MAX_BYTES);
	if (r->n && r->line[r->n - 1] == '\r')
		r->n--;
	if (!r->n)
		return err_set(e, ERR_AUTH, "the command printed nothing on "
		    "its first line");
	str_add(out, slice_of(r->line, r->n));
	return 0;
}

/* From its start to its end; in: its standard input, -1: none. */
static int
run(struct child *r, const char *command, int in, int64_t timeout_s,
    struct err *e)
{
	struct sigaction old[SIGNALS];
	int rc;

	r->tty = -1;
	r->started_ms = clock_ms();
	r->end_ms = r->started_ms + timeout_s * 1000;
	catch(old);
	rc = start(r, command, in, e);
	if (rc == 0) {
		if (!r->said)
			lend_terminal(r);
		rc = follow(r);
		out_waited();
		take_terminal(r);
		if (asked) {
			rc = err_set(e, ERR_AUTH, "stopped by a signal");
		} else if (rc == -1) {
			err_set(e, ERR_AUTH, P_("the command took longer than "
			    "%jd second", "the command took longer than %jd "
			    "seconds", timeout_s), (intmax_t)timeout_s);
		} else {
			rc = judge(r, e);
			/* What it has begun fails with it. */
			if (rc == -1 && kill(-r->pid, 0) == 0)
				end(r);
		}
		let_go(r);
	}
	release(old);
	return rc;
}

int
run_first_line(const char *command, int64_t timeout_s, struct str *out,
    struct err *e)
{
	struct child r = { 0 };
	int rc = run(&r, command, -1, timeout_s, e);

	if (rc == 0)
		rc = take_line(&r, out, e);
	explicit_bzero(r.line, sizeof(r.line));
	return rc;
}

/* A file in memory: nobody waits for the command to read it. */
static int
input_file(struct slice input, struct err *e)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd == -1)
		return err_errno(e, ERR_FAILED, "memfd_create");
	if (file_write(fd, input) == -1) {
		err_errno(e, ERR_FAILED, "the command's input");
		close(fd);
		return -1;
	}
	lseek(fd, 0, SEEK_SET);
	return fd;
}

int
run_all(const char *command, struct slice input, int64_t timeout_s,
    struct str *out, struct err *e)
{
	struct child r = { .said = out };
	int in = input_file(input, e), rc = in;

	if (in != -1) {
		rc = run(&r, command, in, timeout_s, e);
		close(in);
	}
	if (rc == -1)
		e->code = ERR_FAILED;
	return rc;
}
