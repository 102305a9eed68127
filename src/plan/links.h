/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_LINKS_H
#define ICSR_PLAN_LINKS_H

#include "base/slice.h"
#include "model/event.h"

/*
 * The provider of a meeting link in a text ("Zoom"), or NULL.  For texts
 * that are unfolded and unescaped.
 */
const char *links_provider(struct slice text);

/*
 * The provider of the first meeting link in an event, looked for in
 * CONFERENCE, URL, LOCATION, DESCRIPTION and the X- properties that other
 * products keep it in; NULL when it has none.  *property says where.  A
 * CONFERENCE with any http(s) link counts, whoever made it.
 */
const char *links_find(const struct event *ev, const char **property);

#endif
