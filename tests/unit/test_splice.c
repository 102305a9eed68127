/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>

#include "base/str.h"
#include "ics/cut.h"
#include "ics/splice.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

#define CAL(x) "BEGIN:VCALENDAR\n" x "END:VCALENDAR\n"
#define EVENT(x) "BEGIN:VEVENT\nUID:a\n" x "END:VEVENT\n"

static int
put(void *cookie, struct slice bytes, struct err *e)
{
	struct str *out = cookie;

	str_add(out, bytes);
	return out->over ? err_set(e, ERR_FAILED, "full") : 0;
}

static void
add(struct edit_list *edits, size_t off, size_t len, const char *text)
{
	struct edit *ed = VEC_ADD(edits);

	*ed = (struct edit){ off, len, slice_str(text), false };
}

static void
test_edits(void **state)
{
	static const struct {
		struct {
			size_t off, len;
			const char *text;
		} edits[3];
		size_t n;
		const char *after;
	} cases[] = {
		{ { { 0 } }, 0, "0123456789" },
		{ { { 0, 0, "a" } }, 1, "a0123456789" },
		{ { { 10, 0, "a" } }, 1, "0123456789a" },
		{ { { 0, 10, "" } }, 1, "" },
		{ { { 3, 2, "abc" } }, 1, "012abc56789" },
		{ { { 3, 2, "" }, { 5, 0, "x" }, { 9, 1, "y" } }, 3,
		    "012x5678y" },
		/* Two inserts at one place keep their order. */
		{ { { 4, 0, "a" }, { 4, 0, "b" }, { 4, 1, "c" } }, 3,
		    "0123abc56789" },
	};
	struct str out = { 0 };
	struct splice_sink sink = { put, &out, NULL };
	struct edit_list edits = { 0 };
	struct err e;
	size_t i, j;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		edits.n = 0;
		str_clear(&out);
		for (j = 0; j < cases[i].n; j++)
			add(&edits, cases[i].edits[j].off,
			    cases[i].edits[j].len, cases[i].edits[j].text);
		assert_int_equal(splice_bytes(SLICE("0123456789"), &edits,
		    &sink, &e), 0);
		assert_string_equal(str_text(&out), cases[i].after);
	}
	VEC_FREE(&edits);
	str_free(&out);
}

/* A sink that fails, wherever it does, fails the splice. */
static void
test_sink_fails(void **state)
{
	struct edit_list edits = { 0 };
	struct err e;
	size_t max;

	(void)state;
	add(&edits, 2, 1, "abc");
	add(&edits, 6, 0, "d");
	for (max = 1; max < 13; max++) {
		struct str out = { .max = max };
		struct splice_sink sink = { put, &out, NULL };
		int rc = splice_bytes(SLICE("0123456789"), &edits, &sink, &e);

		assert_int_equal(rc, out.over ? -1 : 0);
		str_free(&out);
	}
	VEC_FREE(&edits);
}

static bool
verify(const char *before, const struct edit_list *edits, const char *after)
{
	struct cut a, b;
	bool fine;

	cut_bytes(&a, slice_str(before), NULL);
	fine = splice_verify(&(struct splice_pair){ slice_str(before),
	    slice_str(after), NULL, NULL }, &a, edits, &b);
	cut_free(&a);
	cut_free(&b);
	return fine;
}

static void
test_verify(void **state)
{
	const char *before = CAL(EVENT("URL:\n"));
	const size_t at = strlen("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n");
	struct edit_list edits = { 0 };

	(void)state;
	assert_true(verify(before, &edits, before));
	assert_false(verify(before, &edits, CAL(EVENT("URL:x\n"))));
	assert_false(verify(before, &edits, CAL(EVENT("URL:\n")) "\n"));
	assert_false(verify(before, &edits, ""));
	add(&edits, at, 5, "URL:x\n");
	assert_true(verify(before, &edits, CAL(EVENT("URL:x\n"))));
	assert_false(verify(before, &edits, CAL(EVENT("URL:y\n"))));
	assert_false(verify(before, &edits, CAL(EVENT("URL:x\n")) "z"));
	/* Edits out of order or out of the bytes. */
	add(&edits, 0, 0, "");
	assert_false(verify(before, &edits, CAL(EVENT("URL:x\n"))));
	edits.n = 0;
	add(&edits, strlen(before), 1, "");
	assert_false(verify(before, &edits, before));
	VEC_FREE(&edits);
}

/* What was planned must not change the structure either. */
static void
test_verify_structure(void **state)
{
	static const struct {
		const char *text, *after;
	} cases[] = {
		{ "END:VEVENT\n", CAL(EVENT("END:VEVENT\n")) },
		{ "END:VEVENT\nBEGIN:VEVENT\nUID:b\n",
		    CAL(EVENT("END:VEVENT\nBEGIN:VEVENT\nUID:b\n")) },
		{ "BEGIN:VALARM\n", CAL(EVENT("BEGIN:VALARM\n")) },
		{ "RECURRENCE-ID:1\n", CAL(EVENT("RECURRENCE-ID:1\n")) },
		{ "END:VEVENT\nX-WR-TIMEZONE:x\nBEGIN:VEVENT\nUID:a\n",
		    CAL(EVENT("END:VEVENT\nX-WR-TIMEZONE:x\n"
		    "BEGIN:VEVENT\nUID:a\n")) },
	};
	const size_t at = strlen("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n");
	struct edit_list edits = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		edits.n = 0;
		add(&edits, at, 0, cases[i].text);
		if (verify(CAL(EVENT("")), &edits, cases[i].after))
			fail_msg("case %zu", i);
	}
	VEC_FREE(&edits);
}

static int
visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const struct edit_list none = { 0 };
	struct str out = { 0 };
	struct splice_sink sink = { put, &out, NULL };
	struct cut before, after;
	struct view v;
	struct err e;

	(void)st;
	(void)ftw;
	if (type != FTW_F || view_open(&v, path, &e) == -1)
		return 0;
	assert_int_equal(splice_bytes(v.bytes, &none, &sink, &e), 0);
	assert_true(slice_eq(str_slice(&out), v.bytes));
	cut_bytes(&before, v.bytes, NULL);
	if (!splice_verify(&(struct splice_pair){ v.bytes, str_slice(&out),
	    &v, NULL }, &before, &none, &after))
		fail_msg("%s", path);
	cut_free(&before);
	cut_free(&after);
	str_free(&out);
	view_close(&v);
	return 0;
}

static void
test_data_files(void **state)
{
	(void)state;
	assert_int_equal(nftw("tests/data", visit, 8, FTW_PHYS), 0);
}

static void
test_corpora(void **state)
{
	(void)state;
	if (nftw("../shared/corpora", visit, 8, FTW_PHYS) != 0)
		skip();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edits),
		cmocka_unit_test(test_sink_fails),
		cmocka_unit_test(test_verify),
		cmocka_unit_test(test_verify_structure),
		cmocka_unit_test(test_data_files),
		cmocka_unit_test(test_corpora),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
