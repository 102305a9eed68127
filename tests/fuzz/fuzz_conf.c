/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "conf/conf.h"
#include "fuzz.h"

/* The input is a configuration.  What is wrong with it is told in one line
 * that names it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf_options opt = { 0 };
	struct str path = { 0 };
	struct conf c;
	struct err e = { 0 };
	size_t i;
	int fd = memfd_create("conf", MFD_CLOEXEC);

	HOLD(fd != -1 && fchmod(fd, 0600) == 0);
	HOLD(write(fd, data, size) == (ssize_t)size);
	str_addf(&path, "/proc/self/fd/%d", fd);
	opt.config = str_text(&path);
	if (conf_read(&c, &opt, &e) == -1) {
		HOLD(e.code == ERR_USAGE && e.msg[0]);
		for (i = 0; e.msg[i]; i++)
			HOLD((unsigned char)e.msg[i] >= ' ' ||
			    e.msg[i] == '\t');
	} else {
		HOLD(c.connections >= 1 && c.retries >= 0);
	}
	conf_free(&c);
	str_free(&path);
	close(fd);
	return 0;
}
