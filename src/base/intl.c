/* SPDX-License-Identifier: MIT */
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"

#define DOMAIN "icsreserve"

/* Bind the catalogues of a folder beside the program's; false: none there. */
static bool
bind_beside(const char *program, const char *folder)
{
	char path[PATH_MAX + 32];

	snprintf(path, sizeof(path), "%s/%s", program, folder);
	return access(path, X_OK) == 0 && bindtextdomain(DOMAIN, path);
}

/* The folder of the program itself; false when the system doesn't say. */
static bool
program_folder(char *path, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	if (n <= 0)
		return false;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
	return slash != NULL;
}

void
intl_open(bool translate)
{
	char folder[PATH_MAX];

	setlocale(LC_CTYPE, "");
	if (!translate)
		return;
	setlocale(LC_MESSAGES, "");
	if (!program_folder(folder, sizeof(folder)) ||
	    (!bind_beside(folder, "locale") &&
	    !bind_beside(folder, "../share/locale")))
		bindtextdomain(DOMAIN, "/usr/local/share/locale");
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
}

const char *
intl_text(const char *text)
{
	/* The text "" is the head of the catalogue. */
	return *text ? gettext(text) : text;
}

const char *
intl_plural(const char *one, const char *many, unsigned long n)
{
	return ngettext(one, many, n);
}
