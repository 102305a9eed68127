/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cmd/commands.h"

const struct command *const commands[] = {
	&cmd_sync, &cmd_import, &cmd_export, &cmd_status, &cmd_explain,
	&cmd_show, &cmd_active, &cmd_verify, &cmd_cancel, &cmd_backup,
	&cmd_restore, &cmd_doctor, &cmd_version,
};
const size_t n_commands = sizeof(commands) / sizeof(*commands);

const struct command *
command_find(const char *name)
{
	size_t i;

	for (i = 0; i < n_commands; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}
