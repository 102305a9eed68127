/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/reservation.h"

#define BIT(field) (1u << REQUEST_##field)

static const struct request full = {
	.field = {
		[REQUEST_OWNER] = "\"ou_a\"",
		[REQUEST_TOPIC] = "\"Weekly \\\"sync\\\" = \xe4\xbc\x9a\"",
		[REQUEST_PERMISSIONS] = "[{\"permission\":1}]",
		[REQUEST_INITIAL_TYPE] = "2",
		[REQUEST_CONNECT] = "true",
		[REQUEST_CALL] = "{\"callee\":{}}",
		[REQUEST_AUTO_RECORD] = "true",
		[REQUEST_HOSTS] = "[{\"user_type\":1,\"id\":\"ou_b\"}]",
		[REQUEST_PASSWORD] = "\"971024\"",
	},
	.until = 77,
};

static void
test_apply_body(void **state)
{
	static const struct {
		struct request r;
		int64_t end_time;
		const char *want;
	} cases[] = {
		/* The settings are required, even when there are none. */
		{ { { NULL }, 0 }, 0, "{\"meeting_settings\":{}}" },
		{ { { [REQUEST_OWNER] = "\"o\"" }, 0 }, 9007199254740993,
		    "{\"end_time\":\"9007199254740993\",\"owner_id\":\"o\","
		    "\"meeting_settings\":{}}" },
		{ { { [REQUEST_TOPIC] = "\"t\"", [REQUEST_HOSTS] = "[]" },
		    5 }, 1, "{\"end_time\":\"1\",\"meeting_settings\":{"
		    "\"topic\":\"t\",\"assign_host_list\":[]}}" },
	};
	struct str body = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		str_clear(&body);
		request_apply_body(&body, &cases[i].r, cases[i].end_time);
		assert_string_equal(str_text(&body), cases[i].want);
	}
	str_clear(&body);
	request_apply_body(&body, &full, 3);
	assert_string_equal(str_text(&body), "{\"end_time\":\"3\","
	    "\"owner_id\":\"ou_a\",\"meeting_settings\":{"
	    "\"topic\":\"Weekly \\\"sync\\\" = \xe4\xbc\x9a\","
	    "\"action_permissions\":[{\"permission\":1}],"
	    "\"meeting_initial_type\":2,\"meeting_connect\":true,"
	    "\"call_setting\":{\"callee\":{}},\"auto_record\":true,"
	    "\"assign_host_list\":[{\"user_type\":1,\"id\":\"ou_b\"}],"
	    "\"password\":\"971024\"}}");
	str_free(&body);
}

static void
test_update_body(void **state)
{
	static const struct {
		unsigned fields;
		int64_t end_time;
		const char *want;
	} cases[] = {
		{ 0, 8, "{\"end_time\":\"8\"}" },
		{ BIT(TOPIC), 0,
		    "{\"meeting_settings\":{\"topic\":\"t\"}}" },
		/* Wanted no more: what the API takes for empty. */
		{ BIT(TOPIC) | BIT(HOSTS) | BIT(PERMISSIONS), 8,
		    "{\"end_time\":\"8\",\"meeting_settings\":{\"topic\":"
		    "\"t\",\"action_permissions\":[],"
		    "\"assign_host_list\":[]}}" },
		{ BIT(AUTO_RECORD) | BIT(INITIAL_TYPE), 0,
		    "{\"meeting_settings\":{\"meeting_initial_type\":1,"
		    "\"auto_record\":false}}" },
	};
	struct request r = { { [REQUEST_TOPIC] = "\"t\"" }, 0 };
	struct str body = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		str_clear(&body);
		request_update_body(&body, &r, cases[i].fields,
		    cases[i].end_time);
		assert_string_equal(str_text(&body), cases[i].want);
	}
	str_free(&body);
}

static void
test_diff(void **state)
{
	static const struct {
		enum request_field field;
		const char *have, *want;
		unsigned set;
	} cases[] = {
		{ REQUEST_TOPIC, "\"a\"", "\"a\"", 0 },
		{ REQUEST_TOPIC, "\"a\"", "\"b\"", BIT(TOPIC) },
		{ REQUEST_TOPIC, NULL, "\"b\"", BIT(TOPIC) },
		{ REQUEST_TOPIC, "\"a\"", NULL, BIT(TOPIC) },
		{ REQUEST_TOPIC, "\"\"", NULL, 0 },
		{ REQUEST_HOSTS, "[1]", NULL, BIT(HOSTS) },
		{ REQUEST_HOSTS, "[]", NULL, 0 },
		{ REQUEST_AUTO_RECORD, "true", NULL, BIT(AUTO_RECORD) },
		{ REQUEST_AUTO_RECORD, "false", NULL, 0 },
		{ REQUEST_INITIAL_TYPE, "2", NULL, BIT(INITIAL_TYPE) },
		/* An update has neither. */
		{ REQUEST_OWNER, "\"a\"", "\"b\"", 0 },
		{ REQUEST_CONNECT, "true", "false", 0 },
		/* No value stands for "as it was": the server keeps it. */
		{ REQUEST_CALL, "{}", NULL, 0 },
		{ REQUEST_PASSWORD, "\"1234\"", NULL, 0 },
		{ REQUEST_PASSWORD, "\"1234\"", "\"1234\"", 0 },
		{ REQUEST_PASSWORD, "\"1234\"", "\"\"", BIT(PASSWORD) },
		{ REQUEST_PASSWORD, "\"\"", "\"\"", 0 },
		{ REQUEST_PASSWORD, "\"\"", "\"1234\"", BIT(PASSWORD) },
		{ REQUEST_PASSWORD, NULL, "\"1234\"", BIT(PASSWORD) },
	};
	struct request have = { { NULL }, 1 }, want = { { NULL }, 2 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		have.field[cases[i].field] = cases[i].have;
		want.field[cases[i].field] = cases[i].want;
		if (request_diff(&have, &want) != cases[i].set)
			fail_msg("case %zu: %x, expected %x", i,
			    request_diff(&have, &want), cases[i].set);
		have.field[cases[i].field] = NULL;
		want.field[cases[i].field] = NULL;
	}
}

/* Which fields an update of all of them clears. */
static void
test_clears(void **state)
{
	const unsigned all = (1u << REQUEST_FIELDS) - 1;
	struct request want = { { NULL }, 1 };

	(void)state;
	assert_int_equal(request_clears(&want, all), BIT(TOPIC) |
	    BIT(PERMISSIONS) | BIT(HOSTS));
	assert_int_equal(request_clears(&want, BIT(TOPIC) | BIT(PASSWORD)),
	    BIT(TOPIC));
	want.field[REQUEST_TOPIC] = "\"a\"";
	want.field[REQUEST_HOSTS] = "[]";
	want.field[REQUEST_PASSWORD] = "\"\"";
	want.field[REQUEST_OWNER] = "\"\"";
	assert_int_equal(request_clears(&want, all), BIT(PERMISSIONS) |
	    BIT(HOSTS) | BIT(PASSWORD));
	assert_int_equal(request_clears(&want, 0), 0);
}

static void
test_round_trip(void **state)
{
	struct request got, other = full, again;
	struct str text = { 0 }, twice = { 0 };
	struct arena a = { 0 };
	struct err e = { 0 };
	enum request_field i;

	(void)state;
	request_write(&text, &full);
	/* The password is not in the text, and is known all the same. */
	assert_null(strstr(str_text(&text), "971024"));
	assert_int_equal(request_read(&got, str_slice(&text), &a, &e), 0);
	for (i = 0; i < REQUEST_FIELDS; i++)
		if (i != REQUEST_PASSWORD)
			assert_string_equal(got.field[i], full.field[i]);
	assert_null(strstr(got.field[REQUEST_PASSWORD], "971024"));
	assert_int_equal(request_diff(&got, &full), 0);
	other.field[REQUEST_PASSWORD] = "\"971025\"";
	assert_int_equal(request_diff(&got, &other), BIT(PASSWORD));
	/* Stored once more it is still known. */
	request_write(&twice, &got);
	assert_int_equal(request_read(&again, str_slice(&twice), &a, &e), 0);
	assert_int_equal(request_diff(&again, &full), 0);

	str_clear(&text);
	request_write(&text, &(struct request){ { NULL }, 0 });
	assert_int_equal(text.n, 0);
	assert_int_equal(request_read(&got, str_slice(&text), &a, &e), 0);
	for (i = 0; i < REQUEST_FIELDS; i++)
		assert_null(got.field[i]);
	str_free(&text);
	str_free(&twice);
	arena_free(&a);
}

static void
test_no_password(void **state)
{
	struct request r = { { [REQUEST_PASSWORD] = "\"\"" }, 0 }, got;
	struct str text = { 0 };
	struct arena a = { 0 };
	struct err e = { 0 };

	(void)state;
	request_write(&text, &r);
	assert_int_equal(request_read(&got, str_slice(&text), &a, &e), 0);
	assert_string_equal(got.field[REQUEST_PASSWORD], "\"\"");
	str_free(&text);
	arena_free(&a);
}

static void
test_read_refuses(void **state)
{
	static const char *const texts[] = { "nonsense", "topic", "topics=1",
	    "topic=\"a\"\n\nx", "=1" };
	struct request r;
	struct arena a = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct err e = { 0 };

		assert_int_equal(request_read(&r, slice_str(texts[i]), &a,
		    &e), -1);
		assert_int_equal(e.code, ERR_STATE);
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apply_body),
		cmocka_unit_test(test_update_body),
		cmocka_unit_test(test_diff),
		cmocka_unit_test(test_clears),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_no_password),
		cmocka_unit_test(test_read_refuses),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
