/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/file.h"
#include "base/out.h"
#include "sandbox/box.h"
#include "sandbox/server.h"

/* Say what --help and --version ask for. */
static int
tell(const struct options *o)
{
	struct str text = { 0 };
	bool good;

	if (o->help)
		options_help(&text);
	else
		str_adds(&text, "icsreserve-sandbox " ICSR_VERSION "\n");
	good = out_result(str_text(&text), text.n) && fflush(stdout) == 0;
	str_free(&text);
	return good ? 0 : ERR_FAILED;
}

static int
serve(struct options *o, struct err *e)
{
	struct box b;
	int rc = box_open(&b, o, e);

	if (rc == 0)
		rc = server_run(&b, e);
	box_close(&b);
	return rc;
}

int
main(int argc, char **argv)
{
	struct options o;
	struct err e = { 0 };
	int rc = 0;

	(void)argc;
	file_open_standard();
	out_init("icsreserve-sandbox", OUT_INFO, false);
	if (options_read(&o, argv, &e) == -1)
		rc = -1;
	else if (o.help || o.version)
		rc = tell(&o);
	else
		rc = serve(&o, &e);
	options_free(&o);
	if (rc == -1) {
		out_say(OUT_ERROR, "%s", e.msg);
		return (int)e.code;
	}
	return rc;
}
