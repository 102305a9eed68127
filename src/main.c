/* SPDX-License-Identifier: MIT */
#include <signal.h>

#include "base/file.h"
#include "base/secret.h"
#include "cmd/program.h"

int
main(int argc, char **argv)
{
	file_open_standard();
	secret_guard();
	/* A file that may not grow fails by itself. */
	signal(SIGXFSZ, SIG_IGN);
	return program_main(argc, argv);
}
