/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sync/explain.h"

void
explain_event(const struct run *r, const struct explained *x)
{
	const struct explainer *to = r->explainer;
	struct explained told = *x;

	if (!to || (to->uid && strcmp(to->uid, x->event->uid) != 0))
		return;
	told.directory = (struct directory *)(uintptr_t)&r->directory;
	told.now = r->now;
	to->event(to->cookie, &told);
}

void
explain_again(const struct run *r)
{
	if (r->explainer)
		r->explainer->again(r->explainer->cookie);
}
