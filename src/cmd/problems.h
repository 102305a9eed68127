/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_PROBLEMS_H
#define ICSR_CMD_PROBLEMS_H

#include <stdbool.h>

#include "model/action.h"
#include "plan/when.h"

/*
 * Print problems on stderr, in their order, with times as `when` has them.
 * Problems with an exit status are errors and all printed; the others are
 * warnings.  Of the lenient warnings of a kind and file the first is printed
 * with the number of the others, and after 100 warnings only the number of the
 * rest.  With `all` every problem is printed.
 */
void problems_tell(const struct problems *problems, const struct when *when,
    bool all);

#endif
