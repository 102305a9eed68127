/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_COMMANDS_H
#define ICSR_CMD_COMMANDS_H

#include "cmd/command.h"

/* The rows, one file for each, and their order in --help. */
extern const struct command cmd_sync, cmd_import, cmd_export, cmd_status,
    cmd_explain, cmd_show, cmd_active, cmd_attendance, cmd_verify, cmd_cancel,
    cmd_backup, cmd_restore, cmd_doctor, cmd_version, cmd_complete;

extern const struct command *const commands[];
extern const size_t n_commands;

/* The command of this name; NULL when there is none. */
const struct command *commands_find(const char *name);

/* Print the help of a command, or of the program when it is NULL; globals are
 * the options of every command. */
void commands_help(const struct command *command,
    const struct option_entry *globals, size_t n);

#endif
