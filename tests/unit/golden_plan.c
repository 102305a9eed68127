/* SPDX-License-Identifier: MIT */
/*
 * tests/golden/plan: NAME.test has sections, each after a line of its own:
 *
 *   @NOW     the time, RFC 3339
 *   @CONF    a configuration; its [calendar "c"] is the one of the events
 *   @CAL     the calendar
 *   @PEOPLE  may be absent: what the directory answered, "ADDRESS ID" or
 *            "ADDRESS -" for nobody
 *   @STATE   a line for each booking, "UID STATE END_TIME [UNTIL]" (what the
 *            server has and what was last wanted), and the request that the
 *            server holds after it, lines "name=json" that begin with a tab
 *
 * The expectation is a line for each event: what is to be done and why,
 * then whom it leaves out; at the end the addresses to be looked up.
 */
#include "golden.h"

#include <unistd.h>

#include "base/clock.h"
#include "conf/conf.h"
#include "ics/cut.h"
#include "ics/parse.h"
#include "plan/compare.h"
#include "plan/rules.h"

struct test {
	struct conf conf;
	struct arena arena;
	struct directory directory;
	const struct settings *settings;
	int64_t now;
	struct slice state;
};

/* What stands between a line "@NAME" and the next one that begins with @. */
static struct slice
section(struct slice input, const char *name)
{
	char head[32];
	const char *at, *end;
	size_t n = (size_t)snprintf(head, sizeof(head), "@%s\n", name);

	at = memmem(input.p, input.n, head, n);
	if (!at)
		return slice_of(input.p, 0);
	at += n;
	end = memmem(at, (size_t)(input.p + input.n - at), "\n@", 2);
	return slice_of(at, end ? (size_t)(end + 1 - at)
	    : (size_t)(input.p + input.n - at));
}

/* The next line of the rest, without its end; false at the end. */
static bool
next_line(struct slice *rest, struct slice *line)
{
	const char *end;

	if (!rest->n)
		return false;
	end = memchr(rest->p, '\n', rest->n);
	*line = slice_of(rest->p, end ? (size_t)(end - rest->p) : rest->n);
	*rest = slice_from(*rest, line->n + (end != NULL));
	return true;
}

static void
read_conf(struct test *t, struct slice input)
{
	char path[] = "/tmp/icsr-golden-XXXXXX";
	struct conf_options opt = { .config = path };
	struct err e;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	golden_write(path, section(input, "CONF"));
	if (conf_read(&t->conf, &opt, &e) == -1)
		fail_msg("%s", e.msg);
	unlink(path);
	assert_true(t->conf.calendars.n > 0);
	t->settings = &t->conf.calendars.items[0].settings;
}

static void
read_people(struct test *t, struct slice rest)
{
	struct slice line, address, id;

	while (next_line(&rest, &line))
		if (slice_word(&line, " ", &address) &&
		    slice_word(&line, " ", &id))
			directory_add(&t->directory, address,
			    slice_eq(id, SLICE("-")) ? NULL
			    : arena_dup(&t->arena, id.p, id.n));
}

static int64_t
when(const char *text)
{
	int64_t t;
	struct err e;

	if (clock_parse(slice_str(text), &t, &e) == -1)
		fail_msg("%s", e.msg);
	return t;
}

static enum booking_state
state_named(const char *name)
{
	enum booking_state s;

	for (s = BOOKING_WANTED; s <= BOOKING_ENDED; s++)
		if (strcmp(booking_state_name(s), name) == 0)
			return s;
	fail_msg("no such state: %s", name);
	return s;
}

/* The booking of the event, as @STATE has it; false when it has none. */
static bool
find_booking(struct test *t, const struct event *ev, struct booking *b)
{
	struct slice rest = t->state, line;
	struct str request = { 0 };
	char uid[64], state[16], end[32], until[32];
	bool found = false;
	int64_t wanted;
	struct err e;
	int n;

	while (next_line(&rest, &line)) {
		if (line.n && line.p[0] == '\t') {
			if (found)
				str_addf(&request, "%.*s\n", (int)line.n - 1,
				    line.p + 1);
			continue;
		}
		if (found)
			break;
		n = sscanf(arena_dup(&t->arena, line.p, line.n),
		    "%63s %15s %31s %31s", uid, state, end, until);
		if (n < 3 || strcmp(uid, ev->uid) != 0)
			continue;
		found = true;
		*b = (struct booking){ .id = 1, .state = state_named(state),
			.end_time = when(end), .end = ev->end,
			.reserve_id = "1", .url = "https://vc.feishu.cn/j/1"
		};
		b->held.until = n == 4 ? when(until) : b->end_time;
	}
	wanted = b->held.until;
	if (found && request_read(&b->held, str_slice(&request), &t->arena,
	    &e) == -1)
		fail_msg("%s", e.msg);
	b->held.until = wanted;
	str_free(&request);
	return found;
}

static void
show(struct str *got, const struct event *ev, const struct verdict *v,
    const struct action *act)
{
	static const char *const verdicts[] = { [VERDICT_BOOK] = "book",
		[VERDICT_SKIP] = "skip", [VERDICT_CANCELLED] = "cancelled",
		[VERDICT_FAIL] = "fail" };
	const struct verdict_person *who;
	char time[CLOCK_TEXT];
	struct str body = { 0 };

	str_addf(got, "%s: %s%s%s -> %s", ev->uid, verdicts[v->kind],
	    v->word ? " " : "", v->word ? v->word : "",
	    action_kind_name(act->kind));
	if (act->deferred)
		str_adds(got, ", deferred");
	if (v->pending)
		str_adds(got, ", pending");
	if (act->note)
		str_addf(got, " (%s)", act->note);
	str_addc(got, '\n');
	if (v->kind == VERDICT_SKIP)
		str_addf(got, "    %s%s%s\n", v->property ? v->property : "",
		    v->property ? ": " : "", v->text);
	if (v->unknown)
		str_addf(got, "    unknown: %s\n", v->unknown);
	for (who = v->unresolved; who; who = who->next)
		str_addf(got, "    unresolved %s\n", who->address);
	if (v->hosts_cut)
		str_addf(got, "    %zu hosts cut\n", v->hosts_cut);
	if (v->kind == VERDICT_BOOK && act->kind == ACTION_CREATE)
		request_apply_body(&body, &v->request, act->end_time);
	else if (v->kind == VERDICT_BOOK && act->kind != ACTION_NONE)
		request_update_body(&body, &v->request, act->changed,
		    act->end_time);
	if (body.n)
		str_addf(got, "    %s\n", str_text(&body));
	if (act->end_time)
		str_addf(got, "    until %s\n", clock_rfc3339(act->end_time,
		    time));
	str_free(&body);
}

static void
one_event(struct test *t, struct str *got, struct slice bytes)
{
	struct parse_context ctx = { .timezone = t->settings->timezone,
		.default_duration = t->settings->default_duration };
	struct parse_fault fault = { 0 };
	struct action act = { 0 };
	struct booking b = { 0 };
	struct verdict v = { 0 };
	struct event ev = { 0 };
	struct rules_input in;
	bool booked;
	struct err e;

	in = (struct rules_input){ .settings = t->settings,
		.directory = &t->directory, .event = &ev, .now = t->now };
	if (parse_event(bytes, &ctx, &t->arena, &ev, &fault, &e) == -1) {
		str_addf(got, "%s: %s %s: %s\n", ev.uid ? ev.uid : "-",
		    fault.kind, fault.property ? fault.property : "", e.msg);
		if (ev.uid && rules_without_times(&in, &t->arena, &v))
			str_addf(got, "    left out: %s\n", v.word);
		return;
	}
	in.booked = booked = find_booking(t, &ev, &b);
	rules_map(&in, &t->arena, &v);
	compare_event(t->settings, &v, booked ? &b : NULL, t->now, &act);
	show(got, &ev, &v, &act);
}

static void
run(struct str *got, struct slice input, const char *name)
{
	struct slice cal = section(input, "CAL"), now = section(input, "NOW");
	struct test t = { .state = section(input, "STATE") };
	struct cut c;
	size_t i;

	(void)name;
	t.now = when(arena_dup(&t.arena, now.p, now.n - 1));
	read_conf(&t, input);
	read_people(&t, section(input, "PEOPLE"));
	cut_bytes(&c, cal, NULL);
	assert_int_equal(c.reason, CUT_FINE);
	for (i = 0; i < c.events.n; i++)
		one_event(&t, got, cut_slice(cal, &c.events.items[i]));
	for (i = 0; i < t.directory.wanted.n; i++)
		str_addf(got, "look up %s\n", t.directory.wanted.items[i]);
	cut_free(&c);
	conf_free(&t.conf);
	directory_free(&t.directory);
	arena_free(&t.arena);
}

int
main(void)
{
	static const struct golden kind = { "tests/golden/plan", ".test",
		run };

	return golden_main(&kind);
}
