/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/lock.h"

static char path[64];
static struct clock real;

/* A process that holds the lock until it is told to end. */
struct holder {
	pid_t pid;
	int say;
};

static struct holder
hold(void)
{
	struct holder h = { 0 };
	int ready[2], end[2];
	char c;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(end), 0);
	h.pid = fork();
	if (h.pid == 0) {
		struct lock l = { -1 };
		struct err e;
		int other;

		close(end[1]);
		if (lock_take(&l, path, 0, &real, &e) == -1)
			_exit(1);
		/* One more descriptor of the file comes and goes. */
		other = open(path, O_RDONLY);
		close(other);
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		_exit(read(end[0], &c, 1) == 0 ? 0 : 1);
	}
	close(ready[1]);
	close(end[0]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	h.say = end[1];
	return h;
}

static void
let_go(struct holder *h)
{
	int status;

	close(h->say);
	assert_int_equal(waitpid(h->pid, &status, 0), h->pid);
	assert_int_equal(status, 0);
}

static void
test_another_process(void **state)
{
	struct lock l = { -1 };
	struct err e = { 0 };
	struct holder h;
	char who[LOCK_WHO], want[32];

	(void)state;
	assert_false(lock_is_held(path, who));
	h = hold();
	snprintf(want, sizeof(want), "process %ld since ", (long)h.pid);
	assert_true(lock_is_held(path, who));
	assert_memory_equal(who, want, strlen(want));
	assert_int_equal(lock_take(&l, path, 0, &real, &e), -1);
	assert_int_equal(e.code, ERR_LOCKED);
	assert_non_null(strstr(e.msg, want));
	assert_int_equal(l.fd, -1);
	/* Neither the question nor the refusal took it away. */
	assert_true(lock_is_held(path, who));
	let_go(&h);
	assert_false(lock_is_held(path, who));
	assert_string_equal(who, "");
	assert_int_equal(lock_take(&l, path, 0, &real, &e), 0);
	lock_release(&l);
}

/* The text in the file is for people: who holds it the kernel knows. */
static void
test_text_without_a_lock(void **state)
{
	char who[LOCK_WHO];
	FILE *f = fopen(path, "w");

	(void)state;
	fprintf(f, "process %ld since 2026-11-22T00:00:00Z\n",
	    (long)getppid());
	fclose(f);
	assert_false(lock_is_held(path, who));
}

static void
test_no_file(void **state)
{
	struct lock l = { -1 };
	struct err e = { 0 };
	char who[LOCK_WHO];

	(void)state;
	unlink(path);
	assert_false(lock_is_held(path, who));
	assert_int_equal(lock_take(&l, "/nowhere/at/all.lock", 0, &real, &e),
	    -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_non_null(strstr(e.msg, "--state"));
	lock_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_another_process),
		cmocka_unit_test(test_text_without_a_lock),
		cmocka_unit_test(test_no_file),
	};
	struct err e;
	int rc;

	snprintf(path, sizeof(path), "/tmp/icsr-lock-%ld", (long)getpid());
	clock_init(&real, &e);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return rc;
}
