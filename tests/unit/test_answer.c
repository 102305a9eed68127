/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "api/answer.h"
#include "api/json.h"

/* The table of test_api.c goes over a real connection; here is what is
 * said of an answer, and what is not. */

#define JSON "application/json"
#define N(a) (sizeof(a) / sizeof(*(a)))

static void
judge(struct answer *a, const struct answer_ask *ask, int status,
    const char *type, const char *body, struct arena *texts)
{
	struct http_reply r = { .outcome = HTTP_ANSWERED, .status = status,
		.reset = -1 };

	str_adds(&r.body, body);
	strncpy(r.content_type, type, sizeof(r.content_type) - 1);
	answer_read(a, ask, &r, texts);
	http_reply_free(&r);
}

static void
test_token_rows(void **state)
{
	static const struct {
		int status;
		const char *type, *body;
		enum answer_next next;
		const char *says;
	} rows[] = {
		{ 200, JSON, "{\"code\":0,\"tenant_access_token\":\"t-1\","
		    "\"expire\":7200}", NEXT_DONE, NULL },
		{ 200, JSON, "{\"code\":0,\"expire\":7200}", NEXT_AGAIN,
		    "tenant_access_token is missing" },
		{ 200, JSON, "{\"code\":0,\"tenant_access_token\":\"t-1\"}",
		    NEXT_AGAIN, "expire is missing" },
		{ 200, JSON, "{\"code\":0,\"tenant_access_token\":\"t-1\","
		    "\"expire\":0}", NEXT_AGAIN, "expire" },
		{ 200, JSON, "{\"code\":0,\"tenant_access_token\":"
		    "\"t-1\\r\\nX: y\",\"expire\":7200}", NEXT_AGAIN, NULL },
		{ 200, JSON, "{\"code\":10003,\"data\":{},\"msg\":"
		    "\"invalid param\"}", NEXT_STOP_AUTH, "cli_x" },
		{ 200, JSON, "{\"code\":10014,\"msg\":\"app id not exists\"}",
		    NEXT_STOP_AUTH, "app id not exists (code 10014, app_id "
		    "cli_x)" },
		{ 200, JSON, "{\"code\":10015,\"msg\":\"secret\"}",
		    NEXT_STOP_AUTH, "cli_x" },
		{ 400, JSON, "{\"code\":10013,\"msg\":\"no\"}",
		    NEXT_STOP_AUTH, "cli_x" },
		{ 200, JSON, "{\"code\":99991543,\"msg\":\"no\"}",
		    NEXT_STOP_AUTH, "cli_x" },
		{ 400, JSON, "{\"code\":99991401,\"msg\":\"no\"}",
		    NEXT_STOP_AUTH, "allowed IPs" },
		{ 400, JSON, "{\"code\":99991663,\"msg\":\"no\"}",
		    NEXT_STOP_AUTH, "cli_x" },
		{ 200, JSON, "{\"code\":4711,\"msg\":\"no\"}",
		    NEXT_STOP_AUTH, "cli_x" },
		{ 200, JSON, "{\"code\":2200,\"msg\":\"Internal Error\"}",
		    NEXT_AGAIN, "Internal Error" },
		{ 500, JSON, "{\"code\":4711,\"msg\":\"x\"}", NEXT_AGAIN,
		    NULL },
		{ 503, "text/html", "<html>", NEXT_AGAIN, "HTTP 503" },
		{ 429, JSON, "{\"code\":99991400}", NEXT_LIMIT, NULL },
		{ 429, JSON, "{\"code\":99991403}", NEXT_STOP_NET, "quota" },
		{ 404, "text/plain", "404 page not found", NEXT_STOP_NET,
		    "base_url" },
		{ 301, "text/html", "", NEXT_STOP_NET, "base_url" },
		{ 200, "text/html", "<html>", NEXT_AGAIN, "text/html" },
		{ 200, JSON, "", NEXT_AGAIN, NULL },
	};
	const struct answer_ask ask = { .call = ANSWER_TOKEN,
		.app_id = "cli_x" };
	struct arena texts = { 0 };
	struct answer a;
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		judge(&a, &ask, rows[i].status, rows[i].type, rows[i].body,
		    &texts);
		if (a.next != rows[i].next || (rows[i].says &&
		    !strstr(a.message, rows[i].says)))
			fail_msg("%s: next %d, %s", rows[i].body, (int)a.next,
			    a.message);
		answer_free(&a);
	}
	arena_free(&texts);
}

static void
test_reserve(void **state)
{
	const struct answer_ask ask = { .call = API_APPLY };
	struct arena texts = { 0 };
	struct answer a;

	(void)state;
	judge(&a, &ask, 200, JSON, " {\"code\":0,\"data\":{\"reserve\":{"
	    "\"id\":7491234567890123457,\"meeting_no\":112000358,"
	    "\"password\":null,\"url\":\"https:\\/\\/vc.feishu.cn\\/j\\/1\","
	    "\"end_time\":1790003600,\"more\":[]},"
	    "\"reserve_correction_check_info\":{\"invalid_host_id_list\":"
	    "[\"ou_1\",\"\",\"ou_2\"]}}}\n", &texts);
	answer_free(&a);
	assert_int_equal(a.next, NEXT_DONE);
	assert_null(a.message);
	assert_string_equal(a.reserve.id, "7491234567890123457");
	assert_string_equal(a.reserve.meeting_no, "112000358");
	assert_string_equal(a.reserve.url, "https://vc.feishu.cn/j/1");
	assert_null(a.reserve.password);
	assert_null(a.reserve.app_link);
	assert_true(a.reserve.end_time == 1790003600);
	assert_string_equal(a.reserve.invalid_hosts, "ou_1,ou_2");
	judge(&a, &ask, 200, JSON, "{\"code\":0,\"data\":{\"reserve\":{"
	    "\"id\":18446744073709551614,\"end_time\":\"\"}}}", &texts);
	answer_free(&a);
	assert_string_equal(a.reserve.id, "18446744073709551614");
	judge(&a, &ask, 200, JSON, "{\"code\":0,\"data\":{\"reserve\":{"
	    "\"id\":18446744073709551616}}}", &texts);
	answer_free(&a);
	assert_int_equal(a.next, NEXT_UNKNOWN);
	judge(&a, &ask, 200, JSON, "{\"code\":0,\"data\":{\"reserve\":{"
	    "\"id\":\"1\\u0000\"}}}", &texts);
	answer_free(&a);
	assert_int_equal(a.next, NEXT_UNKNOWN);
	arena_free(&texts);
}

/* Each field by itself: what is odd is dropped and named, the rest kept. */
static void
test_odd_fields(void **state)
{
	static const struct {
		const char *member, *odd;
	} cases[] = {
		{ "\"end_time\":\"1790003600\"", NULL },
		{ "\"end_time\":\"1789990000\"", NULL },
		{ "\"end_time\":\"1789980601\"", NULL },
		{ "\"end_time\":\"1789980600\"", "end_time" },
		{ "\"end_time\":\"1789980000\"", "end_time" },
		{ "\"end_time\":\"1787500000\"", "end_time" },
		{ "\"end_time\":\"\"", NULL },
		{ "\"end_time\":null", NULL },
		{ "\"end_time\":\"0\"", "end_time" },
		{ "\"end_time\":\"-1\"", "end_time" },
		{ "\"end_time\":1", "end_time" },
		{ "\"end_time\":1790003600000", "end_time" },
		{ "\"end_time\":\"9223372036854775807\"", "end_time" },
		{ "\"end_time\":\"1790003600.5\"", "end_time" },
		{ "\"end_time\":\"soon\"", "end_time" },
		{ "\"end_time\":\"4000000000\"", "end_time" },
		{ "\"end_time\":[1790003600]", "end_time" },
		{ "\"end_time\":{}", "end_time" },
		{ "\"end_time\":1790003600.0", "end_time" },
		{ "\"meeting_no\":\"112 000 358\"", NULL },
		{ "\"meeting_no\":112000358", NULL },
		{ "\"meeting_no\":\"\"", NULL },
		{ "\"meeting_no\":\"112-000\"", "meeting_no" },
		{ "\"meeting_no\":\"112\\n000\"", "meeting_no" },
		{ "\"meeting_no\":\" \"", "meeting_no" },
		{ "\"meeting_no\":\"1111111111111111111111111\"",
		    "meeting_no" },
		{ "\"meeting_no\":true", "meeting_no" },
		{ "\"password\":\"1234\"", NULL },
		{ "\"password\":\"\"", NULL },
		{ "\"password\":\"123\"", "password" },
		{ "\"password\":\"1234567890\"", "password" },
		{ "\"password\":\"12\\n34\"", "password" },
		{ "\"url\":\"https://vc.feishu.cn/j/1?a=b#c\"", NULL },
		{ "\"url\":\"http://vc.feishu.cn/j/1\"", "url" },
		{ "\"url\":\"https://\"", "url" },
		{ "\"url\":\"https://vc.feishu.cn\"", "url" },
		{ "\"url\":\"https://vc.feishu.cn/\"", "url" },
		{ "\"url\":\"https://vc.feishu.cn//?#\"", "url" },
		{ "\"url\":\"https:///x\"", "url" },
		{ "\"url\":\"https://a/\\r\\nX:y\"", "url" },
		{ "\"url\":\"https://a/ b\"", "url" },
		{ "\"url\":\"https://a/\\u2028\"", "url" },
		{ "\"url\":\"javascript:alert(1)\"", "url" },
		{ "\"url\":7", "url" },
		{ "\"app_link\":\"x\",\"live_link\":[]",
		    "app_link, live_link" },
	};
	const struct answer_ask ask = { .call = API_APPLY,
		.body = SLICE("{\"end_time\":\"1790003600\"}"),
		.now = 1789980000 };
	struct arena texts = { 0 };
	struct answer a;
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(text, sizeof(text), "{\"code\":0,\"data\":"
		    "{\"reserve\":{\"id\":\"1\",%s}}}", cases[i].member);
		judge(&a, &ask, 200, JSON, text, &texts);
		answer_free(&a);
		if (a.next != NEXT_DONE || strcmp(a.reserve.odd ?
		    a.reserve.odd : "", cases[i].odd ? cases[i].odd : "") != 0)
			fail_msg("%s: next %d, odd '%s'", cases[i].member,
			    a.next, a.reserve.odd);
		if (cases[i].odd)
			assert_true(!a.reserve.end_time && !a.reserve.url &&
			    !a.reserve.meeting_no && !a.reserve.password);
	}
	arena_free(&texts);
}

/* An id that can't be one is no answer to an apply; an update with the id
 * of another reservation tells nothing. */
static void
test_odd_ids(void **state)
{
	static const char *const ids[] = { "\"\"", "\"x1\"", "\"1 2\"",
		"\"-1\"", "\"../1\"", "\"1\\n\"", "-1", "1.5", "true",
		"\"111111111111111111111111111111111\"" };
	struct answer_ask ask = { .call = API_APPLY, .reserve_id = "17" };
	struct arena texts = { 0 };
	struct answer a;
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		snprintf(text, sizeof(text), "{\"code\":0,\"data\":"
		    "{\"reserve\":{\"id\":%s}}}", ids[i]);
		judge(&a, &ask, 200, JSON, text, &texts);
		answer_free(&a);
		if (a.next != NEXT_UNKNOWN)
			fail_msg("%s is taken", ids[i]);
	}
	ask.call = API_UPDATE;
	judge(&a, &ask, 200, JSON, "{\"code\":0,\"data\":{\"reserve\":{"
	    "\"id\":\"18\",\"url\":\"https://vc.feishu.cn/j/2\"}}}",
	    &texts);
	answer_free(&a);
	assert_int_equal(a.next, NEXT_DONE);
	assert_null(a.reserve.url);
	assert_string_equal(a.reserve.odd, "id");
	arena_free(&texts);
}

/* What a server says is masked, cut and plain. */
static void
test_words(void **state)
{
	const struct answer_ask ask = { .call = API_APPLY,
		.body = SLICE("{\"meeting_settings\":{\"topic\":\"x\","
		    "\"password\":\"971024\"}}") };
	struct secret token = { 0 };
	struct arena texts = { 0 };
	struct str body = { 0 };
	struct answer a;
	int i;

	(void)state;
	secret_set(&token, SLICE("t-secret-token"));
	judge(&a, &ask, 400, JSON, "{\"code\":121003,\"msg\":\"bad "
	    "\\\"password\\\":\\\"971024\\\" for t-secret-token\\n\\u001b[2J"
	    "\",\"error\":{\"field_violations\":[{\"field\":\"971024\"}]}}",
	    &texts);
	assert_string_equal(a.message, "bad \"password\":\"******\" for "
	    "**************\\x0A\\x1B[2J: ******");
	answer_free(&a);
	str_adds(&body, "{\"code\":121003,\"msg\":\"");
	for (i = 0; i < 98; i++)
		str_adds(&body, "\xe4\xbc\x9a");
	str_adds(&body, "--t-secret-token 971024 and more\"}");
	judge(&a, &ask, 400, JSON, str_text(&body), &texts);
	assert_in_range(strlen(a.message), 298, 310);
	assert_null(strstr(a.message, "t-s"));
	answer_free(&a);
	str_free(&body);
	secret_free(&token);
	arena_free(&texts);
}

static void
test_mask_body(void **state)
{
	static const char *const rows[][2] = {
		{ "{\"a\":1}", "{\"a\":1}" },
		{ "{\"password\":\"971024\",\"b\":2}",
		    "{\"password\":\"***\",\"b\":2}" },
		{ "{\"password\" : 971024}", "{\"password\" : \"***\"}" },
		{ "{\"password\":\"a\\\"b\"}", "{\"password\":\"***\"}" },
		{ "{\"password\":\"cut", "{\"password\":\"***\"" },
		{ "{\"x\":\"password\",\"y\":\"z\"}",
		    "{\"x\":\"password\",\"y\":\"z\"}" },
		{ "{\"tenant_access_token\":\"t-1\",\"expire\":7200}",
		    "{\"tenant_access_token\":\"***\",\"expire\":7200}" },
		{ "{\"app_secret\":\"s\"}", "{\"app_secret\":\"***\"}" },
		{ "\"password\"", "\"password\"" },
		{ "\"\\", "\"\\" },
		{ "", "" },
	};
	struct str out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		str_clear(&out);
		mask_body(&out, slice_str(rows[i][0]));
		assert_string_equal(str_text(&out), rows[i][1]);
	}
	str_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_token_rows),
		cmocka_unit_test(test_reserve),
		cmocka_unit_test(test_odd_fields),
		cmocka_unit_test(test_odd_ids),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_mask_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
