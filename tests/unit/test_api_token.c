/* SPDX-License-Identifier: MIT */
#include "test_api_run.h"

/* The life of the token over whole runs. */

static void
test_one_refresh(void **state)
{
	struct canned stale = { PLAY_SEND, 400, JSON, NULL,
		"{\"code\":99991663,\"msg\":\"stale\"}" };
	int i;

	(void)state;
	r.conf.connections = 4;
	open_run();
	submit(API_APPLY);
	drain();
	/* The four at most that fly together, however fast answers come. */
	r.f.call[0] = stale;
	r.f.stale = "Bearer t-1-";
	for (i = 0; i < 20; i++)
		submit(API_APPLY);
	drain();
	assert_int_equal(r.outcomes[API_OK], 21);
	assert_in_range(r.f.tokens, 2, 3);
	assert_in_range(r.f.calls, 22, 25);
}

static void
test_expiry(void **state)
{
	(void)state;
	open_run();
	submit(API_APPLY);
	drain();
	fake_sleep(NULL, 6800 * 1000);
	submit(API_APPLY);
	drain();
	assert_int_equal(r.f.tokens, 1);
	fake_sleep(NULL, 200 * 1000);
	submit(API_APPLY);
	drain();
	assert_int_equal(r.f.tokens, 2);
	assert_string_equal(r.f.seen[2].bearer, "Bearer t-2-abcdefgh");
}

static void
test_token_refused(void **state)
{
	static const struct {
		struct canned c;
		size_t tokens;
		enum err_code stop;
		const char *says;
	} rows[] = {
		{ { PLAY_SEND, 200, JSON, NULL, "{\"code\":10014,\"msg\":"
		    "\"app id not exists\"}" }, 1, ERR_AUTH, "cli_test" },
		{ { PLAY_SEND, 200, JSON, NULL, "{\"code\":10015,\"msg\":"
		    "\"bad sandbox-secret\"}" }, 1, ERR_AUTH,
		    "bad **************" },
		{ { PLAY_SEND, 200, JSON, NULL, "{\"code\":2200,\"msg\":"
		    "\"Internal Error\"}" }, 3, ERR_NETWORK, "Internal" },
		{ { PLAY_SEND, 502, "text/html", NULL, "<html>" }, 3,
		    ERR_NETWORK, "HTTP 502" },
		{ { PLAY_HALF, 200, JSON, NULL, TOKEN_OK }, 3, ERR_NETWORK,
		    "no whole answer" },
		{ { PLAY_SEND, 429, JSON, "x-ogw-ratelimit-reset: 3\r\n",
		    "{\"code\":99991400}" }, 3, ERR_NETWORK, "rate limit" },
		{ { PLAY_SEND, 404, "text/plain", NULL, "404 page" }, 1,
		    ERR_NETWORK, "base_url" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		r.f.token = rows[i].c;
		r.f.tokens = 0;
		open_run();
		submit(API_APPLY);
		submit(API_UPDATE);
		drain();
		if (r.f.tokens != rows[i].tokens)
			fail_msg("row %zu: %zu", i, r.f.tokens);
		assert_int_equal(stopped(rows[i].says), rows[i].stop);
		assert_non_null(strstr(r.calls[r.n - 1].error.message,
		    "not sent: no access token"));
		api_close(r.api);
		r.api = NULL;
	}
	assert_int_equal(r.outcomes[API_NOT_DONE], r.n);
	assert_int_equal(r.f.calls, 0);
}

static void
test_token_command(void **state)
{
	struct canned stale = { PLAY_SEND, 400, JSON, NULL,
		"{\"code\":99991668,\"msg\":\"stale\"}" };
	char count[] = "/tmp/test_api_run_XXXXXX", command[200];
	int fd = mkstemp(count);

	(void)state;
	assert_true(fd != -1);
	snprintf(command, sizeof(command), "echo x >>%s; echo u-token-$(wc "
	    "-l <%s)", count, count);
	r.conf.app_id = NULL;
	r.conf.token_command = command;
	can_calls(stale, 0, 1);
	open_run();
	submit(API_APPLY);
	drain();
	assert_int_equal(r.outcomes[API_OK], 1);
	assert_string_equal(r.f.seen[0].bearer, "Bearer u-token-1");
	assert_string_equal(r.f.seen[1].bearer, "Bearer u-token-2");
	assert_int_equal(r.f.tokens, 0);
	can_calls(stale, 0, 8);
	r.f.forever = 1;
	submit(API_APPLY);
	drain();
	assert_int_equal(stopped("does not accept"), ERR_AUTH);
	assert_int_equal(lseek(fd, 0, SEEK_END), 6);
	close(fd);
	unlink(count);
	api_close(r.api);
	r.conf.token_command = "exit 7";
	open_run();
	submit(API_APPLY);
	drain();
	assert_int_equal(stopped("access_token_command: "), ERR_AUTH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(test_one_refresh),
		RUN(test_expiry),
		RUN(test_token_refused),
		RUN(test_token_command),
	};

	return cmocka_run_group_tests(tests, with_secret, without_secret);
}
