/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/address.h"

static const char *
known(const struct directory *d, const char *address)
{
	const char *id = "unset";

	switch (directory_find(d, slice_str(address), &id)) {
	case DIRECTORY_FOUND:
		return id;
	case DIRECTORY_NOBODY:
		return "nobody";
	case DIRECTORY_NEVER:
		break;
	}
	return "never";
}

static void
test_find(void **state)
{
	struct directory d = { 0 };
	const char *id = "x";

	(void)state;
	assert_string_equal(known(&d, "a@x.org"), "never");
	directory_add(&d, SLICE("M@x.org"), "ou_m");
	directory_add(&d, SLICE("a@x.org"), NULL);
	directory_add(&d, SLICE("Z@X.org"), "ou_z");
	directory_add(&d, SLICE("z@x.or"), "ou_short");
	assert_string_equal(known(&d, "m@X.ORG"), "ou_m");
	assert_string_equal(known(&d, "A@x.org"), "nobody");
	assert_string_equal(known(&d, "z@x.org"), "ou_z");
	assert_string_equal(known(&d, "z@x.or"), "ou_short");
	assert_string_equal(known(&d, "z@x.orga"), "never");
	assert_string_equal(known(&d, ""), "never");
	/* Found only when it says so. */
	directory_find(&d, SLICE("a@x.org"), &id);
	assert_string_equal(id, "x");
	/* A later answer stands. */
	directory_add(&d, SLICE("A@X.ORG"), "ou_a");
	directory_add(&d, SLICE("m@x.org"), NULL);
	assert_string_equal(known(&d, "a@x.org"), "ou_a");
	assert_string_equal(known(&d, "m@x.org"), "nobody");
	assert_int_equal(d.entries.n, 4);
	directory_free(&d);
}

/* A NUL in an address is no end of it. */
static void
test_nul(void **state)
{
	struct directory d = { 0 };

	(void)state;
	directory_add(&d, SLICE("a@x"), "ou_a");
	assert_int_equal(directory_find(&d, SLICE("a@x\0y"), &(const char *){
	    NULL }), DIRECTORY_NEVER);
	directory_free(&d);
}

static void
test_want(void **state)
{
	struct directory d = { 0 };
	char address[32];
	int i;

	(void)state;
	directory_want(&d, SLICE("b@x.org"));
	directory_want(&d, SLICE("a@x.org"));
	directory_want(&d, SLICE("B@X.org"));
	assert_int_equal(d.wanted.n, 2);
	assert_string_equal(d.wanted.items[0], "a@x.org");
	assert_string_equal(d.wanted.items[1], "b@x.org");
	for (i = 0; i < DIRECTORY_WANTED_MAX; i++) {
		snprintf(address, sizeof(address), "%d@x.org", i * 7919 %
		    DIRECTORY_WANTED_MAX);
		directory_want(&d, slice_str(address));
	}
	assert_int_equal(d.wanted.n, DIRECTORY_WANTED_MAX);
	for (i = 1; i < DIRECTORY_WANTED_MAX; i++)
		assert_true(strcmp(d.wanted.items[i - 1],
		    d.wanted.items[i]) < 0);
	directory_want_none(&d);
	assert_int_equal(d.wanted.n, 0);
	directory_free(&d);
}

static void
test_address(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "a@b", true }, { "zhang.san+x@example.com", true },
		{ "o'brien@x_1.example", true }, { "a/b=c@x", true },
		{ "a@b@c", false }, { "", false }, { "a", false },
		{ "a@x;b@x", false }, { "a@x,b@x", false },
		{ "<a@x>", false }, { "'a@x'", false }, { "a@x.", false },
		{ "a@-x", false }, { "a:b@x", false }, { "\"a\"@x", false },
		{ "@b", false }, { "a@", false }, { "@", false },
		{ "a b@c", false }, { "a@b\n", false }, { "a@b\x7f", false },
		{ "\xc3\xa4@b", false }, { "urn:uuid:1", false },
		{ "ou_1", false },
	};
	char text[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (directory_is_address(slice_str(rows[i].text)) !=
		    rows[i].is)
			fail_msg("%s", rows[i].text);
	memset(text, 'a', sizeof(text));
	text[1] = '@';
	assert_true(directory_is_address(slice_of(text, 254)));
	assert_false(directory_is_address(slice_of(text, 255)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find), cmocka_unit_test(test_nul),
		cmocka_unit_test(test_want), cmocka_unit_test(test_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
