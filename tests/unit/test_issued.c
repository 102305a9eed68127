/* SPDX-License-Identifier: MIT */
#include "ics/cut.h"
#include "store/db.h"
#include "store/issued.h"
#include "store_fixture.h"

/* What was issued, what stood before, what we made and put; and how the trust
 * of files hangs on it. */

#define LINK "https://vc.feishu.cn/j/1"

static void
issue(struct fixture *f, const char *link, const char *id, const char *uid,
    int64_t until)
{
	const struct issued_row row = { link, id, uid, until };

	OK(issued_put(f->s, &row, &f->e));
}

/* "ID UID UNTIL, " for each row; the list is emptied. */
static void
check_issued(struct issued_rows *rows, const char *want)
{
	struct str s = { 0 };
	size_t i;

	for (i = 0; i < rows->n; i++)
		str_addf(&s, "%s %s %s %jd, ", rows->items[i].link,
		    rows->items[i].reserve_id, rows->items[i].uid,
		    (intmax_t)rows->items[i].until);
	assert_string_equal(str_text(&s), want);
	rows->n = 0;
	str_free(&s);
}

static void
test_issued(void **state)
{
	struct fixture *f = *state;
	struct issued_rows rows = { 0 };

	issue(f, LINK, "r1", "u1", 100);
	issue(f, LINK, "r1", "u2", 100);
	/* The number comes back, for another reservation. */
	issue(f, LINK, "r2", "u3", 200);
	issue(f, "", "r1", "u1", 100);
	OK(issued_by_link(f->s, LINK, &f->a, &rows, &f->e));
	check_issued(&rows, LINK " r1 u1 100, " LINK " r1 u2 100, "
	    LINK " r2 u3 200, ");
	OK(issued_by_id(f->s, "r1", &f->a, &rows, &f->e));
	check_issued(&rows, " r1 u1 100, " LINK " r1 u1 100, "
	    LINK " r1 u2 100, ");
	OK(issued_by_link(f->s, "", &f->a, &rows, &f->e));
	check_issued(&rows, "");
	OK(issued_by_link(f->s, "https://x", &f->a, &rows, &f->e));
	check_issued(&rows, "");
	OK(issued_without_link(f->s, "u1", &f->a, &rows, &f->e));
	check_issued(&rows, "");
	issue(f, "", "r3", "u1", 100);
	OK(issued_without_link(f->s, "u1", &f->a, &rows, &f->e));
	check_issued(&rows, " r3 u1 100, ");
	OK(issued_without_link(f->s, "u2", &f->a, &rows, &f->e));
	check_issued(&rows, "");
	/* Renewed, and over. */
	issue(f, LINK, "r2", "u3", 300);
	OK(issued_end(f->s, "r1", &f->e));
	OK(issued_by_link(f->s, LINK, &f->a, &rows, &f->e));
	check_issued(&rows, LINK " r1 u1 0, " LINK " r1 u2 0, "
	    LINK " r2 u3 300, ");
	/* None is without an id. */
	assert_int_equal(issued_put(f->s, &(struct issued_row){ LINK, "", "u",
	    1 }, &f->e), -1);
	VEC_FREE(&rows);
}

static const struct undo_row undos[] = {
	{ { "r1", 7, "", { "one", 3 }, false }, "DTSTAMP", "DTSTAMP:2",
	    { "DTSTAMP:1\r\n", 11 } },
	{ { "r1", 7, "", { "one", 3 }, false }, "URL", "URL:https://x",
	    { NULL, 0 } },
	/* Another VEVENT with the same UID and RECURRENCE-ID. */
	{ { "r1", 8, "", { "two", 3 }, false }, "URL", "URL:https://x",
	    { "URL:\n", 5 } },
	{ { "r1", UINT64_MAX, "20260101T000000Z", { "", 0 }, false }, "URL",
	    "URL:https://x", { "", 0 } },
	{ { "r2", 7, "", { "x", 1 }, false }, "URL", "URL:https://x",
	    { "\x00\xff\r\n", 4 } },
};

static void
check_undos(struct fixture *f, const char *reserve_id,
    const struct undo_row *want, size_t n)
{
	struct undo_rows rows = { 0 };
	size_t i;

	OK(undo_of(f->s, reserve_id, &f->a, &rows, &f->e));
	assert_int_equal(rows.n, n);
	for (i = 0; i < n; i++) {
		assert_string_equal(rows.items[i].at.recurrence_id,
		    want[i].at.recurrence_id);
		assert_true(rows.items[i].at.vevent == want[i].at.vevent);
		assert_true(slice_eq(rows.items[i].at.says, want[i].at.says));
		assert_int_equal(rows.items[i].at.settled, want[i].at.settled);
		assert_string_equal(rows.items[i].name, want[i].name);
		assert_string_equal(rows.items[i].wrote, want[i].wrote);
		/* None is told from empty. */
		assert_int_equal(!rows.items[i].was.p, !want[i].was.p);
		assert_true(slice_eq(rows.items[i].was, want[i].was));
	}
	VEC_FREE(&rows);
}

static void
test_undo(void **state)
{
	struct fixture *f = *state;
	struct undo_row other = undos[0];
	struct vevent_row moved = undos[4].at;
	size_t i;

	for (i = LEN(undos); i-- > 0;) {
		OK(vevents_add(f->s, &undos[i].at, &f->e));
		OK(undo_put(f->s, &undos[i], &f->e));
	}
	check_undos(f, "r1", undos, 4);
	check_undos(f, "r2", &undos[4], 1);
	check_undos(f, "r3", NULL, 0);
	/* What stands becomes what stood. */
	other.was = SLICE("DTSTAMP:0\n");
	OK(undo_put(f->s, &other, &f->e));
	check_undos(f, "r1", (struct undo_row[]){ other, undos[1], undos[2],
	    undos[3] }, 4);
	/* What was added stays until it is set. */
	moved.recurrence_id = "20260102T000000Z";
	moved.says = SLICE("three");
	moved.settled = true;
	OK(vevents_add(f->s, &moved, &f->e));
	check_undos(f, "r2", &undos[4], 1);
	OK(vevents_set(f->s, &moved, &f->e));
	other = undos[4];
	other.at = moved;
	check_undos(f, "r2", &other, 1);
}

static void
test_made(void **state)
{
	static const struct made_row rows[] = {
		{ "r1", "u", UINT64_MAX, 3600, NULL },
		{ "r2", "u", 0, 1800, "#0123456789abcdef" },
	};
	const struct made_row other = { "r1", "v", 1, 60, NULL };
	struct made_row next = { "r1", "u", 0, 60, NULL };
	uint64_t i;
	struct fixture *f = *state;
	struct made_rows out = { 0 };

	OK(made_put(f->s, &rows[1], &f->e));
	OK(made_put(f->s, &rows[0], &f->e));
	OK(made_put(f->s, &rows[0], &f->e));
	OK(made_put(f->s, &other, &f->e));
	OK(made_of(f->s, "u", &f->a, &out, &f->e));
	assert_int_equal(out.n, 2);
	assert_string_equal(out.items[0].reserve_id, "r1");
	assert_true(out.items[0].digest == UINT64_MAX);
	assert_int_equal(out.items[0].length, 3600);
	assert_null(out.items[0].bytes);
	assert_string_equal(out.items[1].bytes, rows[1].bytes);
	OK(made_make_room(f->s, "r1", "u", &f->e));
	OK(made_make_room(f->s, "r2", "u", &f->e));
	out.n = 0;
	OK(made_of(f->s, "u", &f->a, &out, &f->e));
	assert_int_equal(out.n, 1);
	assert_true(out.items[0].digest == UINT64_MAX);
	OK(made_of(f->s, "v", &f->a, &out, &f->e));
	assert_int_equal(out.n, 2);
	for (i = 2; i <= 256; i++) {
		next.digest = i;
		OK(made_make_room(f->s, "r1", "u", &f->e));
		OK(made_put(f->s, &next, &f->e));
	}
	out.n = 0;
	OK(made_of(f->s, "u", &f->a, &out, &f->e));
	assert_int_equal(out.n, 256);
	OK(made_make_room(f->s, "r1", "u", &f->e));
	out.n = 0;
	OK(made_of(f->s, "u", &f->a, &out, &f->e));
	assert_int_equal(out.n, 0);
	VEC_FREE(&out);
}

static void
test_put(void **state)
{
	struct put_row row = { "r1", "20260101T000000Z", 17, 2, 5, 0 };
	const struct put_row master = { "r1", "", 3, 0, 0, 1764547200 };
	struct fixture *f = *state;
	struct put_rows out = { 0 };

	OK(put_set(f->s, &row, &f->e));
	OK(put_set(f->s, &master, &f->e));
	row.kinds = 1;
	OK(put_set(f->s, &row, &f->e));
	OK(put_of(f->s, "r1", &f->a, &out, &f->e));
	assert_int_equal(out.n, 2);
	assert_int_equal(out.items[0].anchor, 1764547200);
	assert_int_equal(out.items[0].kinds, 3);
	assert_string_equal(out.items[1].recurrence_id, row.recurrence_id);
	assert_int_equal(out.items[1].kinds, 1);
	assert_int_equal(out.items[1].losses, 2);
	assert_int_equal(out.items[1].lost_at, 5);
	/* No kind is no row. */
	row.kinds = 0;
	OK(put_set(f->s, &row, &f->e));
	OK(put_set(f->s, &row, &f->e));
	out.n = 0;
	OK(put_of(f->s, "r1", &f->a, &out, &f->e));
	assert_int_equal(out.n, 1);
	VEC_FREE(&out);
}

/* --- trust ----------------------------------------------------------------- */

/* Files that hold UID u, reservation r1, both, and neither. */
struct trust {
	struct fixture *f;
	struct file_row u, r1, both, none;
};

static void
put_file(struct trust *t, struct file_row *row, const char *path,
    struct hold hold)
{
	struct fixture *f = t->f;
	struct holds one = { &hold, 1, 1 };

	*row = some_file("c", path);
	OK(files_put(f->s, row, &f->e));
	OK(files_set_holds(f->s, row->id, &one, &f->e));
}

static void
trust_open(struct trust *t, struct fixture *f)
{
	const uint64_t u = cut_uid_key(SLICE("u"));

	t->f = f;
	put_file(t, &t->u, "u", (struct hold){ 0, u, "" });
	put_file(t, &t->r1, "r1", (struct hold){ 0, 5, "r1" });
	put_file(t, &t->both, "both", (struct hold){ 0, u, "r1" });
	put_file(t, &t->none, "none", (struct hold){ 0, 6, "" });
}

/* Which files are not trusted any more, by name; all are again then. */
static void
check_lost(struct trust *t, const char *want)
{
	struct fixture *f = t->f;
	struct file_rows out = { 0 };
	struct file_row *row;
	struct str s = { 0 };
	size_t i;

	OK(files_of(f->s, "c", &f->a, &out, &f->e));
	for (i = 0; i < out.n; i++) {
		row = &out.items[i];
		assert_int_equal(row->trusted, row->config != 0);
		if (row->trusted)
			continue;
		str_addf(&s, "%s ", row->path);
		row->trusted = true;
		row->config = 1;
		OK(files_put(f->s, row, &f->e));
	}
	assert_string_equal(str_text(&s), want);
	VEC_FREE(&out);
	str_free(&s);
}

static void
test_trust_of_bookings(void **state)
{
	struct fixture *f = *state;
	struct booking b = some_booking("c", "u");
	struct booking other = some_booking("c", "v");
	struct trust t;

	trust_open(&t, f);
	check_lost(&t, "");
	other.reserve_id = NULL;
	other.state = BOOKING_WANTED;
	OK(bookings_put(f->s, &other, &f->e));
	check_lost(&t, "");
	b.reserve_id = "r1";
	OK(bookings_put(f->s, &b, &f->e));
	check_lost(&t, "both r1 u ");
	b.end_time++;
	OK(bookings_put(f->s, &b, &f->e));
	check_lost(&t, "both r1 u ");
	/* Of the old and of the new UID and reservation. */
	b.uid = "w";
	OK(bookings_put(f->s, &b, &f->e));
	check_lost(&t, "both r1 u ");
	b.reserve_id = "r2";
	OK(bookings_put(f->s, &b, &f->e));
	check_lost(&t, "both r1 ");
	b.uid = "u";
	OK(bookings_put(f->s, &b, &f->e));
	check_lost(&t, "both u ");
	OK(bookings_set_aside(f->s, b.id, &f->e));
	check_lost(&t, "both u ");
	OK(bookings_delete(f->s, b.id, &f->e));
	check_lost(&t, "both u ");
	OK(bookings_delete(f->s, other.id, &f->e));
	check_lost(&t, "");
}

static void
test_trust_of_issued(void **state)
{
	struct fixture *f = *state;
	struct trust t;

	trust_open(&t, f);
	issue(f, LINK, "r2", "u", 100);
	check_lost(&t, "");
	issue(f, LINK, "r1", "x", 100);
	check_lost(&t, "both r1 ");
	/* Nothing new. */
	issue(f, LINK, "r1", "x", 100);
	check_lost(&t, "");
	issue(f, LINK, "r1", "x", 200);
	check_lost(&t, "both r1 ");
	OK(issued_end(f->s, "r1", &f->e));
	check_lost(&t, "both r1 ");
	OK(issued_end(f->s, "r1", &f->e));
	check_lost(&t, "");
}

/* It goes with the transaction that took it. */
static void
test_trust_and_transactions(void **state)
{
	struct fixture *f = *state;
	struct trust t;

	trust_open(&t, f);
	OK(store_begin(f->s, &f->e));
	issue(f, LINK, "r1", "x", 100);
	store_rollback(f->s);
	check_lost(&t, "");
	OK(store_begin(f->s, &f->e));
	issue(f, LINK, "r1", "x", 100);
	OK(store_commit(f->s, "test", &f->e));
	check_lost(&t, "both r1 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_issued), CASE(test_undo), CASE(test_made),
		CASE(test_put), CASE(test_trust_of_bookings),
		CASE(test_trust_of_issued), CASE(test_trust_and_transactions),
	};

	return cmocka_run_group_tests_name("issued", tests, NULL, NULL);
}
