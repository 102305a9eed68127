/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/json.h"
#include "api/read.h"

/* The letters of those granted: of "a" and "b", for the app and for users. */
static const char *
read(const char *answer, char got[8])
{
	struct app_scope scopes[] = { { .name = "a", .for_app = true },
		{ .name = "b" } };
	struct json_object *root = json_read(slice_str(answer));
	const char *wrong = read_scopes(scopes, 2, root);
	size_t i;

	memset(got, 0, 8);
	for (i = 0; i < 2; i++) {
		got[2 * i] = scopes[i].for_app ? *scopes[i].name : '-';
		got[2 * i + 1] = scopes[i].for_user ? *scopes[i].name : '-';
	}
	json_free(root);
	return wrong;
}

static void
test_read(void **state)
{
	static const struct {
		const char *answer, *granted;
	} rows[] = {
		{ "[]", "----" },
		{ "[{\"scope_name\":\"a\",\"grant_status\":1,"
		    "\"scope_type\":\"tenant\"},{\"scope_name\":\"b\","
		    "\"grant_status\":1,\"scope_type\":\"user\"}]", "a--b" },
		{ "[{\"scope_name\":\"a\",\"grant_status\":2,"
		    "\"scope_type\":\"tenant\"},{\"scope_name\":\"a\","
		    "\"grant_status\":1,\"scope_type\":\"user\"}]", "-a--" },
		/* Older answers have no type. */
		{ "[{\"scope_name\":\"b\",\"grant_status\":1}]", "--bb" },
		{ "[{\"scope_name\":\"c\",\"grant_status\":1},{},7,null,"
		    "{\"scope_name\":1,\"grant_status\":1},"
		    "{\"scope_name\":\"a\",\"grant_status\":\"x\"}]", "----" },
	};
	char got[8], text[400];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(text, sizeof(text), "{\"code\":0,\"data\":"
		    "{\"scopes\":%s}}", rows[i].answer);
		assert_null(read(text, got));
		assert_string_equal(got, rows[i].granted);
	}
	assert_non_null(read("{\"code\":0,\"data\":{}}", got));
	assert_non_null(read("{\"code\":0}", got));
	assert_string_equal(got, "----");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
