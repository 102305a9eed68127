/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/bookings.h"
#include "store/files.h"
#include "store/operations.h"
#include "store/own_lines.h"
#include "store/store.h"

/* Rows: what is put is what is got.  All in a state in memory. */

struct fixture {
	struct clock clock;
	struct store *s;
	struct arena a;
	struct err e;
};

#define OK(call) do { \
		if ((call) == -1) \
			fail_msg("%s: %s", #call, f->e.msg); \
	} while (0)

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	return clock_init(&f->clock, &f->e) == -1 ||
	    store_open(&f->s, "/nonexistent/state.db", STORE_COPY, &f->clock,
	    &f->e) == -1 ? -1 : 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	store_close(f->s);
	arena_free(&f->a);
	free(f);
	return 0;
}

static struct booking
some_booking(const char *calendar, const char *uid)
{
	return (struct booking){
		.calendar = calendar,
		.uid = uid,
		.recurrence_id = "",
		.key = UINT64_MAX - 1,
		.state = BOOKING_LIVE,
		.reserve_id = "7494000000000000001",
		.meeting_no = "123456789",
		.url = "https://vc.feishu.cn/j/123456789",
		.app_link = "https://applink.feishu.cn/x",
		.live_link = "https://meetings.feishu.cn/s/x",
		.topic = "T\xc3\xb6pic",
		.start = 100, .end = 200, .end_time = 300,
		.held = {
			.field = {
				[REQUEST_OWNER] = "\"ou_a\"",
				[REQUEST_TOPIC] = "\"T\"",
				[REQUEST_HOSTS] = "[]",
			},
			.until = 250,
		},
		.sequence = 3, .dtstamp = -5, .due = 0,
		.error = { 400, 121003, "no; \"quotes\"", "log-1" },
		.created = 7, .updated = 8,
	};
}

static void
assert_text(const char *a, const char *b)
{
	assert_int_equal(a == NULL, b == NULL);
	if (a)
		assert_string_equal(a, b);
}

static void
assert_same(const struct booking *a, const struct booking *b)
{
	enum request_field i;

	assert_int_equal(a->id, b->id);
	assert_text(a->calendar, b->calendar);
	assert_text(a->uid, b->uid);
	assert_text(a->recurrence_id, b->recurrence_id);
	assert_int_equal(a->file, b->file);
	assert_true(a->key == b->key);
	assert_int_equal(a->state, b->state);
	assert_text(a->reserve_id, b->reserve_id);
	assert_text(a->meeting_no, b->meeting_no);
	assert_text(a->url, b->url);
	assert_text(a->app_link, b->app_link);
	assert_text(a->live_link, b->live_link);
	assert_text(a->topic, b->topic);
	assert_int_equal(a->start, b->start);
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->end_time, b->end_time);
	for (i = 0; i < REQUEST_FIELDS; i++)
		assert_text(a->held.field[i], b->held.field[i]);
	assert_int_equal(a->held.until, b->held.until);
	assert_int_equal(a->sequence, b->sequence);
	assert_int_equal(a->dtstamp, b->dtstamp);
	assert_int_equal(a->due, b->due);
	assert_int_equal(a->error.http, b->error.http);
	assert_int_equal(a->error.code, b->error.code);
	assert_text(a->error.message, b->error.message);
	assert_text(a->error.log_id, b->error.log_id);
	assert_int_equal(a->created, b->created);
	assert_int_equal(a->updated, b->updated);
}

static struct booking *
find(struct fixture *f, const char *calendar, const char *uid)
{
	struct booking_key key = { calendar, uid, "" };
	struct booking *b;

	OK(bookings_find(f->s, &key, &f->a, &b, &f->e));
	return b;
}

static void
test_booking(void **state)
{
	struct fixture *f = *state;
	struct booking full = some_booking("c", "u"), *got;
	struct booking bare = { .calendar = "c", .uid = "bare",
	    .recurrence_id = "", .state = BOOKING_WANTED };

	assert_null(find(f, "c", "u"));
	OK(bookings_put(f->s, &full, &f->e));
	OK(bookings_put(f->s, &bare, &f->e));
	assert_true(full.id != 0 && bare.id != 0 && full.id != bare.id);
	assert_same(find(f, "c", "u"), &full);
	assert_same(find(f, "c", "bare"), &bare);

	/* A second one of the same key is refused. */
	bare.id = 0;
	assert_int_equal(bookings_put(f->s, &bare, &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);

	got = find(f, "c", "u");
	got->uid = "moved";
	got->state = BOOKING_ENDED;
	got->reserve_id = NULL;
	got->held.field[REQUEST_HOSTS] = NULL;
	OK(bookings_put(f->s, got, &f->e));
	assert_same(find(f, "c", "moved"), got);
	assert_null(find(f, "c", "u"));

	/* None is live without its id. */
	got->state = BOOKING_LIVE;
	assert_int_equal(bookings_put(f->s, got, &f->e), -1);

	OK(bookings_delete(f->s, got->id, &f->e));
	assert_null(find(f, "c", "moved"));
	assert_int_equal(bookings_delete(f->s, got->id, &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
}

static void
put_many(struct fixture *f)
{
	static const struct {
		const char *calendar, *uid, *reserve_id;
		int64_t start, due;
	} rows[] = {
		{ "a", "u3", "r3", 30, 0 },
		{ "a", "u2", "r2", 10, 50 },
		{ "a", "u1", "r1", 10, 60 },
		{ "b", "u1", "r4", 5, 50 },
	};
	struct booking b;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		b = some_booking(rows[i].calendar, rows[i].uid);
		b.reserve_id = rows[i].reserve_id;
		b.start = rows[i].start;
		b.due = rows[i].due;
		OK(bookings_put(f->s, &b, &f->e));
	}
}

static void
test_select(void **state)
{
	static const struct {
		enum booking_query q;
		const char *text;
		int64_t when;
		const char *want;	/* reserve_ids */
	} cases[] = {
		{ BOOKINGS_ALL, NULL, 0, "r4 r1 r2 r3 " },
		{ BOOKINGS_ALL, "a", 0, "r1 r2 r3 " },
		{ BOOKINGS_ALL, "x", 0, "" },
		{ BOOKINGS_DUE, "a", 49, "" },
		{ BOOKINGS_DUE, "a", 50, "r2 " },
		{ BOOKINGS_DUE, "a", 1000, "r1 r2 " },
		{ BOOKINGS_UID, "u1", 0, "r4 r1 " },
		{ BOOKINGS_ID, NULL, 1, "r3 " },
		{ BOOKINGS_ID, NULL, 99, "" },
		{ BOOKINGS_RESERVE_ID, "r2", 0, "r2 " },
		{ BOOKINGS_RESERVE_ID, "", 0, "" },
	};
	struct fixture *f = *state;
	struct vec out = VEC_OF(struct booking);
	struct str ids = { 0 };
	size_t i, j;

	put_many(f);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		out.n = 0;
		str_clear(&ids);
		OK(bookings_select(f->s, cases[i].q, cases[i].text,
		    cases[i].when, &f->a, &out, &f->e));
		for (j = 0; j < out.n; j++)
			str_addf(&ids, "%s ", VEC_AT(&out, struct booking,
			    j).reserve_id);
		assert_string_equal(str_text(&ids), cases[i].want);
	}
	vec_free(&out);
	str_free(&ids);
}

static int64_t
live_of(struct fixture *f, const char *calendar, int64_t now)
{
	struct vec out = VEC_OF(struct live_count);
	int64_t n = 0;
	size_t i;

	OK(bookings_live(f->s, now, &f->a, &out, &f->e));
	for (i = 0; i < out.n; i++)
		if (strcmp(VEC_AT(&out, struct live_count, i).calendar,
		    calendar) == 0)
			n = VEC_AT(&out, struct live_count, i).n;
	vec_free(&out);
	return n;
}

static void
test_elsewhere_and_count(void **state)
{
	struct fixture *f = *state;
	struct booking_key key = { "a", "u1", "" };
	struct vec out = VEC_OF(struct booking);
	struct booking *b;

	put_many(f);
	OK(bookings_elsewhere(f->s, &key, &f->a, &out, &f->e));
	assert_int_equal(out.n, 1);
	assert_string_equal(VEC_AT(&out, struct booking, 0).calendar, "b");
	vec_free(&out);

	b = find(f, "a", "u1");
	assert_int_equal(live_of(f, "a", b->end_time - 1), 3);
	assert_int_equal(live_of(f, "a", INT64_MAX), 0);
	b->state = BOOKING_UNKNOWN;
	OK(bookings_put(f->s, b, &f->e));
	assert_int_equal(live_of(f, "a", b->end_time - 1), 2);
	assert_int_equal(live_of(f, "none", 0), 0);
}

static struct file_row
some_file(const char *calendar, const char *path)
{
	return (struct file_row){
		.calendar = calendar,
		.path = path,
		.trusted = true,
		.stamp = { 1, 2, 3, INT64_MAX, INT64_MIN },
		.config = UINT64_MAX,
		.calendars = 4, .skipped = 5, .deferred = 6, .due = 7,
	};
}

static void
test_marks(void **state)
{
	/* In the order of unsigned numbers. */
	static const uint64_t keys[] = { UINT64_MAX, 1, (uint64_t)1 << 63 };
	static const uint64_t sorted[] = { 1, (uint64_t)1 << 63, UINT64_MAX };
	static const char *const uids[] = { "a", "b", "c" };
	struct fixture *f = *state;
	struct file_row file = some_file("c", "/f"), other = file;
	struct vec out = VEC_OF(struct booking_mark);
	struct booking b;
	size_t i;

	other.path = "/g";
	OK(files_put(f->s, &file, NULL, &f->e));
	OK(files_put(f->s, &other, NULL, &f->e));
	for (i = 0; i < 3; i++) {
		b = some_booking("c", uids[i]);
		OK(bookings_put(f->s, &b, &f->e));
		OK(bookings_set_file(f->s, b.id, file.id, keys[i], &f->e));
	}
	OK(bookings_marks(f->s, file.id, &out, &f->e));
	assert_int_equal(out.n, 3);
	for (i = 0; i < 3; i++)
		assert_true(VEC_AT(&out, struct booking_mark, i).key ==
		    sorted[i]);
	assert_int_equal(VEC_AT(&out, struct booking_mark, 2).id, 1);
	out.n = 0;
	OK(bookings_set_file(f->s, 1, other.id, 9, &f->e));
	OK(bookings_set_file(f->s, 2, 0, 9, &f->e));
	OK(bookings_marks(f->s, file.id, &out, &f->e));
	assert_int_equal(out.n, 1);
	assert_int_equal(find(f, "c", "b")->file, 0);

	/* A file that goes leaves its bookings. */
	OK(files_delete(f->s, other.id, &f->e));
	assert_int_equal(find(f, "c", "a")->file, 0);
	/* A file that is not there is refused. */
	assert_int_equal(bookings_set_file(f->s, 1, 999, 1, &f->e), -1);
	vec_free(&out);
}

static struct file_row
get_file(struct fixture *f, const char *calendar, size_t n, size_t i)
{
	struct vec out = VEC_OF(struct file_row);
	struct file_row row;

	OK(files_of(f->s, calendar, &f->a, &out, &f->e));
	assert_int_equal(out.n, n);
	row = VEC_AT(&out, struct file_row, i);
	vec_free(&out);
	return row;
}

static void
test_files(void **state)
{
	struct fixture *f = *state;
	struct file_row b = some_file("c", "b"), a = some_file("c", "B"), got;
	struct vec temps = VEC_OF(struct file_row);

	OK(files_put(f->s, &b, NULL, &f->e));
	OK(files_put(f->s, &a, NULL, &f->e));
	got = get_file(f, "c", 2, 1);
	assert_string_equal(got.path, "b");
	assert_int_equal(got.id, b.id);
	assert_true(got.trusted);
	assert_true(file_stamp_eq(&got.stamp, &b.stamp));
	assert_true(got.config == b.config);
	assert_int_equal(got.calendars, 4);
	assert_int_equal(got.skipped, 5);
	assert_int_equal(got.deferred, 6);
	assert_int_equal(got.due, 7);
	assert_null(got.temp);

	got.trusted = false;
	got.due = 0;
	OK(files_put(f->s, &got, NULL, &f->e));
	assert_false(get_file(f, "c", 2, 1).trusted);
	OK(files_set_temp(f->s, b.id, "/tmp/x", &f->e));
	OK(files_with_temp(f->s, &f->a, &temps, &f->e));
	assert_int_equal(temps.n, 1);
	assert_string_equal(VEC_AT(&temps, struct file_row, 0).temp, "/tmp/x");
	OK(files_set_temp(f->s, b.id, NULL, &f->e));
	temps.n = 0;
	OK(files_with_temp(f->s, &f->a, &temps, &f->e));
	assert_int_equal(temps.n, 0);
	vec_free(&temps);
	OK(files_delete(f->s, b.id, &f->e));
	assert_string_equal(get_file(f, "c", 1, 0).path, "B");
}

static void
test_settled(void **state)
{
	static const uint64_t digests[] = { 0, 1, 0x0102030405060708,
	    UINT64_MAX };
	struct fixture *f = *state;
	struct file_row row = some_file("c", "p");
	struct vec in = VEC_OF(uint64_t), out = VEC_OF(uint64_t);
	size_t i;

	for (i = 0; i < 4; i++)
		*(uint64_t *)vec_add(&in) = digests[i];
	OK(files_put(f->s, &row, &in, &f->e));
	/* NULL keeps them. */
	OK(files_put(f->s, &row, NULL, &f->e));
	OK(files_settled(f->s, row.id, &out, &f->e));
	assert_int_equal(out.n, 4);
	for (i = 0; i < 4; i++)
		assert_true(VEC_AT(&out, uint64_t, i) == digests[i]);
	in.n = out.n = 0;
	OK(files_put(f->s, &row, &in, &f->e));
	OK(files_settled(f->s, row.id, &out, &f->e));
	assert_int_equal(out.n, 0);
	vec_free(&in);
	vec_free(&out);
}

static void
test_own_lines(void **state)
{
	static const struct own_line lines[] = {
		{ "", "URL", "URL:https://x", { NULL, 0 } },
		{ "20260101T000000Z", "LOCATION", "LOCATION:x",
		    { "LOCATION:\r\n", 11 } },
		{ "", "X-ICSRESERVE-ID", "X-ICSRESERVE-ID:1", { "", 0 } },
	};
	struct fixture *f = *state;
	struct booking b = some_booking("c", "u");
	struct own_place at = { 0, "c", "u", "", 0, 7 };
	struct vec out = VEC_OF(struct own_line);
	const struct own_line *got;
	size_t i;

	OK(bookings_put(f->s, &b, &f->e));
	at.booking = b.id;
	OK(own_lines_put(f->s, &at, lines, 1, &f->e));
	OK(own_lines_put(f->s, &at, lines, 3, &f->e));
	OK(own_lines_of(f->s, &at, &f->a, &out, &f->e));
	assert_int_equal(out.n, 3);
	for (i = 0; i < 3; i++) {
		got = &VEC_AT(&out, struct own_line, i);
		assert_string_equal(got->component, "");
		assert_string_equal(got->name, lines[i].name);
		assert_string_equal(got->text, lines[i].text);
		/* None is told from empty. */
		assert_int_equal(got->was.p == NULL, lines[i].was.p == NULL);
		assert_true(slice_eq(got->was, lines[i].was));
	}
	/* They go with their booking; the next one has none. */
	OK(bookings_delete(f->s, b.id, &f->e));
	b.id = 0;
	OK(bookings_put(f->s, &b, &f->e));
	out.n = 0;
	OK(own_lines_of(f->s, &at, &f->a, &out, &f->e));
	assert_int_equal(out.n, 0);
	at.booking = 999;
	assert_int_equal(own_lines_put(f->s, &at, lines, 1, &f->e), -1);
	vec_free(&out);
}

/*
 * A series: lines of one booking in several VEVENTs, each put by itself;
 * an override's own come before those of its master.
 */
static void
test_own_lines_of_a_series(void **state)
{
	static const struct own_line lines[] = {
		{ "", "X-ICSRESERVE-ID", "X-ICSRESERVE-ID:1", { NULL, 0 } },
		{ "", "URL", "URL:https://x", { NULL, 0 } },
	};
	static const char day[] = "20260101T000000Z";
	struct fixture *f = *state;
	struct booking b = some_booking("c", "u");
	struct own_place master = { 0, "c", "u", "", 0, 7 };
	struct own_place other = { 0, "c", "u", day, 0, 8 };
	struct vec out = VEC_OF(struct own_line);
	struct vec places = VEC_OF(struct own_place);
	struct vec marks = VEC_OF(struct own_mark);

	OK(bookings_put(f->s, &b, &f->e));
	master.booking = other.booking = b.id;
	OK(own_lines_put(f->s, &master, lines, 2, &f->e));
	OK(own_lines_put(f->s, &other, lines, 1, &f->e));
	OK(own_lines_of(f->s, &other, &f->a, &out, &f->e));
	assert_int_equal(out.n, 3);
	assert_string_equal(VEC_AT(&out, struct own_line, 0).component, day);
	assert_string_equal(VEC_AT(&out, struct own_line, 1).component, "");
	OK(own_lines_marks(f->s, "u", &f->a, &marks, &f->e));
	assert_int_equal(marks.n, 2);
	assert_string_equal(VEC_AT(&marks, struct own_mark, 1).component,
	    day);
	OK(own_lines_places(f->s, b.id, &f->a, &places, &f->e));
	assert_int_equal(places.n, 2);
	assert_true(VEC_AT(&places, struct own_place, 1).key == 8);
	/* Those of the master stay when the override's are cleared. */
	OK(own_lines_put(f->s, &other, lines, 0, &f->e));
	out.n = 0;
	OK(own_lines_of(f->s, &other, &f->a, &out, &f->e));
	assert_int_equal(out.n, 2);
	vec_free(&out);
	vec_free(&places);
	vec_free(&marks);
}

static void
test_operations(void **state)
{
	struct fixture *f = *state;
	struct operation apply = { .verb = OPERATION_APPLY, .calendar = "c",
	    .uid = "u", .recurrence_id = "", .booking = 4,
	    .request = "topic=\"x\"\n", .end_time = 99, .started = 5 };
	struct operation delete = { .verb = OPERATION_DELETE, .calendar = "c",
	    .uid = "v", .recurrence_id = "", .reserve_id = "r9",
	    .started = 6 };
	struct vec open = VEC_OF(struct operation);
	const struct operation *got;
	bool made;

	OK(operations_begin(f->s, &apply, &f->e));
	OK(operations_begin(f->s, &delete, &f->e));
	OK(operations_unfinished(f->s, &f->a, &open, &f->e));
	assert_int_equal(open.n, 2);
	got = &VEC_AT(&open, struct operation, 0);
	assert_int_equal(got->id, apply.id);
	assert_int_equal(got->verb, OPERATION_APPLY);
	assert_int_equal(got->booking, 4);
	assert_string_equal(got->request, apply.request);
	assert_int_equal(got->end_time, 99);
	assert_int_equal(got->outcome, OPERATION_OPEN);
	assert_int_equal(VEC_AT(&open, struct operation, 1).verb,
	    OPERATION_DELETE);

	OK(operations_made(f->s, "r1", &made, &f->e));
	assert_false(made);
	/* An apply that went well has an id. */
	apply.outcome = OPERATION_OK;
	apply.ended = 7;
	assert_int_equal(operations_end(f->s, &apply, &f->e), -1);
	apply.reserve_id = "r1";
	OK(operations_end(f->s, &apply, &f->e));
	OK(operations_made(f->s, "r1", &made, &f->e));
	assert_true(made);

	delete.outcome = OPERATION_OK;
	delete.ended = 8;
	delete.reserve_id = NULL;	/* what is recorded stays */
	OK(operations_end(f->s, &delete, &f->e));
	/* Deleted is not made. */
	OK(operations_made(f->s, "r9", &made, &f->e));
	assert_false(made);
	open.n = 0;
	OK(operations_unfinished(f->s, &f->a, &open, &f->e));
	assert_int_equal(open.n, 0);
	vec_free(&open);

	/* Once only. */
	assert_int_equal(operations_end(f->s, &delete, &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	assert_non_null(strstr(f->e.msg, "completed once"));
}

static void
test_transactions(void **state)
{
	struct fixture *f = *state;
	struct booking b = some_booking("c", "u");

	OK(store_begin(f->s, &f->e));
	OK(bookings_put(f->s, &b, &f->e));
	store_rollback(f->s);
	assert_null(find(f, "c", "u"));
	store_rollback(f->s);		/* does nothing */

	b.id = 0;
	OK(store_begin(f->s, &f->e));
	OK(bookings_put(f->s, &b, &f->e));
	/* What is refused does not take the rest with it. */
	b.id = 0;
	assert_int_equal(bookings_put(f->s, &b, &f->e), -1);
	OK(store_commit(f->s, "test", &f->e));
	assert_non_null(find(f, "c", "u"));
}

/* UIDs come from strangers: any bytes but NUL. */
static void
test_odd_texts(void **state)
{
	static const char *const uids[] = { "'; DROP TABLE bookings; --",
	    "\xff\xfe", "%s%n", " ", "\xe4\xbc\x9a", "a\nb" };
	struct fixture *f = *state;
	struct booking b;
	size_t i;

	for (i = 0; i < sizeof(uids) / sizeof(*uids); i++) {
		b = some_booking("c", uids[i]);
		OK(bookings_put(f->s, &b, &f->e));
		assert_same(find(f, "c", uids[i]), &b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_booking, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_select, setup, teardown),
		cmocka_unit_test_setup_teardown(test_elsewhere_and_count,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_settled, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_own_lines_of_a_series,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_own_lines, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_operations, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_transactions, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_odd_texts, setup,
		    teardown),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
