/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_HELP_H
#define ICSR_CMD_HELP_H

#include "cmd/command.h"

/* Print the help of a command, or of the program when it is NULL. */
void help_print(const struct command *command);

#endif
