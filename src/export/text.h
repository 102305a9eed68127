/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_TEXT_H
#define ICSR_EXPORT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* What the formats share: harmless texts, links and times. */

/*
 * Append text without control characters but tab and LF (C1 too) and those
 * that turn its direction, what is not UTF-8 as U+FFFD.  NULL is "".
 */
void text_clean(struct str *out, const char *text);

/* Append text as HTML: as an element's text or a quoted attribute value. */
void text_html(struct str *out, const char *text);

/*
 * Whether it may be a link that is followed or stands unquoted in a
 * calendar: https:// and a host, and no byte but those a URI may have (RFC
 * 3986, section 2) but for ', so no blank, quote, < or line end.
 */
bool text_is_link(const char *url);

/* Append "2026-12-01T10:00:00+08:00", the instant seen at that offset. */
void text_time(struct str *out, int64_t at, int32_t offset);
/* Append "+08:00"; seconds of an offset are cut off. */
void text_offset(struct str *out, int32_t offset);
/* Append "2026-12-01"; local is the instant plus its offset. */
void text_date(struct str *out, int64_t local);
/* The midnight that the local day began with. */
int64_t text_midnight(int64_t local);

#endif
