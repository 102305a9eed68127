/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_ATTENDANCE_VIEW_H
#define ICSR_CMD_ATTENDANCE_VIEW_H

#include "base/str.h"
#include "model/attendance.h"
#include "plan/when.h"

/* Who was in a meeting, printed. */
struct attendance_view {
	const struct attendance *meeting;
	const struct attendees *people;
};

/* A heading, and a table.  width: cells of a line (0: a row is one line); ids:
 * print the id also of those who have a name. */
struct attendance_style {
	const struct when *when;
	size_t width;
	bool ids;
};
void attendance_view_text(struct str *out, const struct attendance_view *v,
    const struct attendance_style *style);

/* A row for each person, behind the row with the names of the columns. */
void attendance_view_csv_head(struct str *out);
void attendance_view_csv(struct str *out, const struct attendance_view *v);

/* An object, element of an array. */
void attendance_view_json(struct str *out, const struct attendance_view *v);

#endif
