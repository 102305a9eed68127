/* SPDX-License-Identifier: MIT */
#include "cmd/commands.h"

#define AT(member) offsetof(struct cli, member)
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

const struct option_entry global_options[] = {
	{ 'c', "config", OPTION_TEXT, AT(config), "FILE",
	    "the configuration" },
	{ 0, "state", OPTION_TEXT, AT(state), "FILE",
	    "the state database" },
	{ 'v', "verbose", OPTION_COUNT, AT(verbose), NULL,
	    "say more; again for more (-vvv)" },
	{ 'q', "quiet", OPTION_FLAG, AT(quiet), NULL, "say errors only" },
	{ 0, "json", OPTION_FLAG, AT(json), NULL,
	    "the result as one JSON object" },
	{ 0, "no-progress", OPTION_FLAG, AT(no_progress), NULL,
	    "no progress bar" },
	{ 'h', "help", OPTION_FLAG, AT(help), NULL, "this text" },
	{ 0, "version", OPTION_FLAG, AT(version), NULL, "the version" },
};
const size_t n_global_options = COUNT(global_options);

static const struct option_entry sync_options[] = {
	{ 'n', "dry-run", OPTION_FLAG, AT(dry_run), NULL,
	    "print the plan and touch nothing" },
	{ 0, "max-deletes", OPTION_TEXT, AT(max_deletes), "N|P%",
	    "allow so many deletions" },
	{ 0, "force", OPTION_FLAG, AT(force), NULL,
	    "lift the deletion guard for this run" },
	{ 0, "no-write-back", OPTION_FLAG, AT(no_write_back), NULL,
	    "leave the calendar files alone" },
	{ 0, "wait", OPTION_NUMBER, AT(wait), "SECONDS",
	    "wait for another run to end" },
};

static const struct option_entry status_options[] = {
	{ 0, "failed", OPTION_FLAG, AT(failed), NULL,
	    "only what failed or is unknown" },
	{ 0, "upcoming", OPTION_FLAG, AT(upcoming), NULL,
	    "only what has not ended" },
};

static const struct option_entry show_options[] = {
	{ 0, "password", OPTION_FLAG, AT(password), NULL,
	    "show the meeting password" },
};

static const struct option_entry active_options[] = {
	{ 0, "participants", OPTION_FLAG, AT(participants), NULL,
	    "list the people, with join and leave times" },
	{ 0, "csv", OPTION_FLAG, AT(sheet), NULL,
	    "print the attendance sheet as CSV" },
};

static const struct option_entry verify_options[] = {
	{ 0, "repair", OPTION_FLAG, AT(repair), NULL,
	    "plan the mending, show it and do it" },
	{ 'n', "dry-run", OPTION_FLAG, AT(dry_run), NULL,
	    "with --repair: only show the plan" },
	{ 0, "max-deletes", OPTION_TEXT, AT(max_deletes), "N|P%",
	    "allow so many deletions" },
	{ 0, "force", OPTION_FLAG, AT(force), NULL,
	    "lift the deletion guard for this run" },
	{ 0, "wait", OPTION_NUMBER, AT(wait), "SECONDS",
	    "wait for another run to end" },
};

static const struct option_entry cancel_options[] = {
	{ 0, "calendar", OPTION_TEXT, AT(calendar), "NAME",
	    "all of a calendar" },
	{ 0, "all", OPTION_FLAG, AT(all), NULL, "all there are" },
	{ 0, "wait", OPTION_NUMBER, AT(wait), "SECONDS",
	    "wait for another run to end" },
};

static const struct option_entry wait_options[] = {
	{ 0, "wait", OPTION_NUMBER, AT(wait), "SECONDS",
	    "wait for another run to end" },
};

static const struct option_entry doctor_options[] = {
	{ 0, "offline", OPTION_FLAG, AT(offline), NULL,
	    "skip what needs the network" },
};

const struct command commands[] = {
	{ "sync", "[OPTION]... [CALENDAR|PATH]...",
	    "Reserve, update and delete meetings so that they are as the "
	    "calendars say.\nWithout arguments all configured calendars are "
	    "synced; a PATH is a file, a folder\nof .ics files or a glob.",
	    "icsreserve sync --dry-run ~/calendars/team",
	    sync_options, COUNT(sync_options), cmd_sync },
	{ "status", "[OPTION]... [UID]...",
	    "Show what is tracked: event, time, link, expiry, state and "
	    "last error.",
	    "icsreserve status --upcoming",
	    status_options, COUNT(status_options), cmd_status },
	{ "explain", "UID [CALENDAR|PATH]...",
	    "Show what becomes of an event and why: the rule or filter that "
	    "decides, where\neach field of its request comes from, what is "
	    "held for it, and what the next sync\nwould do. Nothing is "
	    "called or written.",
	    "icsreserve explain weekly@example.com",
	    NULL, 0, cmd_explain },
	{ "show", "[OPTION]... UID|RESERVE_ID...",
	    "Show a reservation as the server has it beside what is "
	    "recorded of it.\nFields that differ are marked with '*'. "
	    "Nothing is changed.",
	    "icsreserve show weekly@example.com",
	    show_options, COUNT(show_options), cmd_show },
	{ "active", "[OPTION]... UID|RESERVE_ID...",
	    "Show the meeting that is running now: id, host, times, counts, "
	    "abilities, people.",
	    "icsreserve active --csv weekly@example.com > attendance.csv",
	    active_options, COUNT(active_options), cmd_active },
	{ "verify", "[OPTION]...",
	    "Ask the server for every live reservation and tell what is not "
	    "as recorded: gone,\nexpired, or other in a field. With "
	    "--repair what the server has is recorded and the\ncalendars "
	    "concerned are synced, which makes it right again.",
	    "icsreserve verify --repair",
	    verify_options, COUNT(verify_options), cmd_verify },
	{ "cancel", "[OPTION]... UID... | --calendar NAME | --all",
	    "Delete reservations that this tool made and take its lines out "
	    "of the files.\nThe next sync books the events again, unless "
	    "they say X-ICSRESERVE:no or their\ncalendar is no longer "
	    "configured.",
	    "icsreserve cancel --calendar team",
	    cancel_options, COUNT(cancel_options), cmd_cancel },
	{ "backup", "FILE",
	    "Write a consistent copy of the state, also while a run is "
	    "going on.",
	    "icsreserve backup /backup/icsreserve.db",
	    NULL, 0, cmd_backup },
	{ "restore", "[OPTION]... FILE",
	    "Put a checked copy of the state back.\nThe state that it "
	    "replaces is kept as STATE.before-restore.  Reservations made\n"
	    "since the copy are not in it: they are lost to this tool.",
	    "icsreserve restore /backup/icsreserve.db",
	    wait_options, COUNT(wait_options), cmd_restore },
	{ "doctor", "[OPTION]...",
	    "Check configuration, file modes, state, calendars, clock, "
	    "network, credentials and scopes.\nEach finding names its "
	    "remedy. Nothing is changed. Warnings are no failure.",
	    "icsreserve doctor --offline",
	    doctor_options, COUNT(doctor_options), cmd_doctor },
};
const size_t n_commands = COUNT(commands);
