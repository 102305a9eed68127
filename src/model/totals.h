/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_TOTALS_H
#define ICSR_MODEL_TOTALS_H

#include <stdint.h>

/* What a run did, or with a dry run would do. */
struct totals {
	int64_t created, updated, renewed, deleted, unchanged, deferred,
	    skipped, failed;
	int64_t refused;	/* deletions, by the guard */
	int64_t not_tried;	/* calls not sent when a signal came */
	int64_t unknown, files_written;
	/* Events whose link is another than before; not among the totals of
	 * --json, where problems say so. */
	int64_t links_changed;
};

#endif
