/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cmd/program.h"

int
main(int argc, char **argv)
{
	file_open_standard();
	return program_main(argc, argv);
}
