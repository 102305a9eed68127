/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "sandbox/box.h"

int
box_open(struct box *b, struct options *opt, struct err *e)
{
	*b = (struct box){ .opt = *opt, .log.fd = -1 };
	*opt = (struct options){ 0 };
	script_init(&b->script);
	if (clock_init(&b->clock, e) == -1 ||
	    people_read_file(&b->people, b->opt.directory, e) == -1 ||
	    store_load(&b->store, b->opt.state, e) == -1 ||
	    logbook_open(&b->log, b->opt.log, e) == -1)
		return -1;
	return b->opt.script ? script_read(&b->script, b->opt.script, e) : 0;
}

void
box_close(struct box *b)
{
	for (int i = 0; i < CALL_N; i++)
		free(b->passed[i].ring);
	VEC_FREE(&b->tokens);
	script_free(&b->script);
	people_free(&b->people);
	logbook_close(&b->log);
	store_free(&b->store);
	options_free(&b->opt);
}

int64_t
box_now(const struct box *b)
{
	return b->clock.wall(&b->clock) + b->shift;
}

int64_t
box_mono_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
