/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/table.h"

#define BAR_WIDTH 24
#define BAR_LEAST 4
/* Seconds: without a terminal a line is printed for each longer wait. */
#define WAIT_TOLD 5

static struct {
	const char *program;
	enum out_level level;
	bool progress;
	bool line_open;		/* a progress line stands on the terminal */
	size_t done, total;	/* of the calls */
	bool waits;		/* and that was printed */
	bool journal;		/* stderr is systemd's */
	bool json;
	char run[32];
	struct clock clock;
} out = { .program = "icsreserve", .level = OUT_INFO };
static bool failed;		/* to write to stdout */
static bool gone;		/* whoever read it */

/* JOURNAL_STREAM has the device and inode of what stdout or stderr is. */
static bool
is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char is[64];
	struct stat st;

	if (!stream || fstat(2, &st) == -1)
		return false;
	snprintf(is, sizeof(is), "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino);
	return strcmp(stream, is) == 0;
}

void
out_log(bool json, const char *run, const struct clock *clock)
{
	out.json = json;
	out.clock = *clock;
	snprintf(out.run, sizeof(out.run), "%s", run);
}

void
out_init(const char *program, enum out_level level, bool progress)
{
	out.journal = is_journal();
	out.program = program;
	out.level = level;
	out.progress = progress && level >= OUT_INFO && isatty(2);
}

enum out_level
out_level(void)
{
	return out.level;
}

static size_t
width_of(int fd)
{
	struct winsize w;

	if (!isatty(fd))
		return 0;
	return ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;
}

static const struct {
	const char *mark, *name;
	int priority;		/* of syslog(3) */
} levels[] = {
	[OUT_ERROR] = { N_("error: "), "error", 3 },
	[OUT_WARN] = { N_("warning: "), "warning", 4 },
	[OUT_INFO] = { "", "info", 6 },
	[OUT_VERBOSE] = { "", "info", 6 },
	[OUT_DEBUG] = { "", "debug", 7 },
	[OUT_TRACE] = { "", "debug", 7 },
};

static void
add_text(struct str *lines, enum out_level level, const char *text)
{
	struct str line = { 0 };
	struct table_wrap how = { .indent = 2 };

	/* The journal knows the program's name, but not the run's. */
	if (out.journal && *out.run)
		str_addf(&line, "[%s] %s", out.run,
		    intl_text(levels[level].mark));
	else if (level <= OUT_WARN)
		str_addf(&line, "%s: %s", out.program,
		    intl_text(levels[level].mark));
	str_plain(&line, slice_str(text));
	/* What is for whoever looks into the program stays as it is. */
	how.width = level <= OUT_INFO ? width_of(2) : 0;
	table_wrap(lines, str_slice(&line), &how);
	str_free(&line);
}

static void
add_json(struct str *lines, enum out_level level, const char *text)
{
	struct str line = { 0 };

	member_open(&line, NULL, '{');
	member_time(&line, "time", out.clock.wall(&out.clock));
	member_text(&line, "level", levels[level].name);
	member_word(&line, "run", out.run);
	member_text(&line, "message", text);
	member_close(&line, '}');
	str_add(lines, str_slice(&line));
	str_free(&line);
}

static void
say(enum out_level level, char *text)
{
	struct str lines = { 0 };

	secret_mask(text);
	out_progress_end();
	if (out.journal)
		str_addf(&lines, "<%d>", levels[level].priority);
	(out.json ? add_json : add_text)(&lines, level, text);
	str_addc(&lines, '\n');
	fputs(str_text(&lines), stderr);
	str_free(&lines);
}

void
out_say(enum out_level level, const char *fmt, ...)
{
	struct str text = { 0 };
	va_list ap;
	char buf[4096];

	if (level > out.level)
		return;
	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), intl_text(fmt), ap);
	va_end(ap);
	str_adds(&text, buf);
	say(level, text.p);
	str_free(&text);
}

static bool
note_result(bool ok)
{
	gone |= !ok && errno == EPIPE;
	failed |= !ok && errno != EPIPE;
	return ok;
}

bool
out_result(const char *text, size_t n)
{
	char *copy;
	bool ok;

	out_progress_end();
	copy = strndup(text, n);
	if (!copy)
		return false;
	secret_mask(copy);
	ok = note_result(fputs(copy, stdout) != EOF && fflush(stdout) == 0);
	free(copy);
	return ok;
}

bool
out_bytes(const char *bytes, size_t n)
{
	out_progress_end();
	if (fwrite(bytes, 1, n, stdout) == n && fflush(stdout) == 0)
		return true;
	gone |= errno == EPIPE;
	return false;
}

bool
out_failed(void)
{
	return failed;
}

bool
out_gone(void)
{
	return gone;
}

size_t
out_width(void)
{
	return width_of(1);
}

bool
out_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(1) && (!no || !*no) && term && strcmp(term, "dumb") != 0;
}

/* The bar has what the text behind it leaves of the line. */
static void
draw(const char *text)
{
	size_t width = width_of(2), n = strlen(text), i, full;
	size_t bar = width > n + 3 ? width - n - 3 : 0;

	if (bar > BAR_WIDTH)
		bar = BAR_WIDTH;
	full = out.total ? out.done * bar / out.total : 0;
	fputs("\r\033[K", stderr);
	if (bar >= BAR_LEAST) {
		fputc('[', stderr);
		for (i = 0; i < bar; i++)
			fputc(i < full ? '#' : '.', stderr);
		fputs("] ", stderr);
	}
	fprintf(stderr, "%.*s", (int)(width > 1 ? width - 1 : n), text);
	fflush(stderr);
	out.line_open = true;
}

void
out_progress(size_t done, size_t total, double rate, long left)
{
	char text[96];
	int n;

	out.done = done;
	out.total = total;
	if (!out.progress)
		return;
	n = snprintf(text, sizeof(text), "%zu/%zu  %.0f/s", done, total,
	    rate);
	if (left >= 0)
		snprintf(text + n, sizeof(text) - (size_t)n,
		    _("  %ld:%02ld left"), left / 60, left % 60);
	draw(text);
}

bool
out_waiting(const char *what, long left)
{
	char text[128];

	if (out.progress) {
		snprintf(text, sizeof(text), _("%zu/%zu  waiting for %s, "
		    "%ld:%02ld"), out.done, out.total, what, left / 60,
		    left % 60);
		draw(text + (out.total ? 0 : strlen("0/0  ")));
		out.waits = true;
		return true;
	}
	if (left > WAIT_TOLD && !out.waits)
		out_say(OUT_INFO, "waiting for %s, %ld:%02ld at most", what,
		    left / 60, left % 60);
	out.waits = true;
	return false;
}

void
out_waiting_since(int64_t ms, const char *what, long left)
{
	if (ms >= (out.progress ? 1 : WAIT_TOLD) * (int64_t)1000)
		out_waiting(what, left);
}

void
out_waited(void)
{
	if (out.waits)
		out_progress_end();
	out.waits = false;
}

void
out_progress_end(void)
{
	if (!out.line_open)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	out.line_open = false;
}
