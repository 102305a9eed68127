/* SPDX-License-Identifier: MIT */
#include "own_world.h"

/*
 * Line by line, what is done with what stands in a VEVENT: by whose it is, by
 * whether its reservation lives, and by what the event should carry.
 */

#define R "https://x/1"			/* what is wished, id 7 */
#define DEAD "https://x/2"		/* ours, ended; id 5 */
#define OTHER "https://x/3"		/* ours, lives; id 6 */
#define COPY "https://x/4"		/* lives, nothing says it is meant */
#define ENDED "https://x/5"		/* was ours, perhaps a recycled number */

static const struct issue issued[] = {
	{ R, OWN_OURS, true }, { "7", OWN_OURS, true },
	{ DEAD, OWN_OURS, false }, { "5", OWN_OURS, false },
	{ OTHER, OWN_OURS, true }, { "6", OWN_OURS, true },
	{ COPY, OWN_COPY, true }, { ENDED, OWN_USER, false },
	{ NULL, OWN_USER, false },
};

#define CONF(link) "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"L\":" \
	link "\r\n"
#define URL(link) "URL:" link "\r\n"
#define PLACE(link) "LOCATION:" link "\r\n"
#define ID(id) "X-ICSRESERVE-ID:" id "\r\n"
#define BLOCK(link) "----( Video Call )----\\n" link "\\n---===---"
#define MODIFIED "LAST-MODIFIED:20251201T000000Z\r\n"
#define ID_BIT OWN_BIT(OWN_ID)

struct table_case {
	const char *what;
	enum own_carry carry;
	unsigned properties;
	const char *before;
	const char *after;		/* NULL: as before */
	unsigned put, looked;
	bool over, twin, lost;
};

static struct own_wish
wish_of(const struct table_case *c)
{
	return (struct own_wish){ .carry = c->carry, .over = c->over,
		.twin = c->twin, .url = R, .reserve_id = "7", .label = "L",
		.properties = c->properties, .put = c->put,
		.looked = c->looked | c->put, .now = NOW };
}

static void
check_table(const struct table_case *cases, size_t n)
{
	struct str before = { 0 }, after = { 0 };
	const struct table_case *c;
	struct own_wish wish;
	struct world w;
	size_t i;

	for (i = 0; i < n; i++) {
		c = &cases[i];
		str_clear(&before);
		str_clear(&after);
		str_addf(&before, HEAD "%s" TAIL, c->before);
		str_addf(&after, HEAD "%s" TAIL, c->after ? c->after
		    : c->before);
		world_open(&w, c->what, str_slice(&before));
		w.issued = issued;
		wish = wish_of(c);
		world_make(&w, &wish);
		if (!world_says(&w, str_slice(&after)))
			fail_msg("%s: expected\n%sgot\n%s", c->what,
			    str_text(&after), str_text(&w.bytes));
		if (w.lost != c->lost)
			fail_msg("%s: lost is %d", c->what, w.lost);
		world_make(&w, &wish);
		if (w.edits)
			fail_msg("%s: a second time it is edited", c->what);
		world_close(&w);
	}
	str_free(&before);
	str_free(&after);
}

static void
test_link(void **state)
{
	static const struct table_case cases[] = {
		{ .what = "the right value stays, whatever else it says",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = "CONFERENCE;FEATURE=PHONE;X-A=\"b:c\":" R "\r\n"
		    "url;x=1:HTTPS://X/1\r\nLOCATION;LANGUAGE=de:  htt\r\n "
		    "ps://x/1 \r\nX-ICSRESERVE-ID;VALUE=TEXT: 7\r\n" },
		{ .what = "typed by hand, as it would be put",
		    .carry = OWN_LINK, .properties = WRITE_URL,
		    .before = URL(R), .after = URL(R) ID("7") MODIFIED },
		{ .what = "the second one goes",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = "url;VALUE=URI:" R "\r\n" URL(R) CONF(R)
		    "CONFERENCE:" R "\r\n" ID("7") PLACE(R) PLACE(R) ID("7"),
		    .after = "url;VALUE=URI:" R "\r\n" CONF(R) ID("7")
		    PLACE(R) MODIFIED },
		{ .what = "a dead one is replaced where it stands",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = ID("5") "X-A:1\r\n" PLACE(DEAD) "X-B:1\r\n"
		    URL(DEAD) "CONFERENCE;X=1:" DEAD "\r\nX-C:1\r\n",
		    .after = ID("7") "X-A:1\r\n" PLACE(R) "X-B:1\r\n" URL(R)
		    CONF(R) "X-C:1\r\n" MODIFIED },
		{ .what = "one that lives, of another reservation, too",
		    .carry = OWN_LINK, .properties = WRITE_URL,
		    .before = URL(OTHER) ID("6"),
		    .after = URL(R) ID("7") MODIFIED },
		{ .what = "what is left of a kind goes",
		    .carry = OWN_LINK, .properties = WRITE_CONFERENCE,
		    .before = CONF(DEAD) CONF(R) CONF(OTHER) ID("7") ID("5"),
		    .after = CONF(R) ID("7") MODIFIED },
		{ .what = "a copy is replaced", .carry = OWN_LINK,
		    .properties = WRITE_URL | WRITE_CONFERENCE,
		    .before = URL(COPY) CONF(COPY) ID("7"),
		    .after = URL(R) CONF(R) ID("7") MODIFIED },
		{ .what = "beside a right one, too", .carry = OWN_LINK,
		    .properties = ALL, .before = CONF(COPY) CONF(R) URL(COPY)
		    URL(R) ID("7") "DESCRIPTION:a\\n" BLOCK(COPY) "\\n"
		    BLOCK(R) "\r\n", .put = ALL | ID_BIT,
		    .after = CONF(R) URL(R) ID("7") "DESCRIPTION:a\\n"
		    BLOCK(R) "\r\n" MODIFIED },
		{ .what = "what has ended unproved is the user's",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = URL(ENDED) CONF(ENDED) PLACE(ENDED),
		    .after = URL(ENDED) CONF(ENDED) PLACE(ENDED) CONF(R)
		    ID("7") MODIFIED },
		{ .what = "so are other values", .carry = OWN_LINK,
		    .properties = DEFAULTS,
		    .before = "URL:https://user/\r\nLOCATION:Room 5\\, " R
		    "\r\nCONFERENCE:tel:+1\r\n" ID("7"),
		    .after = "URL:https://user/\r\nLOCATION:Room 5\\, " R
		    "\r\nCONFERENCE:tel:+1\r\n" ID("7") CONF(R) MODIFIED },
		{ .what = "a blank one is filled", .carry = OWN_LINK,
		    .properties = DEFAULTS,
		    .before = "LOCATION;LANGUAGE=de: \t\r\nURL:\r\n" CONF(R)
		    ID("7"), .after = PLACE(R) URL(R) CONF(R) ID("7")
		    MODIFIED },
		{ .what = "and CONFERENCE is put beside one",
		    .carry = OWN_LINK, .properties = WRITE_CONFERENCE,
		    .before = "CONFERENCE:\r\n" ID("7"),
		    .after = "CONFERENCE:\r\n" ID("7") CONF(R) MODIFIED },
		{ .what = "a kind that is not looked at is the user's",
		    .carry = OWN_LINK, .properties = WRITE_URL,
		    .before = URL(R) ID("7") CONF(OTHER) PLACE(DEAD) },
		{ .what = "one that was put and is configured no more goes",
		    .carry = OWN_LINK, .properties = WRITE_URL,
		    .before = URL(R) ID("7") CONF(OTHER) PLACE(R)
		    "DESCRIPTION:a\\n\\n" BLOCK(R) "\r\n",
		    .after = URL(R) ID("7") "DESCRIPTION:a\r\n" MODIFIED,
		    .looked = ALL },
		{ .what = "the block has a dead link", .carry = OWN_LINK,
		    .properties = WRITE_DESCRIPTION,
		    .before = "DESCRIPTION:a\\n" BLOCK(DEAD) "\\nb\r\n"
		    ID("7"), .after = "DESCRIPTION:a\\n" BLOCK(R) "\\nb\r\n"
		    ID("7") MODIFIED },
		{ .what = "the block has one that is the user's",
		    .carry = OWN_LINK, .properties = WRITE_DESCRIPTION,
		    .before = "DESCRIPTION:" BLOCK("tel:1") "\r\n" ID("7"),
		    .after = "DESCRIPTION:" BLOCK("tel:1") "\\n\\n----( Vid"
		    "eo Call )-\r\n ---\\n" R "\\n---===---\r\n" ID("7")
		    MODIFIED },
	};

	(void)state;
	check_table(cases, LEN(cases));
}

static void
test_missing(void **state)
{
	static const struct table_case cases[] = {
		{ .what = "a kind that was never put is inserted",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = ID("7") URL(R), .put = WRITE_URL | ID_BIT,
		    .after = ID("7") URL(R) CONF(R) PLACE(R) MODIFIED },
		{ .what = "one that was put is left out",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = ID("7") URL(R), .put = DEFAULTS | ID_BIT },
		{ .what = "the id too", .carry = OWN_LINK,
		    .properties = DEFAULTS, .before = CONF(R),
		    .put = DEFAULTS | ID_BIT },
		{ .what = "a blank one in its place stays",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = ID("7") CONF(R) "URL:\r\nLOCATION:\r\n",
		    .put = DEFAULTS | ID_BIT },
		{ .what = "so does a text whose block was taken out",
		    .carry = OWN_LINK, .properties = ALL,
		    .before = ID("7") CONF(R) "DESCRIPTION:a\r\n",
		    .put = ALL | ID_BIT },
		{ .what = "while what stands is changed in its place",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = ID("5") CONF(DEAD), .put = DEFAULTS | ID_BIT,
		    .after = ID("7") CONF(R) MODIFIED },
		{ .what = "a CONFERENCE that was lost comes with a new link",
		    .carry = OWN_LINK, .properties = DEFAULTS,
		    .before = ID("5") URL(DEAD), .put = DEFAULTS | ID_BIT,
		    .after = ID("7") URL(R) CONF(R) MODIFIED },
		{ .what = "all of them were lost", .carry = OWN_LINK,
		    .properties = WRITE_CONFERENCE | WRITE_URL,
		    .before = "X-A:1\r\n",
		    .put = WRITE_CONFERENCE | WRITE_URL | ID_BIT,
		    .after = "X-A:1\r\n" CONF(R) URL(R) ID("7") MODIFIED,
		    .lost = true },
		{ .what = "what is the user's is none of them",
		    .carry = OWN_LINK, .properties = WRITE_URL,
		    .before = URL(ENDED), .put = WRITE_URL | ID_BIT,
		    .after = URL(ENDED) ID("7") MODIFIED, .lost = true },
		{ .what = "nothing is put into a twin", .carry = OWN_LINK,
		    .properties = ALL, .before = "URL:\r\nX-A:1\r\n"
		    "DESCRIPTION:a\r\n", .twin = true },
		{ .what = "it is replaced in", .carry = OWN_LINK,
		    .properties = DEFAULTS, .before = CONF(DEAD) ID("5"),
		    .after = CONF(R) ID("7") MODIFIED, .twin = true },
		{ .what = "and taken out of", .carry = OWN_NOTHING,
		    .properties = DEFAULTS, .before = CONF(R) ID("7"),
		    .after = "", .twin = true },
	};

	(void)state;
	check_table(cases, LEN(cases));
}

static void
test_nothing(void **state)
{
	static const struct table_case cases[] = {
		{ .what = "all of ours goes", .carry = OWN_NOTHING,
		    .properties = ALL, .before = "X-A:1\r\n" ID("7") URL(R)
		    CONF(OTHER) PLACE(DEAD) ID("5") "DESCRIPTION:a\\n\\n"
		    BLOCK(R) "\r\n", .after = "X-A:1\r\nDESCRIPTION:a\r\n" },
		{ .what = "a copy stays, and what is the user's",
		    .carry = OWN_NOTHING, .properties = ALL,
		    .before = URL(COPY) CONF(ENDED) "LOCATION:Room\r\n"
		    "DESCRIPTION:" BLOCK(ENDED) "\r\n" },
		{ .what = "kinds that are not looked at",
		    .carry = OWN_NOTHING, .properties = WRITE_CONFERENCE,
		    .before = URL(R) CONF(R) ID("7"), .after = URL(R) },
		{ .what = "but for those that were put",
		    .carry = OWN_NOTHING, .properties = WRITE_CONFERENCE,
		    .before = URL(R) CONF(R) ID("7"), .after = "",
		    .put = WRITE_URL },
		{ .what = "blank ones stay", .carry = OWN_NOTHING,
		    .properties = ALL, .before = "URL:\r\nLOCATION:\r\n"
		    "DESCRIPTION:\r\nCONFERENCE:\r\n" },
		{ .what = "stamps that are not ours", .carry = OWN_NOTHING,
		    .properties = ALL, .before = MODIFIED URL(R),
		    .after = MODIFIED },
	};

	(void)state;
	check_table(cases, LEN(cases));
}

static void
test_leave(void **state)
{
	static const struct table_case cases[] = {
		{ .what = "what lives stays", .carry = OWN_LEAVE,
		    .properties = ALL, .before = URL(R) CONF(OTHER) ID("6")
		    CONF(COPY) "LOCATION:\r\n" "DESCRIPTION:" BLOCK(R)
		    "\r\n" },
		{ .what = "what is dead goes", .carry = OWN_LEAVE,
		    .properties = ALL, .before = URL(DEAD) CONF(OTHER)
		    ID("5") PLACE(ENDED) "DESCRIPTION:a\\n\\n" BLOCK(DEAD)
		    "\r\n", .after = CONF(OTHER) PLACE(ENDED)
		    "DESCRIPTION:a\r\n" MODIFIED },
		{ .what = "but for events that are over",
		    .carry = OWN_LEAVE, .properties = ALL,
		    .before = URL(DEAD) ID("5") "DESCRIPTION:" BLOCK(DEAD)
		    "\r\n", .over = true },
		{ .what = "nothing comes", .carry = OWN_LEAVE,
		    .properties = ALL, .before = "X-A:1\r\n",
		    .put = ALL | ID_BIT },
	};

	(void)state;
	check_table(cases, LEN(cases));
}

/* --- what stood before ----------------------------------------------------- */

#define LISTED "https://x/1?a=1,2"
static const struct issue listed[] = {
	{ LISTED, OWN_OURS, true }, { "7", OWN_OURS, true },
	{ COPY, OWN_COPY, true }, { NULL, OWN_USER, false },
};

/* Lines, a rewrite of ours by another program, and the lines again. */
struct undo_case {
	const char *before;
	const char *old, *new;
};

/* It comes back whatever form our line has taken since. */
static void
test_comes_back(void **state)
{
	static const struct undo_case cases[] = {
		{ "URL:\r\n", NULL, NULL },
		{ "URL:\r\n", "URL:https://x", "url;VALUE=URI:HTTPS://X" },
		{ "URL;X-A=1: \r\n \r\n", "1,2", "1\\,2" },
		{ "LOCATION;LANGUAGE=de:\r\n", "1\\,2", "1,2" },
		{ "LOCATION:\r\n", "LOCATION:", "LOCATION;X=\"1;2\": " },
		{ "LOCATION:\r\n", "LOCATION:h", "LOCATION:\r\n h" },
		/* A copy of a link that was another event's. */
		{ "URL;X-A=1:" COPY "\r\n", NULL, NULL },
		{ "CONFERENCE;LABEL=\"a\":\r\n " COPY "\r\n",
		    "LABEL=\"L\"", "LABEL=L;X-B=1" },
		{ "LOCATION:HTTPS://X/4\r\n", "LOCATION:", "location:" },
		{ "DTSTAMP;X=1:20200101T000000Z\r\n", NULL, NULL },
		/* Line ends of several kinds. */
		{ "DTSTAMP:2020\n 0101T000000Z\r\n", NULL, NULL },
		{ "URL: \r\n \n", NULL, NULL },
		/* Stamps are known by their bytes. */
		{ "DTSTAMP:20200101T000000Z\r\n", "DTSTAMP:2025",
		    "DTSTAMP:20\r\n 25" },
	};
	struct own_wish wish = wish_with(DEFAULTS);
	struct str before = { 0 };
	struct world w;
	size_t i;

	(void)state;
	wish.url = LISTED;
	wish.label = "L";
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&before);
		str_addf(&before, HEAD "%s" TAIL, cases[i].before);
		world_open(&w, cases[i].before, str_slice(&before));
		w.issued = listed;
		world_make(&w, &wish);
		assert_int_equal(world_times(&w, cases[i].before), 0);
		if (cases[i].old)
			world_edit(&w, cases[i].old, cases[i].new);
		world_make(&w, &wish);
		assert_int_equal(w.edits, 0);
		world_make(&w, &wish_none);
		if (!world_says(&w, str_slice(&before)))
			fail_msg("case %zu: %s", i, str_text(&w.bytes));
		world_close(&w);
	}
	str_free(&before);
}

/* The lines in another order, and folded anew. */
static void
test_other_order(void **state)
{
	const struct own_wish wish = wish_with(DEFAULTS);
	struct world w;

	(void)state;
	world_open(&w, "order", SLICE(HEAD "URL:\r\nX-A:1\r\n"
	    "LOCATION;X=1:\r\n" TAIL));
	world_make(&w, &wish);
	world_edit(&w, "URL:" LINK_A "\r\n", "");
	world_edit(&w, "X-ICSRESERVE-ID", "URL:\r\n " LINK_A
	    "\r\nX-ICSRESERVE-ID");
	world_make(&w, &wish);
	assert_int_equal(w.edits, 0);
	world_make(&w, &wish_none);
	assert_true(world_says(&w, SLICE(HEAD "X-A:1\r\nLOCATION;X=1:\r\n"
	    "URL:\r\n" TAIL)));
	world_close(&w);
}

/* A copy of another event's line that came to stand beside ours. */
static void
test_copy_comes_back(void **state)
{
	struct own_wish wish = wish_with(WRITE_CONFERENCE | WRITE_URL);
	struct world w;

	(void)state;
	wish.url = LISTED;
	world_open(&w, "copy", SLICE(HEAD TAIL));
	w.issued = listed;
	world_make(&w, &wish);
	world_edit(&w, "URL:", "URL;X=1:" COPY "\r\nURL:");
	world_edit(&w, "CONFERENCE;", "CONFERENCE:" COPY "\r\nCONFERENCE;");
	world_make(&w, &wish);
	assert_int_equal(world_times(&w, COPY), 0);
	world_edit(&w, "CONFERENCE;VALUE=URI;", "CONFERENCE;");
	world_make(&w, &wish);
	assert_int_equal(w.edits, 0);
	world_make(&w, &wish_none);
	assert_true(world_says(&w, SLICE(HEAD "CONFERENCE:" COPY "\r\n"
	    "URL;X=1:" COPY "\r\n" TAIL)));
	world_close(&w);
}

/* What a CONFERENCE tells of the password, in forms that programs give it. */
static void
test_label(void **state)
{
	static const struct {
		const char *label, *password;	/* as configured */
		const char *stands;		/* NULL: as we write it */
		size_t edits;
	} cases[] = {
		{ "Room, password 12", NULL, NULL, 0 },
		{ "Room, password 12", "34", NULL, 0 },
		{ "L", "1234", "LABEL=\"L, password 1234\"", 0 },
		{ "L", "1234", "LABEL=\"Other, password 1234\"", 0 },
		{ "L", "1234", "LABEL=\"L, password 999\"", 3 },
		{ "L", "1234", "LABEL=L", 3 },
		{ "L", "1234", "X-LABEL=L", 0 },
		{ "L", NULL, "LABEL=\"L, password 999\"", 3 },
		{ "L", NULL, "LABEL=L", 0 },
		{ "a^\"b", "12", NULL, 0 },
	};
	struct own_wish wish = wish_with(WRITE_CONFERENCE);
	struct world w;
	char old[80];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		wish.label = cases[i].label;
		wish.password = cases[i].password;
		snprintf(old, sizeof(old), "LABEL=\"%s%s%s\"", wish.label,
		    wish.password ? ", password " : "",
		    wish.password ? wish.password : "");
		world_open(&w, old, SLICE(HEAD "DTSTAMP:20250101T000000Z\r\n"
		    TAIL));
		world_make(&w, &wish);
		if (cases[i].stands)
			world_edit(&w, old, cases[i].stands);
		wish.now++;
		world_make(&w, &wish);
		if (w.edits != cases[i].edits)
			fail_msg("case %zu: %zu edits", i, w.edits);
		world_make(&w, &wish);
		assert_int_equal(w.edits, 0);
		world_close(&w);
	}
}

/* The file's lines end in another way since. */
static void
change_ends(struct str *s, const char *eol)
{
	struct str out = { 0 };
	struct slice rest = str_slice(s), line;

	while (slice_line(&rest, &line)) {
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		str_add(&out, line);
		str_adds(&out, eol);
	}
	str_free(s);
	*s = out;
}

static void
test_line_ends_changed(void **state)
{
	static const char *const ends[] = { "\r\n", "\n" };
	const struct own_wish wish = wish_with(ALL);
	struct str before = { 0 };
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		str_clear(&before);
		str_adds(&before, HEAD "URL:\r\nLOCATION;X=1:\r\n \r\n"
		    "DTSTAMP:2020\r\n 0101T000000Z\r\n"
		    "DESCRIPTION:mi\r\n ne\r\n" TAIL);
		change_ends(&before, ends[i]);
		world_open(&w, "ends", str_slice(&before));
		world_make(&w, &wish);
		change_ends(&w.bytes, ends[1 - i]);
		change_ends(&before, ends[1 - i]);
		world_make(&w, &wish);
		assert_int_equal(w.edits, 0);
		world_make(&w, &wish_none);
		assert_true(world_says(&w, str_slice(&before)));
		world_close(&w);
	}
	str_free(&before);
}

/* What stands when we write again is what comes back. */
static void
test_newer_stamps(void **state)
{
	const struct own_wish wish = wish_with(WRITE_URL);
	struct own_wish other = wish_b;
	struct world w;

	(void)state;
	other.properties = WRITE_URL;
	other.now = NOW + 3600;
	world_open(&w, "stamps", SLICE(HEAD "DTSTAMP:20200101T000000Z\r\n"
	    "LAST-MODIFIED:20200101T000000Z\r\n" TAIL));
	world_make(&w, &wish);
	world_edit(&w, "DTSTAMP:20251201T000000Z",
	    "DTSTAMP:20251201T003000Z");
	world_make(&w, &other);
	assert_int_equal(world_times(&w, "20251201T010000Z"), 2);
	world_make(&w, &wish_none);
	assert_true(world_says(&w, SLICE(HEAD "DTSTAMP:20251201T003000Z\r\n"
	    "LAST-MODIFIED:20200101T000000Z\r\n" TAIL)));
	world_close(&w);
}

/* --- links ----------------------------------------------------------------- */

static void
test_link_key(void **state)
{
	static const struct {
		const char *text, *key;
	} cases[] = {
		{ LINK_A, LINK_A },
		{ " \t" LINK_A "\r\n", LINK_A },
		{ "HTTPS://VC.Feishu.CN/j/AbC", "https://vc.feishu.cn/j/AbC" },
		{ "http://A/B", "http://a/B" },
		{ "https://A?B", "https://a?B" },
		{ "https://A#B", "https://a#B" },
		{ "https://a/x\\,y\\;z", "https://a/x,y;z" },
		{ "https://a/x,y;z", "https://a/x,y;z" },
		{ "", NULL }, { " ", NULL }, { "tel:+1", NULL },
		{ "Room 5, " LINK_A, NULL },
		{ LINK_A " Room 5", NULL },
		{ LINK_A "\\nRoom 5", NULL },
		{ LINK_A "\t" LINK_A, NULL },
		{ "ftp://a/", NULL }, { "https:/a/", NULL },
	};
	struct arena a = { 0 };
	char *longest = xmalloc(2100);
	const char *key;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		key = own_link_key(slice_str(cases[i].text), &a);
		if (!key != !cases[i].key ||
		    (key && strcmp(key, cases[i].key) != 0))
			fail_msg("%s: %s", cases[i].text, key ? key : "none");
	}
	memset(longest, 'a', 2100);
	memcpy(longest, "https://", 8);
	assert_null(own_link_key(slice_of(longest, 2001), &a));
	assert_non_null(own_link_key(slice_of(longest, 2000), &a));
	free(longest);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_leave),
		cmocka_unit_test(test_comes_back),
		cmocka_unit_test(test_other_order),
		cmocka_unit_test(test_copy_comes_back),
		cmocka_unit_test(test_label),
		cmocka_unit_test(test_line_ends_changed),
		cmocka_unit_test(test_newer_stamps),
		cmocka_unit_test(test_link_key),
	};

	return cmocka_run_group_tests_name("own_table", tests, NULL, NULL);
}
