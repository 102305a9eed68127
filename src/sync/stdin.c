/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/view.h"
#include "sync/stdin.h"

#define CHUNK 65536

static int
copy(int fd, struct err *e)
{
	char buf[CHUNK];
	ssize_t n, done, m;
	int64_t total = 0;

	while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0) {
		total += n;
		if (total > VIEW_SIZE_MAX)
			return err_set(e, ERR_SOURCE, "standard input: "
			    "larger than %jd bytes; split it",
			    (intmax_t)VIEW_SIZE_MAX);
		for (done = 0; done < n; done += m) {
			m = write(fd, buf + done, (size_t)(n - done));
			if (m == -1)
				return err_errno(e, ERR_FAILED,
				    "a temporary file");
		}
	}
	return n == 0 ? 0 : err_errno(e, ERR_SOURCE, "standard input");
}

int
stdin_read(int *fd, struct err *e)
{
	FILE *file = tmpfile();
	mode_t mask = umask(0);

	umask(mask);
	/* The copy with the links has the rights of what it is made from. */
	*fd = file ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1;
	if (file)
		fclose(file);
	if (*fd == -1 || fchmod(*fd, 0666 & ~mask) == -1)
		return err_errno(e, ERR_FAILED, "a temporary file");
	return copy(*fd, e);
}
