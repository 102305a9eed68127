/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "base/step.h"

static struct {
	enum { STEP_OFF, STEP_COUNT, STEP_KILL, STEP_FAIL } mode;
	int64_t at, n;
} steps;

int
step_init(struct err *e)
{
	struct slice text = slice_str(getenv("ICSRESERVE_STEP"));

	steps.n = 0;
	steps.mode = STEP_OFF;
	if (!text.n)
		return 0;
	if (slice_eq(text, SLICE("count")))
		steps.mode = STEP_COUNT;
	else if (slice_starts(text, SLICE("kill:")))
		steps.mode = STEP_KILL;
	else if (slice_starts(text, SLICE("fail:")))
		steps.mode = STEP_FAIL;
	else
		return err_set(e, ERR_USAGE, "ICSRESERVE_STEP: expected "
		    "count, kill:N or fail:N");
	if (steps.mode != STEP_COUNT &&
	    !num_parse(slice_from(text, 5), 1, INT64_MAX, &steps.at))
		return err_set(e, ERR_USAGE, "ICSRESERVE_STEP: N is not a "
		    "step number");
	return 0;
}

int
step(const char *name)
{
	if (steps.mode == STEP_OFF)
		return 0;
	steps.n++;
	if (steps.mode == STEP_COUNT)
		fprintf(stderr, "step %jd %s\n", (intmax_t)steps.n, name);
	if (steps.n != steps.at)
		return 0;
	if (steps.mode == STEP_KILL)
		_exit(STEP_EXIT);
	errno = EIO;
	return -1;
}
