/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_STOP_H
#define ICSR_BASE_STOP_H

#include <stdbool.h>

/*
 * A request to stop: SIGINT, SIGTERM or SIGHUP.  Between stop_catch and
 * stop_release the first one is only noted, so that answers that are under
 * way are still waited for; a second one ends the program as ever.  Waits
 * end with EINTR.  Where such pairs are nested, the outermost counts.
 */
void stop_catch(void);
void stop_release(void);

/* Whether one came since the program began. */
bool stop_asked(void);

/*
 * When one came: end the process by it, as who sent it expects.  Once all is
 * printed and closed.
 */
void stop_end(void);

#endif
