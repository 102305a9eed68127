/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TESTS_GOLDEN_H
#define ICSR_TESTS_GOLDEN_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"

/*
 * Golden tests: each NAME<in> of a folder is turned into text, which must be
 * what NAME.expect says.  With GOLDEN_UPDATE set, it is written there.
 */
#define GOLDEN_MAX (1 << 20)

struct golden {
	const char *folder, *in;		/* "tests/golden/cut", ".ics" */
	void (*run)(struct str *got, struct slice input, const char *name);
};

static const struct golden *golden_kind;

static void
golden_write(const char *path, struct slice text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static void
golden_test(void **state)
{
	const char *name = *state;
	struct str in = { 0 }, got = { 0 }, want = { 0 };
	char path[512];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s%s", golden_kind->folder, name,
	    golden_kind->in);
	if (file_read(&in, path, GOLDEN_MAX, &e) == -1)
		fail_msg("%s", e.msg);
	golden_kind->run(&got, str_slice(&in), name);
	snprintf(path, sizeof(path), "%s/%s.expect", golden_kind->folder,
	    name);
	if (getenv("GOLDEN_UPDATE"))
		golden_write(path, str_slice(&got));
	if (file_read(&want, path, GOLDEN_MAX, &e) == -1)
		fail_msg("%s", e.msg);
	if (!slice_eq(str_slice(&got), str_slice(&want)))
		fail_msg("%s: expected\n%sgot\n%s", path, str_text(&want),
		    str_text(&got));
	str_free(&in);
	str_free(&got);
	str_free(&want);
}

static int
golden_is_input(const struct dirent *d)
{
	size_t n = strlen(d->d_name), k = strlen(golden_kind->in);

	return n > k && strcmp(d->d_name + n - k, golden_kind->in) == 0;
}

static int
golden_main(const struct golden *kind)
{
	struct CMUnitTest *tests;
	struct dirent **list = NULL;
	int i, n, rc;

	golden_kind = kind;
	n = scandir(kind->folder, &list, golden_is_input, alphasort);
	if (n <= 0)
		return 1;
	tests = calloc((size_t)n, sizeof(*tests));
	for (i = 0; i < n; i++) {
		list[i]->d_name[strlen(list[i]->d_name) -
		    strlen(kind->in)] = '\0';
		tests[i] = (struct CMUnitTest){ .name = list[i]->d_name,
		    .test_func = golden_test,
		    .initial_state = list[i]->d_name };
	}
	rc = _cmocka_run_group_tests(kind->folder, tests, (size_t)n, NULL,
	    NULL);
	for (i = 0; i < n; i++)
		free(list[i]);
	free(list);
	free(tests);
	return rc;
}

#endif
