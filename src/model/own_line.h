/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_OWN_LINE_H
#define ICSR_MODEL_OWN_LINE_H

#include "base/slice.h"

/*
 * A line of ours in a file, known by value: `text` is the unfolded line as
 * we wrote it, `was` the raw bytes that stood in its place (p NULL: none).
 * component is the RECURRENCE-ID of the VEVENT that it is in, "" for none.
 */
struct own_line {
	const char *component;
	const char *name;		/* "URL" */
	const char *text;
	struct slice was;
};

#endif
