/* SPDX-License-Identifier: MIT */
#ifndef ICSR_LINT_MDOC_H
#define ICSR_LINT_MDOC_H

#include <stdio.h>

/* Print a text for mdoc; a leading '.' or "'" would be a request to it. */
static inline void
print_text(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (; *text; text++)
		fputs(*text == '\\' ? "\\e" : (char[]){ *text, '\0' },
		    stdout);
}

#endif
