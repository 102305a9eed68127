/* SPDX-License-Identifier: MIT */
#include <fcntl.h>

#include "test_api_run.h"

#include "base/out.h"

/* Whole runs: requests, kept connections, limits, stops, fault points. */

/* --- what goes out ------------------------------------------------------ */

static void
test_requests(void **state)
{
	static const char *const lines[] = {
		"POST /open-apis/vc/v1/reserves/apply?user_id_type=union_id "
		    "HTTP/1.1",
		"PUT /open-apis/vc/v1/reserves/" ID "?user_id_type=union_id "
		    "HTTP/1.1",
		"DELETE /open-apis/vc/v1/reserves/" ID " HTTP/1.1",
	};
	int op;

	(void)state;
	open_run();
	for (op = 0; op < WRITES; op++) {
		submit((enum api_op)op);
		drain();
		assert_string_equal(r.f.seen[op].line, lines[op]);
		assert_string_equal(r.f.seen[op].bearer,
		    "Bearer t-1-abcdefgh");
		assert_non_null(strstr(r.f.last, "User-Agent: icsreserve/"));
		assert_null(strstr(r.f.last, "Expect"));
		if (op == API_DELETE) {
			assert_null(strstr(r.f.last, "Content-Type"));
			continue;
		}
		assert_non_null(strstr(r.f.last, "\r\nContent-Type: "
		    "application/json; charset=utf-8\r\n"));
		assert_non_null(strstr(r.f.last, body));
		assert_null(strstr(r.f.last, "chunked"));
	}
	assert_int_equal(r.f.tokens, 1);
	assert_int_equal(r.f.conns, 1);
	assert_string_equal(r.calls[0].reserve.id, ID);
	assert_string_equal(r.calls[0].reserve.meeting_no, "112000358");
	assert_string_equal(r.calls[0].reserve.password, "971024");
	assert_string_equal(r.calls[0].reserve.invalid_hosts, "ou_1,ou_2");
	assert_true(r.calls[0].reserve.end_time == 1790003600);
}

static void
test_unsafe_ids(void **state)
{
	static const char *const ids[] = { "", "../apply", "1?x=y", "1/2",
		"a b", "%31", "1\r\nX: y", NULL };
	size_t i;

	(void)state;
	open_run();
	for (i = 0; i < N(ids); i++) {
		submit(API_DELETE);
		api_close(r.api);
		open_run();
		r.calls[r.n - 1].reserve_id = ids[i];
		api_submit(r.api, &r.calls[r.n - 1]);
		drain();
	}
	assert_int_equal(r.outcomes[API_NOT_DONE], N(ids));
	assert_int_equal(r.f.calls + r.f.tokens, 0);
}

static void
test_base_urls(void **state)
{
	static const struct {
		const char *url;
		int rc;
	} rows[] = {
		{ "https://open.feishu.cn", 0 },
		{ "https://open.larksuite.com/", 0 },
		{ "http://127.0.0.1:1", 0 },
		{ "http://[::1]:1", 0 },
		{ "http://localhost:1", 0 },
		{ "http://open.feishu.cn", -1 },
		{ "http://127.0.0.1.example.com", -1 },
		{ "http://localhost@example.com", -1 },
		{ "https://u:p@open.feishu.cn", -1 },
		{ "https://open.feishu.cn/?a=b", -1 },
		{ "https://open.feishu.cn/#a", -1 },
		{ "ftp://127.0.0.1", -1 },
		{ "file:///etc/passwd", -1 },
		{ "open.feishu.cn", -1 },
		{ "", -1 },
	};
	struct err e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		r.conf.base_url = rows[i].url;
		if (api_open(&r.api, &r.conf, &fake_clock, &e) != rows[i].rc)
			fail_msg("%s", rows[i].url);
		if (rows[i].rc == -1)
			assert_int_equal(e.code, ERR_USAGE);
		api_close(r.api);
		r.api = NULL;
	}
	r.conf.base_url = base;
	r.conf.user_id_type = "open_id&x=y";
	assert_int_equal(api_open(&r.api, &r.conf, &fake_clock, &e), -1);
	r.conf.user_id_type = "open_id";
	r.conf.app_id = NULL;
	assert_int_equal(api_open(&r.api, &r.conf, &fake_clock, &e), -1);
}

/* --- kept connections --------------------------------------------------- */

/*
 * A server that closes a kept connection when the next request comes: an
 * apply and an update must reach it once, whatever the library would like.
 */
static void
test_kept_connection(void **state)
{
	size_t i;

	(void)state;
	r.conf.retries = 0;
	can_calls((struct canned){ .play = PLAY_CUT }, 2, 4);
	open_run();
	for (i = 0; i < 6; i++) {
		submit(i % 2 ? API_UPDATE : API_APPLY);
		drain();
	}
	assert_int_equal(r.calls[2].outcome, API_UNKNOWN);
	assert_int_equal(r.calls[3].outcome, API_NOT_DONE);
	assert_int_equal(r.calls[4].outcome, API_OK);
	assert_int_equal(r.f.calls, 6);
	/* Kept where it could be. */
	assert_int_equal(r.f.seen[0].conn, 0);
	assert_int_equal(r.f.seen[2].conn, 0);
	assert_int_equal(r.f.seen[4].conn, r.f.seen[5].conn);
}

/* Closed after each answer: every one is served, on new connections, told
 * beforehand or not. */
static void
test_closed_connection(void **state)
{
	int i;

	(void)state;
	r.f.good.play = PLAY_CLOSE;
	r.f.good.headers = "Connection: close\r\n";
	open_run();
	for (i = 0; i < 50; i++)
		submit(API_APPLY);
	drain();
	r.f.good.headers = NULL;
	for (i = 0; i < 10; i++) {
		usleep(5000);
		submit(API_APPLY);
		drain();
	}
	assert_int_equal(r.outcomes[API_OK], 60);
	assert_int_equal(r.f.calls, 60);
	assert_in_range(r.f.conns, 60, 61);
}

/* --- limits -------------------------------------------------------------- */

static void
test_rate(void **state)
{
	size_t i;

	(void)state;
	r.conf.connections = 8;
	r.conf.rate_per_second = 10;
	r.conf.rate_per_minute = 100;
	open_run();
	for (i = 0; i < 350; i++)
		submit(API_APPLY);
	drain();
	assert_int_equal(r.outcomes[API_OK], 350);
	for (i = 10; i < 350; i++)
		assert_true(r.f.seen[i].at - r.f.seen[i - 10].at > 1000);
	for (i = 100; i < 350; i++)
		assert_true(r.f.seen[i].at - r.f.seen[i - 100].at > 60000);
}

/* An endpoint at its limit does not hold up the others. */
static void
test_fair(void **state)
{
	size_t i, deletes = 0;

	(void)state;
	r.conf.connections = 2;
	r.conf.rate_per_second = 5;
	open_run();
	for (i = 0; i < 40; i++)
		submit(API_APPLY);
	for (i = 0; i < 5; i++)
		submit(API_DELETE);
	drain();
	for (i = 0; i < 15; i++)
		deletes += strncmp(r.f.seen[i].line, "DELETE", 6) == 0;
	assert_int_equal(deletes, 5);
}

/* The server's pause holds for the whole endpoint. */
static void
test_pause(void **state)
{
	size_t i;

	(void)state;
	can_calls((struct canned){ PLAY_SEND, 429, JSON,
	    "x-ogw-ratelimit-reset: 7\r\n", "{\"code\":99991400}" }, 2, 3);
	open_run();
	for (i = 0; i < 5; i++)
		submit(API_UPDATE);
	drain();
	assert_int_equal(r.outcomes[API_OK], 5);
	assert_int_equal(r.f.calls, 6);
	assert_true(r.f.seen[3].at - r.f.seen[2].at >= 7000);
	assert_true(r.f.seen[3].at - r.f.seen[2].at < 9000);
}

/* --- stops ---------------------------------------------------------------- */

static void
test_unreachable(void **state)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), i;
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);

	(void)state;
	/* Bound, but nobody listens. */
	assert_int_equal(bind(fd, (struct sockaddr *)&a, n), 0);
	getsockname(fd, (struct sockaddr *)&a, &n);
	snprintf(base, sizeof(base), "http://127.0.0.1:%d", ntohs(a.sin_port));
	r.conf.token_command = "echo u-token-1";
	open_run();
	for (i = 0; i < 10; i++)
		submit(API_APPLY);
	drain();
	assert_int_equal(r.outcomes[API_NOT_DONE], 10);
	assert_int_equal(stopped("can't be reached"), ERR_NETWORK);
	submit(API_APPLY);
	drain();
	assert_int_equal(r.outcomes[API_NOT_DONE], 11);
	close(fd);
}

/* Those on the wire are waited for, the others come back unsent. */
static void
test_stop(void **state)
{
	size_t i;

	(void)state;
	r.conf.connections = 4;
	can_calls((struct canned){ PLAY_SEND, 429, JSON, NULL,
	    "{\"code\":99991403,\"msg\":\"quota\"}" }, 6, 7);
	open_run();
	for (i = 0; i < 100; i++)
		submit(API_APPLY);
	drain();
	assert_int_equal(stopped("quota"), ERR_NETWORK);
	assert_in_range(r.f.calls, 7, 11);
	assert_int_equal(r.outcomes[API_OK], r.f.calls - 1);
	assert_int_equal(r.outcomes[API_NOT_DONE], 100 - r.f.calls + 1);
	assert_non_null(strstr(r.calls[99].error.message, "quota"));
}

/* A server that is down costs few unknown outcomes, not all. */
static void
test_trouble(void **state)
{
	size_t i;

	(void)state;
	can_calls((struct canned){ .play = PLAY_CUT }, 3, 8);
	r.f.forever = 1;
	open_run();
	for (i = 0; i < 100; i++)
		submit(API_APPLY);
	drain();
	assert_int_equal(r.outcomes[API_OK], 3);
	assert_int_equal(r.outcomes[API_UNKNOWN], 10);
	assert_int_equal(stopped("10 calls in a row"), ERR_NETWORK);
}

static void
test_close_early(void **state)
{
	struct api_call *c;
	int i;

	(void)state;
	open_run();
	for (i = 0; i < 30; i++)
		submit((enum api_op)(i % WRITES));
	assert_true(api_next(r.api, &r.texts, &c));
	api_close(r.api);
	r.api = NULL;
	for (i = 0; i < 30; i++)
		assert_null(r.calls[i].work);
}

/* --- fault points ------------------------------------------------------- */

/* The steps are token-send, token-answer, call-send, call-sent. */
static void
test_steps(void **state)
{
	static const struct {
		const char *at;
		enum api_op op;
		enum api_outcome outcome;
		size_t tokens, calls;
	} rows[] = {
		{ "fail:1", API_APPLY, API_OK, 1, 1 },
		{ "fail:2", API_APPLY, API_OK, 2, 1 },
		{ "fail:3", API_APPLY, API_OK, 1, 1 },
		{ "fail:4", API_APPLY, API_UNKNOWN, 1, 1 },
		{ "fail:3", API_UPDATE, API_OK, 1, 1 },
		{ "fail:4", API_UPDATE, API_OK, 1, 2 },
		{ "fail:4", API_DELETE, API_OK, 1, 2 },
		{ "fail:5", API_APPLY, API_OK, 1, 1 },
	};
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		setenv("ICSRESERVE_STEP", rows[i].at, 1);
		assert_int_equal(step_init(&e), 0);
		r.f.tokens = r.f.calls = 0;
		open_run();
		submit(rows[i].op);
		drain();
		if (r.calls[r.n - 1].outcome != rows[i].outcome ||
		    r.f.tokens != rows[i].tokens ||
		    r.f.calls != rows[i].calls)
			fail_msg("row %zu: outcome %d, %zu, %zu", i,
			    (int)r.calls[r.n - 1].outcome, r.f.tokens,
			    r.f.calls);
		api_close(r.api);
		r.api = NULL;
	}
}

/* --- what is said ------------------------------------------------------- */

/* At -vvv neither token, secret nor password is on stderr. */
static void
test_trace(void **state)
{
	char path[] = "/tmp/test_api_trace_XXXXXX", text[16384];
	int fd = mkstemp(path), old = dup(STDERR_FILENO);
	ssize_t n;

	(void)state;
	assert_true(fd != -1);
	fflush(stderr);
	dup2(fd, STDERR_FILENO);
	out_init("test", OUT_TRACE, false);
	open_run();
	submit(API_APPLY);
	submit(API_UPDATE);
	drain();
	fflush(stderr);
	dup2(old, STDERR_FILENO);
	close(old);
	out_init("test", OUT_INFO, false);
	n = pread(fd, text, sizeof(text) - 1, 0);
	assert_true(n > 0);
	text[n] = '\0';
	assert_non_null(strstr(text, "/vc/v1/reserves/apply"));
	assert_non_null(strstr(text, "\"password\":\"***\""));
	assert_non_null(strstr(text, "log-1"));
	assert_null(strstr(text, "971024"));
	assert_null(strstr(text, "abcdefgh"));
	assert_null(strstr(text, "sandbox-secret"));
	assert_null(strcasestr(text, "authorization"));
	close(fd);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(test_requests),
		RUN(test_unsafe_ids),
		RUN(test_base_urls),
		RUN(test_kept_connection),
		RUN(test_closed_connection),
		RUN(test_rate),
		RUN(test_fair),
		RUN(test_pause),
		RUN(test_unreachable),
		RUN(test_stop),
		RUN(test_trouble),
		RUN(test_close_early),
		RUN(test_steps),
		RUN(test_trace),
	};

	return cmocka_run_group_tests(tests, with_secret, without_secret);
}
