/* SPDX-License-Identifier: MIT */
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/num.h"
#include "ics/limits.h"
#include "ics/zone_names.h"

struct zone_alias {
	const char *name, *iana;
};

/* What stands in a list in Outlook, behind "(UTC+08:00) " or alone. */
static const struct zone_alias displayed[] = {
	{ "Aleutian Islands", "America/Adak" },
	{ "Hawaii", "Pacific/Honolulu" },
	{ "Marquesas Islands", "Pacific/Marquesas" },
	{ "Alaska", "America/Anchorage" },
	{ "Baja California", "America/Tijuana" },
	{ "Pacific Time (US & Canada)", "America/Los_Angeles" },
	{ "Arizona", "America/Phoenix" },
	{ "La Paz, Mazatlan", "America/Mazatlan" },
	{ "Chihuahua, La Paz, Mazatlan", "America/Mazatlan" },
	{ "Mountain Time (US & Canada)", "America/Denver" },
	{ "Yukon", "America/Whitehorse" },
	{ "Central America", "America/Guatemala" },
	{ "Central Time (US & Canada)", "America/Chicago" },
	{ "Easter Island", "Pacific/Easter" },
	{ "Guadalajara, Mexico City, Monterrey", "America/Mexico_City" },
	{ "Saskatchewan", "America/Regina" },
	{ "Bogota, Lima, Quito, Rio Branco", "America/Bogota" },
	{ "Chetumal", "America/Cancun" },
	{ "Eastern Time (US & Canada)", "America/New_York" },
	{ "Haiti", "America/Port-au-Prince" },
	{ "Havana", "America/Havana" },
	{ "Indiana (East)", "America/Indiana/Indianapolis" },
	{ "Turks and Caicos", "America/Grand_Turk" },
	{ "Asuncion", "America/Asuncion" },
	{ "Atlantic Time (Canada)", "America/Halifax" },
	{ "Caracas", "America/Caracas" },
	{ "Cuiaba", "America/Cuiaba" },
	{ "Georgetown, La Paz, Manaus, San Juan", "America/La_Paz" },
	{ "Santiago", "America/Santiago" },
	{ "Newfoundland", "America/St_Johns" },
	{ "Araguaina", "America/Araguaina" },
	{ "Brasilia", "America/Sao_Paulo" },
	{ "Cayenne, Fortaleza", "America/Cayenne" },
	{ "City of Buenos Aires", "America/Argentina/Buenos_Aires" },
	{ "Buenos Aires", "America/Argentina/Buenos_Aires" },
	{ "Greenland", "America/Nuuk" },
	{ "Montevideo", "America/Montevideo" },
	{ "Punta Arenas", "America/Punta_Arenas" },
	{ "Saint Pierre and Miquelon", "America/Miquelon" },
	{ "Salvador", "America/Bahia" },
	{ "Azores", "Atlantic/Azores" },
	{ "Cabo Verde Is.", "Atlantic/Cape_Verde" },
	{ "Coordinated Universal Time", "UTC" },
	{ "Dublin, Edinburgh, Lisbon, London", "Europe/London" },
	{ "Monrovia, Reykjavik", "Atlantic/Reykjavik" },
	{ "Sao Tome", "Africa/Sao_Tome" },
	{ "Casablanca", "Africa/Casablanca" },
	{ "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin" },
	{ "Belgrade, Bratislava, Budapest, Ljubljana, Prague",
	    "Europe/Budapest" },
	{ "Brussels, Copenhagen, Madrid, Paris", "Europe/Paris" },
	{ "Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw" },
	{ "West Central Africa", "Africa/Lagos" },
	{ "Amman", "Asia/Amman" },
	{ "Athens, Bucharest", "Europe/Bucharest" },
	{ "Athens, Bucharest, Istanbul", "Europe/Bucharest" },
	{ "Beirut", "Asia/Beirut" },
	{ "Cairo", "Africa/Cairo" },
	{ "Chisinau", "Europe/Chisinau" },
	{ "Damascus", "Asia/Damascus" },
	{ "Gaza, Hebron", "Asia/Hebron" },
	{ "Harare, Pretoria", "Africa/Johannesburg" },
	{ "Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Helsinki" },
	{ "Jerusalem", "Asia/Jerusalem" },
	{ "Juba", "Africa/Juba" },
	{ "Kaliningrad", "Europe/Kaliningrad" },
	{ "Khartoum", "Africa/Khartoum" },
	{ "Tripoli", "Africa/Tripoli" },
	{ "Windhoek", "Africa/Windhoek" },
	{ "Baghdad", "Asia/Baghdad" },
	{ "Istanbul", "Europe/Istanbul" },
	{ "Kuwait, Riyadh", "Asia/Riyadh" },
	{ "Minsk", "Europe/Minsk" },
	{ "Moscow, St. Petersburg", "Europe/Moscow" },
	{ "Moscow, St. Petersburg, Volgograd", "Europe/Moscow" },
	{ "Nairobi", "Africa/Nairobi" },
	{ "Volgograd", "Europe/Volgograd" },
	{ "Tehran", "Asia/Tehran" },
	{ "Abu Dhabi, Muscat", "Asia/Dubai" },
	{ "Astrakhan, Ulyanovsk", "Europe/Astrakhan" },
	{ "Baku", "Asia/Baku" },
	{ "Izhevsk, Samara", "Europe/Samara" },
	{ "Port Louis", "Indian/Mauritius" },
	{ "Saratov", "Europe/Saratov" },
	{ "Tbilisi", "Asia/Tbilisi" },
	{ "Yerevan", "Asia/Yerevan" },
	{ "Kabul", "Asia/Kabul" },
	{ "Ashgabat, Tashkent", "Asia/Tashkent" },
	{ "Ekaterinburg", "Asia/Yekaterinburg" },
	{ "Islamabad, Karachi", "Asia/Karachi" },
	{ "Astana", "Asia/Almaty" },
	{ "Qyzylorda", "Asia/Qyzylorda" },
	{ "Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata" },
	{ "Sri Jayawardenepura", "Asia/Colombo" },
	{ "Kathmandu", "Asia/Kathmandu" },
	{ "Bishkek", "Asia/Bishkek" },
	{ "Dhaka", "Asia/Dhaka" },
	{ "Omsk", "Asia/Omsk" },
	{ "Yangon (Rangoon)", "Asia/Yangon" },
	{ "Bangkok, Hanoi, Jakarta", "Asia/Bangkok" },
	{ "Barnaul, Gorno-Altaysk", "Asia/Barnaul" },
	{ "Hovd", "Asia/Hovd" },
	{ "Krasnoyarsk", "Asia/Krasnoyarsk" },
	{ "Novosibirsk", "Asia/Novosibirsk" },
	{ "Tomsk", "Asia/Tomsk" },
	{ "Beijing, Chongqing, Hong Kong, Urumqi", "Asia/Shanghai" },
	{ "Beijing, Chongqing, Hong Kong SAR, Urumqi", "Asia/Shanghai" },
	{ "Irkutsk", "Asia/Irkutsk" },
	{ "Kuala Lumpur, Singapore", "Asia/Singapore" },
	{ "Perth", "Australia/Perth" },
	{ "Taipei", "Asia/Taipei" },
	{ "Ulaanbaatar", "Asia/Ulaanbaatar" },
	{ "Eucla", "Australia/Eucla" },
	{ "Chita", "Asia/Chita" },
	{ "Osaka, Sapporo, Tokyo", "Asia/Tokyo" },
	{ "Pyongyang", "Asia/Pyongyang" },
	{ "Seoul", "Asia/Seoul" },
	{ "Yakutsk", "Asia/Yakutsk" },
	{ "Adelaide", "Australia/Adelaide" },
	{ "Darwin", "Australia/Darwin" },
	{ "Brisbane", "Australia/Brisbane" },
	{ "Canberra, Melbourne, Sydney", "Australia/Sydney" },
	{ "Guam, Port Moresby", "Pacific/Port_Moresby" },
	{ "Hobart", "Australia/Hobart" },
	{ "Vladivostok", "Asia/Vladivostok" },
	{ "Lord Howe Island", "Australia/Lord_Howe" },
	{ "Bougainville Island", "Pacific/Bougainville" },
	{ "Chokurdakh", "Asia/Srednekolymsk" },
	{ "Magadan", "Asia/Magadan" },
	{ "Norfolk Island", "Pacific/Norfolk" },
	{ "Sakhalin", "Asia/Sakhalin" },
	{ "Solomon Is., New Caledonia", "Pacific/Guadalcanal" },
	{ "Anadyr, Petropavlovsk-Kamchatsky", "Asia/Kamchatka" },
	{ "Auckland, Wellington", "Pacific/Auckland" },
	{ "Fiji", "Pacific/Fiji" },
	{ "Chatham Islands", "Pacific/Chatham" },
	{ "Nuku'alofa", "Pacific/Tongatapu" },
	{ "Samoa", "Pacific/Apia" },
	{ "Kiritimati Island", "Pacific/Kiritimati" },
};

/*
 * What Windows and Outlook call them in other languages.  Left out are
 * names that two zones share (朝鲜标准时间, 美国山地标准时间).
 */
static const struct zone_alias localised[] = {
	{ "中国标准时间", "Asia/Shanghai" },
	{ "中國標準時間", "Asia/Shanghai" },
	{ "北京时间", "Asia/Shanghai" },
	{ "北京標準時間", "Asia/Shanghai" },
	{ "北京标准时间", "Asia/Shanghai" },
	{ "东八区", "Asia/Shanghai" },
	{ "東八區", "Asia/Shanghai" },
	/* IANA has no Beijing; people write it all the same. */
	{ "Asia/Beijing", "Asia/Shanghai" },
	{ "Beijing", "Asia/Shanghai" },
	{ "Beijing Time", "Asia/Shanghai" },
	{ "Beijing Standard Time", "Asia/Shanghai" },
	{ "China Time", "Asia/Shanghai" },
	{ "北京，重庆，香港特别行政区，乌鲁木齐",
	    "Asia/Shanghai" },
	{ "香港标准时间", "Asia/Hong_Kong" },
	{ "香港標準時間", "Asia/Hong_Kong" },
	{ "台北标准时间", "Asia/Taipei" },
	{ "台北標準時間", "Asia/Taipei" },
	{ "臺北標準時間", "Asia/Taipei" },
	{ "新加坡标准时间", "Asia/Singapore" },
	{ "新加坡標準時間", "Asia/Singapore" },
	{ "马来西亚半岛标准时间", "Asia/Singapore" },
	{ "馬來半島標準時間", "Asia/Singapore" },
	{ "东京标准时间", "Asia/Tokyo" },
	{ "東京標準時間", "Asia/Tokyo" },
	{ "日本标准时间", "Asia/Tokyo" },
	{ "日本標準時間", "Asia/Tokyo" },
	{ "韩国标准时间", "Asia/Seoul" },
	{ "韓國標準時間", "Asia/Seoul" },
	{ "东南亚标准时间", "Asia/Bangkok" },
	{ "東南亞標準時間", "Asia/Bangkok" },
	{ "印度标准时间", "Asia/Kolkata" },
	{ "印度標準時間", "Asia/Kolkata" },
	{ "阿拉伯半岛标准时间", "Asia/Dubai" },
	{ "俄罗斯标准时间", "Europe/Moscow" },
	{ "俄羅斯標準時間", "Europe/Moscow" },
	{ "西欧标准时间", "Europe/Berlin" },
	{ "西歐標準時間", "Europe/Berlin" },
	{ "中欧标准时间", "Europe/Budapest" },
	{ "中歐標準時間", "Europe/Budapest" },
	{ "罗马标准时间", "Europe/Paris" },
	{ "羅馬標準時間", "Europe/Paris" },
	{ "GMT 标准时间", "Europe/London" },
	{ "GMT 標準時間", "Europe/London" },
	{ "东部标准时间", "America/New_York" },
	{ "東部標準時間", "America/New_York" },
	{ "中部标准时间", "America/Chicago" },
	{ "中部標準時間", "America/Chicago" },
	{ "山地标准时间", "America/Denver" },
	{ "山區標準時間", "America/Denver" },
	{ "太平洋标准时间", "America/Los_Angeles" },
	{ "太平洋標準時間", "America/Los_Angeles" },
	{ "太平洋时间(美国和加拿大)", "America/Los_Angeles" },
	{ "太平洋时间（美国和加拿大）", "America/Los_Angeles" },
	{ "夏威夷标准时间", "Pacific/Honolulu" },
	{ "夏威夷標準時間", "Pacific/Honolulu" },
	{ "澳大利亚东部标准时间", "Australia/Sydney" },
	{ "澳洲東部標準時間", "Australia/Sydney" },
	{ "新西兰标准时间", "Pacific/Auckland" },
	{ "紐西蘭標準時間", "Pacific/Auckland" },
	{ "中国標準時", "Asia/Shanghai" },
	{ "中国 (標準時)", "Asia/Shanghai" },
	{ "東京 (標準時)", "Asia/Tokyo" },
	{ "東京標準時", "Asia/Tokyo" },
	{ "日本標準時", "Asia/Tokyo" },
	{ "大阪、札幌、東京", "Asia/Tokyo" },
	{ "대한민국 표준시", "Asia/Seoul" },
	{ "Chinesische Normalzeit", "Asia/Shanghai" },
	{ "Mitteleuropäische Zeit", "Europe/Berlin" },
	{ "Heure normale de Chine", "Asia/Shanghai" },
	{ "Paris, Madrid", "Europe/Paris" },
};

/*
 * Windows names that ICU 72 does not know, or has under a name that
 * newer tzdata moved out of its main package, or (Almaty left UTC+6 in
 * 2024) in a zone that went another way.
 */
static const struct zone_alias windows[] = {
	{ "Central Asia Standard Time", "Asia/Bishkek" },
	{ "India Standard Time", "Asia/Kolkata" },
	{ "Nepal Standard Time", "Asia/Kathmandu" },
	{ "Myanmar Standard Time", "Asia/Yangon" },
	{ "Argentina Standard Time", "America/Argentina/Buenos_Aires" },
	{ "US Eastern Standard Time", "America/Indiana/Indianapolis" },
	{ "Greenland Standard Time", "America/Nuuk" },
	{ "FLE Standard Time", "Europe/Helsinki" },
	{ "Armenian Standard Time", "Asia/Yerevan" },
	{ "Kamchatka Standard Time", "Asia/Kamchatka" },
	{ "Mexico Standard Time", "America/Mexico_City" },
	{ "Mid-Atlantic Standard Time", "Etc/GMT+2" },
	/* Exchange's own, beside its "tzone://Microsoft/Custom". */
	{ "tzone://Microsoft/Utc", "UTC" },
};

#define ROWS(t) t, sizeof(t) / sizeof(*(t))

static const char *
find_in(struct slice name, const struct zone_alias *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (slice_ieq(name, slice_str(rows[i].name)))
			return rows[i].iana;
	return NULL;
}

/*
 * ICU has the table of CLDR, by names in their own case.  It cuts a name off
 * before what is not ASCII: "UTC\u22123:30" would be UTC.
 */
static const char *
find_in_icu(struct slice name, char buf[ZONE_NAME_MAX])
{
	UChar id[ZONE_TZID_MAX], iana[ZONE_NAME_MAX];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;
	size_t i;

	for (i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] >= 0x80)
			return NULL;
	u_strFromUTF8(id, ZONE_TZID_MAX, &n, name.p, (int32_t)name.n,
	    &status);
	n = ucal_getTimeZoneIDForWindowsID(id, n, NULL, iana,
	    ZONE_NAME_MAX, &status);
	u_strToUTF8(buf, ZONE_NAME_MAX, NULL, iana, n, &status);
	return U_FAILURE(status) || !n || n >= ZONE_NAME_MAX ? NULL : buf;
}

/* "(UTC+08:00) " before a name; true with both parts when it is there. */
static bool
split_display(struct slice tzid, struct slice *offset, struct slice *name)
{
	const char *end;

	if (!slice_starts(tzid, SLICE("(")))
		return false;
	end = memchr(tzid.p, ')', tzid.n);
	if (!end)
		return false;
	*offset = slice_trim(slice_of(tzid.p + 1,
	    (size_t)(end - tzid.p) - 1));
	*name = slice_trim(slice_from(tzid, (size_t)(end - tzid.p) + 1));
	return true;
}

/* Exchange numbers zones of the same name, "GMT Standard Time 1". */
static struct slice
without_number(struct slice name)
{
	size_t n = name.n;

	while (n && name.p[n - 1] >= '0' && name.p[n - 1] <= '9')
		n--;
	return n < name.n && slice_iends(slice_of(name.p, n), SLICE("Time "))
	    ? slice_of(name.p, n - 1) : name;
}

const char *
zone_names_find(struct slice tzid, char buf[ZONE_NAME_MAX])
{
	struct slice offset, name = tzid;
	const char *iana;

	if (tzid.n >= ZONE_TZID_MAX)
		return NULL;
	if (split_display(tzid, &offset, &name) &&
	    !slice_istarts(offset, SLICE("UTC")) &&
	    !slice_istarts(offset, SLICE("GMT")))
		return NULL;
	name = without_number(name);
	iana = find_in(name, ROWS(displayed));
	if (!iana)
		iana = find_in(name, ROWS(localised));
	if (!iana)
		iana = find_in(name, ROWS(windows));
	return iana ? iana : find_in_icu(name, buf);
}

/* A number of n digits, at most max. */
static bool
number(struct slice *s, size_t n, int64_t max, int64_t *out)
{
	if (s->n < n || s->p[0] == '-' ||
	    !num_parse(slice_of(s->p, n), 0, max, out))
		return false;
	*s = slice_from(*s, n);
	return true;
}

/* "8", "08", "800", "0800", "8:00", "08.00", whole. */
static bool
hours(struct slice s, int32_t *seconds)
{
	size_t digits = 0;
	int64_t h, m = 0;

	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	if (!digits || digits > 4 ||
	    !number(&s, digits > 2 ? digits - 2 : digits, 14, &h))
		return false;
	if (digits <= 2 && s.n) {
		if (s.p[0] != ':' && s.p[0] != '.')
			return false;
		s = slice_from(s, 1);
		digits = 4;
	}
	if ((digits > 2 && !number(&s, 2, 59, &m)) || s.n)
		return false;
	*seconds = (int32_t)(h * 3600 + m * 60);
	return true;
}

/* Take a sign off, also the typographer's and those of full width. */
static char
take_sign(struct slice *s)
{
	static const struct {
		const char *text;
		char sign;
	} signs[] = {
		{ "+", '+' }, { "-", '-' }, { "\uff0b", '+' },
		{ "\uff0d", '-' }, { "\u2212", '-' }, { "\u2013", '-' },
	};
	struct slice text;
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		text = slice_str(signs[i].text);
		if (!slice_starts(*s, text))
			continue;
		*s = slice_trim(slice_from(*s, text.n));
		return signs[i].sign;
	}
	return '\0';
}

/* Whether a name has an offset, and its sign; '\0': it has none. */
static bool
offset_of(struct slice tzid, int32_t *seconds, char *sign)
{
	struct slice s = tzid, name;
	bool named;

	split_display(tzid, &s, &name);
	named = slice_istarts(s, SLICE("UTC")) ||
	    slice_istarts(s, SLICE("GMT"));
	if (named)
		s = slice_trim(slice_from(s, 3));
	*sign = take_sign(&s);
	*seconds = 0;
	if (named && !s.n && !*sign) {
		*sign = '+';
		return true;
	}
	if ((!named && !*sign) || !hours(s, seconds))
		return false;
	if (*sign == '-')
		*seconds = -*seconds;
	return true;
}

bool
zone_names_offset(struct slice tzid, int32_t *seconds)
{
	char sign;

	return offset_of(tzid, seconds, &sign);
}

bool
zone_names_shown(struct slice tzid, int32_t *seconds, struct slice *name)
{
	struct slice offset;

	return split_display(tzid, &offset, name) && name->n &&
	    zone_names_offset(tzid, seconds);
}

bool
zone_names_unsigned(struct slice tzid)
{
	int32_t seconds;
	char sign;

	return offset_of(slice_trim(tzid), &seconds, &sign) && !sign;
}

bool
zone_names_spelled(struct slice tzid, char buf[ZONE_NAME_MAX])
{
	size_t i, n = 0;

	if (tzid.n >= ZONE_NAME_MAX || !slice_ihas(tzid, SLICE("/")))
		return false;
	for (i = 0; i < tzid.n; i++)
		if (tzid.p[i] != '\\')
			buf[n++] = tzid.p[i] == ' ' ? '_' : tzid.p[i];
	buf[n] = '\0';
	return !slice_eq(slice_of(buf, n), tzid);
}
