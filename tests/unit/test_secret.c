/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/secret.h"

static void
masked(const char *text, const char *want)
{
	char copy[256];

	snprintf(copy, sizeof(copy), "%s", text);
	secret_mask(copy);
	assert_string_equal(copy, want);
}

static void
test_mask(void **state)
{
	struct secret s = { 0 };

	(void)state;
	secret_set(&s, SLICE("hunter2"));
	masked("it says hunter2, hunter2", "it says *******, *******");
	masked("/w/hunter2", "/w/*******");
	secret_set(&s, SLICE("short"));
	masked("a short one", "a short one");
	secret_free(&s);
	masked("hunter2", "hunter2");
}

/* As many as there are feeds and proxies, and one within another. */
static void
test_many(void **state)
{
	struct secret s[100] = { 0 };
	char text[32];
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++) {
		snprintf(text, sizeof(text), "token-%zu-end", i);
		secret_set(&s[i], slice_str(text));
	}
	masked("token-0-end token-99-end", "*********** ************");
	secret_set(&s[0], SLICE("hunter2"));
	secret_set(&s[1], SLICE("hunter2hunter3"));
	masked("hunter2hunter3", "**************");
	secret_set(&s[2], SLICE("abcabcabc"));
	masked("abcabcabcabc", "************");
	for (i = 0; i < 50; i++)
		secret_free(&s[i]);
	masked("token-9-end token-50-end", "token-9-end ************");
	for (i = 50; i < 100; i++)
		secret_free(&s[i]);
}

/* As JSON, URLs and Basic authorization write it, once and twice. */
static void
test_forms(void **state)
{
	struct secret s = { 0 };

	(void)state;
	secret_set(&s, SLICE("s3\"c\\r/\xC3\xA9t"));
	masked("s3\"c\\r/\xC3\xA9t!", "**********!");
	masked("{\"s\":\"s3\\\"c\\\\r\\/\\u00e9t\"}",
	    "{\"s\":\"*****************\"}");
	masked("s3\\\\\\\"c\\\\\\\\r\\\\/\xC3\xA9t",
	    "******************");
	masked("\"\\\"s3\\\"c\\\\r\\/\xC3\xA9t\\\"\"", "\"\\\"*************\\\"\"");
	masked("?s=s3%22c%5Cr%2f%C3%A9t&", "?s=********************&");
	secret_set(&s, SLICE("hunter-22"));
	/* Behind "me:", "you:" and "them:". */
	masked("Basic bWU6aHVudGVyLTIy.", "Basic bWU6************.");
	masked("Basic eW91Omh1bnRlci0yMg==.", "Basic eW91Om***********g==.");
	masked("Basic dGhlbTpodW50ZXItMjI=.", "Basic dGhlbTp***********I=.");
	secret_free(&s);
}

/* The path of a URL, and files whose paths end as it does. */
static void
test_path(void **state)
{
	struct secret s = { 0 };

	(void)state;
	secret_spare("/home/me/calendars");
	secret_spare("/home/me/My Events");
	secret_spare("calendars");
	secret_spare("/");
	secret_set_path(&s, SLICE("/calendars/team.ics"));
	masked("at https://h/calendars/team.ics: 404",
	    "at https://h*******************: 404");
	masked("\"/calendars/team.ics\"", "\"*******************\"");
	masked("/srv/calendars/team.ics is not there",
	    "/srv******************* is not there");
	masked("/home/me/calendars/team.ics: written",
	    "/home/me/calendars/team.ics: written");
	masked("\"file\":\"/home/me/My Events/calendars/team.ics\"",
	    "\"file\":\"/home/me/My Events/calendars/team.ics\"");
	masked("/home/me/calendars/a: https://h/calendars/team.ics",
	    "/home/me/calendars/a: https://h*******************");
	masked("/home/me/calendars2/calendars/team.ics",
	    "/home/me/calendars2*******************");
	masked("https://h/home/me/calendars/team.ics",
	    "https://h/home/me*******************");
	secret_set(&s, SLICE("/calendars/team.ics"));
	masked("/home/me/calendars/team.ics", "/home/me*******************");
	secret_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mask),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
