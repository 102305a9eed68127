/* SPDX-License-Identifier: MIT */
#include "ics/cut.h"
#include "store/operations.h"
#include "store_fixture.h"

/* Rows of bookings and operations: what is put is what is got. */

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
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->released, b->released);
	assert_int_equal(a->going, b->going);
	assert_int_equal(a->legacy, b->legacy);
	assert_int_equal(a->ask, b->ask);
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
	assert_true(a->pattern == b->pattern);
	assert_int_equal(a->error.http, b->error.http);
	assert_int_equal(a->error.code, b->error.code);
	assert_text(a->error.message, b->error.message);
	assert_text(a->error.log_id, b->error.log_id);
	assert_int_equal(a->created, b->created);
	assert_int_equal(a->updated, b->updated);
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
	/* A second delete finds nothing, which is no fault: see the header. */
	OK(bookings_delete(f->s, got->id, &f->e));
}

static void
put_many(struct fixture *f)
{
	static const struct {
		const char *calendar, *uid, *reserve_id;
		int64_t start, end_time;
		bool released, going;
	} rows[] = {
		{ "a", "u3", "r3", 30, 300, false, false },
		{ "a", "u2", "r2", 10, 50, false, false },
		{ "a", "u1", "r1", 10, 60, false, false },
		{ "b", "u1", "r4", 5, 50, false, false },
		{ "a", "u3", "r5", 30, 50, true, false },
		{ "a", "u3", "r6", 31, 50, false, true },
	};
	struct booking b;
	size_t i;

	for (i = 0; i < LEN(rows); i++) {
		b = some_booking(rows[i].calendar, rows[i].uid);
		b.reserve_id = rows[i].reserve_id;
		b.start = rows[i].start;
		b.end_time = rows[i].end_time;
		b.released = rows[i].released;
		b.going = rows[i].going;
		OK(bookings_put(f->s, &b, &f->e));
	}
}

/* Whether just these reservations were found; out is emptied. */
static void
check_found(struct bookings *out, const char *want)
{
	struct str ids = { 0 };
	size_t i;

	for (i = 0; i < out->n; i++)
		str_addf(&ids, "%s ", out->items[i].reserve_id);
	assert_string_equal(str_text(&ids), want);
	out->n = 0;
	str_free(&ids);
}

static void
test_select(void **state)
{
	struct fixture *f = *state;
	struct bookings out = { 0 };

	put_many(f);
	OK(bookings_all(f->s, NULL, &f->a, &out, &f->e));
	check_found(&out, "r4 r1 r2 r3 r5 r6 ");
	OK(bookings_all(f->s, "a", &f->a, &out, &f->e));
	check_found(&out, "r1 r2 r3 r5 r6 ");
	OK(bookings_all(f->s, "x", &f->a, &out, &f->e));
	check_found(&out, "");
	OK(bookings_of_uid(f->s, "u1", &f->a, &out, &f->e));
	check_found(&out, "r1 r4 ");
	OK(bookings_by_id(f->s, 1, &f->a, &out, &f->e));
	check_found(&out, "r3 ");
	OK(bookings_by_id(f->s, 99, &f->a, &out, &f->e));
	check_found(&out, "");
	OK(bookings_by_reserve_id(f->s, "r2", &f->a, &out, &f->e));
	check_found(&out, "r2 ");
	OK(bookings_by_reserve_id(f->s, "", &f->a, &out, &f->e));
	check_found(&out, "");
	OK(bookings_leaving(f->s, "a", &f->a, &out, &f->e));
	check_found(&out, "r6 ");
	OK(bookings_leaving(f->s, "b", &f->a, &out, &f->e));
	check_found(&out, "");
	VEC_FREE(&out);
}

/* Those that end before they should; no event wants the last two longer. */
static void
test_ending(void **state)
{
	struct fixture *f = *state;
	struct bookings out = { 0 };
	struct booking *b;

	put_many(f);
	OK(bookings_ending(f->s, "a", 50, &f->a, &out, &f->e));
	check_found(&out, "");
	OK(bookings_ending(f->s, "a", 51, &f->a, &out, &f->e));
	check_found(&out, "r2 ");
	OK(bookings_ending(f->s, "a", 1000, &f->a, &out, &f->e));
	check_found(&out, "r1 r2 ");
	b = find(f, "a", "u2");
	b->state = BOOKING_ENDED;
	OK(bookings_put(f->s, b, &f->e));
	b = find(f, "a", "u1");
	b->held.until = b->end_time;
	OK(bookings_put(f->s, b, &f->e));
	OK(bookings_ending(f->s, "a", 1000, &f->a, &out, &f->e));
	check_found(&out, "");
	VEC_FREE(&out);
}

/* A state that was put back asks for all that lives. */
static void
test_asked(void **state)
{
	struct fixture *f = *state;
	struct bookings out = { 0 };
	struct booking *b;

	put_many(f);
	b = find(f, "a", "u2");
	b->state = BOOKING_ENDED;
	OK(bookings_put(f->s, b, &f->e));
	OK(bookings_asked(f->s, &f->a, &out, &f->e));
	check_found(&out, "");
	OK(bookings_ask(f->s, &f->e));
	OK(bookings_asked(f->s, &f->a, &out, &f->e));
	check_found(&out, "r3 r1 r4 r5 r6 ");
	VEC_FREE(&out);
}

/* What is on its way out gives up its key. */
static void
test_key(void **state)
{
	struct fixture *f = *state;
	struct booking first = some_booking("c", "u"), next = first;

	OK(bookings_put(f->s, &first, &f->e));
	assert_int_equal(bookings_put(f->s, &next, &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	first.going = true;
	OK(bookings_put(f->s, &first, &f->e));
	OK(bookings_put(f->s, &next, &f->e));
	first.going = false;
	assert_int_equal(bookings_put(f->s, &first, &f->e), -1);
	first.released = true;
	OK(bookings_put(f->s, &first, &f->e));
	OK(bookings_set_aside(f->s, next.id, &f->e));
	first.released = false;
	OK(bookings_put(f->s, &first, &f->e));
	assert_int_equal(bookings_set_aside(f->s, 99, &f->e), -1);
	/* Another calendar, and another occurrence, have keys of their own. */
	next.id = 0;
	next.recurrence_id = "20260101T000000Z";
	OK(bookings_put(f->s, &next, &f->e));
	next.id = 0;
	next.calendar = "d";
	OK(bookings_put(f->s, &next, &f->e));
}

static int64_t
live_of(struct fixture *f, const char *calendar, int64_t now)
{
	struct live_counts out = { 0 };
	int64_t n = 0;
	size_t i;

	OK(bookings_live(f->s, now, &f->a, &out, &f->e));
	for (i = 0; i < out.n; i++)
		if (strcmp(out.items[i].calendar, calendar) == 0)
			n = out.items[i].n;
	VEC_FREE(&out);
	return n;
}

static void
test_count(void **state)
{
	struct fixture *f = *state;
	struct booking *b;

	put_many(f);
	assert_int_equal(live_of(f, "a", 49), 5);
	assert_int_equal(live_of(f, "a", 50), 2);
	assert_int_equal(live_of(f, "a", INT64_MAX), 0);
	b = find(f, "a", "u1");
	b->state = BOOKING_UNKNOWN;
	OK(bookings_put(f->s, b, &f->e));
	assert_int_equal(live_of(f, "a", 49), 4);
	assert_int_equal(live_of(f, "none", 0), 0);
}

static void
test_marks(void **state)
{
	static const char *const uids[] = { "a", "\xff,\xfe", "" };
	struct fixture *f = *state;
	struct booking_marks out = { 0 };
	struct booking b;
	size_t i;

	for (i = 0; i < LEN(uids); i++) {
		b = some_booking("c", uids[i]);
		OK(bookings_put(f->s, &b, &f->e));
		b = some_booking("other", uids[i]);
		OK(bookings_put(f->s, &b, &f->e));
	}
	OK(bookings_marks(f->s, "c", &out, &f->e));
	assert_int_equal(out.n, 3);
	for (i = 0; i < 3; i++) {
		/* The digest by which a UID is found in files. */
		assert_true(out.items[i].uid_key ==
		    cut_uid_key(slice_str(uids[i])));
		assert_int_equal(out.items[i].id, 2 * i + 1);
	}
	out.n = 0;
	OK(bookings_marks(f->s, "none", &out, &f->e));
	assert_int_equal(out.n, 0);
	VEC_FREE(&out);
}

/* What is over is forgotten, unless a file still holds it. */
static void
test_purge(void **state)
{
	struct fixture *f = *state;
	struct file_row file = some_file("c", "/f");
	struct booking b = some_booking("c", "u");
	struct hold one = { 0, cut_uid_key(SLICE("u")), "" };
	struct holds holds = { &one, 1, 1 }, none = { NULL, 0, 0 };

	OK(bookings_put(f->s, &b, &f->e));
	OK(bookings_purge(f->s, b.end + 1, &f->e));
	assert_non_null(find(f, "c", "u"));
	OK(files_put(f->s, &file, &f->e));
	OK(files_set_holds(f->s, file.id, &holds, &f->e));
	OK(bookings_purge(f->s, b.end_time + 1, &f->e));
	assert_non_null(find(f, "c", "u"));
	one = (struct hold){ 0, 5, b.reserve_id };
	OK(files_set_holds(f->s, file.id, &holds, &f->e));
	OK(bookings_purge(f->s, b.end_time + 1, &f->e));
	assert_non_null(find(f, "c", "u"));
	OK(files_set_holds(f->s, file.id, &none, &f->e));
	OK(bookings_purge(f->s, b.end_time + 1, &f->e));
	assert_null(find(f, "c", "u"));
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
	struct operations open = { 0 };
	const struct operation *got;
	bool made;

	OK(operations_begin(f->s, &apply, &f->e));
	OK(operations_begin(f->s, &delete, &f->e));
	OK(operations_unfinished(f->s, &f->a, &open, &f->e));
	assert_int_equal(open.n, 2);
	got = &open.items[0];
	assert_int_equal(got->id, apply.id);
	assert_int_equal(got->verb, OPERATION_APPLY);
	assert_int_equal(got->booking, 4);
	assert_string_equal(got->request, apply.request);
	assert_int_equal(got->end_time, 99);
	assert_int_equal(got->outcome, OPERATION_OPEN);
	assert_int_equal(open.items[1].verb, OPERATION_DELETE);

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
	VEC_FREE(&open);

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

	for (i = 0; i < LEN(uids); i++) {
		b = some_booking("c", uids[i]);
		OK(bookings_put(f->s, &b, &f->e));
		assert_same(find(f, "c", uids[i]), &b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_booking), CASE(test_select), CASE(test_ending),
		CASE(test_asked), CASE(test_key), CASE(test_count),
		CASE(test_marks), CASE(test_purge), CASE(test_operations),
		CASE(test_transactions), CASE(test_odd_texts),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
