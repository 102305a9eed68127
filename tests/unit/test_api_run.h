/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TEST_API_RUN_H
#define ICSR_TEST_API_RUN_H

#include "test_api_server.h"

#include "base/step.h"

/* A whole run against the server of test_api_server.h, made anew for each
 * test by setup and teardown. */

#define N(a) (sizeof(a) / sizeof(*(a)))
#define ID "7490000000000000001"
#define CALLS_MAX 400

static const char body[] = "{\"end_time\":\"1790003600\",\"meeting_settings\":"
    "{\"topic\":\"x\",\"password\":\"971024\"}}";

static struct secret app_secret;
static char base[64];

/* A server, an api, and the calls that came back. */
struct run {
	struct fake f;
	struct api_conf conf;
	struct api *api;
	struct arena texts;
	struct api_call calls[CALLS_MAX];
	size_t n, back, outcomes[API_NOT_DONE + 1];
};

static struct run r;

static inline int
setup(void **state)
{
	(void)state;
	memset(&r, 0, sizeof(r));
	fake_start(&r.f);
	snprintf(base, sizeof(base), "http://127.0.0.1:%d", r.f.port);
	r.conf = (struct api_conf){ .base_url = base, .app_id = "cli_test",
		.app_secret = &app_secret, .user_id_type = "union_id",
		.connections = 1, .rate_per_second = 1000,
		.rate_per_minute = 100000, .timeout = 5, .retries = 2 };
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	unsetenv("ICSRESERVE_STEP");
	step_init(NULL);
	api_close(r.api);
	fake_stop(&r.f);
	arena_free(&r.texts);
	return 0;
}

static inline void
open_run(void)
{
	struct err e = { 0 };

	if (api_open(&r.api, &r.conf, &fake_clock, &e) == -1)
		fail_msg("%s", e.msg);
}

static inline void
submit(enum api_op op)
{
	struct api_call *c = &r.calls[r.n++];

	*c = (struct api_call){ .op = op, .body = slice_str(body),
		.reserve_id = ID };
	api_submit(r.api, c);
}

static inline void
drain(void)
{
	struct api_call *c;

	while (api_next(r.api, &r.texts, &c)) {
		r.back++;
		r.outcomes[c->outcome]++;
	}
	assert_int_equal(r.back, r.n);
}

static inline enum err_code
stopped(const char *says)
{
	struct err e;
	enum err_code code = api_stopped(r.api, &e);

	if (says && !strstr(e.msg, says))
		fail_msg("stopped with: %s", e.msg);
	return code;
}

static inline void
can_calls(struct canned c, size_t from, size_t to)
{
	for (r.f.n_call = 0; r.f.n_call < to; r.f.n_call++)
		r.f.call[r.f.n_call] = r.f.n_call < from ? r.f.good : c;
}

#define RUN(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

static inline int
with_secret(void **state)
{
	(void)state;
	secret_set(&app_secret, SLICE("sandbox-secret"));
	return 0;
}

static inline int
without_secret(void **state)
{
	(void)state;
	secret_free(&app_secret);
	return 0;
}

#endif
