/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "charset/codec.h"
#include "charset/detect.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static struct codec
opened(const char *name)
{
	struct codec c;
	struct err e;

	assert_int_equal(codec_open(&c, name, &e), 0);
	return c;
}

/* The name that is found for a text in an encoding. */
static const char *
found(const char *text, const char *encoding)
{
	struct codec c = opened(encoding);
	struct detect d = { 0 };
	struct str raw = { 0 };
	const char *name;

	if (codec_encode(&c, slice_str(text), &raw))
		fail_msg("'%s' is not %s", text, encoding);
	detect_line(&d, str_slice(&raw), 1);
	name = detect_name(&d);
	detect_free(&d);
	str_free(&raw);
	codec_close(&c);
	return name ? name : "none";
}

/* Texts as short as titles are. */
static void
test_titles(void **state)
{
	static const struct {
		const char *encoding, *texts[20];
	} cases[] = {
		{ "GB18030", { "周会", "季度复盘", "主题,开始时间,结束时间",
		  "面试：前端", "项目评审会议,会议室A302", "张三",
		  "例会 Weekly", "客户拜访 Customer visit，上海",
		  "与李雷一对一", "产品需求评审（第二次）—请准时参加" } },
		{ "Big5", { "週會", "季度檢討", "會議室",
		  "主旨,開始日期,結束日期", "與客戶一對一會談",
		  "台北辦公室三樓", "專案進度" } },
		{ "Shift_JIS", { "会議", "定例ミーティング", "カタカナ",
		  "件名,開始日,終了日", "東京オフィスで打ち合わせ" } },
		{ "EUC-JP", { "定例ミーティング",
		  "東京オフィスで打ち合わせ" } },
		{ "EUC-KR", { "주간 회의 및 프로젝트 진행 상황 공유" } },
		{ "windows-1252", { "Besprechung Müller", "café", "Zürich",
		  "Réunion d’équipe à Paris", "Año nuevo", "Täglich",
		  "Übergabe Straße", "Geburtstag Jürgen", "Déjeuner",
		  "Reunião São Paulo", "“Quotes”", "Ärztekammer", "naïve",
		  "così è più",
		  "Besprechung mit Herrn Größer in Köln, München" } },
		{ "windows-1251", { "Совещание",
		  "Встреча с клиентом в Москве" } },
		{ "windows-1250", { "Spotkanie zespołu w Łodzi",
		  "Schůzka týmu", "Příprava", "Školení", "Félévi értékelő",
		  "Przegląd projektu", "Ďalšie stretnutie",
		  "Şedinţa săptămânală" } },
		{ "windows-1251", { "Планёрка", "Встреча", "Обед", "Нарада",
		  "СОВЕЩАНИЕ", "Зустріч із клієнтом", "Среща" } },
		{ "KOI8-R", { "Встреча с клиентом", "Планёрка" } },
		{ "ISO-8859-5", { "Встреча с клиентом" } },
		{ "windows-1253", { "Εβδομαδιαία σύσκεψη" } },
		{ "windows-1254", { "Haftalık değerlendirme toplantısı" } },
		{ "windows-1255", { "ישיבת צוות שבועית" } },
		{ "MACINTOSH", { "Réunion d’équipe à Paris" } },
		{ "CP932", { "定例会議①（東京）" } },
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		for (j = 0; cases[i].texts[j]; j++)
			if (strcmp(found(cases[i].texts[j],
			    cases[i].encoding), cases[i].encoding) != 0)
				fail_msg("'%s' in %s: %s", cases[i].texts[j],
				    cases[i].encoding, found(
				    cases[i].texts[j], cases[i].encoding));
}

/* The other encodings that are told beside it. */
static const char *
others(const char *text, const char *encoding)
{
	static char out[DETECT_OTHERS];
	struct codec c = opened(encoding);
	struct detect d = { 0 };
	struct str raw = { 0 };

	codec_encode(&c, slice_str(text), &raw);
	detect_line(&d, str_slice(&raw), 1);
	detect_name(&d);
	memcpy(out, d.others, sizeof(out));
	detect_free(&d);
	str_free(&raw);
	codec_close(&c);
	return out;
}

/* What no text of this length decides is told, and nothing else. */
static void
test_others(void **state)
{
	static const struct {
		const char *encoding, *text, *other;
	} cases[] = {
		{ "windows-1250", "Święto", "windows-1250" },
		{ "windows-1250", "Sestanek z naročnikom", "windows-1250" },
		{ "windows-1254", "Toplantı", "windows-1254" },
		{ "EUC-KR", "주간 회의", "EUC-KR" },
		{ "windows-1256", "اجتماع", "windows-1256" },
		{ "CP874", "ประชุมประจำสัปดาห์", "CP874" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		if (!strstr(others(cases[i].text, cases[i].encoding),
		    cases[i].other))
			fail_msg("'%s': %s", cases[i].text,
			    others(cases[i].text, cases[i].encoding));
	assert_string_equal(others("Besprechung Müller", "windows-1252"), "");
	assert_string_equal(others("周会", "GB18030"), "");
	assert_string_equal(others("Schůzka týmu", "windows-1250"), "");
}

static const char *
of_bytes(struct slice s, size_t *bad)
{
	struct detect d = { 0 };
	struct slice line;
	uint32_t number = 0;
	const char *name;

	while (slice_line(&s, &line))
		detect_line(&d, line, ++number);
	name = detect_name(&d);
	*bad = d.bad_lines;
	detect_free(&d);
	return name;
}

static void
test_bytes(void **state)
{
	size_t bad;

	(void)state;
	assert_string_equal(of_bytes(SLICE("plain\n"), &bad), "UTF-8");
	assert_string_equal(of_bytes(SLICE("周会\n会\n"), &bad), "UTF-8");
	assert_int_equal(bad, 0);
	/* Broken characters among many right ones. */
	assert_string_equal(of_bytes(SLICE("季度复盘\n\xe5\xad\nx\n"), &bad),
	    "UTF-8");
	assert_int_equal(bad, 1);
	/* A text that was cut off within a character. */
	assert_string_equal(of_bytes(SLICE("会议\xe5\xae"), &bad), "UTF-8");
	assert_string_equal(of_bytes(SLICE("会议\xe5"), &bad), "UTF-8");
	assert_string_equal(of_bytes(SLICE("会议\xf0\x9f\x98 x"), &bad),
	    "UTF-8");
	assert_null(of_bytes(SLICE("\xff\x81 \xff"), &bad));
	assert_null(of_bytes(SLICE("\xff\xff,"), &bad));
	assert_string_equal(detect_mark(SLICE("\xff\xfe" "a\0")),
	    "UTF-16LE");
	assert_string_equal(detect_mark(SLICE("\xff\xfe\0\0")), "UTF-32LE");
	assert_null(detect_mark(SLICE("\xef\xbb")));
	assert_string_equal(detect_utf16(SLICE("a\0\n\0")), "UTF-16LE");
	assert_string_equal(detect_utf16(SLICE("\0a\0\n")), "UTF-16BE");
	assert_null(detect_utf16(SLICE("a\0b\0")));
	assert_null(detect_utf16(SLICE("a\0\n")));
}

/* More than is looked at, and nothing beyond ASCII for long. */
static void
test_long(void **state)
{
	struct str text = { 0 };
	size_t i, bad;

	(void)state;
	for (i = 0; i < 20000; i++)
		str_adds(&text, "BEGIN:STANDARD\nTZOFFSETTO:+0100\n");
	str_adds(&text, "SUMMARY:\xd6\xdc\xbb\xe1\n");
	assert_string_equal(of_bytes(str_slice(&text), &bad), "GB18030");
	for (i = 0; i < 40000; i++)
		str_adds(&text, "SUMMARY:\xd6\xdc\xbb\xe1\n");
	assert_string_equal(of_bytes(str_slice(&text), &bad), "GB18030");
	assert_int_equal(bad, 40001);
	str_free(&text);
}

static void
test_codec(void **state)
{
	struct codec c = opened("gb18030");
	struct str out = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(codec_decode(&c, SLICE("a\xd6\xdc" "b"), &out), 0);
	assert_string_equal(str_text(&out), "a周b");
	str_clear(&out);
	/* Each bad byte, also a character that is cut off. */
	assert_int_equal(codec_decode(&c, SLICE("\xff\xff \xd6"), &out), 3);
	assert_string_equal(str_text(&out), "\xef\xbf\xbd\xef\xbf\xbd "
	    "\xef\xbf\xbd");
	str_clear(&out);
	assert_int_equal(codec_encode(&c, SLICE("周"), &out), 0);
	assert_string_equal(str_text(&out), "\xd6\xdc");
	codec_close(&c);
	c = opened("windows-1252");
	str_clear(&out);
	assert_int_equal(codec_encode(&c, SLICE("é周x"), &out), 1);
	assert_string_equal(str_text(&out), "\xe9?x");
	codec_close(&c);
	str_free(&out);
	assert_false(codec_known("klingon"));
	assert_false(codec_known(""));
	assert_false(codec_known("gb18030//IGNORE"));
	assert_true(codec_known("latin1"));
	assert_int_equal(codec_open(&c, "klingon", &e), -1);
	codec_close(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_codec),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
