/* SPDX-License-Identifier: MIT */
#include "plan/guard.h"

bool
guard_allows(const struct guard_limit *limit, int64_t deletions,
    int64_t live)
{
	if (!limit->is_percent)
		return deletions <= limit->n;
	return live < GUARD_FLOOR || deletions * 100 <= live * limit->n;
}
