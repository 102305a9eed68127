/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DOCTOR_DOCTOR_H
#define ICSR_DOCTOR_DOCTOR_H

#include "doctor/check.h"

/*
 * What would be found out the hard way otherwise.  Nothing is changed: not
 * a byte on disk, and of what the server holds only what is no one's is
 * asked for (doctor/access.c).
 *
 * Run all checks, one after the other whatever they find.  doctor_free
 * follows.
 */
void doctor_run(struct doctor *d);
void doctor_free(struct doctor *d);

#endif
