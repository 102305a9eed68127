/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unicode/ucal.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "ics/limits.h"
#include "ics/zone.h"
#include "ics/zone_data.h"
#include "ics/zone_store.h"

/* America/Argentina/Ushuaia */
#define LEVELS 3

static struct {
	bool found;
	unsigned generation;	/* of the zones, when it was */
	uint64_t digest;
} data;

static uint64_t add_folder(int fd, uint64_t name, unsigned level);

static uint64_t
add_entry(int folder, const char *name, uint64_t above, unsigned level)
{
	uint64_t digest = hash_join(above, hash_bytes(slice_str(name)));
	struct file_stamp stamp;
	struct stat st;

	if (fstatat(folder, name, &st, 0) == -1)
		return 0;
	if (S_ISDIR(st.st_mode))
		return level == LEVELS ? 0 : add_folder(openat(folder, name,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC), digest, level + 1);
	stamp = file_stamp_of(&st);
	/* A copy of the same files, as in a new container, is no change. */
	return hash_join(digest, hash_join((uint64_t)stamp.size,
	    (uint64_t)stamp.mtime_ns));
}

/* The sum, since the order in a folder says nothing.  Only zones begin with
 * a capital letter. */
static uint64_t
add_folder(int fd, uint64_t name, unsigned level)
{
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *d;
	uint64_t sum = 0;

	while (dir && (d = readdir(dir)))
		if (d->d_name[0] >= 'A' && d->d_name[0] <= 'Z')
			sum += add_entry(dirfd(dir), d->d_name, name, level);
	if (dir)
		closedir(dir);
	else if (fd != -1)
		close(fd);
	return sum;
}

/* The rules of all zones, where the system has them in this form too: some
 * systems give all files the same time, and a new rule may leave a size as it
 * is. */
static uint64_t
rules_in(const char *folder)
{
	struct str path = { 0 }, text = { 0 };
	struct err e;
	uint64_t digest = 0;

	str_addf(&path, "%s/tzdata.zi", folder);
	if (file_read(&text, str_text(&path), TZDATA_MAX, &e) == 0)
		digest = hash_bytes(str_slice(&text));
	str_free(&path);
	str_free(&text);
	return digest;
}

static uint64_t
of_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return hash_join(rules_in(folder), add_folder(fd, 0, 1));
}

uint64_t
zone_data_digest(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *folder, *names;

	if (data.found && data.generation == zone_generation())
		return data.digest;
	folder = zone_folder();
	/* ICU has the names of Windows. */
	names = ucal_getTZDataVersion(&status);
	data.digest = hash_join(hash_bytes(slice_str(names)),
	    folder ? of_folder(folder) : 0);
	data.found = true;
	data.generation = zone_generation();
	return data.digest;
}
