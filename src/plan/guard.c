/* SPDX-License-Identifier: MIT */
#include "base/num.h"
#include "plan/guard.h"

bool
guard_allows(const struct guard_limit *limit, int64_t deletions,
    int64_t live)
{
	if (!limit->is_percent)
		return deletions <= limit->n;
	return live < GUARD_FLOOR || deletions * 100 <= live * limit->n;
}

bool
guard_read(struct slice text, struct guard_limit *limit)
{
	bool percent = text.n && text.p[text.n - 1] == '%';
	int64_t n;

	if (percent)
		text.n--;
	if (!num_parse(text, 0, percent ? 100 : INT32_MAX, &n))
		return false;
	*limit = (struct guard_limit){ percent, n };
	return true;
}
