/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_COMMANDS_H
#define ICSR_CMD_COMMANDS_H

#include "cmd/cli.h"

/* One file for each command. */
int cmd_sync(struct cli *cli);
int cmd_import(struct cli *cli);
int cmd_export(struct cli *cli);
int cmd_status(struct cli *cli);
int cmd_explain(struct cli *cli);
int cmd_cancel(struct cli *cli);
int cmd_show(struct cli *cli);
int cmd_active(struct cli *cli);
int cmd_verify(struct cli *cli);
int cmd_backup(struct cli *cli);
int cmd_restore(struct cli *cli);
int cmd_doctor(struct cli *cli);

#endif
