/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "csv/columns.h"
#include "csv/limits.h"
#include "csv/plain.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define NAMES_MAX 16

/* The names of each column, its own one first.  The manual has them too. */
static const char *const names[COLUMN_RESULT + 1][NAMES_MAX] = {
	[COLUMN_UID] = { "uid", "编号", "唯一标识" },
	[COLUMN_SUMMARY] = { "summary", "subject", "title", "topic", "主题",
	    "标题", "会议主题", "会议名称", "会议标题", "日程标题", "主旨",
	    "標題", "Betreff", "件名", "Objet", "Asunto" },
	[COLUMN_START] = { "start", "start time", "begin", "starts",
	    "开始时间", "开始", "会议开始时间", "開始時間", "start datetime",
	    "dtstart", "Beginnt um", "開始時刻", "Heure de début",
	    "Comienzo" },
	[COLUMN_END] = { "end", "end time", "finish", "ends", "结束时间",
	    "结束", "会议结束时间", "結束時間", "end datetime", "dtend",
	    "Endet um", "終了時刻", "Heure de fin", "Finalización" },
	[COLUMN_START_DATE] = { "start date", "date", "开始日期", "日期",
	    "会议日期", "開始日期", "Beginnt am", "開始日", "Début",
	    "Date de début", "Fecha de comienzo" },
	[COLUMN_END_DATE] = { "end date", "结束日期", "結束日期", "Endet am",
	    "終了日", "Fin", "Date de fin", "Fecha de finalización" },
	[COLUMN_ALL_DAY] = { "all day", "all day event", "is all day", "全天",
	    "全天事件", "全天活动", "全天日程", "是否全天",
	    "Ganztägiges Ereignis", "終日イベント", "Journée entière",
	    "Todo el día" },
	[COLUMN_TIMEZONE] = { "timezone", "tz", "时区", "所在时区", "会议时区",
	    "時區", "start timezone", "event timezone", "timezone name",
	    "utc offset", "gmt offset", "Zeitzone", "Fuseau horaire",
	    "Zona horaria", "タイムゾーン" },
	[COLUMN_STATUS] = { "status", "event status", "状态", "会议状态",
	    "日程状态", "狀態" },
	[COLUMN_OWNER] = { "owner", "负责人", "会议所有者", "归属人",
	    "预约人" },
	[COLUMN_HOSTS] = { "hosts", "host", "主持人" },
	[COLUMN_PASSWORD] = { "password", "密码", "会议密码", "入会密码" },
	[COLUMN_LOCATION] = { "location", "where", "地点", "会议地点", "位置",
	    "会议室", "地點", "Ort", "場所", "Emplacement", "Ubicación" },
	[COLUMN_DESCRIPTION] = { "description", "描述", "备注", "说明",
	    "会议描述", "Beschreibung", "Descripción" },
	[COLUMN_RECURRENCE_ID] = { "recurrence_id" },
	[COLUMN_CALENDAR] = { "calendar" },
	[COLUMN_RESULT] = { "url", "meeting_no", "reserve_id", "expires",
	    "state" },
};

/*
 * What people put around the name of a column: that it must be filled in,
 * or in which form.  Another text in parentheses says something that would
 * be lost, as "(UTC)" does.
 */
static const char *const hints[] = {
	"*", ":", "required", "optional", "mandatory", "必填", "必填项", "选填",
	"可选", "必选", "非必填", "Pflichtfeld", "hh:mm", "h:mm", "24h",
};

/* Those that begin and end such a remark. */
static const char *const brackets[][2] = {
	{ "(", ")" }, { "（", "）" }, { "[", "]" }, { "【", "】" },
};

/* How longer ones begin, "格式：2026/12/1 9:00". */
static const char *const examples[] = { "格式", "日期格式", "时间格式", "例",
	"如", "示例", "format", "e.g.", "example", "yyyy" };

bool
columns_says(struct slice cell, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (slice_ieq(cell, slice_str(words[i])))
			return true;
	return false;
}

static bool
is_hint(struct slice text)
{
	size_t i;

	text = blank_trim(text);
	if (columns_says(text, hints, LEN(hints)))
		return true;
	for (i = 0; i < LEN(examples); i++)
		if (slice_istarts(text, slice_str(examples[i])))
			return true;
	return false;
}

/* Where part begins in s, at or behind `from'; s.n when it does not. */
static size_t
find_in(struct slice s, struct slice part, size_t from)
{
	while (from < s.n && !slice_starts(slice_from(s, from), part))
		from++;
	return from;
}

/* Without a remark in brackets at its end, or its start. */
static bool
drop_remark(struct slice *name)
{
	struct slice open, close;
	size_t i, from, to;

	for (i = 0; i < LEN(brackets); i++) {
		open = slice_str(brackets[i][0]);
		close = slice_str(brackets[i][1]);
		from = find_in(*name, open, 0);
		to = find_in(*name, close, from);
		if (to == name->n || !is_hint(slice_of(name->p + from +
		    open.n, to - from - open.n)))
			continue;
		if (to + close.n == name->n && from > 0)
			name->n = from;
		else if (from == 0 && to + close.n < name->n)
			*name = slice_from(*name, to + close.n);
		else
			continue;
		return true;
	}
	return false;
}

static bool
drop_mark(struct slice *name)
{
	static const char *const marks[] = { "*", "＊", ":", "：", "※" };
	struct slice m;
	size_t i;

	for (i = 0; i < LEN(marks); i++) {
		m = slice_str(marks[i]);
		if (slice_iends(*name, m)) {
			name->n -= m.n;
			return true;
		}
		if (slice_starts(*name, m) && name->n > m.n) {
			*name = slice_from(*name, m.n);
			return true;
		}
	}
	return drop_remark(name);
}

/* The name alone. */
static struct slice
bare(struct slice name)
{
	do
		name = blank_trim(name);
	while (drop_mark(&name));
	return name;
}

/* Equal but for case, and blanks, '_' and '-' anywhere. */
static bool
same_name(struct slice a, struct slice b)
{
	size_t n;

	for (;;) {
		while ((n = blank_at(a)) || (n = blank_empty_at(a)) ||
		    (n = a.n && strchr("_-", a.p[0])))
			a = slice_from(a, n);
		while ((n = blank_at(b)) ||
		    (n = b.n && strchr("_-", b.p[0])))
			b = slice_from(b, n);
		if (!a.n || !b.n)
			return a.n == b.n;
		if (!slice_ieq(slice_of(a.p, 1), slice_of(b.p, 1)))
			return false;
		a = slice_from(a, 1);
		b = slice_from(b, 1);
	}
}

const char *
columns_name(enum column column)
{
	return names[column][0];
}

static enum column
find(struct slice name)
{
	size_t i, k;

	name = bare(name);
	for (i = 0; i < LEN(names); i++)
		for (k = 0; k < NAMES_MAX && names[i][k]; k++)
			if (same_name(name, slice_str(names[i][k])))
				return (enum column)i;
	return COLUMN_COUNT;
}

static void
add_names(struct str *out, enum column column)
{
	size_t i;

	for (i = 0; i < NAMES_MAX && names[column][i]; i++)
		str_addf(out, "%s%s", i ? ", " : "", names[column][i]);
}

/*
 * A column is there when it is, or the one with its date; an event of a
 * whole day needs no end.
 */
static int
check_required(const struct columns *c, uint32_t line, struct err *e)
{
	static const enum column required[][3] = {
		{ COLUMN_SUMMARY, COLUMN_SUMMARY, COLUMN_SUMMARY },
		{ COLUMN_START, COLUMN_START_DATE, COLUMN_START },
		{ COLUMN_END, COLUMN_END_DATE, COLUMN_ALL_DAY },
	};
	struct str missing = { 0 }, known = { 0 };
	size_t i;

	for (i = 0; i < LEN(required); i++) {
		if (c->at[required[i][0]] || c->at[required[i][1]] ||
		    c->at[required[i][2]])
			continue;
		str_clear(&known);
		add_names(&known, required[i][0]);
		if (required[i][1] != required[i][0]) {
			str_adds(&known, ", ");
			add_names(&known, required[i][1]);
		}
		str_addf(&missing, _("; no column '%s', whose names are %s"),
		    columns_name(required[i][0]), str_text(&known));
	}
	if (missing.n)
		err_set(e, ERR_SOURCE, "line %u: the first row has to name "
		    "the columns%s", line, str_text(&missing));
	i = missing.n;
	str_free(&missing);
	str_free(&known);
	return i ? -1 : 0;
}

static int
twice(enum column column, struct slice name, struct slice other,
    uint32_t line, struct err *e)
{
	struct str a = { .max = 80 }, b = { .max = 80 };

	str_plain(&a, blank_trim(name));
	str_plain(&b, blank_trim(other));
	err_set(e, ERR_SOURCE, "line %u: the columns '%s' and '%s' both are "
	    "'%s'; rename one", line, str_text(&b), str_text(&a),
	    columns_name(column));
	str_free(&a);
	str_free(&b);
	return -1;
}

int
columns_read(struct columns *c, const struct csv_record *header,
    struct str *ignored, struct err *e)
{
	enum column column;
	struct slice name;
	size_t i;

	*c = (struct columns){ .n = header->fields };
	if (header->fault)
		return err_set(e, ERR_SOURCE, "line %u: %s; the first row has "
		    "to name the columns", header->line, header->fault);
	if (c->n > CSV_COLUMNS_MAX)
		return err_set(e, ERR_SOURCE, "line %u: more than %d columns; "
		    "remove some", header->line, CSV_COLUMNS_MAX);
	for (i = 0; i < c->n; i++) {
		name = record_cell(header, i);
		column = find(name);
		if (column == COLUMN_COUNT) {
			name = blank_trim(name);
			if (name.n && ignored->n)
				str_adds(ignored, ", ");
			str_add(ignored, name);
		} else if (column == COLUMN_RESULT) {
			continue;
		} else if (c->at[column]) {
			return twice(column, name, record_cell(header,
			    c->at[column] - 1), header->line, e);
		} else {
			c->at[column] = i + 1;
		}
	}
	return check_required(c, header->line, e);
}

/*
 * What a table of ours, or a spreadsheet's user, puts in front of a text so
 * that it is not taken for a formula: an apostrophe.
 */
static struct slice
without_apostrophe(struct slice s)
{
	static const char *const signs[] = { "=", "+", "-", "@", "＝", "＋",
		"－", "＠" };
	struct slice rest = s;
	size_t i;

	while (rest.n && rest.p[0] == '\'')
		rest = slice_from(rest, 1);
	if (rest.n == s.n)
		return s;
	rest = blank_trim(rest);
	for (i = 0; i < LEN(signs); i++)
		if (slice_starts(rest, slice_str(signs[i])))
			return blank_trim(slice_from(s, 1));
	return s;
}

/* ="2026-12-01" is how some programs write a text that spreadsheets leave
 * alone: a formula that is a text. */
static struct slice
without_formula(struct slice s)
{
	if (s.n < 3 || s.p[0] != '=' || s.p[1] != '"' || s.p[s.n - 1] != '"' ||
	    memchr(s.p + 2, '"', s.n - 3))
		return s;
	return blank_trim(slice_of(s.p + 2, s.n - 3));
}

struct slice
columns_cell(const struct columns *c, const struct csv_record *row,
    enum column column)
{
	struct slice cell;

	if (!c->at[column])
		return SLICE("");
	cell = blank_trim(record_cell(row, c->at[column] - 1));
	return without_apostrophe(without_formula(cell));
}
