/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_KEPT_H
#define ICSR_STORE_KEPT_H

#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

/* Rows of calendars that `import --keep` remembers. */
struct kept_row {
	const char *name, *path;
	const char *output;		/* NULL: in place */
	const char *encoding;		/* NULL: found out */
	const char *dates;		/* NULL: found out, or refused */
};
struct kept_rows VEC(struct kept_row);

/* All, by name; added to out. */
int kept_all(struct store *s, struct arena *a, struct kept_rows *out,
    struct err *e);
/* Insert, or replace the row of the name. */
int kept_put(struct store *s, const struct kept_row *row, struct err *e);
int kept_delete(struct store *s, const char *name, struct err *e);

#endif
