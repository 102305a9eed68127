/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cmd/cli.h"

int
main(int argc, char **argv)
{
	file_open_standard();
	return cli_main(argc, argv);
}
