/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "api/token.h"

#define N(a) (sizeof(a) / sizeof(*(a)))

static void
test_life(void **state)
{
	/* Seconds granted, and from when it is not used any more. */
	static const struct {
		int64_t expire, until_ms;
	} rows[] = {
		{ 7200, 6900000 },	/* five minutes less */
		{ 4567, 4267000 },
		{ 60, 54000 },		/* a tenth less */
		{ 1, 1000 },
		{ 86400, 86100000 },
		{ INT64_MAX, 86100000 },
	};
	struct token t = { 0 };
	struct token_grant g = { .text = "t-1" };
	size_t i;

	(void)state;
	assert_false(token_usable(&t, 0));
	for (i = 0; i < N(rows); i++) {
		g.expire = rows[i].expire;
		token_take(&t, &g, 5000);
		assert_int_equal(t.serial, i + 1);
		assert_true(token_usable(&t, 5000 + rows[i].until_ms - 1));
		assert_false(token_usable(&t, 5000 + rows[i].until_ms));
	}
	token_free(&t);
	assert_false(token_usable(&t, 0));
	token_free(&t);
}

static void
test_drop(void **state)
{
	struct token t = { 0 };
	const struct token_grant g = { "t-1", 7200 };

	(void)state;
	token_take(&t, &g, 0);
	token_take(&t, &g, 0);
	token_drop(&t, 1);
	assert_true(token_usable(&t, 1));
	token_drop(&t, 2);
	assert_false(token_usable(&t, 1));
	token_free(&t);
}

static void
test_ask(void **state)
{
	struct secret s = { 0 };
	struct str body = { 0 };

	(void)state;
	secret_set(&s, SLICE("a\"b\\c"));
	token_ask(&body, "cli_x", &s);
	assert_string_equal(str_text(&body),
	    "{\"app_id\":\"cli_x\",\"app_secret\":\"a\\\"b\\\\c\"}");
	str_free(&body);
	secret_free(&s);
}

static void
test_command(void **state)
{
	static const struct {
		const char *command, *token;	/* NULL: fails */
	} rows[] = {
		{ "echo u-abc", "u-abc" },
		{ "printf 'u-abc\\r\\nmore\\n'", "u-abc" },
		{ "echo ' u-abc '; exit 0", "u-abc" },
		{ "true", NULL },
		{ "echo u-abc; exit 3", NULL },
		{ "echo 'not a token'", NULL },
		{ "printf 'u-\\033x'", NULL },
		{ "no-such-command-here 2>/dev/null", NULL },
	};
	struct token t;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		t = (struct token){ 0 };
		e = (struct err){ 0 };
		if (rows[i].token) {
			assert_int_equal(token_run(&t, rows[i].command, &e),
			    0);
			assert_string_equal(secret_reveal(&t.text),
			    rows[i].token);
			assert_true(token_usable(&t, INT64_MAX - 1));
		} else {
			assert_int_equal(token_run(&t, rows[i].command, &e),
			    -1);
			assert_int_equal(e.code, ERR_AUTH);
			assert_null(strstr(e.msg, "not a token"));
			assert_false(token_usable(&t, 0));
		}
		token_free(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_drop),
		cmocka_unit_test(test_ask),
		cmocka_unit_test(test_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
