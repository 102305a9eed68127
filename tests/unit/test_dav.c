/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "dav/collection.h"
#include "dav/events.h"
#include "dav/multistatus.h"
#include "ics/likeness.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define ROOT(inside) "<d:multistatus xmlns:d='DAV:' " \
	"xmlns:c='urn:ietf:params:xml:ns:caldav'>" inside "</d:multistatus>"
#define RESPONSE(inside) ROOT("<d:response>" inside "</d:response>")
#define PROP(inside) "<d:propstat><d:prop>" inside "</d:prop></d:propstat>"

/* The one response of a multistatus. */
static struct dav_response
response(const char *text, struct dav_multistatus *m, struct arena *a)
{
	struct err e = { 0 };

	if (multistatus_read(m, slice_str(text), a, &e) == -1)
		fail_msg("%s: %s", text, e.msg);
	assert_int_equal(m->responses.n, 1);
	return m->responses.items[0];
}

static void
test_properties(void **state)
{
	struct dav_multistatus m;
	struct dav_response r;
	struct arena a = { 0 };

	(void)state;
	/* As Xandikos has it, the status before the prop. */
	r = response(RESPONSE("<d:href> /u/a%20b.ics </d:href><d:propstat>"
	    "<d:status>HTTP/1.0 200</d:status><d:prop><d:getetag>\"x\""
	    "</d:getetag><x xmlns='http://other/'><y>z</y></x></d:prop>"
	    "</d:propstat><d:propstat><d:status>HTTP/1.1 404 Not Found"
	    "</d:status><d:prop><c:calendar-data/><d:displayname>no"
	    "</d:displayname></d:prop></d:propstat>"), &m, &a);
	assert_string_equal(r.href, "/u/a%20b.ics");
	assert_string_equal(r.etag, "\"x\"");
	assert_false(r.has_data);
	assert_null(r.name);
	multistatus_free(&m);

	r = response(RESPONSE("<d:href>/</d:href>" PROP("<d:resourcetype>"
	    "<d:collection/><c:calendar/></d:resourcetype>"
	    "<c:supported-calendar-component-set><c:comp name='VTODO'/>"
	    "</c:supported-calendar-component-set>"
	    "<d:current-user-privilege-set><d:privilege><d:write-properties/>"
	    "</d:privilege></d:current-user-privilege-set>"
	    "<d:supported-report-set><d:supported-report><d:report>"
	    "<d:sync-collection/></d:report></d:supported-report>"
	    "</d:supported-report-set>")), &m, &a);
	assert_true(r.calendar && r.collection);
	assert_true(r.components_given && !r.events);
	assert_true(r.privileges_given && !r.write);
	assert_true(r.reports_given && r.sync);
	multistatus_free(&m);

	r = response(RESPONSE("<d:href>/</d:href><d:status>HTTP/1.1 403 X"
	    "</d:status><d:error><d:need-privileges><d:href>/other</d:href>"
	    "</d:need-privileges></d:error>"), &m, &a);
	assert_int_equal(r.status, 403);
	assert_string_equal(r.error, "need-privileges");
	assert_string_equal(r.href, "/");
	multistatus_free(&m);
	arena_free(&a);
}

static void
test_whole(void **state)
{
	struct dav_multistatus m;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct str deep = { 0 };
	static const char *const bad[] = { "", "x", "<a/>", "<html></html>",
		"<multistatus/>",	/* of no namespace */
		"<!DOCTYPE x><d:multistatus xmlns:d='DAV:'/>",
		"<d:multistatus xmlns:d='DAV:'><d:response>",
		ROOT("&x;"), ROOT("\x01"), ROOT("") "x" };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		if (multistatus_read(&m, slice_str(bad[i]), &a, &e) == 0)
			fail_msg("taken: %s", bad[i]);
		assert_int_equal(e.code, ERR_SOURCE);
	}
	str_adds(&deep, "<d:multistatus xmlns:d='DAV:'>");
	for (i = 0; i < 100; i++)
		str_adds(&deep, "<d:x>");
	for (i = 0; i < 100; i++)
		str_adds(&deep, "</d:x>");
	str_adds(&deep, "</d:multistatus>");
	assert_int_equal(multistatus_read(&m, str_slice(&deep), &a, &e), -1);
	assert_int_equal(multistatus_read(&m, slice_str(ROOT(
	    "<d:sync-token> t </d:sync-token>")), &a, &e), 0);
	assert_string_equal(m.token, "t");
	multistatus_free(&m);
	str_free(&deep);
	arena_free(&a);
}

static void
test_member(void **state)
{
	static const struct {
		const char *href, *name;	/* NULL: none */
		bool outside;
	} cases[] = {
		{ "/u/team/a.ics", "a.ics", false },
		{ "a.ics", "a.ics", false },
		{ "https://h/u/team/a%40b.ics", "a@b.ics", false },
		{ "https://h:443/u/te%61m/%C3%A4", "\xc3\xa4", false },
		{ "/u/team/a b", "a b", false },
		{ "/u/team/", NULL, false }, { "/u/team", NULL, false },
		{ "/u/team/sub/", NULL, false },
		{ "", NULL, true }, { "/u/", NULL, true },
		{ "/u/team/sub/x.ics", NULL, true },
		{ "/u/team/../x.ics", NULL, true },
		{ "/u/team/%2e%2e", NULL, true },
		/* Names that can't be a file's are told apart by a '/'. */
		{ "/u/team/a%2fb.ics", "/a%2Fb.ics", false },
		{ "/u/team/a%252fb.ics", "a%2fb.ics", false },
		{ "/u/team/a%25%2fb", "/a%25%2Fb", false },
		{ "/u/team/a%00", "/a%00", false },
		{ "/u/team/%0a%7F", "/%0A%7F", false },
		{ "/u/team/a\tb", "/a%09b", false },
		{ "/u/team/a%2f", "/a%2F", false },
		{ "/u/team/q?m.ics", "q?m.ics", false },
		{ "/u/team/q%3Fm.ics", "q?m.ics", false },
		{ "https://h/u/team/a#b", "a#b", false },
		{ "/u/team/..%2fb", NULL, true },
		{ "/u/team/a%2f%2e%2e%2fb", NULL, true },
		{ "/u/team/a%2f.", NULL, true },
		{ "/u%2fteam/a.ics", NULL, true },
		{ "/u/other/a.ics", NULL, true },
		{ "http://h/u/team/a.ics", NULL, true },
		{ "https://h:8443/u/team/a.ics", NULL, true },
		{ "https://other/u/team/a.ics", NULL, true },
		{ "https://u:p@h/u/team/a.ics", NULL, true },
		{ "file:///u/team/a.ics", NULL, true },
	};
	struct str name = { 0 };
	bool outside, is;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		is = collection_member("https://h/u/team/", cases[i].href,
		    &name, &outside);
		if (is != (cases[i].name != NULL) ||
		    outside != cases[i].outside ||
		    (is && strcmp(name.p, cases[i].name) != 0))
			fail_msg("%s: %d %d %s", cases[i].href, is, outside,
			    str_text(&name));
	}
	str_free(&name);
}

static void
test_put(void **state)
{
	static const struct {
		int status;
		const char *body;
		enum dav_put put;
	} cases[] = {
		{ 200, "", PUT_TAKEN }, { 201, "", PUT_TAKEN },
		{ 204, "", PUT_TAKEN }, { 202, "", PUT_UNSURE },
		{ 207, "", PUT_UNSURE },
		{ 207, RESPONSE("<d:href>/</d:href><d:status>HTTP/1.1 412 X"
		    "</d:status>"), PUT_UNSURE },
		{ 207, RESPONSE("<d:href>/</d:href><d:status>HTTP/1.1 403 X"
		    "</d:status>"), PUT_REFUSED },
		{ 207, RESPONSE("<d:href>/</d:href><d:status>HTTP/1.1 200 X"
		    "</d:status>"), PUT_TAKEN },
		{ 301, "", PUT_STOP }, { 401, "", PUT_LOGIN },
		{ 403, "", PUT_REFUSED },
		{ 403, "<d:error xmlns:d='DAV:'><d:need-privileges/>"
		    "</d:error>", PUT_READ_ONLY },
		{ 404, "", PUT_GONE }, { 409, "<html>", PUT_REFUSED },
		{ 412, "", PUT_UNSURE }, { 418, "", PUT_REFUSED },
		{ 423, "", PUT_LATER }, { 429, "", PUT_STOP },
		{ 500, "", PUT_UNSURE }, { 507, "", PUT_STOP },
	};
	struct dav_request rq = { .method = "PUT" };
	struct arena a = { 0 };
	const char *why;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		rq.reply.status = cases[i].status;
		rq.reply.body = (struct str){ 0 };
		str_adds(&rq.reply.body, cases[i].body);
		if (events_judge_put(&rq, &a, &why) != cases[i].put)
			fail_msg("case %zu: %d", i, cases[i].status);
		dav_request_free(&rq);
	}
	rq.reply.outcome = HTTP_LOST;
	assert_int_equal(events_judge_put(&rq, &a, &why), PUT_UNSURE);
	arena_free(&a);
}

#define EVENT "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x\\, y\r\n" \
	"X-A;B=1;C=\"2\":v\r\nDTSTAMP:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static void
test_meaning(void **state)
{
	static const struct {
		const char *text;
		bool same, same_without_uids;
	} cases[] = {
		{ EVENT, true, true },
		{ "BEGIN:VCALENDAR\nPRODID:z\nBEGIN:VEVENT\nx-a;c=2;b=1:v\n"
		    "DTSTAMP:2\nSUMM\n ARY:x, y\nUID:a\nEND:VEVENT\n"
		    "END:VCALENDAR\n", true, true },
		{ "BEGIN:VCALENDAR\nBEGIN:VEVENT\nX-A;B=1;C=2:v\n"
		    "SUMMARY:x\\, y\nUID:b\nEND:VEVENT\nEND:VCALENDAR\n",
		    false, true },
		{ "BEGIN:VCALENDAR\nBEGIN:VEVENT\nX-A;B=1;C=3:v\n"
		    "SUMMARY:x\\, y\nUID:a\nEND:VEVENT\nEND:VCALENDAR\n",
		    false, false },
		/* Lines stand where they stand. */
		{ "BEGIN:VCALENDAR\nX-A;B=1;C=2:v\nBEGIN:VEVENT\n"
		    "SUMMARY:x\\, y\nUID:a\nEND:VEVENT\nEND:VCALENDAR\n",
		    false, false },
		{ "BEGIN:VCALENDAR\nBEGIN:VEVENT\nX-A;B=1;C=2:v\n"
		    "X-A;B=1;C=2:v\nSUMMARY:x\\, y\nUID:a\nEND:VEVENT\n"
		    "END:VCALENDAR\n", false, false },
		{ "", false, false },
	};
	uint64_t with = meaning_digest(slice_str(EVENT), true);
	uint64_t without = meaning_digest(slice_str(EVENT), false);
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		if ((meaning_digest(slice_str(cases[i].text), true) ==
		    with) != cases[i].same)
			fail_msg("case %zu", i);
		if ((meaning_digest(slice_str(cases[i].text), false) ==
		    without) != cases[i].same_without_uids)
			fail_msg("case %zu without UIDs", i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_properties),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_member),
		cmocka_unit_test(test_put),
		cmocka_unit_test(test_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
