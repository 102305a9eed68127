/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "conf/calendar.h"
#include "conf/conf.h"
#include "conf/credentials.h"
#include "conf/keys.h"
#include "conf/path.h"
#include "plan/guard.h"

#define GOLDEN "tests/golden/conf"

static char dir[] = "/tmp/icsr-conf-XXXXXX";

/* A path in the test's folder; good for the next seven calls. */
static const char *
in_dir(const char *name)
{
	static char paths[8][256];
	static unsigned n;
	char *path = paths[n++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

static void
write_file(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, mode), 0);
}

/* Nothing of the tester's own environment counts. */
static int
clean(void **state)
{
	static const char *const names[] = { "ICSRESERVE_APP_ID",
	    "ICSRESERVE_APP_SECRET", "ICSRESERVE_STATE",
	    "ICSRESERVE_BASE_URL", "ICSRESERVE_OWNER", "XDG_CONFIG_HOME",
	    "XDG_STATE_HOME" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
	setenv("HOME", "/home/u", 1);
	return 0;
}

static void
print_line(struct str *out, const struct key *k, const char *section,
    const void *base)
{
	struct str value = { 0 };
	struct slice rest, line;

	k->type->print(k, (const char *)base + k->offset, &value);
	rest = str_slice(&value);
	while (slice_line(&rest, &line))
		str_addf(out, "[%s] %s = %.*s\n", section, k->name,
		    (int)line.n, line.p);
	str_free(&value);
}

/* Of a calendar only what differs from the rest. */
static void
dump_calendar(struct str *out, const struct conf *c,
    const struct calendar *cal)
{
	struct str name = { 0 }, mine = { 0 }, theirs = { 0 };
	const struct key *k;
	size_t i;

	str_addf(&name, "calendar \"%s\"", cal->name);
	for (i = 0; i < keys_n; i++) {
		k = &keys[i];
		str_clear(&mine);
		str_clear(&theirs);
		if (k->home == KEY_CALENDAR) {
			print_line(&mine, k, str_text(&name), cal);
		} else if (k->home == KEY_SETTINGS) {
			print_line(&mine, k, str_text(&name), &cal->settings);
			print_line(&theirs, k, str_text(&name), &c->defaults);
		}
		if (strcmp(str_text(&mine), str_text(&theirs)) != 0)
			str_adds(out, str_text(&mine));
	}
	str_free(&name);
	str_free(&mine);
	str_free(&theirs);
}

static void
dump(struct str *out, const struct conf *c)
{
	const struct people *people = &c->defaults.people;
	size_t i;

	for (i = 0; i < keys_n; i++)
		if (keys[i].home != KEY_CALENDAR)
			print_line(out, &keys[i], keys[i].section,
			    keys[i].home == KEY_CONF ? (const void *)c
			    : (const void *)&c->defaults);
	for (i = 0; i < people->n; i++)
		str_addf(out, "[people] %s = %s\n", people->items[i].address,
		    people->items[i].id);
	for (i = 0; i < c->calendars.n; i++)
		dump_calendar(out, c, &c->calendars.items[i]);
}

static void
read_to_text(struct str *out, const char *path)
{
	struct conf_options opt = { .config = path };
	struct err e = { 0 };
	struct conf c;

	if (conf_read(&c, &opt, &e) == -1) {
		assert_int_equal(e.code, ERR_USAGE);
		str_addf(out, "%s\n", e.msg);
	} else {
		dump(out, &c);
	}
	conf_free(&c);
}

/* False, and both shown, when the file does not say what was expected. */
static bool
golden(const char *ini)
{
	struct str path = { 0 }, got = { 0 }, want = { 0 };
	struct err e = { 0 };
	bool same;

	str_addf(&path, "%s/%s", GOLDEN, ini);
	read_to_text(&got, str_text(&path));
	path.n -= strlen(".ini");
	str_adds(&path, ".expect");
	if (getenv("GOLDEN_UPDATE"))
		write_file(str_text(&path), str_text(&got), 0644);
	if (file_read(&want, str_text(&path), 1 << 20, &e) == -1)
		str_adds(&want, e.msg);
	same = slice_eq(str_slice(&got), str_slice(&want));
	if (!same)
		print_error("%s: expected\n%sgot\n%s", str_text(&path),
		    str_text(&want), str_text(&got));
	str_free(&path);
	str_free(&got);
	str_free(&want);
	return same;
}

static void
test_golden(void **state)
{
	DIR *d = opendir(GOLDEN);
	struct dirent *de;
	int n = 0, failed = 0;
	size_t len;

	(void)state;
	assert_non_null(d);
	while ((de = readdir(d))) {
		len = strlen(de->d_name);
		if (len < 5 || strcmp(de->d_name + len - 4, ".ini") != 0)
			continue;
		n++;
		failed += !golden(de->d_name);
	}
	closedir(d);
	assert_true(n > 20);
	assert_int_equal(failed, 0);
}

/* Read text as a file; the digest of its only calendar. */
static uint64_t
digest_of(const char *text)
{
	struct conf_options opt = { .config = in_dir("digest.ini") };
	struct err e = { 0 };
	struct conf c;
	uint64_t digest;

	write_file(opt.config, text, 0600);
	if (conf_read(&c, &opt, &e) == -1)
		fail_msg("%s", e.msg);
	assert_int_equal(c.calendars.n, 1);
	digest = c.calendars.items[0].digest;
	conf_free(&c);
	return digest;
}

static void
test_digest(void **state)
{
	/* Each makes another digest than all the others. */
	static const char *const texts[] = {
		"[calendar \"a\"]\npath = p\n",
		"[calendar \"b\"]\npath = p\n",
		"[calendar \"a\"]\npath = p\noutput = o\n",
		"[calendar \"a\"]\npath = p\ninclude = summary:a\n",
		"[calendar \"a\"]\npath = p\nexclude = summary:a\n",
		"[calendar \"a\"]\npath = p\ngrace = 31m\n",
		"[calendar \"a\"]\npath = p\npassword = 1234\n",
		"[calendar \"a\"]\npath = p\npassword = yes\n",
		"[calendar \"a\"]\npath = p\nmode = none\n",
		"[calendar \"a\"]\npath = p\nprivate = skip\n",
		"[calendar \"a\"]\npath = p\nprivate = mask\n",
		"[calendar \"a\"]\npath = p\nowner_change = recreate\n",
		"[calendar \"a\"]\npath = p\ntzalias = A = UTC\n",
		"[calendar \"a\"]\npath = p\ntzalias = A = PRC\n",
		"[people]\na@x = ou_a\n[calendar \"a\"]\npath = p\n",
		"[feishu]\nowner = o\n[calendar \"a\"]\npath = p\n",
		"[feishu]\nown = o\n[calendar \"a\"]\npath = p\n",
		"[feishu]\naccess_token_command = x\n[calendar \"a\"]\npath=p",
	};
	uint64_t digests[sizeof(texts) / sizeof(*texts)];
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		digests[i] = digest_of(texts[i]);
		for (j = 0; j < i; j++)
			assert_true(digests[i] != digests[j]);
	}
	/* Said in another way or place it is the same. */
	assert_true(digests[0] == digest_of("[sync]\nprivate = KEEP\n"
	    "owner_change = keep\n[calendar \"a\"]\npath = p\n"));
	assert_true(digests[0] == digest_of("[calendar \"a\"]\npath = q\n"));
	assert_true(digests[5] == digest_of("[sync]\ngrace = 1860\n"
	    "[calendar \"a\"]\npath = p\n"));
}

static void
test_environment(void **state)
{
	struct conf_options opt = { .config = in_dir("env.ini") };
	struct err e = { 0 };
	struct conf c;

	(void)state;
	write_file(opt.config, "[feishu]\napp_id = cli_file\n"
	    "[sync]\nstate = s.db\n", 0600);
	setenv("ICSRESERVE_APP_ID", "cli_env", 1);
	setenv("ICSRESERVE_APP_SECRET", "env-secret", 1);
	setenv("ICSRESERVE_OWNER", "ou_env", 1);
	setenv("ICSRESERVE_BASE_URL", "http://127.0.0.1:8080/", 1);
	assert_int_equal(conf_read(&c, &opt, &e), 0);
	assert_string_equal(c.app_id, "cli_file");
	assert_string_equal(c.defaults.owner, "ou_env");
	assert_string_equal(c.base_url, "http://127.0.0.1:8080");
	assert_string_equal(secret_reveal(&c.app_secret), "env-secret");
	assert_string_equal(c.state, in_dir("s.db"));
	conf_free(&c);

	setenv("ICSRESERVE_STATE", "/env.db", 1);
	assert_int_equal(conf_read(&c, &opt, &e), 0);
	assert_string_equal(c.state, "/env.db");
	conf_free(&c);
	opt.state = "option.db";
	assert_int_equal(conf_read(&c, &opt, &e), 0);
	assert_string_equal(c.state, "option.db");
	conf_free(&c);

	setenv("ICSRESERVE_BASE_URL", "http://example.com", 1);
	assert_int_equal(conf_read(&c, &opt, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_non_null(strstr(e.msg, "ICSRESERVE_BASE_URL"));
	conf_free(&c);
}

static void
test_places(void **state)
{
	struct conf_options opt = { 0 };
	struct err e = { 0 };
	struct conf c;

	(void)state;
	setenv("XDG_CONFIG_HOME", dir, 1);
	mkdir(in_dir("icsreserve"), 0700);
	write_file(in_dir("icsreserve/config.ini"), "[feishu]\n"
	    "app_id = cli_xdg\n[sync]\nstate = x.db\n", 0600);
	assert_int_equal(conf_read(&c, &opt, &e), 0);
	assert_string_equal(c.app_id, "cli_xdg");
	assert_string_equal(c.state, in_dir("icsreserve/x.db"));
	conf_free(&c);

	/* None at all: the defaults serve. */
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	if (access("/etc/icsreserve/config.ini", F_OK) != 0) {
		assert_int_equal(conf_read(&c, &opt, &e), 0);
		assert_null(c.file);
		assert_string_equal(c.state,
		    "/home/u/.local/state/icsreserve/state.db");
		conf_free(&c);
		setenv("XDG_STATE_HOME", "/st", 1);
		assert_int_equal(conf_read(&c, &opt, &e), 0);
		assert_string_equal(c.state, "/st/icsreserve/state.db");
		conf_free(&c);
	}
	/* But one that is named must be there. */
	opt.config = in_dir("absent.ini");
	assert_int_equal(conf_read(&c, &opt, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	conf_free(&c);
}

static void
test_secret_in_file(void **state)
{
	struct conf_options opt = { .config = in_dir("secret.ini") };
	struct err e = { 0 };
	struct conf c;

	(void)state;
	write_file(opt.config, "[feishu]\napp_secret = sesame-open\n", 0644);
	assert_int_equal(conf_read(&c, &opt, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_non_null(strstr(e.msg, "chmod 600"));
	assert_null(strstr(e.msg, "sesame"));
	conf_free(&c);
	chmod(opt.config, 0600);
	assert_int_equal(conf_read(&c, &opt, &e), 0);
	assert_int_equal(credentials_secret(&c, &e), 0);
	assert_string_equal(secret_reveal(&c.app_secret), "sesame-open");
	conf_free(&c);
}

static void
test_secret_elsewhere(void **state)
{
	static const struct {
		const char *line;
		mode_t mode;		/* of the file "key" */
		int code;
		const char *word;	/* the secret, or part of the error */
	} cases[] = {
		{ "app_secret_file = key", 0600, 0, "sesame-open" },
		{ "app_secret_file = key", 0640, ERR_USAGE, "chmod 600" },
		{ "app_secret_file = none", 0600, ERR_USAGE, "none" },
		{ "app_secret_command = echo x-$((40 + 2))", 0600, 0,
		    "x-42" },
		{ "app_secret_command = echo sesame; exit 3", 0600, ERR_AUTH,
		    "status 3" },
		{ "app_secret_command = true", 0600, ERR_AUTH, "nothing" },
		{ "app_id = x", 0600, ERR_USAGE, "app_secret_command" },
	};
	struct conf_options opt = { .config = in_dir("secret.ini") };
	char text[256];
	struct conf c;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e = { 0 };

		write_file(in_dir("key"), "sesame-open\n", cases[i].mode);
		snprintf(text, sizeof(text), "[feishu]\n%s\n", cases[i].line);
		write_file(in_dir("secret.ini"), text, 0644);
		opt.config = in_dir("secret.ini");
		assert_int_equal(conf_read(&c, &opt, &e), 0);
		rc = credentials_secret(&c, &e);
		assert_int_equal(e.code, cases[i].code);
		assert_null(strstr(e.msg, "sesame"));
		if (rc == 0)
			assert_string_equal(secret_reveal(&c.app_secret),
			    cases[i].word);
		else
			assert_non_null(strstr(e.msg, cases[i].word));
		conf_free(&c);
	}
}

static void
test_calendar(void **state)
{
	struct conf_options opt = { .config = in_dir("cal.ini") };
	struct calendar *cal, *again;
	struct err e = { 0 };
	struct conf c;

	(void)state;
	write_file(in_dir("a.ics"), "", 0600);
	write_file(in_dir("b.ics"), "", 0600);
	write_file(in_dir("cal.ini"), "[calendar \"team\"]\npath = a.ics\n"
	    "[sync]\ngrace = 5m\n", 0600);
	opt.config = in_dir("cal.ini");
	assert_int_equal(conf_read(&c, &opt, &e), 0);
	assert_int_equal(conf_calendar(&c, "team", &cal, &e), 0);
	assert_string_equal(cal->name, "team");
	assert_int_equal(cal->settings.grace, 300);
	assert_int_equal(conf_calendar(&c, in_dir("./a.ics"), &again, &e), 0);
	assert_ptr_equal(cal, again);
	/* A path that no section has is a calendar of its own. */
	assert_int_equal(conf_calendar(&c, in_dir("icsreserve/../b.ics"),
	    &cal, &e), 0);
	assert_string_equal(cal->name, in_dir("b.ics"));
	assert_string_equal(cal->path, in_dir("b.ics"));
	assert_int_equal(cal->settings.grace, 300);
	assert_true(cal->digest != 0);
	assert_int_equal(conf_calendar(&c, in_dir("b.ics"), &again, &e), 0);
	assert_ptr_equal(cal, again);
	assert_int_equal(conf_calendar(&c, "nosuch", &cal, &e), -1);
	assert_int_equal(e.code, ERR_SOURCE);
	conf_free(&c);
}

static void
test_paths(void **state)
{
	static const struct {
		const char *text, *folder, *want;
	} cases[] = {
		{ "~/x", "/c", "/home/u/x" },
		{ "~", "/c", "/home/u" },
		{ "~x", "/c", "/c/~x" },
		{ "$HOME/x/", "/c", "/home/u/x" },
		{ "${HOME}/x", "/c", "/home/u/x" },
		{ "$HOMER/x", "/c", "/c/$HOMER/x" },
		{ "a/b", ".", "a/b" },
		{ "a/b", NULL, "a/b" },
		{ "a/b//", "/c", "/c/a/b" },
		{ "/", "/c", "/" },
	};
	struct arena a = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(path_expand(slice_str(cases[i].text),
		    cases[i].folder, &a), cases[i].want);
	unsetenv("HOME");
	assert_null(path_expand(SLICE("~/x"), "/c", &a));
	assert_null(path_xdg("XDG_NOT_SET", ".x", "y", &a));
	arena_free(&a);
}

static void
test_guard(void **state)
{
	static const struct {
		const char *text;
		bool good, percent;
		int64_t n;
	} cases[] = {
		{ "25%", true, true, 25 }, { "0", true, false, 0 },
		{ "10", true, false, 10 }, { "100%", true, true, 100 },
		{ "101%", false, false, 0 }, { "-1", false, false, 0 },
		{ "%", false, false, 0 }, { "", false, false, 0 },
		{ "5 %", false, false, 0 }, { "x", false, false, 0 },
	};
	struct guard_limit g;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		g = (struct guard_limit){ 0 };
		assert_int_equal(guard_read(slice_str(cases[i].text), &g),
		    cases[i].good);
		assert_int_equal(g.is_percent, cases[i].percent);
		assert_int_equal(g.n, cases[i].n);
	}
}

/* Each default must be one that the key itself would take. */
static void
test_defaults(void **state)
{
	union {
		struct conf conf;
		struct calendar calendar;
	} at;
	struct arena a = { 0 };
	struct value_context vc = { &a, NULL };
	size_t i;

	(void)state;
	for (i = 0; i < keys_n; i++) {
		memset(&at, 0, sizeof(at));
		if (keys[i].value)
			assert_true(keys[i].type->read(&keys[i],
			    slice_str(keys[i].value), (char *)&at +
			    keys[i].offset, &vc));
		assert_true(strlen(keys[i].help) > 5);
	}
	arena_free(&a);
}

static int
remove_dir(void **state)
{
	static const char *const names[] = { "digest.ini", "env.ini",
	    "icsreserve/config.ini", "icsreserve", "secret.ini", "key",
	    "cal.ini", "a.ics", "b.ics" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		remove(in_dir(names[i]));
	return rmdir(dir);
}

static int
make_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_golden, clean),
		cmocka_unit_test_setup(test_digest, clean),
		cmocka_unit_test_setup(test_environment, clean),
		cmocka_unit_test_setup(test_places, clean),
		cmocka_unit_test_setup(test_secret_in_file, clean),
		cmocka_unit_test_setup(test_secret_elsewhere, clean),
		cmocka_unit_test_setup(test_calendar, clean),
		cmocka_unit_test_setup(test_paths, clean),
		cmocka_unit_test_setup(test_guard, clean),
		cmocka_unit_test_setup(test_defaults, clean),
	};

	return cmocka_run_group_tests_name("conf", tests, make_dir,
	    remove_dir);
}
