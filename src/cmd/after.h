/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_AFTER_H
#define ICSR_CMD_AFTER_H

struct session;

/*
 * What follows a command that may have changed something, once it has been
 * reported (session_report): the file of metrics, then the state and its lock
 * are given back, then come the hooks.  Nothing of it changes the exit
 * status; failures are printed.  A run that found another one at work leaves
 * the metrics to that one.
 *
 * A hook is a command of [hooks] by /bin/sh.  It has the run's JSON on its
 * standard input (as --json prints it, without what the command adds) and
 * ICSRESERVE_RUN, _COMMAND and _EXIT in its environment, and no variable with
 * a secret.  It is a process group of its own, which is ended after
 * hook_timeout; its output is printed, as an error when it failed.
 */
void after_run(struct session *s);

#endif
