/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/answer.h"
#include "api/call.h"

/* batch_get_id: what is asked, and what is made of hostile answers. */

#define JSON "application/json"
#define N(a) (sizeof(a) / sizeof(*(a)))
#define LIST(entries) "{\"code\":0,\"data\":{\"user_list\":[" entries "]}}"

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
test_question(void **state)
{
	const struct api_person people[] = { { .address = "a@x.org" },
		{ .address = "b\"@x.org" } };
	struct str s = { 0 };

	(void)state;
	people_body(&s, people, 2);
	assert_string_equal(str_text(&s),
	    "{\"emails\":[\"a@x.org\",\"b\\\"@x.org\"]}");
	str_clear(&s);
	call_path(&s, API_PEOPLE, NULL, "union_id");
	assert_string_equal(str_text(&s), "/open-apis/contact/v3/users/"
	    "batch_get_id?user_id_type=union_id");
	assert_string_equal(call_method(API_PEOPLE), "POST");
	assert_false(call_by_id(API_PEOPLE));
	str_free(&s);
}

/* Asked for zhang@example.com, zhao@example.com and li@example.org. */
static const struct {
	const char *entries;
	const char *ids[3];
} answers[] = {
	{ "{\"email\":\"zhang@example.com\",\"user_id\":\"ou_1\"},"
	    "{\"email\":\"zhao@example.com\",\"user_id\":\"ou_2\"},"
	    "{\"email\":\"li@example.org\",\"user_id\":\"ou_3\"}",
	    { "ou_1", "ou_2", "ou_3" } },
	/* In another order, and written in another way. */
	{ "{\"email\":\"LI@Example.org\",\"user_id\":\"ou_3\"},"
	    "{\"user_id\":\"ou_1\",\"email\":\" zhang@example.com \"},"
	    "{\"email\":\"Zhao@example.com\",\"user_id\":\"ou_2\"}",
	    { "ou_1", "ou_2", "ou_3" } },
	/* Three ways to say nobody, and one to say nothing. */
	{ "{\"email\":\"zhang@example.com\"},"
	    "{\"email\":\"zhao@example.com\",\"user_id\":\"\"},"
	    "{\"email\":\"li@example.org\",\"user_id\":null}", { 0 } },
	{ "", { 0 } },
	{ "{\"email\":\"zhao@example.com\",\"user_id\":\"ou_2\"}",
	    { NULL, "ou_2", NULL } },
	/* Nobody asked for those. */
	{ "{\"email\":\"other@example.com\",\"user_id\":\"ou_9\"},"
	    "{\"mobile\":\"13800138000\",\"user_id\":\"ou_9\"},"
	    "{\"user_id\":\"ou_9\"},{\"email\":\"\",\"user_id\":\"ou_9\"},"
	    "{\"email\":7,\"user_id\":\"ou_9\"},7,null,[],\"ou_9\"", { 0 } },
	/* Masked: what can mean one alone counts, whatever the order. */
	{ "{\"email\":\"l***@example.org\",\"user_id\":\"ou_3\"},"
	    "{\"email\":\"z***@example.com\",\"user_id\":\"ou_9\"},"
	    "{\"email\":\"z***@example.com\",\"user_id\":\"ou_9\"}",
	    { NULL, NULL, "ou_3" } },
	{ "{\"email\":\"***\",\"user_id\":\"ou_9\"},"
	    "{\"email\":\"zh?o@example.com\",\"user_id\":\"ou_9\"}", { 0 } },
	/* Two that differ are none, two that don't are one. */
	{ "{\"email\":\"zhang@example.com\",\"user_id\":\"ou_1\"},"
	    "{\"email\":\"zhang@example.com\",\"user_id\":\"ou_9\"},"
	    "{\"email\":\"zhang@example.com\",\"user_id\":\"ou_1\"},"
	    "{\"email\":\"zhao@example.com\",\"user_id\":\"ou_2\"},"
	    "{\"email\":\"zhao@example.com\",\"user_id\":\"ou_2\"},"
	    "{\"email\":\"zhao@example.com\"}", { NULL, "ou_2", NULL } },
	/* No ids. */
	{ "{\"email\":\"zhang@example.com\",\"user_id\":\"ou_1\\nX: y\"},"
	    "{\"email\":\"zhao@example.com\",\"user_id\":\"../x\"},"
	    "{\"email\":\"li@example.org\",\"user_id\":7}", { 0 } },
	{ "{\"email\":\"zhang@example.com\",\"user_id\":\"t-secret-token\"}",
	    { 0 } },
	{ "{\"email\":\"zhang@example.com\",\"user_id\":\"xxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}",
	    { 0 } },
	{ "{\"email\":\"zhang@example.com\",\"user_id\":{\"a\":1}}", { 0 } },
};

static void
test_answers(void **state)
{
	static const char *const asked[] = { "zhang@example.com",
		"zhao@example.com", "li@example.org" };
	struct secret token = { 0 };
	struct api_person people[3];
	struct answer_ask ask = { .call = API_PEOPLE, .people = people,
		.n_people = 3 };
	struct arena texts = { 0 };
	struct answer a;
	char body[2000];
	size_t i, j;

	(void)state;
	secret_set(&token, SLICE("t-secret-token"));
	for (i = 0; i < N(answers); i++) {
		for (j = 0; j < 3; j++)
			people[j] = (struct api_person){
				.address = asked[j], .id = "stale" };
		snprintf(body, sizeof(body), LIST("%s"), answers[i].entries);
		judge(&a, &ask, 200, JSON, body, &texts);
		assert_int_equal(a.next, NEXT_DONE);
		for (j = 0; j < 3; j++) {
			if (!answers[i].ids[j] != !people[j].id ||
			    (people[j].id && strcmp(people[j].id,
			    answers[i].ids[j]) != 0))
				fail_msg("row %zu, %s: got %s", i, asked[j],
				    people[j].id ? people[j].id : "nobody");
		}
		answer_free(&a);
	}
	secret_free(&token);
	arena_free(&texts);
}

/* One alone can be masked as it likes. */
static void
test_one_masked(void **state)
{
	struct api_person one = { .address = "zhang@example.com" };
	struct answer_ask ask = { .call = API_PEOPLE, .people = &one,
		.n_people = 1 };
	struct arena texts = { 0 };
	struct answer a;

	(void)state;
	judge(&a, &ask, 200, JSON, LIST("{\"email\":\"z***@example.com\","
	    "\"user_id\":\"ou_1\"}"), &texts);
	assert_string_equal(one.id, "ou_1");
	answer_free(&a);
	judge(&a, &ask, 200, JSON, LIST("{\"email\":\"y***@example.com\","
	    "\"user_id\":\"ou_1\"}"), &texts);
	assert_null(one.id);
	answer_free(&a);
	arena_free(&texts);
}

static void
test_next(void **state)
{
	static const struct {
		int status;
		const char *type, *body;
		enum answer_next next;
		const char *says;
	} rows[] = {
		{ 200, JSON, LIST(""), NEXT_DONE, NULL },
		{ 200, JSON, "{\"code\":0}", NEXT_RETRY,
		    "data.user_list is missing" },
		{ 200, JSON, "{\"code\":0,\"data\":{\"user_list\":{}}}",
		    NEXT_RETRY, "data.user_list is missing" },
		{ 200, JSON, "{\"code\":0,\"data\":[]}", NEXT_RETRY, NULL },
		{ 400, JSON, "{\"code\":99991672,\"msg\":\"no\",\"error\":"
		    "{\"permission_violations\":[{\"subject\":"
		    "\"contact:user.id:readonly\"}]}}", NEXT_STOP_AUTH,
		    "contact:user.id:readonly" },
		{ 400, JSON, "{\"code\":99991663,\"msg\":\"no\"}",
		    NEXT_TOKEN, NULL },
		{ 400, JSON, "{\"code\":99992402,\"msg\":\"no\",\"error\":"
		    "{\"field_violations\":[{\"field\":\"emails\"}]}}",
		    NEXT_REFUSED, "emails" },
		{ 404, JSON, "{\"code\":121004,\"msg\":\"no\"}",
		    NEXT_REFUSED, NULL },
		{ 404, "text/plain", "404 page not found", NEXT_STOP_NET,
		    "base_url" },
		{ 302, "text/html", "", NEXT_STOP_NET, "base_url" },
		{ 429, JSON, "{\"code\":99991400}", NEXT_LIMIT, NULL },
		{ 429, JSON, "{\"code\":99991403}", NEXT_STOP_NET, "quota" },
		{ 500, JSON, "{\"code\":121001,\"msg\":\"x\"}", NEXT_RETRY,
		    NULL },
		{ 502, "text/html", "<html>", NEXT_RETRY, "HTTP 502" },
		{ 200, JSON, "{\"code\":0,\"data\":{\"user_list\":[{",
		    NEXT_RETRY, NULL },
	};
	struct api_person one = { .address = "a@x.org" };
	struct answer_ask ask = { .call = API_PEOPLE, .people = &one,
		.n_people = 1, .app_id = "cli_x" };
	struct arena texts = { 0 };
	struct answer a;
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		judge(&a, &ask, rows[i].status, rows[i].type, rows[i].body,
		    &texts);
		if (a.next != rows[i].next || (rows[i].says &&
		    !strstr(a.message, rows[i].says)))
			fail_msg("row %zu: next %d: %s", i, (int)a.next,
			    a.message ? a.message : "-");
		assert_null(one.id);
		answer_free(&a);
	}
	arena_free(&texts);
}

/* Names by id, of whatever kind. */
static void
test_names(void **state)
{
	struct api_person people[] = { { .id = "ou_a" }, { .id = "b/../c" },
		{ .id = "ou_c", .name = "stale" } };
	struct answer_ask ask = { .call = API_NAMES, .people = people,
		.n_people = N(people) };
	struct arena texts = { 0 };
	struct str s = { 0 };
	struct answer a;

	(void)state;
	people_query(&s, people, N(people));
	assert_string_equal(str_text(&s), "&user_ids=ou_a&user_ids=ou_c");
	judge(&a, &ask, 200, JSON, "{\"code\":0,\"data\":{\"items\":[{"
	    "\"open_id\":\"ou_c\"},{\"union_id\":\"on_a\",\"open_id\":"
	    "\"ou_a\",\"name\":\"张三\"},{\"open_id\":\"ou_z\",\"name\":"
	    "\"z\"},7]}}", &texts);
	assert_int_equal(a.next, NEXT_DONE);
	assert_string_equal(people[0].name, "张三");
	assert_null(people[1].name);
	assert_null(people[2].name);
	answer_free(&a);
	judge(&a, &ask, 200, JSON, "{\"code\":0,\"data\":{\"items\":[{"
	    "\"open_id\":\"ou_a\",\"name\":\"a\\nb\"}]}}", &texts);
	assert_null(people[0].name);
	answer_free(&a);
	judge(&a, &ask, 200, JSON, "{\"code\":0,\"data\":{}}", &texts);
	assert_int_equal(a.next, NEXT_DONE);
	answer_free(&a);
	/* It is no end of the run. */
	judge(&a, &ask, 400, JSON, "{\"code\":99991672,\"msg\":\"no\"}",
	    &texts);
	assert_int_equal(a.next, NEXT_REFUSED);
	answer_free(&a);
	arena_free(&texts);
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_question),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_one_masked),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
