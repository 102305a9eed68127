/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "plan/compare.h"

static int64_t
within_reach(int64_t until, int64_t now)
{
	return until < now + COMPARE_REACH ? until : now + COMPARE_REACH;
}

/* An update whose answer was lost may have put the end off. */
static bool
may_go_on(const struct booking *b, int64_t now)
{
	return b->held.until == BOOKING_IN_DOUBT &&
	    b->updated + COMPARE_REACH > now;
}

bool
compare_alive(const struct booking *b, int64_t now)
{
	return b && b->state == BOOKING_LIVE && (b->end_time > now ||
	    may_go_on(b, now));
}

int64_t
compare_reachable(int64_t until)
{
	return until - COMPARE_REACH;
}

int64_t
compare_due(const struct settings *s, const struct booking *b)
{
	if (b->state != BOOKING_LIVE || b->released || b->going ||
	    b->held.until <= b->end_time)
		return 0;
	return b->end_time - (s->renew_before - s->renew_more);
}

static void
nothing(struct action *act, const char *note)
{
	act->kind = ACTION_NONE;
	act->note = note;
}

static void
compare_new(const struct settings *s, const struct verdict *v,
    const struct booking *b, int64_t now, struct action *act)
{
	bool far = v->request.until > now + COMPARE_REACH;

	if (v->needed > now + COMPARE_REACH &&
	    s->far_events == FAR_WAIT) {
		act->deferred = true;
		nothing(act, _("beyond the API's 30 days; booked when it "
		    "comes into reach"));
	} else if (b && b->state == BOOKING_UNKNOWN &&
	    s->on_unknown == UNKNOWN_HOLD) {
		act->result = RESULT_UNKNOWN;
		nothing(act, _("an earlier create may have happened; held "
		    "(on_unknown = hold)"));
	} else {
		act->kind = ACTION_CREATE;
		act->end_time = within_reach(v->request.until, now);
		if (b && b->state == BOOKING_UNKNOWN)
			act->note = _("again: the answer to an earlier create "
			    "was lost");
		else if (b && b->reserve_id)
			act->note = _("again: the reservation is gone; the "
			    "link changes");
		else if (far && v->request.until > v->needed)
			act->note = _("a series: one link, renewed while it "
			    "goes on");
		else if (far)
			act->note = _("held: beyond the API's 30 days, to be "
			    "renewed");
	}
}

/*
 * Whether the expiry has to be sent.  Only the clamp to 30 days makes
 * end_time differ from what is wanted: then it waits until it is due.
 */
static bool
end_time_due(const struct settings *s, const struct verdict *v,
    const struct booking *b, int64_t now)
{
	/* It may be gone, or end at another time: an update tells. */
	if (b->held.until == BOOKING_IN_DOUBT)
		return true;
	/* What an answer did not bring is asked for again, and a link that it
	 * never brings not in each run. */
	if ((s->write_password && !b->password) ||
	    (!b->url && now - b->updated >= COMPARE_ASK_AGAIN))
		return true;
	if (within_reach(v->request.until, now) == b->end_time)
		return false;
	if (v->request.until < b->end_time)
		return true;
	/* One that goes beyond the reach now has to be renewed from now on:
	 * else it might end before the next run. */
	if (v->request.until != b->held.until &&
	    (v->request.until <= now + COMPARE_REACH ||
	    b->held.until <= b->end_time))
		return true;
	return b->end_time - now < s->renew_before;
}

/* An update can't change the owner: it has no owner_id. */
static bool
owner_differs(const struct booking *b, const struct verdict *v)
{
	const char *have = b->held.field[REQUEST_OWNER];
	const char *want = v->request.field[REQUEST_OWNER];

	return have && want && strcmp(have, want) != 0;
}

static void
compare_live(const struct settings *s, const struct verdict *v,
    const struct booking *b, int64_t now, struct action *act)
{
	if (owner_differs(b, v) && s->owner_change == OWNER_RECREATE) {
		act->kind = ACTION_DELETE;
		act->end_time = within_reach(v->request.until, now);
		act->note = _("its owner has changed; made again, the "
		    "link changes");
		return;
	}
	/* Whether a pending field differs is known when it has been looked
	 * up; a dry run does not claim it. */
	act->changed = request_diff(&b->held, &v->request) & ~v->pending;
	if (end_time_due(s, v, b, now))
		act->end_time = within_reach(v->request.until, now);
	if (!act->changed && !act->end_time) {
		nothing(act, NULL);
	} else if (!act->changed && v->request.until == b->held.until) {
		act->kind = ACTION_RENEW;
	} else {
		act->kind = ACTION_UPDATE;
	}
	if (owner_differs(b, v))
		act->note = _("its owner is another, which an update can't "
		    "change; kept (owner_change = keep)");
}

static void
compare_cancelled(const struct booking *b, int64_t now, struct action *act)
{
	if (compare_alive(b, now))
		act->kind = ACTION_DELETE;
	/* That a call may have made one was reported, and changes nothing. */
	if (b && b->state != BOOKING_UNKNOWN)
		act->note = "STATUS:CANCELLED";
}

void
compare_event(const struct settings *s, const struct verdict *v,
    const struct booking *b, int64_t now, struct action *act)
{
	bool alive = compare_alive(b, now);

	act->kind = ACTION_NONE;
	switch (v->kind) {
	case VERDICT_BOOK:
		if (alive)
			compare_live(s, v, b, now, act);
		else
			compare_new(s, v, b, now, act);
		break;
	case VERDICT_CANCELLED:
		compare_cancelled(b, now, act);
		break;
	case VERDICT_SKIP:
		compare_released(b, now, _("no longer chosen; kept until it "
		    "expires"), act);
		break;
	case VERDICT_FAIL:
		act->result = RESULT_FAILED;
		act->note = v->text;
		break;
	}
}

void
compare_gone(const struct settings *s, const struct booking *b, int64_t now,
    struct action *act)
{
	/* Of a series, others follow the one that is over. */
	bool over = b->end <= now && booking_until(b) <= b->end + s->grace;

	act->kind = ACTION_NONE;
	if (!compare_alive(b, now) || over) {
		act->note = _("ended; forgotten");
		return;
	}
	act->kind = ACTION_DELETE;
	act->note = _("gone from the calendar");
}

void
compare_released(const struct booking *b, int64_t now, const char *note,
    struct action *act)
{
	act->kind = ACTION_NONE;
	if (!compare_alive(b, now))
		return;
	act->note = note;
	/* What would be over by now can't be asked for. */
	if (b->held.until != BOOKING_IN_DOUBT || b->end_time <= now)
		return;
	act->kind = ACTION_RENEW;
	act->end_time = b->end_time;
}

void
compare_unread(const struct settings *s, const struct booking *b,
    int64_t now, struct action *act)
{
	int64_t until = b->held.until;

	/* When a series would be over is not known without its event. */
	if (until == BOOKING_IN_DOUBT)
		until = b->pattern ? INT64_MAX : b->end + s->grace;
	act->kind = ACTION_NONE;
	if (!compare_alive(b, now) || until <= b->end_time || until <= now ||
	    b->end_time - now >= s->renew_before)
		return;
	act->kind = ACTION_RENEW;
	act->end_time = within_reach(until, now);
	act->note = _("its event can't be read; kept alive");
}
