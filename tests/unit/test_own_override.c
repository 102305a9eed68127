/* SPDX-License-Identifier: MIT */
#include "ics/own.h"
#include "ics/override.h"
#include "store/issued.h"
#include "store_fixture.h"
#include "sync/own_override.h"
#include "sync/run.h"
#include "sync/run_life.h"

/* Overrides that we made, known again after somebody worked on them. */

#define LINK "https://vc.feishu.cn/j/1"
#define ALARM "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
#define START "DTSTART:20260101T100000Z\r\n"
#define END_ "DTEND:20260101T110000Z\r\n"
#define SAID "SUMMARY:a\r\nX-KIND:7\r\n"
#define AT "RECURRENCE-ID:20260102T100000Z\r\n"
#define TIMES AT "DTSTART:20260102T100000Z\r\nDTEND:20260102T110000Z\r\n"
#define OURS "URL:" LINK "\r\nX-ICSRESERVE-ID:r1\r\n"

struct set {
	struct run run;
	struct reader reader;
	struct calendar calendar;
	struct scan_file file;
	struct uid_set set;
	struct component both[2];
	struct str bytes;
};

static void
read_set(struct fixture *f, struct set *t, const char *master,
    const char *override)
{
	size_t i;

	*t = (struct set){ .calendar = { .name = "c" } };
	t->calendar.settings.properties = WRITE_URL;
	run_init(&t->run);
	t->run.store = f->s;
	t->run.clock = &f->clock;
	t->run.now = 50;
	t->reader.run = &t->run;
	t->file.calendar = &t->calendar;
	t->file.row.path = "/f";
	str_addf(&t->bytes, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\n"
	    "RRULE:FREQ=DAILY\r\n%sEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:u\r\n"
	    "%sEND:VEVENT\r\nEND:VCALENDAR\r\n", master, override);
	cut_bytes(&t->file.cut, str_slice(&t->bytes), NULL);
	assert_int_equal(t->file.cut.events.n, 2);
	for (i = 0; i < 2; i++) {
		OK(component_read(&t->both[i], &t->reader, &t->file,
		    (uint32_t)i, str_slice(&t->bytes), false, &f->e));
		assert_false(t->both[i].refused);
	}
	t->set = (struct uid_set){ .reader = &t->reader, .run = &t->run,
		.settings = &t->calendar.settings, .uid = "u",
		.master = &t->both[0] };
	t->set.components.items = t->both;
	t->set.components.n = 2;
	OK(made_of(f->s, "u", &f->a, &t->set.made, &f->e));
}

static void
free_set(struct set *t)
{
	component_free(&t->both[0]);
	component_free(&t->both[1]);
	cut_free(&t->file.cut);
	VEC_FREE(&t->set.made);
	str_free(&t->bytes);
	reader_free(&t->reader);
	run_free(&t->run);
}

/* Our override of the first series, in the state. */
static void
record(struct fixture *f)
{
	const struct issued_row rows[] = {
		{ LINK, "r1", "u", 100 }, { "", "r1", "u", 100 },
	};
	struct made_row made = { "r1", "u", 0, 3600, NULL };
	struct slice bare;
	struct set t;

	OK(issued_put(f->s, &rows[0], &f->e));
	OK(issued_put(f->s, &rows[1], &f->e));
	read_set(f, &t, START END_ SAID ALARM, TIMES SAID OURS ALARM);
	OK(component_bare_bytes(&t.both[1], &bare, &f->e));
	made.digest = override_digest(bare, NULL);
	free_set(&t);
	OK(made_put(f->s, &made, &f->e));
}

static void
test_known_again(void **state)
{
	static const struct {
		const char *what, *override;
		bool whole;
	} cases[] = {
		{ "as it was", TIMES SAID OURS ALARM, true },
		{ "in another order", ALARM OURS SAID TIMES, true },
		{ "without its URL", TIMES SAID "X-ICSRESERVE-ID:r1\r\n" ALARM,
		    true },
		{ "without its id", TIMES SAID "URL:" LINK "\r\n" ALARM,
		    true },
		{ "with X- of a program", TIMES SAID OURS "X-NEW:1\r\n" ALARM,
		    true },
		{ "without X- of the series", TIMES "SUMMARY:a\r\n" OURS
		    ALARM, true },
		{ "stamped", TIMES SAID OURS "DTSTAMP:20260101T000000Z\r\n"
		    "SEQUENCE:3\r\n" ALARM, true },
		{ "with a duration", AT "DTSTART:20260102T100000Z\r\n"
		    "DURATION:PT60M\r\n" SAID OURS ALARM, true },
		{ "acknowledged", TIMES SAID OURS "BEGIN:VALARM\r\nTRIGGER:"
		    "-PT15M\r\nACKNOWLEDGED:20260102T100000Z\r\n"
		    "END:VALARM\r\n", true },
		{ "with another word", TIMES "SUMMARY:b\r\nX-KIND:7\r\n" OURS
		    ALARM, false },
		{ "with one more", TIMES SAID "COMMENT:b\r\n" OURS ALARM,
		    false },
		{ "without the alarm", TIMES SAID OURS, false },
		{ "with another X- of the series", TIMES "SUMMARY:a\r\n"
		    "X-KIND:8\r\n" OURS ALARM, false },
		{ "ruled by ours", TIMES SAID OURS "X-ICSRESERVE:no\r\n"
		    ALARM, false },
		{ "with a URL of its own", TIMES SAID "X-ICSRESERVE-ID:r1\r\n"
		    "URL:https://user/\r\n" ALARM, false },
		{ "moved", AT "DTSTART:20260102T103000Z\r\n"
		    "DTEND:20260102T113000Z\r\n" SAID OURS ALARM, false },
		{ "longer", AT "DTSTART:20260102T100000Z\r\n"
		    "DTEND:20260102T113000Z\r\n" SAID OURS ALARM, false },
		{ "of nobody", TIMES SAID ALARM, false },
	};
	struct fixture *f = *state;
	struct set t;
	size_t i;

	record(f);
	for (i = 0; i < LEN(cases); i++) {
		read_set(f, &t, START END_ SAID ALARM, cases[i].override);
		OK(own_override_find(&t.set, &f->e));
		assert_false(t.both[0].whole);
		if (t.both[1].whole != cases[i].whole)
			fail_msg("%s", cases[i].what);
		free_set(&t);
	}
}

/* It says what its series says today, and is as long. */
static void
test_series_changed(void **state)
{
	static const char longer[] = "DTEND:20260101T120000Z\r\n";
	struct fixture *f = *state;
	struct str master = { 0 };
	struct set t;

	record(f);
	str_addf(&master, START "%sSUMMARY:new\r\n" OURS, longer);
	read_set(f, &t, str_text(&master), AT "DTSTART:20260102T100000Z\r\n"
	    "DTEND:20260102T120000Z\r\nSUMMARY:new\r\n" OURS);
	OK(own_override_find(&t.set, &f->e));
	assert_true(t.both[1].whole);
	free_set(&t);
	read_set(f, &t, str_text(&master), TIMES SAID OURS ALARM);
	OK(own_override_find(&t.set, &f->e));
	assert_true(t.both[1].whole);
	free_set(&t);
	read_set(f, &t, str_text(&master), AT "DTSTART:20260102T100000Z\r\n"
	    "DTEND:20260102T123000Z\r\nSUMMARY:new\r\n" OURS);
	OK(own_override_find(&t.set, &f->e));
	assert_false(t.both[1].whole);
	free_set(&t);
	str_free(&master);
}

/* A booking of the occurrence says it, when no line of ours is left. */
static void
test_by_its_booking(void **state)
{
	struct fixture *f = *state;
	struct booking b = some_booking("c", "u");
	struct set t;

	record(f);
	b.reserve_id = "r1";
	b.recurrence_id = "20260102T100000Z";
	read_set(f, &t, START END_ SAID ALARM, TIMES SAID ALARM);
	*VEC_ADD(&t.set.rows) = b;
	OK(own_override_find(&t.set, &f->e));
	assert_true(t.both[1].whole);
	t.both[1].whole = false;
	t.set.rows.items[0].recurrence_id = "20260103T100000Z";
	OK(own_override_find(&t.set, &f->e));
	assert_false(t.both[1].whole);
	VEC_FREE(&t.set.rows);
	free_set(&t);
}

/* Version 4 knew it by its bytes. */
static void
test_by_its_bytes(void **state)
{
	struct fixture *f = *state;
	struct made_row made = { "r1", "u", 0, 1, NULL };
	char digest[OWN_DIGEST];
	struct set t;

	record(f);
	read_set(f, &t, START END_ SAID ALARM, TIMES "SUMMARY:x\r\n" OURS);
	made.bytes = own_digest(cut_slice(str_slice(&t.bytes),
	    t.both[1].cut), digest);
	OK(made_put(f->s, &made, &f->e));
	t.set.made.n = 0;
	OK(made_of(f->s, "u", &f->a, &t.set.made, &f->e));
	OK(own_override_find(&t.set, &f->e));
	assert_true(t.both[1].whole);
	free_set(&t);
	read_set(f, &t, START END_ SAID ALARM, TIMES "SUMMARY:y\r\n" OURS);
	OK(own_override_find(&t.set, &f->e));
	assert_false(t.both[1].whole);
	free_set(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_known_again), CASE(test_series_changed),
		CASE(test_by_its_booking), CASE(test_by_its_bytes),
	};

	return cmocka_run_group_tests_name("own_override", tests, NULL, NULL);
}
