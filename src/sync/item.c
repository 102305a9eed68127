/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "ics/own_lines.h"
#include "sync/item.h"

struct item *
item_add(struct run *r, const struct settings *s, const struct action *act)
{
	struct item *it = ARENA_NEW(&r->arena, struct item);

	it->act = *act;
	booking_keep(&it->act.booking, &r->arena);
	it->act.note = arena_str(&r->arena, act->note);
	it->plan.settings = s;
	it->plan.uid = it->act.booking.uid;
	it->plan.spot.component = it->act.booking.recurrence_id;
	it->plan.kind = SETTLED_DONE;
	*VEC_ADD(&r->items) = it;
	return it;
}

const char *
item_bad_link(struct run *r, const struct booking *b,
    const struct settings *s)
{
	if (!b->url)
		return _("the server sent no link; `icsreserve verify "
		    "--repair` asks for it");
	return own_link_allowed(b->url, &s->link_hosts) ? NULL
	    : arena_printf(&r->arena, _("the server's link '%s' is not https "
	    "on a host of link_hosts; it is not written"), b->url);
}

void
item_want_edit(struct item *it)
{
	it->outcome.edit = EDIT_WANTED;
	if (it->act.kind == ACTION_NONE)
		it->act.kind = ACTION_WRITE;
}

void
item_leave(struct item *it, const char *note)
{
	it->act.kind = ACTION_NONE;
	it->act.note = note;
	it->act.deferred = false;
	it->act.want = NULL;
	it->act.changed = 0;
	it->act.end_time = 0;
	it->plan.wish = WISH_LEAVE;
	it->outcome.edit = EDIT_NONE;
	it->outcome.open = true;
}

void
item_refuse(struct item *it)
{
	it->act.result = RESULT_REFUSED;
	it->outcome.edit = EDIT_NONE;
	it->outcome.open = true;
}

void
item_result(struct item *it, enum action_result result)
{
	it->act.result = result;
	it->outcome.open |= result != RESULT_OK;
}

void
item_again(struct item *it, enum action_kind kind)
{
	it->act.kind = kind;
	it->act.changed = 0;
	it->act.result = RESULT_PLANNED;
	it->outcome.open = false;
}

void
item_edited(struct item *it, bool done)
{
	it->outcome.edit = done ? EDIT_DONE : EDIT_FAILED;
	it->outcome.open |= !done;
	if (it->act.kind == ACTION_WRITE)
		it->act.result = done ? RESULT_OK : RESULT_FAILED;
}

void
item_open(struct item *it)
{
	it->outcome.open = true;
}

void
item_keep_row(struct item *it)
{
	it->outcome.led_open = true;
}

bool
item_is_done(const struct item *it)
{
	return !it->outcome.open && it->outcome.edit != EDIT_WANTED &&
	    it->outcome.edit != EDIT_FAILED &&
	    it->act.result != RESULT_FAILED &&
	    it->act.result != RESULT_REFUSED &&
	    it->act.result != RESULT_UNKNOWN;
}

void
item_finish(struct item *it)
{
	/* Told with its file. */
	if (it->act.kind == ACTION_WRITE &&
	    it->act.result == RESULT_PLANNED)
		it->act.result = RESULT_FAILED;
	if (it->act.kind == ACTION_NONE &&
	    it->act.result == RESULT_PLANNED)
		it->act.result = RESULT_OK;
}
