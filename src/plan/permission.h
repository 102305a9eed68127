/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_PERMISSION_H
#define ICSR_PLAN_PERMISSION_H

#include "base/intl.h"
#include "plan/mapper.h"

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
