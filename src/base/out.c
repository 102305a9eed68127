/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
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
	bool waits;		/* and that was said */
} out = { .program = "icsreserve", .level = OUT_INFO };
static bool failed;		/* to write to stdout */
static bool gone;		/* whoever read it */

void
out_init(const char *program, enum out_level level, bool progress)
{
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

static void
say(enum out_level level, char *text)
{
	static const char *const marks[] = { N_("error: "), N_("warning: "),
		"", "", "", "" };
	struct str line = { 0 }, lines = { 0 };
	struct table_wrap how = { .indent = 2 };

	secret_mask(text);
	out_progress_end();
	if (level <= OUT_WARN)
		str_addf(&line, "%s: %s", out.program,
		    intl_text(marks[level]));
	str_plain(&line, slice_str(text));
	/* What is for whoever looks into the program stays as it is. */
	how.width = level <= OUT_INFO ? width_of(2) : 0;
	table_wrap(&lines, str_slice(&line), &how);
	str_addc(&lines, '\n');
	fputs(str_text(&lines), stderr);
	str_free(&line);
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
