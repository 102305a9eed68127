/* SPDX-License-Identifier: MIT */
#include "own_world.h"

/* Our block in a DESCRIPTION: the text around and within it is the user's. */

#define OPEN "----( Video Call )----"
#define CLOSE "---===---"
#define BLOCK_A OPEN "\\n" LINK_A "\\n" CLOSE

static struct own_wish
block_of(const struct own_wish *like)
{
	struct own_wish wish = *like;

	wish.properties = WRITE_DESCRIPTION;
	return wish;
}

/* A world with our block in the line. */
static void
open_with(struct world *w, const char *line)
{
	const struct own_wish wish = block_of(&wish_a);
	struct str s = { 0 };

	str_addf(&s, HEAD "%s" TAIL, line);
	world_open(w, line, str_slice(&s));
	str_free(&s);
	world_make(w, &wish);
}

/* What the DESCRIPTIONs of all events say. */
static void
check_text(const struct world *w, const char *want)
{
	struct str got = { 0 };

	world_lines(w, "DESCRIPTION", &got);
	if (strcmp(str_text(&got), want) != 0)
		fail_msg("%s: '%s' instead of '%s'", w->name, str_text(&got),
		    want);
	str_free(&got);
}

static void
check_bytes(const struct world *w, const char *line)
{
	struct str want = { 0 };

	str_addf(&want, HEAD "%s" TAIL, line);
	if (!world_says(w, str_slice(&want)))
		fail_msg("%s: not taken back:\n%s", w->name,
		    str_text(&w->bytes));
	str_free(&want);
}

/* Put in after what is there, not again, and taken out to the byte. */
static void
test_added(void **state)
{
	static const struct {
		const char *before, *value;
	} cases[] = {
		{ "", "" },
		{ "DESCRIPTION:\r\n", "" },
		{ "DESCRIPTION:\r\n \r\n", "" },
		{ "DESCRIPTION: \r\n", " " },
		{ "DESCRIPTION:a\r\n", "a\\n\\n" },
		{ "DESCRIPTION:a\r\n \r\n", "a\\n\\n" },
		{ "DESCRIPTION;LANGUAGE=zh:会议\\, 室\\n\r\n",
		    "会议\\, 室\\n\\n\\n" },
		{ "DESCRIPTION:C:\\\\new\\\\\r\n", "C:\\\\new\\\\\\n\\n" },
		{ "DESCRIPTION:fol\r\n ded\r\n", "folded\\n\\n" },
		/* Folds of another width stay where they are. */
		{ "DESCRIPTION:a\r\n b\r\n\tc\r\n d\r\n", "abcd\\n\\n" },
		/* A block of another program stays. */
		{ "DESCRIPTION:" OPEN "\\nhttps://z/\\n" CLOSE "\r\n",
		    OPEN "\\nhttps://z/\\n" CLOSE "\\n\\n" },
		{ "DESCRIPTION:" OPEN "\\nhalf\r\n", OPEN "\\nhalf\\n\\n" },
		{ "DESCRIPTION:" CLOSE "half" OPEN "\r\n",
		    CLOSE "half" OPEN "\\n\\n" },
		/* So does the link of somebody's meeting. */
		{ "DESCRIPTION:https://z/\r\n", "https://z/\\n\\n" },
	};
	const struct own_wish wish = block_of(&wish_a);
	struct str want = { 0 }, got = { 0 };
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		open_with(&w, cases[i].before);
		str_addf(&want, ":%s" BLOCK_A, cases[i].value);
		world_lines(&w, "DESCRIPTION", &got);
		if (!strstr(str_text(&got), str_text(&want)))
			fail_msg("case %zu: %s", i, str_text(&got));
		world_make(&w, &wish);
		assert_int_equal(w.edits, 0);
		world_make(&w, &wish_none);
		check_bytes(&w, cases[i].before);
		str_clear(&want);
		str_clear(&got);
		world_close(&w);
	}
	str_free(&want);
	str_free(&got);
}

/* What is in an encoding of its own, elsewhere, or broken is left alone. */
static void
test_not_plain(void **state)
{
	static const char *const lines[] = {
		"DESCRIPTION;ALTREP=\"cid:x\":a\r\n",
		"DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=\r\n",
		"DESCRIPTION;X=\"a:b\";altrep=\"c\":a\r\n",
		"DESCRIPTION:half an escape\\\r\n",
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(lines); i++) {
		open_with(&w, lines[i]);
		assert_int_equal(world_times(&w, "Video Call"), 0);
		assert_int_equal(world_times(&w, lines[i]), 1);
		world_make(&w, &wish_none);
		check_bytes(&w, lines[i]);
		world_close(&w);
	}
}

/* An edit by the user, and the whole text then, and after we are gone. */
struct edited {
	const char *old, *new;		/* NULL: no more */
	const char *with_b;		/* our link changed, password added */
	const char *without;
};

#define LINES_B "https://vc.feishu.cn/j/987654321?x=1\\,2\\;3\\n" \
	"Password: 971024\\n"

static const struct edited edited[] = {
	{ "DESCRIPTION:mine", "DESCRIPTION:yours",
	    "DESCRIPTION:yours\\n\\n" OPEN "\\n" LINES_B CLOSE,
	    "DESCRIPTION:yours" },
	{ "DESCRIPTION:mine", "DESCRIPTION;LANGUAGE=en:mine",
	    "DESCRIPTION;LANGUAGE=en:mine\\n\\n" OPEN "\\n" LINES_B CLOSE,
	    "DESCRIPTION;LANGUAGE=en:mine" },
	{ "---===---", "---===---\\nbelow",
	    "DESCRIPTION:mine\\n\\n" OPEN "\\n" LINES_B CLOSE "\\nbelow",
	    "DESCRIPTION:mine\\nbelow" },
	{ "DESCRIPTION:mine\\n\\n", "DESCRIPTION:",
	    "DESCRIPTION:" OPEN "\\n" LINES_B CLOSE, "DESCRIPTION:" },
	{ "mine\\n\\n", "mine\\n",
	    "DESCRIPTION:mine\\n" OPEN "\\n" LINES_B CLOSE,
	    "DESCRIPTION:mine" },
	{ "mine\\n\\n", "mine\\n\\n\\n",
	    "DESCRIPTION:mine\\n\\n\\n" OPEN "\\n" LINES_B CLOSE,
	    "DESCRIPTION:mine\\n" },
	/* Into the block. */
	{ "---===---", "typed\\n---===---",
	    "DESCRIPTION:mine\\n\\n" OPEN "\\n" LINES_B "typed\\n" CLOSE,
	    "DESCRIPTION:mine\\n\\ntyped\\n" },
	{ "Call )----\\n", "Call )----\\ntyped\\n",
	    "DESCRIPTION:mine\\n\\n" OPEN "\\ntyped\\n" LINES_B CLOSE,
	    "DESCRIPTION:mine\\n\\ntyped\\n" },
	{ "Call )----\\n", "Call )----\\nPassword: none of yours\\n",
	    "DESCRIPTION:mine\\n\\n" OPEN "\\nPassword: none of yours\\n"
	    LINES_B CLOSE,
	    "DESCRIPTION:mine\\n\\nPassword: none of yours\\n" },
	/* Back to one line, as some programs show it. */
	{ "mine\\n\\n", "mine ",
	    "DESCRIPTION:mine " OPEN "\\n" LINES_B CLOSE,
	    "DESCRIPTION:mine " },
	/* Line breaks of another spelling. */
	{ "Call )----\\n", "Call )----\\N",
	    "DESCRIPTION:mine\\n\\n" OPEN "\\n" LINES_B CLOSE,
	    "DESCRIPTION:mine" },
};

static void
test_edited(void **state)
{
	const struct own_wish same = block_of(&wish_a);
	const struct own_wish other = block_of(&wish_b);
	const struct edited *c;
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(edited); i++) {
		c = &edited[i];
		/* Short lines, so that nothing is folded. */
		open_with(&w, "DESCRIPTION:mine\r\n");
		world_edit(&w, "12345678\r\n 9", "123456789");
		w.name = c->new;
		world_edit(&w, c->old, c->new);
		world_make(&w, &same);
		assert_int_equal(w.edits, 0);
		world_make(&w, &other);
		check_text(&w, c->with_b);
		world_make(&w, &other);
		assert_int_equal(w.edits, 0);
		world_make(&w, &wish_none);
		check_text(&w, c->without);
		world_close(&w);
	}
}

/* A password that is told no more goes alone. */
static void
test_password_goes(void **state)
{
	struct own_wish told = block_of(&wish_a), untold = told;
	struct world w;

	(void)state;
	told.password = "1234";
	open_with(&w, "DESCRIPTION:mine\r\n");
	world_make(&w, &told);
	check_text(&w, "DESCRIPTION:mine\\n\\n" OPEN "\\n" LINK_A
	    "\\nPassword: 1234\\n" CLOSE);
	world_edit(&w, "1234\\n", "1234\\ntyped\\n");
	world_make(&w, &untold);
	check_text(&w, "DESCRIPTION:mine\\n\\n" OPEN "\\n" LINK_A
	    "\\ntyped\\n" CLOSE);
	world_make(&w, &told);
	check_text(&w, "DESCRIPTION:mine\\n\\n" OPEN "\\n" LINK_A
	    "\\nPassword: 1234\\ntyped\\n" CLOSE);
	world_make(&w, &told);
	assert_int_equal(w.edits, 0);
	world_close(&w);
}

#define TWICE(text) text text

/*
 * A series and an override with the same text and our block.  Another program
 * writes a new text into both and keeps our block: neither loses it.
 */
static void
test_text_of_another_program(void **state)
{
	static const char file[] = "BEGIN:VCALENDAR\r\n"
	    "BEGIN:VEVENT\r\nUID:a\r\nRRULE:FREQ=DAILY\r\n"
	    "DTSTAMP:20250101T000000Z\r\nDESCRIPTION:agenda\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20260101T000000Z\r\n"
	    "DTSTAMP:20250101T000000Z\r\nDESCRIPTION:agenda\r\nEND:VEVENT\r\n"
	    "END:VCALENDAR\r\n";
	const struct own_wish same = block_of(&wish_a);
	const struct own_wish other = block_of(&wish_b);
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, "two", slice_str(file));
	world_make(&w, &same);
	for (i = 0; i < 2; i++) {
		world_edit(&w, "DESCRIPTION:agenda", "DESCRIPTION:changed");
		world_edit(&w, "DTSTAMP:20251201T000000Z",
		    "DTSTAMP:20251202T000000Z");
	}
	world_make(&w, &same);
	assert_int_equal(w.edits, 0);
	assert_int_equal(world_times(&w, "DESCRIPTION:changed\\n\\n"), 2);
	world_make(&w, &other);
	check_text(&w, TWICE("DESCRIPTION:changed\\n\\n" OPEN "\\n" LINES_B
	    CLOSE));
	world_make(&w, &wish_none);
	check_text(&w, TWICE("DESCRIPTION:changed"));
	world_close(&w);
}

/*
 * A lone CR is text.  Just where a line is full, the LF of a fold would make
 * a line end of it.
 */
static void
test_lone_cr(void **state)
{
	const struct own_wish wish = block_of(&wish_a);
	struct str s = { 0 };
	struct world w;
	size_t n, tail;

	(void)state;
	for (n = 50; n < 75; n++) {
		for (tail = 0; tail < 2; tail++) {
			str_clear(&s);
			str_addf(&s, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n"
			    "DESCRIPTION:%.*s\r%sX\nEND:VEVENT\n"
			    "END:VCALENDAR\n", (int)n, "123456789.123456789."
			    "123456789.123456789.123456789.123456789."
			    "123456789.123456789.", tail ? "\r" : "");
			world_open(&w, "lone CR", str_slice(&s));
			world_make(&w, &wish);
			/* All bytes before X are where they were. */
			assert_true(slice_starts(str_slice(&w.bytes),
			    slice_of(s.p, (size_t)(strchr(s.p, 'X') - s.p))));
			world_make(&w, &wish);
			assert_int_equal(w.edits, 0);
			world_make(&w, &wish_none);
			assert_true(world_says(&w, str_slice(&s)));
			world_close(&w);
		}
	}
	str_free(&s);
}

/* No fold goes through a character, and no line is longer than 75 bytes. */
static void
test_folds(void **state)
{
	const struct own_wish wish = block_of(&wish_b);
	struct str s = { 0 }, text = { 0 };
	struct slice rest, line;
	struct world w;
	size_t n;

	(void)state;
	for (n = 0; n < 75; n++) {
		str_clear(&s);
		str_clear(&text);
		str_addf(&s, HEAD "DESCRIPTION:%.*s\r\n" TAIL, (int)n,
		    "123456789.123456789.123456789.123456789.123456789."
		    "123456789.123456789.123456789.");
		world_open(&w, "folds", str_slice(&s));
		world_make(&w, &wish);
		world_lines(&w, "DESCRIPTION", &text);
		assert_non_null(strstr(str_text(&text), OPEN "\\n" LINES_B
		    CLOSE));
		rest = str_slice(&w.bytes);
		while (n <= 63 && slice_line(&rest, &line))
			assert_in_range(line.n, 0, 76);
		world_make(&w, &wish_none);
		assert_true(world_says(&w, str_slice(&s)));
		world_close(&w);
	}
	str_free(&s);
	str_free(&text);
}

/* Two blocks of ours in one text: one stays. */
static void
test_second_block(void **state)
{
	const struct own_wish wish = block_of(&wish_a);
	struct world w;

	(void)state;
	open_with(&w, "DESCRIPTION:mine\r\n");
	world_edit(&w, "12345678\r\n 9", "123456789");
	world_edit(&w, "mine\\n\\n", "mine\\n\\n" BLOCK_A "\\nyours\\n");
	world_make(&w, &wish);
	check_text(&w, "DESCRIPTION:mine\\n\\n" BLOCK_A "\\nyours");
	world_make(&w, &wish_none);
	check_text(&w, "DESCRIPTION:mine\\nyours");
	world_close(&w);
	/* That of somebody else is not in the way. */
	open_with(&w, "DESCRIPTION:" OPEN "\\nhttps://z/\\n" CLOSE "\r\n");
	world_edit(&w, "https://z/", "https://zz/");
	world_make(&w, &wish);
	assert_int_equal(w.edits, 0);
	world_make(&w, &wish_none);
	check_text(&w, "DESCRIPTION:" OPEN "\\nhttps://zz/\\n" CLOSE);
	world_close(&w);
}

/* A password that we did not write is text of somebody's. */
static void
test_password_of_the_user(void **state)
{
	struct own_wish told = block_of(&wish_a), untold = told;
	struct world w;

	(void)state;
	told.password = "1234";
	open_with(&w, "DESCRIPTION:mine\r\n");
	world_edit(&w, "12345678\r\n 9", "123456789");
	world_edit(&w, CLOSE, "Password: 99\\n" CLOSE);
	world_make(&w, &untold);
	assert_int_equal(w.edits, 0);
	world_make(&w, &wish_none);
	check_text(&w, "DESCRIPTION:mine\\n\\nPassword: 99\\n");
	world_close(&w);
	/* Nor is one within a line of somebody's. */
	open_with(&w, "DESCRIPTION:mine\r\n");
	world_edit(&w, "12345678\r\n 9", "123456789");
	world_edit(&w, CLOSE, "My Password: 99\\n" CLOSE);
	world_make(&w, &told);
	check_text(&w, "DESCRIPTION:mine\\n\\n" OPEN "\\n" LINK_A
	    "\\nPassword: 1234\\nMy Password: 99\\n" CLOSE);
	world_make(&w, &wish_none);
	check_text(&w, "DESCRIPTION:mine\\n\\nMy Password: 99\\n");
	world_close(&w);
}

/* A property that was ours goes as a whole, whatever form other programs have
 * given it, unless somebody wrote into it. */
static void
test_whole_property(void **state)
{
	static const char *const forms[][2] = {
		{ OPEN, OPEN },
		{ "DESCRIPTION:", "description;LANGUAGE=en: " },
		{ "Call )----\\n", "Call )----\\N" },
		{ "=\r\n =---", "==---\\n\\n" },
		{ "https://vc", "https:\r\n //vc" },
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(forms); i++) {
		open_with(&w, "");
		world_edit(&w, forms[i][0], forms[i][1]);
		world_make(&w, &wish_none);
		check_bytes(&w, "");
		world_close(&w);
	}
	open_with(&w, "DESCRIPTION;X=1: \r\n");
	world_edit(&w, "Call )----\\n", "Call )----\\N");
	world_make(&w, &wish_none);
	check_bytes(&w, "DESCRIPTION;X=1: \r\n");
	world_close(&w);
	open_with(&w, "");
	world_edit(&w, "DESCRIPTION:", "DESCRIPTION:typed\\n");
	world_make(&w, &wish_none);
	check_text(&w, "DESCRIPTION:typed");
	world_close(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_added),
		cmocka_unit_test(test_not_plain),
		cmocka_unit_test(test_edited),
		cmocka_unit_test(test_password_goes),
		cmocka_unit_test(test_password_of_the_user),
		cmocka_unit_test(test_text_of_another_program),
		cmocka_unit_test(test_lone_cr),
		cmocka_unit_test(test_folds),
		cmocka_unit_test(test_second_block),
		cmocka_unit_test(test_whole_property),
	};

	return cmocka_run_group_tests_name("own_block", tests, NULL, NULL);
}
