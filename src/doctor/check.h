/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DOCTOR_CHECK_H
#define ICSR_DOCTOR_CHECK_H

#include "doctor/doctor.h"

/*
 * Private to doctor/: how checks say what they found.  A check may say
 * several things; each goes under its name.  A remedy is not copied: a
 * literal, or a text of the doctor's arena.
 */
void check_ok(struct doctor *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void check_warn(struct doctor *d, const char *remedy, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* exit: an enum err_code; what is no class of its own counts as
 * ERR_FAILED. */
void check_fail(struct doctor *d, enum err_code exit, const char *remedy,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void check_skip(struct doctor *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether the check at work has found anything but fine things, since the
 * list had `from` findings. */
bool check_trouble(const struct doctor *d, size_t from);

/* The settings that are used: of each calendar, or the defaults when there
 * is none.  NULL past the last. */
const struct settings *check_settings(const struct doctor *d, size_t i);

/* The checks; doctor.c has them in order. */
void check_configuration(struct doctor *d);
void check_time_zones(struct doctor *d);
void check_modes(struct doctor *d);
void check_state(struct doctor *d);
void check_disk(struct doctor *d);
void check_lock(struct doctor *d);
void check_bookings(struct doctor *d);
void check_calendars(struct doctor *d);
void check_people(struct doctor *d);
void check_proxy(struct doctor *d);
void check_network(struct doctor *d);
void check_clock(struct doctor *d);
void check_credentials(struct doctor *d);
void check_scopes(struct doctor *d);
void check_owner(struct doctor *d);

#endif
