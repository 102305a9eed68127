/* SPDX-License-Identifier: MIT */
#include "cmd/commands.h"

#define AT(member) offsetof(struct cli, member)
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

const struct option_entry global_options[] = {
	{ 'c', "config", OPTION_TEXT, AT(config), "FILE",
	    "the configuration",
	    "See\n"
	    ".Xr icsreserve.conf 5 ." },
	{ 0, "state", OPTION_TEXT, AT(state), "FILE",
	    "the state database",
	    "Default is\n"
	    ".Pa $XDG_STATE_HOME/icsreserve/state.db ." },
	{ 'v', "verbose", OPTION_COUNT, AT(verbose), NULL,
	    "say more (up to -vvv)",
	    "Once: what was done to each event. Twice: each call. "
	    "Three times:\n"
	    "bodies, without secrets." },
	{ 'q', "quiet", OPTION_FLAG, AT(quiet), NULL, "say errors only", NULL },
	{ 0, "json", OPTION_FLAG, AT(json), NULL,
	    "one JSON object",
	    "On standard output, however the command ends." },
	{ 0, "no-progress", OPTION_FLAG, AT(no_progress), NULL,
	    "no progress bar", NULL },
	{ 'h', "help", OPTION_FLAG, AT(help), NULL, "this text", NULL },
	{ 0, "version", OPTION_FLAG, AT(version), NULL, "the version", NULL },
};
const size_t n_global_options = COUNT(global_options);

/* What several commands have. */
#define GUARD_OPTIONS \
	{ 0, "max-deletes", OPTION_TEXT, AT(max_deletes), "N|P%", \
	    "allow so many deletions", \
	    "More are refused as a whole. A percentage applies from 8 " \
	    "live reservations up." }, \
	{ 0, "force", OPTION_FLAG, AT(force), NULL, \
	    "lift the deletion guard for this run", NULL },
#define WAIT_OPTION \
	{ 0, "wait", OPTION_NUMBER, AT(wait), "SECONDS", \
	    "wait for another run to end", NULL },

static const struct option_entry sync_options[] = {
	{ 'n', "dry-run", OPTION_FLAG, AT(dry_run), NULL,
	    "print the plan and touch nothing",
	    "No call, no file, no state. People whom it would look up "
	    "first are listed." },
	GUARD_OPTIONS
	{ 0, "no-write-back", OPTION_FLAG, AT(no_write_back), NULL,
	    "leave the calendar files alone", NULL },
	WAIT_OPTION
};

static const struct option_entry import_options[] = {
	{ 'o', "output", OPTION_TEXT, AT(output), "OUT.ics",
	    "write the copy with the links there",
	    "Default is\n"
	    ".Pa NAME-links.ics\n"
	    "beside each file. For several files name a folder, where "
	    "each copy has the\n"
	    "name of its file;\n"
	    ".Sq -\n"
	    "is standard output." },
	{ 0, "in-place", OPTION_FLAG, AT(in_place), NULL,
	    "edit the files themselves",
	    "As\n"
	    ".Cm sync\n"
	    "does. Not for tables." },
	{ 0, "csv", OPTION_TEXT, AT(csv), "FILE",
	    "write a row for each booking",
	    "Its columns: calendar, uid, recurrence_id, summary, "
	    "start, end, url,\n"
	    "meeting_no, reserve_id, expires, state." },
	{ 0, "rejects", OPTION_TEXT, AT(rejects), "FILE",
	    "write what could not be booked",
	    "Byte for byte, so that they can be mended and imported: "
	    "with a name that ends\n"
	    "in\n"
	    ".Pa .csv\n"
	    "as rows of the table, else as a calendar. Empty when "
	    "there are none." },
	{ 0, "encoding", OPTION_TEXT, AT(encoding), "NAME",
	    "of tables: utf-8, gb18030, ...",
	    "Found out when not given." },
	{ 0, "keep", OPTION_TEXT, AT(keep), "NAME",
	    "remember the file as a calendar",
	    ".Cm sync\n"
	    "takes care of it from now on, until\n"
	    ".Cm cancel Fl -calendar Ar name\n"
	    "ends it." },
	{ 'n', "dry-run", OPTION_FLAG, AT(dry_run), NULL,
	    "print the plan and touch nothing", NULL },
	GUARD_OPTIONS
	WAIT_OPTION
};

static const struct option_entry export_options[] = {
	{ 0, "format", OPTION_TEXT, AT(format), "NAME",
	    "one of ics, csv, json, html",
	    "Default: what the name of the file ends with, else ics." },
	{ 'o', "output", OPTION_TEXT, AT(output), "FILE",
	    "write there, not to standard output",
	    "As a whole or not at all." },
	{ 0, "title", OPTION_TEXT, AT(title), "TEXT",
	    "name of the calendar or page", NULL },
	{ 0, "lang", OPTION_TEXT, AT(lang), "en|zh",
	    "of the page; else the browser's", NULL },
	{ 0, "days", OPTION_NUMBER, AT(days), "N",
	    "so far ahead for series",
	    "Default is 90." },
};

static const struct option_entry status_options[] = {
	{ 0, "failed", OPTION_FLAG, AT(failed), NULL,
	    "only what failed or is unknown", NULL },
	{ 0, "upcoming", OPTION_FLAG, AT(upcoming), NULL,
	    "only what has not ended", NULL },
};

static const struct option_entry show_options[] = {
	{ 0, "password", OPTION_FLAG, AT(password), NULL,
	    "show the meeting password", NULL },
};

static const struct option_entry active_options[] = {
	{ 0, "participants", OPTION_FLAG, AT(participants), NULL,
	    "list the people, with join and leave times",
	    "Also minutes, role, and whether they are of another company." },
	{ 0, "csv", OPTION_FLAG, AT(sheet), NULL,
	    "print the attendance sheet as CSV",
	    "Times are in UTC; cells that a spreadsheet would take for "
	    "a formula get a\n"
	    ".Sq \\(aq\n"
	    "in front." },
};

static const struct option_entry verify_options[] = {
	{ 0, "repair", OPTION_FLAG, AT(repair), NULL,
	    "plan the mending, show it and do it",
	    "What the server has is recorded, and the calendars that "
	    "hold reservations are\n"
	    "synced, by the same guard and journal as by\n"
	    ".Cm sync .\n"
	    "A reservation that is gone is made anew, and its link "
	    "changes. Files of\n"
	    "calendars that are not configured are left alone; import "
	    "or sync them again." },
	{ 'n', "dry-run", OPTION_FLAG, AT(dry_run), NULL,
	    "with --repair: only show the plan", NULL },
	GUARD_OPTIONS
	WAIT_OPTION
};

static const struct option_entry cancel_options[] = {
	{ 0, "calendar", OPTION_TEXT, AT(calendar), "NAME",
	    "all of a calendar", NULL },
	{ 0, "all", OPTION_FLAG, AT(all), NULL, "all there are", NULL },
	WAIT_OPTION
};

static const struct option_entry wait_options[] = {
	WAIT_OPTION
};

static const struct option_entry doctor_options[] = {
	{ 0, "offline", OPTION_FLAG, AT(offline), NULL,
	    "skip what needs the network", NULL },
};

const struct command commands[] = {
	{ "sync", "[OPTION]... [CALENDAR|PATH]...",
	    "make the meetings what the calendars say: the main job",
	    "Reserve, update and delete meetings so that they are as the\n"
	    "calendars say: all that are configured, or those named. A PATH\n"
	    "is a file, a folder of .ics files, or a glob.",
	    "icsreserve sync --dry-run ~/calendars/team",
	    sync_options, COUNT(sync_options), cmd_sync },
	{ "import", "[OPTION]... FILE...",
	    "book the events of .ics and .csv files, once",
	    "Book the events of .ics files, or the rows of .csv tables; - is\n"
	    "standard input. The links go into a copy, NAME-links.ics.\n"
	    "Importing again updates and never duplicates; nothing is\n"
	    "deleted for what is absent.",
	    "icsreserve import bookings.csv --rejects bad.csv",
	    import_options, COUNT(import_options), cmd_import },
	{ "export", "[OPTION]... [CALENDAR]...",
	    "write what is held: a calendar, a table, JSON, a page",
	    "Write the reservations held, of all calendars or those named:\n"
	    "as a calendar to be published, a table, JSON, or a page for\n"
	    "people. Nothing is called or changed.",
	    "icsreserve export --format html -o meetings.html",
	    export_options, COUNT(export_options), cmd_export },
	{ "status", "[OPTION]... [UID]...",
	    "what is tracked: event, time, link, expiry, last error",
	    "Show what is tracked: event, time, link, expiry, state and last\n"
	    "error.",
	    "icsreserve status --upcoming",
	    status_options, COUNT(status_options), cmd_status },
	{ "explain", "UID [CALENDAR|PATH]...",
	    "what becomes of an event, and why",
	    "Show what becomes of an event and why: the rule or filter that\n"
	    "decides, where each field of its request comes from, what is\n"
	    "held for it, and what the next sync would do. Nothing is called\n"
	    "or written.",
	    "icsreserve explain weekly@example.com",
	    NULL, 0, cmd_explain },
	{ "show", "[OPTION]... UID|RESERVE_ID...",
	    "a reservation as the server has it beside the record",
	    "Show a reservation as the server has it beside what is recorded\n"
	    "of it. Fields that differ are marked with '*'. Nothing is\n"
	    "changed.",
	    "icsreserve show weekly@example.com",
	    show_options, COUNT(show_options), cmd_show },
	{ "active", "[OPTION]... UID|RESERVE_ID...",
	    "the meeting that is running now, and who is in it",
	    "Show the meeting that is running now: id, host, times, counts,\n"
	    "abilities, people. That none is running is said, and no\n"
	    "failure.",
	    "icsreserve active --csv weekly@example.com > attendance.csv",
	    active_options, COUNT(active_options), cmd_active },
	{ "verify", "[OPTION]...",
	    "ask the server for all that is live; --repair mends it",
	    "Ask the server for every live reservation and tell what is not\n"
	    "as recorded: gone, expired, or other in a field. With --repair\n"
	    "what the server has is recorded, and a sync sends what is\n"
	    "missing.",
	    "icsreserve verify --repair",
	    verify_options, COUNT(verify_options), cmd_verify },
	{ "cancel", "[OPTION]... UID... | --calendar NAME | --all",
	    "delete reservations, take our lines out of the files",
	    "Delete reservations that this tool made and take its lines out\n"
	    "of the files. The next sync books the events again, unless they\n"
	    "say X-ICSRESERVE:no or their calendar is no longer configured.",
	    "icsreserve cancel --calendar team",
	    cancel_options, COUNT(cancel_options), cmd_cancel },
	{ "backup", "FILE",
	    "write a consistent copy of the state",
	    "Write a consistent copy of the state, also while a run goes on.",
	    "icsreserve backup /backup/icsreserve.db",
	    NULL, 0, cmd_backup },
	{ "restore", "[OPTION]... FILE",
	    "put a checked copy of the state back",
	    "Put a checked copy of the state back. What it replaces is kept:\n"
	    "STATE.before-restore. Reservations made since the copy are not\n"
	    "in it: they are lost to this tool.",
	    "icsreserve restore /backup/icsreserve.db",
	    wait_options, COUNT(wait_options), cmd_restore },
	{ "doctor", "[OPTION]...",
	    "check all that a run needs; each finding has a remedy",
	    "Check configuration, file modes, state, calendars, network, "
	    "clock, credentials\nand scopes. Each finding names its remedy. "
	    "Nothing is changed. Ends with 0 when\nnothing failed, warnings "
	    "or not, else with the status of the worst finding.",
	    "icsreserve doctor --offline",
	    doctor_options, COUNT(doctor_options), cmd_doctor },
};
const size_t n_commands = COUNT(commands);
