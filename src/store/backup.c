/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/trust.h"
#include "store/backup.h"
#include "store/bookings.h"
#include "store/copy.h"
#include "store/files.h"

#define FINDINGS_MAX 65536

/* Rows of both checks: a text, or table, row, parent and number. */
static int
add_finding(void *findings, int n, char **texts, char **names)
{
	struct str *out = findings;
	int i;

	(void)names;
	if (n == 1 && texts[0] && strcmp(texts[0], "ok") == 0)
		return 0;
	for (i = 0; i < n; i++) {
		if (i)
			str_addc(out, ' ');
		str_plain(out, slice_str(texts[i]));
	}
	str_addc(out, '\n');
	return 0;
}

int
backup_check(struct store *s, struct str *findings, struct err *e)
{
	int rc = sqlite3_exec(s->db, "PRAGMA integrity_check(20);"
	    "PRAGMA foreign_key_check", add_finding, findings, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

/* A copy that is no good must not take the place of one that is. */
static int
check_sound(struct store *s, struct err *e)
{
	struct str findings = { .max = FINDINGS_MAX };
	int rc = backup_check(s, &findings, e);

	if (rc == 0 && findings.n)
		rc = err_set(e, ERR_STATE, "%s: this copy is damaged: %.*s",
		    s->path, (int)strcspn(str_text(&findings), "\n"),
		    str_text(&findings));
	str_free(&findings);
	return rc;
}

/* --- writing one --------------------------------------------------------- */

bool
backup_is_of_state(const char *from, const char *path)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-journal",
		".lock", ".attendance.lock" };
	struct str name = { 0 };
	bool is = false;
	size_t i;

	for (i = 0; i < sizeof(suffix) / sizeof(*suffix) && !is; i++) {
		str_clear(&name);
		str_addf(&name, "%s%s", from, suffix[i]);
		is = strcmp(str_text(&name), path) == 0 ||
		    file_same(str_text(&name), path);
	}
	str_free(&name);
	return is;
}

/* What SQLite would read with a file of this name. */
static const char *const beside[] = { "-wal", "-journal", "-shm" };
#define BESIDE (sizeof(beside) / sizeof(*beside))

/*
 * What stands beside it is another file's: removed, or only looked at, since
 * what another user has put there is refused.
 */
static int
clear_beside(const char *path, bool only_look, struct err *e)
{
	struct str name = { 0 }, real = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; i < BESIDE && rc == 0; i++) {
		str_clear(&name);
		str_addf(&name, "%s%s", path, beside[i]);
		if (only_look)
			rc = trust_target(str_text(&name), &real, e);
		else if (unlink(str_text(&name)) == -1 && errno != ENOENT)
			rc = err_errno(e, ERR_FAILED, "%s", str_text(&name));
	}
	str_free(&name);
	str_free(&real);
	return rc;
}

/* Only a copy of before may be replaced. */
static int
check_target(const char *path, const struct clock *clock, struct err *e)
{
	struct store *s = NULL;
	struct stat st;
	struct err why = { 0 };
	int rc = 0;

	if (stat(path, &st) == -1)
		return 0;
	if (file_check_plain(path, e) == -1)
		return -1;
	if (st.st_size && store_open(&s, path, STORE_COPY, clock, &why) == -1)
		rc = err_set(e, ERR_USAGE, "%s: it is there, and no copy of "
		    "a state (%s); choose another name", path, why.msg);
	store_close(s);
	return rc;
}

int
backup_write(struct store *s, const char *from, const char *path,
    const struct clock *clock, struct err *e)
{
	struct str real = { 0 };
	struct copy copy = { 0 };
	/* A link to where copies are kept stays one. */
	int rc = trust_target(path, &real, e);

	if (rc == 0 && access(from, F_OK) == -1)
		rc = err_set(e, ERR_USAGE, "%s: there is no state; see "
		    "--state, or [sync] state of the configuration", from);
	else if (rc == 0 && (backup_is_of_state(from, path) ||
	    backup_is_of_state(from, str_text(&real))))
		rc = err_set(e, ERR_USAGE, "%s: that is the state's own; "
		    "choose another name", path);
	else if (rc == 0)
		rc = clear_beside(str_text(&real), true, e) == -1 ? -1
		    : check_target(path, clock, e);
	if (rc == 0) {
		rc = copy_write(s, str_text(&real), check_sound, &copy, e);
		if (rc == -1 && e->code == ERR_STATE)
			err_wrap(e, "%s: the state is damaged; put a copy "
			    "back with 'icsreserve restore FILE'", from);
	}
	if (rc == 0)
		rc = copy_publish(&copy, "state-backup", e);
	if (rc == 0)
		rc = clear_beside(str_text(&real), false, e);
	copy_end(&copy);
	str_free(&real);
	return rc;
}

/* --- putting one back ---------------------------------------------------- */

/*
 * Bring the -wal of the old state into its file, so that this is whole by
 * itself.  A damaged one is kept as it is.
 */
static int
settle(const char *path, const struct clock *clock, struct err *e)
{
	struct store *s = NULL;
	int rc;

	if (access(path, F_OK) == -1)
		return 0;
	rc = store_open(&s, path, STORE_WRITE, clock, e);
	if (rc == 0)
		rc = db_exec(s, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, e);
	store_close(s);
	return rc == -1 && e->code == ERR_STATE ? 0 : rc;
}

static int
move(const char *from, const char *to, struct err *e)
{
	if (rename(from, to) == 0 || errno == ENOENT)
		return 0;
	return err_errno(e, ERR_FAILED, "%s", to);
}

/* A state's file and what SQLite has beside it, the -shm apart. */
struct names {
	struct str db, wal, journal;
};

static void
name_them(struct names *n, const char *path, const char *suffix)
{
	*n = (struct names){ 0 };
	str_addf(&n->db, "%s%s", path, suffix);
	str_addf(&n->wal, "%s-wal", str_text(&n->db));
	str_addf(&n->journal, "%s-journal", str_text(&n->db));
}

static void
names_free(struct names *n)
{
	str_free(&n->db);
	str_free(&n->wal);
	str_free(&n->journal);
}

static int
move_beside(const struct names *from, const struct names *to, struct err *e)
{
	if (move(str_text(&from->wal), str_text(&to->wal), e) == -1)
		return -1;
	return move(str_text(&from->journal), str_text(&to->journal), e);
}

static bool
is_free(const struct names *n)
{
	struct stat st;

	return lstat(str_text(&n->db), &st) == -1 &&
	    lstat(str_text(&n->wal), &st) == -1 &&
	    lstat(str_text(&n->journal), &st) == -1;
}

/* Under a name that none has: who tries one copy after another would lose the
 * state to the second.  What is another file's would be misread. */
static int
keep(const struct names *passing, const char *path, struct str *kept,
    struct err *e)
{
	char suffix[40] = ".before-restore";
	struct names to;
	unsigned n = 1;
	int rc;

	name_them(&to, path, suffix);
	while (!is_free(&to)) {
		names_free(&to);
		snprintf(suffix, sizeof(suffix), ".before-restore-%u", ++n);
		name_them(&to, path, suffix);
	}
	rc = move(str_text(&passing->db), str_text(&to.db), e) == -1 ? -1
	    : move_beside(passing, &to, e);
	str_clear(kept);
	str_add(kept, str_slice(&to.db));
	names_free(&to);
	return rc;
}

/*
 * A second name for the old state, at first a passing one, which a killed run
 * leaves to the next.  What stands beside it now belongs to a damaged one:
 * SQLite would take it for the new one's.
 */
static int
set_aside(const struct names *state, const struct names *passing,
    const char *path, struct str *kept, struct err *e)
{
	/* One that a killed run left: its last step, or its first. */
	if (file_same(str_text(&state->db), str_text(&passing->db))) {
		unlink(str_text(&passing->db));
		if (move_beside(passing, state, e) == -1)
			return -1;
	} else if (access(str_text(&passing->db), F_OK) == 0 &&
	    keep(passing, path, kept, e) == -1) {
		return -1;
	}
	if (link(str_text(&state->db), str_text(&passing->db)) == -1 &&
	    errno != ENOENT)
		return err_errno(e, ERR_FAILED, "%s",
		    str_text(&passing->db));
	return move_beside(state, passing, e);
}

/* Only when the new state is on the disk as a whole does the old one go
 * aside. */
static int
exchange(struct copy *copy, const char *path, struct str *kept,
    struct err *e)
{
	struct names state, passing;
	struct str shm = { 0 };
	struct err ignored;
	int rc;

	name_them(&state, path, "");
	name_them(&passing, path, ".before-restore.icsreserve-new");
	str_addf(&shm, "%s-shm", path);
	unlink(str_text(&shm));
	rc = set_aside(&state, &passing, path, kept, e);
	str_clear(kept);
	if (rc == 0)
		rc = copy_publish(copy, "state-restore", e);
	if (!copy->made) {
		if (access(str_text(&passing.db), F_OK) == 0)
			rc |= keep(&passing, path, kept, e);
	} else {
		move_beside(&passing, &state, &ignored);
		unlink(str_text(&passing.db));
	}
	str_free(&shm);
	names_free(&state);
	names_free(&passing);
	return rc;
}

static int
make_folder(const char *path, struct err *e)
{
	struct str folder = { 0 };
	int rc;

	file_dirname(&folder, path);
	rc = file_mkdirs(str_text(&folder), e);
	str_free(&folder);
	return rc;
}

static int
put_in_place(struct store *s, const char *path, const struct clock *clock,
    struct str *kept, struct err *e)
{
	struct copy copy = { 0 };
	int rc;

	if (settle(path, clock, e) == -1 || make_folder(path, e) == -1)
		return -1;
	rc = copy_write(s, path, check_sound, &copy, e);
	if (rc == 0)
		rc = exchange(&copy, path, kept, e);
	copy_end(&copy);
	return rc;
}

/* Whose it is: what stands in it chooses what is deleted.  What is not there
 * is fine. */
static int
judge(const char *path, struct err *e)
{
	int fd, rc;

	if (file_check_plain(path, e) == -1)
		return -1;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return errno == ENOENT ? 0 : err_errno(e, ERR_USAGE, "%s",
		    path);
	rc = trust_file(fd, path, _("the copy"), e);
	close(fd);
	return rc;
}

/* The copy, and the -wal that one has that was not made by backup. */
static int
judge_copy(const char *path, struct err *e)
{
	struct str real = { 0 }, wal = { 0 }, ignored = { 0 };
	int rc = access(path, F_OK) == -1
	    ? err_errno(e, ERR_USAGE, "%s", path)
	    : trust_target(path, &real, e);

	str_addf(&wal, "%s-wal", str_text(&real));
	if (rc == 0)
		rc = trust_target(str_text(&wal), &ignored, e);
	if (rc == 0)
		rc = judge(str_text(&real), e);
	if (rc == 0)
		rc = judge(str_text(&wal), e);
	str_free(&real);
	str_free(&wal);
	str_free(&ignored);
	return rc;
}

int
backup_restore(const char *path, const char *from,
    const struct clock *clock, struct str *kept, struct err *e)
{
	struct store *s = NULL;
	/* Where a link leads: its -wal lies there, and the link stays. */
	char *real = realpath(path, NULL);
	struct stat st;
	int rc = -1;

	if (!real && lstat(path, &st) == 0)
		err_set(e, ERR_STATE, "%s: this link leads nowhere; mount "
		    "what it leads to, or remove it", path);
	else if (judge_copy(from, e) == 0 &&
	    store_open(&s, from, STORE_COPY, clock, e) == 0 &&
	    check_sound(s, e) == 0 && bookings_ask(s, e) == 0 &&
	    files_doubt(s, e) == 0)
		rc = put_in_place(s, real ? real : path, clock, kept, e);
	store_close(s);
	free(real);
	return rc;
}
