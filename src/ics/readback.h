/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_READBACK_H
#define ICSR_ICS_READBACK_H

#include <stddef.h>

#include "base/err.h"
#include "base/slice.h"

/*
 * A second reader for what was written: libical looks at a VEVENT before and
 * after an edit.  libical's parser shares no code with cut, line and splice,
 * which made the edit and checked its bytes; only the look before it, for what
 * would make libical itself fail, uses `line`.
 */
struct readback {
	struct slice before, after;	/* the VEVENT, from BEGIN to END */
	/* Content lines that the edit takes out and puts in, each unfolded
	 * and without its line end: as they were meant, before line_fold
	 * had them.  A line that is changed is in both. */
	const struct slice *gone, *put;
	size_t n_gone, n_put;
};

/*
 * Return 0 when libical sees in `after` what it sees in `before`, without
 * the lines in gone and with those in put, and nothing else: the same
 * properties with the same parameters and values in the same order, and the
 * same components in the event, with all that is in them.  Else -1 with
 * ERR_FAILED and the first property that is not so.
 *
 * That proves, by libical's unfolding and its grammar, that no line of the
 * user's was lost, joined with another, cut or turned into one of another
 * meaning, and that each of ours says what it was meant to say, once.  It
 * does not prove it for what libical drops without a trace: the inside of
 * X- components, parameters that it does not know, values behind the 500th
 * of a list, the choice between forms of one value ("PRIORITY:05").  The
 * bytes of these are splice_verify's business.
 *
 * An event that libical can't read as one VEVENT, before as after, proves
 * nothing, and passes.  Not for VEVENTs that are put in or taken out whole.
 * A VEVENT of some 20 lines takes about 0.1 ms.
 */
int readback_check(const struct readback *r, struct err *e);

#endif
