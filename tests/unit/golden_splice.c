/* SPDX-License-Identifier: MIT */
/*
 * tests/golden/splice: a file with our lines in each of its events.  A name
 * that ends in -all has every property that can be written, others the
 * default ones.  Beside the golden bytes: doing it again changes nothing,
 * and taking our lines out gives the first bytes back.
 */
#include "own_world.h"

#include "golden.h"

static void
run(struct str *got, struct slice input, const char *name)
{
	static const struct issue issued[] = {
		{ LINK_A, OWN_OURS, true },
		{ "6911188411934973028", OWN_OURS, true },
		{ NULL, OWN_USER, false },
	};
	struct own_wish wish = { .carry = OWN_LINK, .url = LINK_A,
		.reserve_id = "6911188411934973028",
		.label = "Feishu meeting", .properties = DEFAULTS,
		.now = 1795305600 };
	size_t n = strlen(name);
	struct world w;

	if (n > 4 && strcmp(name + n - 4, "-all") == 0) {
		wish.properties = ALL;
		wish.password = "471147";
	}
	world_open(&w, name, input);
	w.issued = issued;
	world_make(&w, &wish);
	str_add(got, str_slice(&w.bytes));
	world_make(&w, &wish);
	assert_int_equal(w.edits, 0);
	assert_true(world_says(&w, str_slice(got)));
	world_make(&w, &wish_none);
	assert_true(world_says(&w, input));
	world_close(&w);
}

int
main(void)
{
	static const struct golden kind = { "tests/golden/splice", ".ics",
		run };

	return golden_main(&kind);
}
