/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_IMPORT_FILES_H
#define ICSR_CMD_IMPORT_FILES_H

#include "cmd/session.h"
#include "cmd/targets.h"
#include "sync/agenda.h"

/*
 * An import is a sync of files that are calendars only for this once: each
 * file is a calendar named by its real path (or by --keep), its copy with
 * the links is that calendar's output, and nothing follows from what is
 * absent.  So an import that was stopped goes on where it was, and a second
 * one updates.
 */
struct import_options {
	struct change_options change;
	bool in_place;
	const char *output, *csv, *rejects, *encoding, *dates, *keep;
};

struct import {
	struct session *s;
	const struct import_options *o;
	struct chosen_calendars cals;
	bool spools;		/* links go to stdout at the end */
	struct agenda agenda;	/* of what was read; for --csv */
};

/*
 * Before the run: check that the options fit each other and the arguments,
 * make a calendar of each file, and choose where its links go.  A file that
 * is left out is a problem of the run.  ERR_USAGE when a file that is read
 * would be written over, or two outputs would be one.
 */
int import_files(struct import *im, struct err *e);

#endif
