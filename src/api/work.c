/* SPDX-License-Identifier: MIT */
#include "api/work.h"

int64_t
work_mono(const struct api *api)
{
	return api->clock->mono(api->clock);
}

void
work_push(struct work_list *l, struct api_work *w)
{
	w->next = NULL;
	if (l->tail)
		l->tail->next = w;
	else
		l->head = w;
	l->tail = w;
}

void
work_push_front(struct work_list *l, struct api_work *w)
{
	w->next = l->head;
	l->head = w;
	if (!l->tail)
		l->tail = w;
}

void
work_remove(struct work_list *l, struct api_work *w)
{
	struct api_work **at = &l->head, *before = NULL;

	while (*at != w) {
		before = *at;
		at = &before->next;
	}
	*at = w->next;
	if (l->tail == w)
		l->tail = before;
}

struct api_work *
work_pop(struct work_list *l)
{
	struct api_work *w = l->head;

	if (w)
		work_remove(l, w);
	return w;
}

struct api_count *
work_count(struct api *api, int op)
{
	return api->conf->counts ? &api->conf->counts[op] : &api->nobodys;
}
