/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_LINKS_H
#define ICSR_PLAN_LINKS_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"
#include "model/event.h"
#include "model/settings.h"

/*
 * Links of meetings, whosever they are: http:// or https://, a host of the
 * table in providers.c (exactly, or a subdomain where the provider gives each
 * customer one; never a part of a name), and a path that joins a meeting:
 * home pages, recordings and downloads are none.  Links wrapped by mail
 * filters (Safe Links, URL Defense) count as what they wrap.
 */

/*
 * The provider of the first meeting link in a text ("Zoom"), or NULL.  For
 * texts that are unfolded and unescaped, HTML too.  hosts: our own servers,
 * besides the table (NULL: none); the provider is then the host's entry.  The
 * text is read once, in time linear in its length.
 */
const char *links_provider(struct slice text, const struct text_list *hosts);

/*
 * The next http(s) link of a text, which is cut off behind it.  *at is where
 * the link stands; target becomes where it leads to, written with "https://":
 * itself, or what mail filters have wrapped, and *wrapped is true then.  False
 * when there is none.  As much of a link is read as decides (512 bytes).
 */
bool links_next(struct slice *text, struct slice *at, struct str *target,
    bool *wrapped);

/*
 * The provider of the first meeting link in an event, looked for in the X-
 * properties that other products keep it in, CONFERENCE (RFC 7986, 5.11),
 * URL, LOCATION, DESCRIPTION and X-ALT-DESC; NULL when it has none.
 * *property says where.  In CONFERENCE and those X- properties any http(s)
 * link counts, whoever made it.
 */
const char *links_find(const struct event *ev, const struct text_list *hosts,
    const char **property);

#endif
