/* SPDX-License-Identifier: MIT */
#include "test_api_server.h"

/*
 * Every kind of misbehaviour has its row: what the server does with the
 * first calls, and what comes of an apply, an update and a delete, with
 * how many requests the server may have seen for each.  retries is 2.
 */

#define RETRIES 2
#define N(a) (sizeof(a) / sizeof(*(a)))

struct want {
	enum api_outcome outcome;
	size_t calls;		/* requests seen, token not counted */
};

struct row {
	const char *name;
	struct canned canned;
	int forever;		/* not only the first time */
	struct want want[WRITES];
	enum err_code stop;
	const char *says;	/* in error.message; NULL: none */
};

#define CODE_BODY(code, msg) "{\"code\":" #code ",\"msg\":\"" msg "\"," \
	"\"error\":{\"log_id\":\"x\"}}"
#define J(status, body) { PLAY_SEND, status, JSON, NULL, body }
#define P(how) { how, 200, JSON, NULL, RESERVE_OK }
#define DOUBT_ONCE { { API_UNKNOWN, 1 }, { API_OK, 2 }, { API_OK, 2 } }
#define DOUBT { { API_UNKNOWN, 1 }, { API_NOT_DONE, 3 }, { API_NOT_DONE, 3 } }
#define EACH(o, n) { { o, n }, { o, n }, { o, n } }
#define REFUSED EACH(API_REFUSED, 1)
#define RESET(n) "x-ogw-ratelimit-limit: 50\r\nx-ogw-ratelimit-reset: " n \
	"\r\n"
#define NO_ID { { API_UNKNOWN, 1 }, { API_OK, 1 }, { API_OK, 1 } }

static const struct row rows[] = {
	{ "success", J(200, RESERVE_OK), 0, EACH(API_OK, 1), 0, NULL },
	{ "success after 100 Continue", P(PLAY_CONTINUE), 0,
	    EACH(API_OK, 1), 0, NULL },
	{ "success, connection closed", P(PLAY_CLOSE), 1,
	    EACH(API_OK, 1), 0, NULL },
	{ "success with status 500", J(500, RESERVE_OK), 0,
	    EACH(API_OK, 1), 0, NULL },
	{ "success said to be text", { PLAY_SEND, 200, "text/plain", NULL,
	    RESERVE_OK }, 0, EACH(API_OK, 1), 0, NULL },

	/* the connection */
	{ "cut before the answer", P(PLAY_CUT), 0, DOUBT_ONCE, 0, "answer" },
	{ "cut for good", P(PLAY_CUT), 1, DOUBT, 0, "answer" },
	{ "cut at the first byte", P(PLAY_CUT_HEAD), 0, DOUBT_ONCE, 0, NULL },
	{ "reset", P(PLAY_RESET), 0, DOUBT_ONCE, 0, NULL },
	{ "half a body", P(PLAY_HALF), 0, DOUBT_ONCE, 0, NULL },
	{ "half a body for good", P(PLAY_HALF), 1, DOUBT, 0, "no whole" },
	{ "half a head", P(PLAY_HEAD_HALF), 0, DOUBT_ONCE, 0, NULL },
	{ "chunks without an end", P(PLAY_CHUNKED), 0, DOUBT_ONCE, 0, NULL },
	{ "a huge body", P(PLAY_HUGE), 0, DOUBT_ONCE, 0,
	    "larger than 1024 KiB" },
	{ "a huge head", P(PLAY_HEADERS), 0, DOUBT_ONCE, 0, NULL },
	{ "a header line without end", P(PLAY_LINE), 0, DOUBT_ONCE, 0,
	    "a header line without end" },
	{ "no answer in time", P(PLAY_HANG), 0, DOUBT_ONCE, 0, "timed out" },
	{ "no HTTP", { PLAY_RAW, 0, NULL, NULL, "hello\r\n\r\n" }, 0,
	    DOUBT_ONCE, 0, NULL },

	/* not the API's answers */
	{ "garbage", J(200, "\x80\x81\x00garbage"), 1, DOUBT, 0,
	    "can't be read" },
	{ "empty", J(200, ""), 1, DOUBT, 0, NULL },
	{ "half JSON", J(200, "{\"code\":0,\"data\":{\"rese"), 1, DOUBT, 0,
	    NULL },
	{ "JSON and more", J(200, RESERVE_OK "x"), 1, DOUBT, 0, NULL },
	{ "an array", J(200, "[0]"), 1, DOUBT, 0, NULL },
	{ "no code", J(200, "{\"msg\":\"success\"}"), 1, DOUBT, 0, NULL },
	{ "code in a string", J(200, "{\"code\":\"0\"}"), 1, DOUBT, 0, NULL },
	{ "code as a double", J(200, "{\"code\":0.0}"), 1, DOUBT, 0, NULL },
	{ "code too large", J(200, "{\"code\":99999999999}"), 1, DOUBT, 0,
	    NULL },
	{ "deep JSON", J(200, "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[0"
	    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],\"code\":0}"), 1, DOUBT, 0,
	    NULL },
	{ "HTML", { PLAY_SEND, 200, "text/html", NULL, "<html>hi</html>" },
	    1, DOUBT, 0, "text/html" },
	{ "HTML with 502", { PLAY_SEND, 502, "text/html", NULL, "<html>" },
	    1, DOUBT, 0, "HTTP 502" },
	{ "504 without a body", { PLAY_SEND, 504, NULL, NULL, "" }, 0,
	    DOUBT_ONCE, 0, "timed out" },
	{ "a redirect", { PLAY_SEND, 302, "text/html",
	    "Location: http://127.0.0.1:1/\r\n", "" }, 1, DOUBT, 0,
	    "base_url" },
	{ "wrong path", { PLAY_SEND, 404, "text/plain", NULL,
	    "404 page not found" }, 1, REFUSED, 0, "base_url" },
	{ "404 without words", { PLAY_SEND, 404, NULL, NULL, "" }, 1,
	    REFUSED, 0, "base_url" },
	{ "404, half JSON", J(404, "{\"code\":1210"), 1, DOUBT, 0, NULL },

	/* code 0, but not what it must hold */
	{ "no data", J(200, "{\"code\":0,\"msg\":\"ok\"}"), 1,
	    NO_ID, 0, NULL },
	{ "no reserve", J(200, "{\"code\":0,\"data\":{}}"), 1,
	    NO_ID, 0, "data.reserve.id is missing" },
	{ "no id", J(200, "{\"code\":0,\"data\":{\"reserve\":{\"url\":"
	    "\"https://vc.feishu.cn/j/1\"}}}"), 1,
	    NO_ID, 0, "data.reserve.id is missing" },
	{ "empty id", J(200, "{\"code\":0,\"data\":{\"reserve\":{\"id\":\"\""
	    "}}}"), 1, NO_ID, 0, NULL },
	{ "null id", J(200, "{\"code\":0,\"data\":{\"reserve\":{\"id\":null"
	    "}}}"), 1, NO_ID, 0, NULL },
	{ "id as a double", J(200, "{\"code\":0,\"data\":{\"reserve\":{\"id\""
	    ":7.49e18}}}"), 1, NO_ID, 0, NULL },
	{ "id with a slash", J(200, "{\"code\":0,\"data\":{\"reserve\":{\"id"
	    "\":\"1/../apply\"}}}"), 1, NO_ID, 0, "not an id" },
	{ "data of a wrong type", J(200, "{\"code\":0,\"data\":[1]}"), 1,
	    NO_ID, 0, NULL },
	/* The id is what counts: the rest is absent then. */
	{ "url of a wrong type", J(200, "{\"code\":0,\"data\":{\"reserve\":{"
	    "\"id\":\"7490000000000000009\",\"url\":5}}}"), 1,
	    EACH(API_OK, 1), 0, NULL },
	{ "end_time of a wrong type", J(200, "{\"code\":0,\"data\":{\"reserve"
	    "\":{\"id\":\"1\",\"end_time\":\"soon\"}}}"), 1,
	    EACH(API_OK, 1), 0, NULL },
	{ "hosts of a wrong type", J(200, "{\"code\":0,\"data\":{\"reserve\":"
	    "{\"id\":\"1\"},\"reserve_correction_check_info\":{"
	    "\"invalid_host_id_list\":\"ou\"}}}"), 1,
	    EACH(API_OK, 1), 0, NULL },

	/* rate and quota */
	{ "rate limit", { PLAY_SEND, 429, JSON, RESET("1"),
	    CODE_BODY(99991400, "limit") }, 0, EACH(API_OK, 2), 0, NULL },
	{ "rate limit with 400", { PLAY_SEND, 400, JSON, RESET("1"),
	    CODE_BODY(99991400, "limit") }, 0, EACH(API_OK, 2), 0, NULL },
	{ "rate limit with 200, no header", J(200,
	    CODE_BODY(99991400, "limit")), 0, EACH(API_OK, 2), 0, NULL },
	{ "rate limit, absurd header", { PLAY_SEND, 429, JSON,
	    RESET("99999999999"), CODE_BODY(99991400, "limit") }, 0,
	    EACH(API_OK, 2), 0, NULL },
	{ "429 without a body", { PLAY_SEND, 429, "text/html", NULL, "" }, 0,
	    EACH(API_OK, 2), 0, NULL },
	{ "429 with an unknown code", J(429, CODE_BODY(190004, "slow")), 0,
	    EACH(API_OK, 2), 0, NULL },
	{ "rate limit for good", { PLAY_SEND, 429, JSON, RESET("1"),
	    CODE_BODY(99991400, "limit") }, 1, EACH(API_NOT_DONE, 3),
	    ERR_NETWORK, "rate limit" },
	{ "quota", J(429, CODE_BODY(99991403, "quota")), 0,
	    EACH(API_NOT_DONE, 1), ERR_NETWORK, "quota" },
	{ "quota with 200", J(200, CODE_BODY(99991403, "quota")), 0,
	    EACH(API_NOT_DONE, 1), ERR_NETWORK, "quota" },

	/* the server's trouble */
	{ "internal error", J(500, CODE_BODY(121001, "internal")), 0,
	    DOUBT_ONCE, 0, "internal" },
	{ "internal error for good", J(500, CODE_BODY(121001, "internal")),
	    1, DOUBT, 0, "internal" },
	{ "internal error with 200", J(200, CODE_BODY(121001, "x")), 0,
	    DOUBT_ONCE, 0, NULL },
	{ "2200", J(200, CODE_BODY(2200, "Internal Error")), 0, DOUBT_ONCE,
	    0, NULL },
	{ "503 with an unknown code", J(503, CODE_BODY(77, "x")), 1, DOUBT,
	    0, NULL },

	/* refusals */
	{ "no such reservation", J(404, CODE_BODY(121004, "gone")), 1,
	    { { API_REFUSED, 1 }, { API_GONE, 1 }, { API_GONE, 1 } }, 0,
	    "gone" },
	{ "no such reservation with 200", J(200, CODE_BODY(121004, "gone")),
	    1, { { API_REFUSED, 1 }, { API_GONE, 1 }, { API_GONE, 1 } }, 0,
	    NULL },
	{ "not support", J(400, CODE_BODY(121002, "no")), 1, REFUSED, 0,
	    "no" },
	{ "param error", J(400, "{\"code\":121003,\"msg\":\"param error\","
	    "\"error\":{\"field_violations\":[{\"field\":\"end_time\"},"
	    "{\"field\":\"meeting_settings.topic\"}]}}"), 1, REFUSED, 0,
	    "param error: end_time, meeting_settings.topic" },
	{ "param error with 500", J(500, CODE_BODY(121003, "param")), 1,
	    REFUSED, 0, "param" },
	{ "param error with 200", J(200, CODE_BODY(121003, "param")), 1,
	    REFUSED, 0, "param" },
	{ "no permission", J(403, CODE_BODY(121005, "not yours")), 1,
	    REFUSED, 0, "not yours" },
	{ "record param error", J(400, CODE_BODY(123002, "record")), 1,
	    REFUSED, 0, NULL },
	{ "too many hosts", J(400, CODE_BODY(123003, "hosts")), 1, REFUSED,
	    0, NULL },
	{ "host error", J(400, CODE_BODY(123004, "host")), 1, REFUSED, 0,
	    NULL },
	{ "invalid password", J(400, CODE_BODY(123006, "pw")), 1, REFUSED,
	    0, NULL },
	{ "unknown id", J(400, CODE_BODY(99992351, "no open_id")), 1,
	    REFUSED, 0, NULL },
	{ "undocumented code", J(400, CODE_BODY(5, "odd")), 1, REFUSED, 0,
	    "odd" },
	{ "undocumented negative code", J(200, CODE_BODY(-1, "odd")), 1,
	    REFUSED, 0, "odd" },
	{ "no reason given", J(400, "{\"code\":5}"), 1, REFUSED, 0,
	    "no reason" },

	/* permission */
	{ "missing scope", J(400, "{\"code\":99991672,\"msg\":\"denied\","
	    "\"error\":{\"permission_violations\":[{\"type\":"
	    "\"action_scope_required\",\"subject\":\"vc:reserve\"}]}}"), 1,
	    EACH(API_NOT_DONE, 1), ERR_AUTH,
	    "lacks a permission: vc:reserve: denied" },
	{ "missing user scope", J(400, CODE_BODY(99991679, "x")), 1,
	    EACH(API_NOT_DONE, 1), ERR_AUTH, "permission" },
	{ "missing token scope", J(400, CODE_BODY(99991676, "x")), 1,
	    EACH(API_NOT_DONE, 1), ERR_AUTH, "permission" },
	{ "app disabled", J(400, CODE_BODY(99991662, "x")), 1,
	    EACH(API_NOT_DONE, 1), ERR_AUTH, "disabled" },
	{ "app not installed", J(400, CODE_BODY(99991673, "x")), 1,
	    EACH(API_NOT_DONE, 1), ERR_AUTH, "not installed" },
	{ "address not allowed", J(400, CODE_BODY(99991401, "x")), 1,
	    EACH(API_NOT_DONE, 1), ERR_AUTH, "allowed IPs" },

	/* tokens */
#define STALE(c) { "stale token " #c, J(400, CODE_BODY(c, "token")), 0, \
	    EACH(API_OK, 2), 0, NULL }, \
	{ "stale token with 200 " #c, J(200, CODE_BODY(c, "token")), 0, \
	    EACH(API_OK, 2), 0, NULL }, \
	{ "token never accepted " #c, J(400, CODE_BODY(c, "token")), 1, \
	    EACH(API_NOT_DONE, 2), ERR_AUTH, "does not accept" }
	STALE(99991661), STALE(99991663), STALE(99991664), STALE(99991665),
	STALE(99991668), STALE(99991671), STALE(99991677),
};

static const char apply_body[] = "{\"end_time\":\"1790003600\",\"owner_id\":"
    "\"ou_1\",\"meeting_settings\":{\"topic\":\"x\",\"password\":\"971024\"}}";

static struct secret app_secret;
static char base[64];
static struct api_conf conf = {
	.base_url = base, .app_id = "cli_test", .app_secret = &app_secret,
	.user_id_type = "open_id", .connections = 2, .rate_per_second = 1000,
	.rate_per_minute = 100000, .timeout = 1, .retries = RETRIES,
};

/*
 * A DELETE has no body that would keep libcurl from sending it again when a
 * kept connection is cut, and needs none: deleting twice is deleting.
 */
static int
calls_right(const struct row *row, enum api_op op, size_t calls)
{
	size_t want = row->want[op].calls;
	int cut = row->canned.play == PLAY_CUT ||
	    row->canned.play == PLAY_CUT_HEAD ||
	    row->canned.play == PLAY_RESET;

	return calls == want || (op == API_DELETE && cut && calls > want &&
	    calls <= 2 * want);
}

static void
check_row(struct fake *f, const struct row *row, enum api_op op)
{
	struct api_call call = { .op = op, .body = slice_str(apply_body),
		.reserve_id = "7490000000000000001" }, *got = NULL;
	struct arena texts = { 0 };
	struct api *api;
	struct err e = { 0 };
	const struct want *want = &row->want[op];

	fake_start(f);
	f->call[0] = row->canned;
	f->n_call = 1;
	f->forever = row->forever;
	snprintf(base, sizeof(base), "http://127.0.0.1:%d/", f->port);
	assert_int_equal(api_open(&api, &conf, &fake_clock, &e), 0);
	api_submit(api, &call);
	assert_true(api_next(api, &texts, &got));
	assert_ptr_equal(got, &call);
	assert_null(call.work);
	if (call.outcome != want->outcome ||
	    !calls_right(row, op, f->calls) ||
	    api_stopped(api, &e) != row->stop || (row->says &&
	    call.outcome != API_OK && !(call.error.message &&
	    strstr(call.error.message, row->says))))
		fail_msg("%s, op %d: outcome %d after %zu requests, stop %d: "
		    "%s", row->name, (int)op, (int)call.outcome, f->calls,
		    (int)e.code, call.error.message);
	assert_true((call.outcome == API_OK) == !call.error.message);
	assert_false(api_next(api, &texts, &got));
	if (getenv("SHOW"))
		printf("%-30s %d: %s\n", row->name, (int)op,
		    call.error.message);
	api_close(api);
	fake_stop(f);
	arena_free(&texts);
}

static void
test_rows(void **state)
{
	static struct fake f;
	size_t i;
	int op;

	(void)state;
	for (i = 0; i < N(rows); i++)
		for (op = 0; op < WRITES; op++)
			check_row(&f, &rows[i], (enum api_op)op);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
	};
	int rc;

	secret_set(&app_secret, SLICE("sandbox-secret"));
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	secret_free(&app_secret);
	return rc;
}
