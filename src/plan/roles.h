/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_ROLES_H
#define ICSR_PLAN_ROLES_H

#include "base/intl.h"
#include "plan/mapper.h"

/* Who has which role in a meeting: how it is written, and the fields that it
 * becomes. */

/*
 * Who is host from the start, written as
 *
 *	none | WHO ...		WHO: organizer | chairs | ID | ADDRESS
 *
 * separated as address_next reads it, names beside addresses too.
 * "organizer" is the owner when the event has none or the directory does not
 * know it; "chairs" are the attendees with ROLE=CHAIR.  The API takes 10: more
 * that are written down are an error, chairs beyond are left out and counted
 * in the verdict.
 */
bool hosts_valid(struct slice text);

/* Fill in REQUEST_HOSTS. */
void hosts_map(struct mapper *m);

/*
 * Who may become host, invite and join, written as
 *
 *	anyone | CHECKER [| CHECKER] ...	any of them lets in
 *	CHECKER:	[not] LIST		not: all but these
 *	LIST:		attendees | users: WHO ... | tenant: KEY ... |
 *			types: TYPE ...
 *	WHO:		ID | ADDRESS
 *	TYPE:		feishu | rooms | pstn | sip
 *
 * where lists are separated as address_next reads them, names beside
 * addresses too.  These are all that the API's permission_checkers can say.
 */
bool permission_valid(struct slice text);

/* Those forms in one line, for messages. */
#define PERMISSION_FORMS N_("anyone | attendees | users: WHO ... | " \
	"tenant: KEY ... | types: feishu rooms pstn sip; each may have " \
	"'not' before it, several stand with '|' between them")

/* Fill in REQUEST_PERMISSIONS. */
void permission_map(struct mapper *m);

#endif
