/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "base/member.h"
#include "cmd/commands.h"
#include "cmd/session.h"

static int
run(struct session *s, const void *options, struct err *e)
{
	(void)options;
	(void)e;
	if (s->cli->json)
		member_text(&s->out, "version", ICSR_VERSION);
	else
		str_adds(&s->out, "icsreserve " ICSR_VERSION "\n");
	return 0;
}

const struct command cmd_version = {
	"version", "",
	N_("print the version"),
	N_("Print the version, as --version does."),
	"icsreserve version",
	.opens = OPENS_NOTHING, .run = run,
};
