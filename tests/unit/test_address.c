/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/address.h"

#define Z "zhang@example.com"

/* What calendars have in ORGANIZER and ATTENDEE, and who is meant. */
static void
test_read(void **state)
{
	static const struct {
		const char *text, *address;
	} rows[] = {
		{ Z, Z }, { " " Z "\t", Z }, { "mailto:" Z, Z },
		{ "MAILTO:" Z, Z }, { "MailTo: " Z, Z },
		{ "mailto:mailto:" Z, Z }, { "mailto:'" Z "'", Z },
		{ "'mailto:" Z "'", Z }, { "'" Z "'", Z },
		{ "\"" Z "\"", Z }, { "\u2018" Z "\u2019", Z },
		{ "mailto:<" Z ">", Z }, { "Zhang San <" Z ">", Z },
		{ "mailto:Zhang%20San%20%3Czhang%40example.com%3E", Z },
		{ "mailto:zhang%40example.com", Z },
		{ "mailto:zhang%2Bx@example.com", "zhang+x@example.com" },
		{ "zhang%2Bx@example.com", "zhang%2Bx@example.com" },
		{ "mailto:100%@example.com", "100%@example.com" },
		{ "mailto:" Z "?subject=a@b", Z },
		{ "SMTP:" Z, Z }, { "smtp:" Z, Z },
		{ "a@example.com:mailto:" Z, Z },
		{ "a@example.com;ROLE=CHAIR:MAILTO:" Z, Z },
		{ "mailto:o'brien@example.com", "o'brien@example.com" },
		{ "OA", "" }, { "zhangsan", "" }, { "", "" }, { "@", "" },
		{ "mailto:", "" }, { "mailto:OA", "" },
		{ "invalid:nomail", "" }, { "mailto:invalid:nomail", "" },
		{ "urn:uuid:0a1b", "" }, { "ou_zhang", "" },
		{ "tel:+861012345678", "" }, { "sip:" Z, "" },
		{ "https://example.com/principals/" Z "/", "" },
		{ "/o=ExchangeLabs/ou=X/cn=Recipients/cn=0a1b-zhang", "" },
		{ "mailto:/O=ACME/OU=X/CN=RECIPIENTS/CN=" Z, "" },
		{ "IMCEAEX-_O=ACME_OU=X_CN=ZHANG@prod.outlook.com", "" },
		{ "a@example.com,b@example.com", "" },
		{ "a@example.com;b@example.com", "" },
	};
	struct arena a = { 0 };
	struct slice s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		s = address_read(slice_str(rows[i].text), &a);
		if (!slice_eq(s, slice_str(rows[i].address)))
			fail_msg("%s: '%.*s', not '%s'", rows[i].text,
			    (int)s.n, s.p, rows[i].address);
	}
	arena_free(&a);
}

#define L "li@example.com"

/* Lists; the entries that are expected stand between '|'. */
static void
test_list(void **state)
{
	static const char *const words[] = { "organizer", "chairs", NULL };
	static const struct {
		const char *list, *entries;
	} rows[] = {
		{ "", "" }, { " ,; ", "" },
		{ Z, Z "|" }, { Z ";" L, Z "|" L "|" },
		{ Z ", " L, Z "|" L "|" }, { Z " " L, Z "|" L "|" },
		{ Z "\r\n" L "\n", Z "|" L "|" },
		{ Z "\uff1b" L, Z "|" L "|" }, { Z "\uff0c" L, Z "|" L "|" },
		{ Z "\u3001" L, Z "|" L "|" }, { Z "\u3000" L, Z "|" L "|" },
		{ Z "\u00a0;\u200b" L "\ufeff", Z "|" L "|" },
		{ "ou_a organizer,chairs", "ou_a|organizer|chairs|" },
		{ "zhangsan lisi", "zhangsan|lisi|" },
		{ "mailto:" Z ";MAILTO:" L, "mailto:" Z "|MAILTO:" L "|" },
		{ "'" Z "';'" L "'", Z "|" L "|" },
		{ "\"" Z "\", \"" L "\"", Z "|" L "|" },
		{ "<" Z ">, <" L ">", Z "|" L "|" },
		{ "Zhang San <" Z ">", Z "|" },
		{ "Zhang San <" Z ">; Li Si <" L ">", Z "|" L "|" },
		{ "Zhang San <" Z ">, Li Si <" L ">", Z "|" L "|" },
		{ "Zhang San <" Z "> Li Si <" L ">", Z "|" L "|" },
		{ "Zhang San <" Z ">\nLi Si <" L ">", Z "|" L "|" },
		{ "Zhang, San <" Z ">; Li, Si <" L ">", Z "|" L "|" },
		{ "Zhang, San <" Z ">", Z "|" },
		{ "\"Zhang, San\" <" Z ">, \"Li; Si\" <" L ">",
		    Z "|" L "|" },
		{ "'Zhang San' <" Z ">; '" L "' <" L ">", Z "|" L "|" },
		{ "\u201cZhang, San\u201d <" Z ">", Z "|" },
		{ Z " <" Z ">", Z "|" },
		{ "\u5f20\u4e09<" Z ">\uff1b\u674e\u56db<" L ">",
		    Z "|" L "|" },
		{ "\u5f20\u4e09\uff1c" Z "\uff1e\u3001" L, Z "|" L "|" },
		{ "\u5f20\u4e09\uff08" Z "\uff09\u3001\u674e\u56db(" L ")",
		    Z "|" L "|" },
		{ Z " (Zhang San); " L " (Li Si)", Z "|" L "|" },
		{ "Zhang San (Sales, Beijing) <" Z ">", Z "|" },
		{ "organizer, Li Si <" L ">", "organizer|" L "|" },
		{ "ou_a, Li Si <" L ">", "ou_a|" L "|" },
		{ Z " Li Si <" L ">", Z "|" L "|" },
		{ Z ", Li, Si <" L ">", Z "|" L "|" },
		{ "zhangsan; Li Si <" L ">", "zhangsan|" L "|" },
		{ "Li Si <" L ">, ou_a", L "|ou_a|" },
		{ "Li <ou_li>", "ou_li|" }, { "Li <mailto:" L ">",
		    "mailto:" L "|" },
		{ "a < b", "a|b|" }, { "a <b; c@d>", "a|b|c@d|" },
		{ "()", "" }, { "<>", "<>|" }, { "Li <li>", "<li>|" }, { "\"", "" }, { "a (b", "a|b|" },
		{ "\"Zhang <" Z ">", Z "|" },
	};
	struct slice rest, who;
	struct str got = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		rest = slice_str(rows[i].list);
		str_clear(&got);
		while (address_next(&rest, words, &who)) {
			str_add(&got, who);
			str_addc(&got, '|');
		}
		if (strcmp(str_text(&got), rows[i].entries) != 0)
			fail_msg("%s: %s, not %s", rows[i].list,
			    str_text(&got), rows[i].entries);
	}
	str_free(&got);
}

/* A list without end costs time linear in its length. */
static void
test_long(void **state)
{
	static const char *const words[] = { NULL };
	static const char *const units[] = { "a ", "(", "<", "\"", "a,",
		"a <", "'", "mailto:" };
	struct str list = { .max = 1 << 20 };
	struct slice rest, who;
	struct arena a = { 0 };
	clock_t start = clock();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		str_clear(&list);
		while (list.n < 1 << 16)
			str_adds(&list, units[i]);
		rest = str_slice(&list);
		while (address_next(&rest, words, &who))
			;
		address_read(str_slice(&list), &a);
	}
	assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
	arena_free(&a);
	str_free(&list);
}

static const char *
known(const struct directory *d, const char *address)
{
	const char *id = "unset";

	switch (directory_find(d, slice_str(address), &id)) {
	case DIRECTORY_FOUND:
		return id;
	case DIRECTORY_NOBODY:
		return "nobody";
	case DIRECTORY_NEVER:
		break;
	}
	return "never";
}

static void
test_find(void **state)
{
	struct directory d = { 0 };
	const char *id = "x";

	(void)state;
	assert_string_equal(known(&d, "a@x.org"), "never");
	directory_add(&d, SLICE("M@x.org"), "ou_m");
	directory_add(&d, SLICE("a@x.org"), NULL);
	directory_add(&d, SLICE("Z@X.org"), "ou_z");
	directory_add(&d, SLICE("z@x.or"), "ou_short");
	assert_string_equal(known(&d, "m@X.ORG"), "ou_m");
	assert_string_equal(known(&d, "A@x.org"), "nobody");
	assert_string_equal(known(&d, "z@x.org"), "ou_z");
	assert_string_equal(known(&d, "z@x.or"), "ou_short");
	assert_string_equal(known(&d, "z@x.orga"), "never");
	assert_string_equal(known(&d, ""), "never");
	/* Found only when it says so. */
	directory_find(&d, SLICE("a@x.org"), &id);
	assert_string_equal(id, "x");
	/* A later answer stands. */
	directory_add(&d, SLICE("A@X.ORG"), "ou_a");
	directory_add(&d, SLICE("m@x.org"), NULL);
	assert_string_equal(known(&d, "a@x.org"), "ou_a");
	assert_string_equal(known(&d, "m@x.org"), "nobody");
	assert_int_equal(d.entries.n, 4);
	directory_free(&d);
}

/* A NUL in an address is no end of it. */
static void
test_nul(void **state)
{
	struct directory d = { 0 };

	(void)state;
	directory_add(&d, SLICE("a@x"), "ou_a");
	assert_int_equal(directory_find(&d, SLICE("a@x\0y"), &(const char *){
	    NULL }), DIRECTORY_NEVER);
	directory_free(&d);
}

static void
test_want(void **state)
{
	struct directory d = { 0 };
	char address[32];
	int i;

	(void)state;
	directory_want(&d, SLICE("b@x.org"));
	directory_want(&d, SLICE("a@x.org"));
	directory_want(&d, SLICE("B@X.org"));
	assert_int_equal(d.wanted.n, 2);
	assert_string_equal(d.wanted.items[0], "a@x.org");
	assert_string_equal(d.wanted.items[1], "b@x.org");
	for (i = 0; i < DIRECTORY_WANTED_MAX; i++) {
		snprintf(address, sizeof(address), "%d@x.org", i * 7919 %
		    DIRECTORY_WANTED_MAX);
		directory_want(&d, slice_str(address));
	}
	assert_int_equal(d.wanted.n, DIRECTORY_WANTED_MAX);
	for (i = 1; i < DIRECTORY_WANTED_MAX; i++)
		assert_true(strcmp(d.wanted.items[i - 1],
		    d.wanted.items[i]) < 0);
	directory_want_none(&d);
	assert_int_equal(d.wanted.n, 0);
	directory_free(&d);
}

static void
test_is_address(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "a@b", true }, { "zhang.san+x@example.com", true },
		{ "o'brien@x_1.example", true }, { "a/b=c@x", true },
		{ "a@b@c", false }, { "", false }, { "a", false },
		{ "a@x;b@x", false }, { "a@x,b@x", false },
		{ "<a@x>", false }, { "'a@x'", false }, { "a@x.", false },
		{ "a@-x", false }, { "a:b@x", false }, { "\"a\"@x", false },
		{ "@b", false }, { "a@", false }, { "@", false },
		{ "a b@c", false }, { "a@b\n", false }, { "a@b\x7f", false },
		{ "\xc3\xa4@b", false }, { "urn:uuid:1", false },
		{ "ou_1", false },
	};
	char text[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (directory_is_address(slice_str(rows[i].text)) !=
		    rows[i].is)
			fail_msg("%s", rows[i].text);
	memset(text, 'a', sizeof(text));
	text[1] = '@';
	assert_true(directory_is_address(slice_of(text, 254)));
	assert_false(directory_is_address(slice_of(text, 255)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_want),
		cmocka_unit_test(test_is_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
