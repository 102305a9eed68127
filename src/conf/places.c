/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/trust.h"
#include "conf/path.h"
#include "conf/places.h"

#define FILE_MAX (1 << 20)

const char *
places_file(const char *option, struct arena *a)
{
	const char *places[] = {
		path_xdg("XDG_CONFIG_HOME", ".config", "config.ini", a),
		"/etc/icsreserve/config.ini",
	};
	size_t i;

	if (option)
		return arena_str(a, option);
	/* One that is there but can't be read is an error later on. */
	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i] && (access(places[i], F_OK) == 0 ||
		    (errno != ENOENT && errno != ENOTDIR)))
			return places[i];
	return NULL;
}

int
places_read(struct str *text, const char *path, struct err *e)
{
	int fd = file_open(path, e);

	if (fd == -1)
		return -1;
	if (trust_file(fd, path, _("the configuration"), e) == -1) {
		close(fd);
		return -1;
	}
	return file_take(text, fd, path, FILE_MAX, e);
}

int
places_state(const char **state, const char *option, struct arena *a,
    struct err *e)
{
	const char *env = getenv("ICSRESERVE_STATE");
	struct str real = { 0 };
	int rc;

	if (option)
		*state = arena_str(a, option);
	else if (env && *env)
		*state = arena_str(a, env);
	else if (!*state)
		*state = path_xdg("XDG_STATE_HOME", ".local/state",
		    "state.db", a);
	if (!*state || !**state)
		return err_set(e, ERR_USAGE, "there is no place for the "
		    "state: name one by --state FILE, ICSRESERVE_STATE, or "
		    "set HOME");
	rc = trust_target(*state, &real, e);
	str_free(&real);
	return rc;
}

int
places_check_state(const char *path, struct err *e)
{
	struct str folder = { 0 };
	int rc;

	file_dirname(&folder, path);
	rc = trust_folder(str_text(&folder), _("the folder of the state"), e);
	str_free(&folder);
	return rc;
}
