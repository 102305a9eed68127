/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/out.h"
#include "base/secret.h"
#include "base/str.h"

#define BAR_WIDTH 24

static struct {
	const char *program;
	enum out_level level;
	bool progress;
	bool line_open;		/* a progress line stands on the terminal */
} out = { .program = "icsreserve", .level = OUT_INFO };
static bool failed;		/* to write to stdout */

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

static void
say(enum out_level level, char *text)
{
	static const char *const marks[] = { "error: ", "warning: ", "", "",
		"", "" };
	struct str line = { 0 };

	secret_mask(text);
	out_progress_end();
	if (level <= OUT_WARN)
		str_addf(&line, "%s: %s", out.program, marks[level]);
	str_plain(&line, slice_str(text));
	str_addc(&line, '\n');
	fputs(str_text(&line), stderr);
	str_free(&line);
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
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	str_adds(&text, buf);
	say(level, text.p);
	str_free(&text);
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
	ok = fputs(copy, stdout) != EOF && fflush(stdout) == 0;
	failed |= !ok;
	free(copy);
	return ok;
}

bool
out_bytes(const char *bytes, size_t n)
{
	out_progress_end();
	return fwrite(bytes, 1, n, stdout) == n && fflush(stdout) == 0;
}

bool
out_failed(void)
{
	return failed;
}

size_t
out_width(void)
{
	struct winsize w;

	if (!isatty(1))
		return 0;
	return ioctl(1, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;
}

bool
out_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(1) && (!no || !*no) && term && strcmp(term, "dumb") != 0;
}

void
out_progress(size_t done, size_t total, double rate, long left)
{
	char bar[BAR_WIDTH + 1];
	size_t full = total ? done * BAR_WIDTH / total : 0;

	if (!out.progress)
		return;
	memset(bar, '.', BAR_WIDTH);
	memset(bar, '#', full > BAR_WIDTH ? BAR_WIDTH : full);
	bar[BAR_WIDTH] = '\0';
	fprintf(stderr, "\r\033[K[%s] %zu/%zu  %.0f/s", bar, done, total,
	    rate);
	if (left >= 0)
		fprintf(stderr, "  %ld:%02ld left", left / 60, left % 60);
	fflush(stderr);
	out.line_open = true;
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
