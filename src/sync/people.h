/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_PEOPLE_H
#define ICSR_SYNC_PEOPLE_H

#include "plan/rules.h"
#include "store/people.h"
#include "sync/run.h"

/*
 * Addresses to ids, between two passes of the plan: the first pass finds
 * out which addresses are needed and not known, people_look_up asks for
 * them, the second pass goes by the answers.
 */

/* The key under which the state keeps the directory's answers to this
 * configuration. */
struct people_key people_key(const struct conf *c);

/* Fill the directory of the run with the answers that still hold. */
int people_load(struct run *r, struct err *e);

/* Whether addresses are to be looked up before the plan can stand. */
bool people_wanted(const struct run *r);

/*
 * Ask for the wanted addresses, each once, and keep the answers in the
 * state.  No transaction may be open.  What could not be asked stays
 * unknown, with the reason as a problem of the run; credentials or
 * permission refused is an error (ERR_AUTH), as it ends the run.
 */
int people_look_up(struct run *r, struct err *e);

/*
 * What a verdict says of people: note whom it leaves out, and make it a
 * failure when somebody is still unknown after the look-up.  place names
 * the event; its texts are copied.
 */
void people_judge(struct run *r, struct verdict *v,
    const struct problem *place);

/*
 * Report whom events left out, each address once, and in a dry run who is to
 * be looked up.
 */
void people_tell(struct run *r);

#endif
