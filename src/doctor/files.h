/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DOCTOR_FILES_H
#define ICSR_DOCTOR_FILES_H

#include "doctor/doctor.h"
#include "sync/scan.h"

/*
 * What is to be said of a scanned calendar's files that no run says:
 * invitations among them, which are left out without a word, and temporary
 * files beside them.
 */
void files_tell(struct doctor *d, const struct scan *sc);

#endif
