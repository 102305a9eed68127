/* SPDX-License-Identifier: MIT */
#include "own_world.h"

#include <ftw.h>
#include <libical/ical.h>

/* What write-back does to any file; tests/unit/test_own_table.c has the rules
 * line by line. */

#define CORPORA "../shared/corpora"

static const struct own_wish wish_default = { .carry = OWN_LINK,
	.url = LINK_A, .reserve_id = "1", .label = "Feishu meeting",
	.now = NOW, .properties = DEFAULTS };

/* --- properties that hold for every file -------------------------------- */

static void
check_wish(const char *name, struct slice bytes, const struct own_wish *wish)
{
	struct world w;
	struct str once = { 0 };

	world_open(&w, name, bytes);
	world_make(&w, wish);
	str_add(&once, str_slice(&w.bytes));
	world_make(&w, wish);
	if (w.edits || !world_says(&w, str_slice(&once)))
		fail_msg("%s: a second plan has %zu edits", name, w.edits);
	world_make(&w, &wish_none);
	if (!world_says(&w, bytes))
		fail_msg("%s: taken back, the bytes are others", name);
	world_make(&w, &wish_none);
	if (w.edits)
		fail_msg("%s: taken back twice", name);
	str_free(&once);
	world_close(&w);
}

/* A link that changes leaves what it would have been from the start. */
static void
check_change(const char *name, struct slice bytes)
{
	struct world changed, fresh;

	world_open(&changed, name, bytes);
	world_open(&fresh, name, bytes);
	world_make(&changed, &wish_a);
	world_make(&changed, &wish_b);
	world_make(&fresh, &wish_b);
	if (!world_says(&changed, str_slice(&fresh.bytes)))
		fail_msg("%s: a changed link is not replaced in place", name);
	world_make(&changed, &wish_none);
	if (!world_says(&changed, bytes))
		fail_msg("%s: a changed link is not taken back", name);
	world_close(&changed);
	world_close(&fresh);
}

/* What libical counts of a name in the event itself. */
static int
count(icalcomponent *c, const char *name, struct str *values)
{
	icalproperty *p;
	char *text;
	int n = 0;

	for (p = icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY); p;
	    p = icalcomponent_get_next_property(c, ICAL_ANY_PROPERTY)) {
		if (strcmp(icalproperty_get_property_name(p), name) != 0)
			continue;
		n++;
		text = icalproperty_as_ical_string_r(p);
		line_unfold(values, slice_str(text ? text : "(none)"));
		str_addc(values, '\n');
		icalmemory_free_buffer(text);
	}
	return n;
}

/* What an event may have more of, or fewer errors, for our lines. */
static bool
may_differ(const char *name, int before, int after)
{
	/* libical's own note of an empty property that we filled. */
	if (strcmp(name, "X-LIC-ERROR") == 0)
		return after <= before;
	return after == before || after == before + 1;
}

static bool
is_ours(const char *name)
{
	static const char *const names[] = { "CONFERENCE", "URL", "LOCATION",
		"DESCRIPTION", "X-ICSRESERVE-ID", "DTSTAMP",
		"LAST-MODIFIED", "X-LIC-ERROR" };
	size_t i;

	for (i = 0; i < LEN(names); i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

/* Each name of `of` is in both as often; ours at most once more. */
static void
compare_names(const char *file, icalcomponent *of, icalcomponent *before,
    icalcomponent *after)
{
	icalproperty *p;
	struct texts names = { 0 };
	struct str x = { 0 }, y = { 0 };
	const char *name;
	size_t i;
	int m, n;

	for (p = icalcomponent_get_first_property(of, ICAL_ANY_PROPERTY); p;
	    p = icalcomponent_get_next_property(of, ICAL_ANY_PROPERTY))
		*VEC_ADD(&names) = xstrdup(icalproperty_get_property_name(p));
	for (i = 0; i < names.n; i++) {
		name = names.items[i];
		str_clear(&x);
		str_clear(&y);
		m = count(before, name, &x);
		n = count(after, name, &y);
		if (is_ours(name) ? !may_differ(name, m, n) :
		    strcmp(str_text(&x), str_text(&y)) != 0)
			fail_msg("%s: libical sees %d %s before and %d "
			    "after", file, m, name, n);
		free((void *)(uintptr_t)name);
	}
	VEC_FREE(&names);
	str_free(&x);
	str_free(&y);
}

static icalcomponent *
read_by_libical(struct slice event)
{
	char *copy = xmalloc(event.n + 1);
	icalcomponent *c;

	memcpy(copy, event.p, event.n);
	copy[event.n] = '\0';
	icalerror_clear_errno();
	c = icalparser_parse_string(copy);
	free(copy);
	return c;
}

static void
compare_events(const char *name, struct slice old, struct slice new,
    const char *id)
{
	icalcomponent *before = read_by_libical(old);
	icalcomponent *after = read_by_libical(new);
	struct str values = { 0 };

	if (!before != !after)
		fail_msg("%s: libical reads one of the two only", name);
	if (before && icalcomponent_isa(before) == ICAL_VEVENT_COMPONENT) {
		compare_names(name, before, before, after);
		compare_names(name, after, before, after);
		count(after, "X-ICSRESERVE-ID", &values);
		if (!strstr(str_text(&values), id))
			fail_msg("%s: libical does not see the id", name);
		str_clear(&values);
		count(after, "CONFERENCE", &values);
		if (!strstr(str_text(&values), "https://"))
			fail_msg("%s: libical does not see the link", name);
	}
	if (before)
		icalcomponent_free(before);
	if (after)
		icalcomponent_free(after);
	str_free(&values);
}

static void
check_libical(const char *name, struct slice bytes)
{
	struct cut before, after;
	struct world w;
	size_t i;

	world_open(&w, name, bytes);
	world_make(&w, &wish_a);
	cut_bytes(&before, bytes, NULL);
	cut_bytes(&after, str_slice(&w.bytes), NULL);
	for (i = 0; i < w.n && i < 200; i++)
		if (world_eligible(&before, i))
			compare_events(name, cut_slice(bytes,
			    &before.events.items[i]),
			    cut_slice(str_slice(&w.bytes),
			    &after.events.items[i]),
			    wish_a.reserve_id);
	cut_free(&before);
	cut_free(&after);
	world_close(&w);
}

static size_t files, events;

static void
check_bytes(const char *name, struct slice bytes)
{
	struct cut c;
	size_t i, n = 0;

	cut_bytes(&c, bytes, NULL);
	for (i = 0; i < c.events.n; i++)
		n += world_eligible(&c, i);
	cut_free(&c);
	files++;
	events += n;
	if (!n)
		return;
	check_wish(name, bytes, &wish_default);
	check_wish(name, bytes, &wish_a);
	check_wish(name, bytes, &wish_b);
	check_change(name, bytes);
	check_libical(name, bytes);
}

static int
visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	struct view v;
	struct err e;

	(void)st;
	(void)ftw;
	if (type != FTW_F || view_open(&v, path, &e) == -1)
		return 0;
	check_bytes(path, v.bytes);
	view_close(&v);
	return 0;
}

static void
test_data_files(void **state)
{
	(void)state;
	files = events = 0;
	assert_int_equal(nftw("tests/data", visit, 8, FTW_PHYS), 0);
	assert_in_range(files, 60, 100000);
	assert_in_range(events, 60, 1000000);
}

static void
test_corpora(void **state)
{
	(void)state;
	files = events = 0;
	if (nftw(CORPORA, visit, 8, FTW_PHYS) != 0) {
		print_message("%s is not there: not tested\n", CORPORA);
		skip();
	}
	print_message("%zu files, %zu events\n", files, events);
}

/* --- single cases -------------------------------------------------------- */

#define CONF "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"Feishu " \
	"meeting\":https://vc.\r\n feishu.cn/j/123456789\r\n"

struct wish_case {
	unsigned properties;
	const char *before, *after;	/* within HEAD and TAIL */
};

static void
check_case(const struct wish_case *c)
{
	const struct own_wish wish = wish_with(c->properties);
	struct str before = { 0 }, after = { 0 };
	struct world w;

	str_addf(&before, HEAD "%s" TAIL, c->before);
	str_addf(&after, HEAD "%s" TAIL, c->after);
	world_open(&w, "case", str_slice(&before));
	world_make(&w, &wish);
	assert_string_equal(str_text(&w.bytes), str_text(&after));
	world_make(&w, &wish);
	assert_int_equal(w.edits, 0);
	world_make(&w, &wish_none);
	assert_string_equal(str_text(&w.bytes), str_text(&before));
	world_close(&w);
	str_free(&before);
	str_free(&after);
}

#define ID "X-ICSRESERVE-ID:7\r\n"
#define MODIFIED "LAST-MODIFIED:20251201T000000Z\r\n"
#define ALARM "BEGIN:VALARM\r\nURL:\r\nLOCATION:\r\nDESCRIPTION:x\r\n" \
	"END:VALARM\r\n"

static void
test_lines(void **state)
{
	static const struct wish_case cases[] = {
		{ 0, "", ID MODIFIED },
		{ WRITE_CONFERENCE, "", CONF ID MODIFIED },
		{ WRITE_URL, "", "URL:" LINK_A "\r\n" ID MODIFIED },
		{ WRITE_LOCATION, "", "LOCATION:" LINK_A "\r\n" ID MODIFIED },
		/* A blank one is taken in its place. */
		{ WRITE_URL, "URL:\r\nX-A:1\r\n",
		    "URL:" LINK_A "\r\nX-A:1\r\n" ID MODIFIED },
		{ WRITE_URL, "url;VALUE=URI: \t\r\n  \r\n",
		    "URL:" LINK_A "\r\n" ID MODIFIED },
		{ WRITE_LOCATION, "LOCATION;LANGUAGE=zh:\r\n \r\nX-A:1\r\n",
		    "LOCATION:" LINK_A "\r\nX-A:1\r\n" ID MODIFIED },
		/* The user's own is not. */
		{ WRITE_URL | WRITE_LOCATION,
		    "URL:https://a/\r\nLOCATION:x\r\n",
		    "URL:https://a/\r\nLOCATION:x\r\n" ID MODIFIED },
		{ WRITE_CONFERENCE, "CONFERENCE:https://a/\r\n",
		    "CONFERENCE:https://a/\r\n" CONF ID MODIFIED },
		/* Stamps. */
		{ 0, "DTSTAMP:20200101T000000Z\r\nLAST-MODIFIED:20200101T"
		    "000000Z\r\nSEQUENCE:3\r\n",
		    "DTSTAMP:20251201T000000Z\r\n" MODIFIED "SEQUENCE:3\r\n"
		    ID },
		{ 0, "DTSTAMP;X=1:2020\r\n 0101T000000Z\r\n",
		    "DTSTAMP:20251201T000000Z\r\n" ID MODIFIED },
		/* Before the first alarm; what is in it is not the event's. */
		{ WRITE_URL | WRITE_LOCATION | WRITE_DESCRIPTION,
		    "X-A:1\r\n" ALARM "X-B:1\r\n",
		    "X-A:1\r\nURL:" LINK_A "\r\nLOCATION:" LINK_A "\r\n"
		    "DESCRIPTION:----( Video Call )----\\nhttps://vc.feishu."
		    "cn/j/123456789\\n---==\r\n =---\r\n" ID MODIFIED ALARM
		    "X-B:1\r\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		check_case(&cases[i]);
}

/* Each line ends as the event's first one, or as the one it replaces. */
static void
test_line_ends(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, "lf", SLICE("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\nUID:a\n"
	    "URL:\r\nEND:VEVENT\r\nEND:VCALENDAR"));
	world_make(&w, &wish_default);
	assert_string_equal(str_text(&w.bytes), "BEGIN:VCALENDAR\r\n"
	    "BEGIN:VEVENT\nUID:a\nURL:" LINK_A "\r\nCONFERENCE;VALUE=URI;"
	    "FEATURE=AUDIO,VIDEO;LABEL=\"Feishu meeting\":https://vc.\n "
	    "feishu.cn/j/123456789\nLOCATION:" LINK_A "\nX-ICSRESERVE-ID:1\n"
	    "LAST-MODIFIED:20251201T000000Z\nEND:VEVENT\r\n"
	    "END:VCALENDAR");
	world_close(&w);
}

/* A value that the user changed is the user's; the rest of a line is not what
 * makes it ours. */
static void
test_edited_lines(void **state)
{
	static const struct {
		const char *old, *new;
		bool ours;
	} edits[] = {
		{ "URL:" LINK_A, "URL:https://user.example/", false },
		{ "LOCATION:" LINK_A, "LOCATION:Raum 5", false },
		{ "LABEL=\"Feishu meeting\"", "LABEL=\"Mine\"", true },
		{ "CONFERENCE;VALUE=URI;", "conference;X-A=1;", true },
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(edits); i++) {
		world_open(&w, "edited", SLICE(HEAD TAIL));
		world_make(&w, &wish_default);
		world_edit(&w, edits[i].old, edits[i].new);
		world_make(&w, &wish_default);
		assert_int_equal(w.edits, 0);
		assert_int_equal(world_times(&w, edits[i].new), 1);
		world_make(&w, &wish_b);
		assert_int_equal(world_times(&w, edits[i].new),
		    !edits[i].ours);
		world_make(&w, &wish_none);
		assert_int_equal(world_times(&w, edits[i].new),
		    !edits[i].ours);
		assert_int_equal(world_times(&w, "X-ICSRESERVE-ID"), 0);
		assert_int_equal(world_times(&w, "987654321"), 0);
		world_close(&w);
	}
}

/* Stamps that somebody set since are not put back. */
static void
test_stamps_changed_since(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, "stamps", SLICE(HEAD "DTSTAMP:20200101T000000Z\r\n"
	    "LAST-MODIFIED:20200101T000000Z\r\n" TAIL));
	world_make(&w, &wish_default);
	world_edit(&w, "LAST-MODIFIED:20251201T000000Z",
	    "LAST-MODIFIED:20251202T000000Z");
	world_make(&w, &wish_none);
	assert_true(world_says(&w, SLICE(HEAD "DTSTAMP:20200101T000000Z\r\n"
	    "LAST-MODIFIED:20251202T000000Z\r\n" TAIL)));
	world_close(&w);
}

/* Lines of ours that another program folded anew are still ours. */
static void
test_refolded(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, "refolded", SLICE(HEAD TAIL));
	world_make(&w, &wish_default);
	world_edit(&w, "https://vc.\r\n feishu", "https://vc.fei\r\n\tshu");
	world_make(&w, &wish_default);
	assert_int_equal(w.edits, 0);
	world_make(&w, &wish_none);
	assert_true(world_says(&w, SLICE(HEAD TAIL)));
	world_close(&w);
}

static void
test_link_allowed(void **state)
{
	static const char *const hosts[] = { "vc.feishu.cn", "[::1]" };
	static const struct {
		const char *url;
		bool allowed;
	} cases[] = {
		{ LINK_A, true }, { LINK_B, true },
		{ "https://VC.Feishu.CN/j/1", true },
		{ "https://vc.feishu.cn", true },
		{ "https://vc.feishu.cn?a", true },
		{ "https://vc.feishu.cn#a", true },
		{ "", false }, { "https://", false },
		{ "http://vc.feishu.cn/j/1", false },
		{ "HTTPS://vc.feishu.cn/j/1", false },
		{ " https://vc.feishu.cn/j/1", false },
		{ "javascript:alert(1)", false },
		{ "https://vc.feishu.cn.evil.example/j/1", false },
		{ "https://evil.example/vc.feishu.cn", false },
		{ "https://vc.feishu.cn@evil.example/", false },
		{ "https://evil.example#@vc.feishu.cn/", false },
		{ "https://vc.feishu.cn:443/j/1", false },
		{ "https://vc.feishu.cn\\.evil.example/", false },
		{ "https://vc.feishu.cn/j/1\r\nATTENDEE:x", false },
		{ "https://vc.feishu.cn/j/1\n", false },
		{ "https://vc.feishu.cn/j/1 2", false },
		{ "https://vc.feishu.cn/j/\"1", false },
		{ "https://vc.feishu.cn/j/<1>", false },
		{ "https://vc.feishu.cn/j/\x7f", false },
		{ "https://vc.feishu.cn/j/\x1b[2J", false },
		{ "https://vc.feishu.cn/j/\xe4\xbc\x9a", false },
	};
	struct text_list list = { (const char **)(uintptr_t)hosts,
		LEN(hosts) };
	char *longest = xmalloc(2002);
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		if (own_link_allowed(cases[i].url, &list) !=
		    cases[i].allowed)
			fail_msg("%s", cases[i].url);
	memset(longest, 'a', 2001);
	memcpy(longest, "https://vc.feishu.cn/", 21);
	longest[2001] = '\0';
	assert_false(own_link_allowed(longest, &list));
	longest[2000] = '\0';
	assert_true(own_link_allowed(longest, &list));
	free(longest);
	list.n = 0;
	assert_false(own_link_allowed(LINK_A, &list));
}

/* A label and a password can't leave their place. */
static void
test_hostile_texts(void **state)
{
	struct own_wish wish = wish_a;
	struct world w;

	(void)state;
	wish.label = "a\":https://evil/\r\nATTENDEE:x\n\x01";
	wish.password = "1\r\nATTENDEE:y\"";
	world_open(&w, "hostile", SLICE(HEAD TAIL));
	world_make(&w, &wish);
	assert_int_equal(world_times(&w, "\nATTENDEE"), 0);
	world_close(&w);

	/* Passwords are digits; one that is not is no way out either. */
	wish.password = NULL;
	world_open(&w, "hostile label", SLICE(HEAD TAIL));
	world_make(&w, &wish);
	assert_int_equal(world_times(&w, "\nATTENDEE"), 0);
	world_make(&w, &wish);
	assert_int_equal(w.edits, 0);
	world_make(&w, &wish_none);
	assert_true(world_says(&w, SLICE(HEAD TAIL)));
	world_close(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_edited_lines),
		cmocka_unit_test(test_stamps_changed_since),
		cmocka_unit_test(test_refolded),
		cmocka_unit_test(test_link_allowed),
		cmocka_unit_test(test_hostile_texts),
		cmocka_unit_test(test_data_files),
		cmocka_unit_test(test_corpora),
	};

	icalerror_set_errors_are_fatal(0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
