/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_PROGRAM_H
#define ICSR_CMD_PROGRAM_H

/*
 * The whole program: reads the command line, opens what the command needs,
 * runs it, and prints what came of it.  Its text follows the locale for
 * characters alone.
 *
 * Returns the exit status, unless a signal stopped the run: then the process
 * ends by that signal, once all is printed and closed.
 *
 * SIGPIPE is ignored: a reader of standard output that has gone must not stop
 * a run in the middle.  Its going is no failure; any other error of standard
 * output raises the status to 1, since something is missing there.
 */

/* argv as main gets it; descriptors 0 to 2 are open. */
int program_main(int argc, char **argv);

#endif
