/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/intl.h"

static int __attribute__((format(printf, 4, 0)))
set(struct err *e, enum err_code code, const char *tail, const char *fmt,
    va_list ap)
{
	size_t n;

	e->code = code;
	vsnprintf(e->msg, sizeof(e->msg), intl_text(fmt), ap);
	n = strlen(e->msg);
	if (tail)
		snprintf(e->msg + n, sizeof(e->msg) - n, ": %s", tail);
	return -1;
}

int
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, code, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_errno(struct err *e, enum err_code code, const char *fmt, ...)
{
	const char *why = strerror(errno);
	va_list ap;

	va_start(ap, fmt);
	set(e, code, why, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_wrap(struct err *e, const char *fmt, ...)
{
	char old[sizeof(e->msg)];
	va_list ap;

	memcpy(old, e->msg, sizeof(old));
	va_start(ap, fmt);
	set(e, e->code, old, fmt, ap);
	va_end(ap);
	return -1;
}
