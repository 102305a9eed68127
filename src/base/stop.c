/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stddef.h>

#include "base/stop.h"

static volatile sig_atomic_t asked;	/* the signal; 0: none */
static unsigned depth;			/* calls of stop_catch */

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

static void
note(int number)
{
	if (asked) {
		signal(number, SIG_DFL);
		raise(number);
	}
	asked = number;
}

static void
set_all(void (*handler)(int))
{
	struct sigaction is, act = { .sa_handler = handler };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		/* nohup and the like have their reasons. */
		if (sigaction(signals[i], NULL, &is) == 0 &&
		    is.sa_handler != SIG_IGN)
			sigaction(signals[i], &act, NULL);
	}
}

void
stop_catch(void)
{
	if (depth++ == 0 && !asked)
		set_all(note);
}

void
stop_release(void)
{
	if (--depth == 0)
		set_all(SIG_DFL);
}

bool
stop_asked(void)
{
	return asked != 0;
}

void
stop_end(void)
{
	if (!asked)
		return;
	signal(asked, SIG_DFL);
	raise(asked);
}
