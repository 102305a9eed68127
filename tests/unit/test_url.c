/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/reply.h"
#include "http/url.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static void
test_join(void **state)
{
	static const struct {
		const char *base, *ref, *url;
	} cases[] = {
		{ "https://h/a/b", "c", "https://h/a/c" },
		{ "https://h/a/", "../c?d#e", "https://h/c?d" },
		{ "https://h/a/", "//other/c", "https://other/c" },
		{ "https://h/a/", "a b\xc3\xa4", "https://h/a/a%20b%c3%a4" },
		{ "https://h/a/", "a%2Fb", "https://h/a/a%2Fb" },
		{ "https://h/a/", "a\tb\r\nX: y\x7f",
		    "https://h/a/a%09b%0D%0AX:%20y%7F" },
		{ "https://h/a/", "ftp://h/", NULL },
		{ "https://h/a/", "javascript:x", NULL },
		{ "https://h/a/", "https://u@h/", NULL },
	};
	struct str out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&out);
		url_join(&out, cases[i].base, slice_str(cases[i].ref));
		assert_string_equal(str_text(&out), cases[i].url
		    ? cases[i].url : "");
	}
	str_clear(&out);
	url_origin(&out, "HTTPS://Host.Example:443/Path");
	assert_string_equal(out.p, "https://host.example");
	str_free(&out);
}

static void
take(struct http_reply *r, const char *line)
{
	reply_header(r, slice_str(line));
}

static void
test_header(void **state)
{
	struct http_reply r = { 0 };

	(void)state;
	take(&r, "HTTP/1.1 401 X\r\n");
	take(&r, "WWW-Authenticate: Basic realm=x, Digest realm=y\r\n");
	assert_true(r.wants_basic && r.wants_digest);
	take(&r, "HTTP/1.1 503 X\r\n");
	assert_false(r.wants_basic || r.wants_digest);
	take(&r, "ETag: W/\"a b\"\r\n");
	assert_string_equal(r.etag, "W/\"a b\"");
	take(&r, "etag: \"a\tb\"\r\n");
	assert_string_equal(r.etag, "");
	take(&r, "Retry-After: 12\r\n");
	assert_int_equal(r.retry_after, 12);
	take(&r, "Date: Sun, 29 Nov 2026 04:00:00 GMT\r\n");
	take(&r, "Retry-After: Sun, 29 Nov 2026 04:01:00 GMT\r\n");
	assert_int_equal(r.retry_after, 60);
	take(&r, "Last-Modified: Sun, 29 Nov 2026 04:00:00 GMT\r\n");
	assert_string_equal(r.modified, "Sun, 29 Nov 2026 04:00:00 GMT");
	take(&r, "HTTP/1.1 200 X\r\n");
	assert_int_equal(r.retry_after, -1);
	assert_string_equal(r.modified, "");
	take(&r, "Content-Type: text/calendar; charset=utf-8\r\n");
	assert_string_equal(r.content_type, "text/calendar;charset=utf-8");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
