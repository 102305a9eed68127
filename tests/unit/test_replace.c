/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/replace.h"
#include "base/temp.h"

/* What was synced, in order: "file", "folder", and whether the new name was
 * in place by then. */
static char seen[128];
static char dir[] = "/tmp/icsr-replace-XXXXXX";
static char path[64];
static int fail_folder;

int
fsync(int fd)
{
	struct stat st;
	bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
	size_t n = strlen(seen);

	snprintf(seen + n, sizeof(seen) - n, "%s%s ", folder ? "folder" :
	    "file", access(path, F_OK) == 0 ? "+" : "-");
	if (folder && fail_folder) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

static int
replace(struct err *e)
{
	struct str begin = { 0 }, temp = { 0 };
	struct replace r;
	bool changed;
	int rc;

	str_addf(&begin, "%s/.t-", dir);
	temp_name(&temp, str_text(&begin), ".tmp");
	rc = replace_open(&r, path, str_text(&temp), NULL, e);
	if (rc == 0)
		rc = replace_write(&r, SLICE("new"), e);
	if (rc == 0)
		rc = replace_commit(&r, NULL, &changed, e);
	replace_abort(&r);
	str_free(&begin);
	str_free(&temp);
	return rc;
}

/* The bytes before the name, the name before it counts as done. */
static void
test_synced(void **state)
{
	struct err e;

	(void)state;
	seen[0] = '\0';
	unlink(path);
	assert_int_equal(replace(&e), 0);
	assert_string_equal(seen, "file- folder+ ");
	fail_folder = 1;
	assert_int_equal(replace(&e), -1);
	fail_folder = 0;
}

/* So is the folder that a new folder stands in. */
static void
test_new_folders(void **state)
{
	char deep[128];
	struct err e;

	(void)state;
	snprintf(deep, sizeof(deep), "%s/a/b", dir);
	unlink(path);
	seen[0] = '\0';
	assert_int_equal(file_mkdirs(deep, &e), 0);
	assert_string_equal(seen, "folder- folder- ");
	seen[0] = '\0';
	assert_int_equal(file_mkdirs(deep, &e), 0);
	assert_string_equal(seen, "");
	rmdir(deep);
	deep[strlen(deep) - 2] = '\0';
	rmdir(deep);
}

/* Another place would not help. */
static void
test_no_more_files(void **state)
{
	int (*const fail[])(struct err *e, const char *file) = {
		file_unwritable, file_unreadable };
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		errno = EMFILE;
		assert_int_equal(fail[i](&e, path), -1);
		assert_non_null(strstr(e.msg, "limit of open files"));
		assert_null(strstr(e.msg, "another place"));
	}
	assert_non_null(strstr(file_fault(EMFILE).remedy, "open files"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_synced),
		cmocka_unit_test(test_new_folders),
		cmocka_unit_test(test_no_more_files),
	};
	int rc;

	if (!mkdtemp(dir))
		return 1;
	snprintf(path, sizeof(path), "%s/file", dir);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	rmdir(dir);
	return rc;
}
