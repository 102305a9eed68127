/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/slice.h"
#include "conf/data.h"
#include "conf/keys.h"

#define CONF(member) KEY_CONF, offsetof(struct conf, member)
#define SET(member) KEY_SETTINGS, offsetof(struct settings, member)
#define CAL(member) KEY_CALENDAR, offsetof(struct calendar, member)

#define DAY 86400

#define UNSET "Unset: not sent; the server decides."

const struct key keys[] = {
	{ "feishu", "base_url", &value_url, CONF(base_url),
	    "https://open.feishu.cn", NULL, 0, 0, false,
	    "Server of the API; for Lark https://open.larksuite.com." },
	{ "feishu", "app_id", &value_name, CONF(app_id),
	    NULL, NULL, 0, 0, false,
	    "The app that reserves; else $ICSRESERVE_APP_ID." },
	{ "feishu", "app_secret_command", &value_text,
	    CONF(app_secret_command), NULL, NULL, 0, 0, false,
	    "Command whose first line of output is the app's secret." },
	{ "feishu", "app_secret_file", &value_path, CONF(app_secret_file),
	    NULL, NULL, 0, 0, false,
	    "File with the app's secret, readable by its owner alone "
	    "(mode 0600)." },
	{ "feishu", "app_secret", &value_secret, CONF(app_secret),
	    NULL, NULL, 0, 0, false,
	    "The app's secret itself, in a file of mode 0600; else "
	    "$ICSRESERVE_APP_SECRET." },
	{ "feishu", "access_token_command", &value_text, CONF(token_command),
	    NULL, NULL, 0, 0, false,
	    "Command that prints a user_access_token, instead of an app." },
	{ "feishu", "ca_file", &value_path, CONF(ca_file),
	    NULL, NULL, 0, 0, false,
	    "Certificates of a private CA; else those of $CURL_CA_BUNDLE, else "
	    "of $SSL_CERT_FILE and $SSL_CERT_DIR, else the system's." },
	{ "feishu", "user_id_type", &value_word, CONF(user_id_type),
	    "open_id", "open_id union_id user_id", 0, 0, false,
	    "Kind of the ids of people." },
	{ "feishu", "owner", &value_name, SET(owner),
	    NULL, NULL, 0, 0, true,
	    "Who owns the meetings: an id, or an address of a person." },
	{ "feishu", "owner_from_organizer", &value_flag,
	    SET(owner_from_organizer), "yes", "no yes", 0, 0, true,
	    "Let the ORGANIZER own the meeting when the person is known." },
	{ "feishu", "own", &value_list, SET(own),
	    NULL, NULL, 0, 0, true,
	    "Globs of your own addresses; when set, an event with another "
	    "ORGANIZER is not booked." },
	{ "feishu", "connections", &value_int, CONF(connections),
	    "8", NULL, 1, 64, false,
	    "Calls under way at the same time." },
	{ "feishu", "rate_per_second", &value_int, CONF(rate_per_second),
	    "50", NULL, 1, 1000, false,
	    "Calls of one kind within any second." },
	{ "feishu", "rate_per_minute", &value_int, CONF(rate_per_minute),
	    "1000", NULL, 1, 60000, false,
	    "Calls of one kind within any minute." },
	{ "feishu", "timeout", &value_duration, CONF(timeout),
	    "30", NULL, 1, 3600, false,
	    "How long one call may take." },
	{ "feishu", "retries", &value_int, CONF(retries),
	    "5", NULL, 0, 100, false,
	    "How often a call that the server did not take is repeated." },
	{ "feishu", "rate_share", &value_share, CONF(rate_share),
	    "1", NULL, 0, 0, false,
	    "The part of both rates that this profile may use where several "
	    "work with one app: 1/4 or 25%." },

	{ "meeting", "password", &value_password, SET(password),
	    "default", NULL, 0, 0, true,
	    "Meeting password: 4 to 9 digits, none, or default, which leaves "
	    "it to the owner's settings." },
	{ "meeting", "auto_record", &value_word, SET(auto_record),
	    NULL, "yes no", 0, 0, true,
	    "Record the meeting from its start.\n" UNSET },
	{ "meeting", "hosts", &value_hosts, SET(hosts),
	    "none", NULL, 0, 0, true,
	    "The people who are host from the start." },
	{ "meeting", "host_permission", &value_permission,
	    SET(host_permission), NULL, NULL, 0, 0, true,
	    "Who may become host.\n" UNSET },
	{ "meeting", "invite_permission", &value_permission,
	    SET(invite_permission), NULL, NULL, 0, 0, true,
	    "Who may invite others.\n" UNSET },
	{ "meeting", "join_permission", &value_permission,
	    SET(join_permission), NULL, NULL, 0, 0, true,
	    "Who may join.\n" UNSET },
	{ "meeting", "interop", &value_word, SET(interop),
	    NULL, "yes no", 0, 0, true,
	    "Let the Feishu and Lark editions meet; never in an update.\n"
	    UNSET },

	{ "sync", "state", &value_path, CONF(state),
	    NULL, NULL, 0, 0, false,
	    "The state database; $ICSRESERVE_STATE wins over it." },
	{ "sync", "recurrence", &value_choice, SET(recurrence),
	    "series", "series occurrences", 0, 0, true,
	    "One link for a whole series, or one for each occurrence." },
	{ "sync", "far_events", &value_choice, SET(far_events),
	    "hold", "hold wait", 0, 0, true,
	    "Events beyond 30 days: reserve now and renew, or wait." },
	{ "sync", "grace", &value_duration, SET(grace),
	    "30m", NULL, 0, 30 * DAY, true,
	    "How long after an event's end its reservation stays valid." },
	{ "sync", "renew_before", &value_duration, SET(renew_before),
	    "7d", NULL, 60, 29 * DAY, true,
	    "Renew a held reservation that has less than this left." },
	{ "sync", "max_deletes", &value_guard, CONF(max_deletes),
	    "25%", NULL, 0, 0, false,
	    "The most deletions allowed, in each calendar and in the run as "
	    "a whole: a number, or a percentage of the live reservations "
	    "(no limit below 8 of them)." },
	{ "sync", "existing_links", &value_choice, SET(existing_links),
	    "skip", "skip add", 0, 0, true,
	    "Whether events that carry the link of another meeting are "
	    "booked, too." },
	{ "sync", "all_day", &value_flag, SET(all_day),
	    "skip", "skip reserve", 0, 0, true,
	    "Whether events without a time of day are booked." },
	{ "sync", "private", &value_choice, SET(private),
	    "keep", "skip mask keep", 0, 0, true,
	    "Events whose CLASS is not PUBLIC; mask: without SUMMARY." },
	{ "sync", "default_topic", &value_text, SET(default_topic),
	    "Meeting", NULL, 0, 0, true,
	    "Topic of an event without SUMMARY, and of a masked one." },
	{ "sync", "default_duration", &value_duration,
	    SET(default_duration), "1h", NULL, 60, 30 * DAY, true,
	    "Length of an event with neither DTEND nor DURATION." },
	{ "sync", "timezone", &value_name, SET(timezone),
	    NULL, NULL, 0, 0, true,
	    "Zone of floating times; else the calendar's X-WR-TIMEZONE, else "
	    "the system's zone." },
	{ "sync", "tzalias", &value_alias, SET(tz_aliases),
	    NULL, NULL, 0, 0, true,
	    "A name that calendars give to a zone: NAME = ZONE, one on each "
	    "line." },
	{ "sync", "max_occurrences", &value_count, SET(max_occurrences),
	    "1000", NULL, 1, 100000, true,
	    "The most occurrences of a series within 30 days; a series with "
	    "more fails." },
	{ "sync", "owner_change", &value_choice, SET(owner_change),
	    "keep", "keep recreate", 0, 0, true,
	    "When the owner changes: keep the link, or make a new one." },
	{ "sync", "on_unknown", &value_choice, SET(on_unknown),
	    "retry", "retry hold", 0, 0, true,
	    "Whether a create whose answer was lost is repeated by the next "
	    "run." },

	{ "writeback", "mode", &value_flag, SET(write_back),
	    "in-place", "none in-place", 0, 0, true,
	    "Whether icsreserve writes links into the calendars; links that "
	    "it has written stay until they are cancelled." },
	{ "writeback", "properties", &value_set, SET(properties),
	    "conference url location", "conference url location description",
	    0, 0, true,
	    "Where in the event the link is written." },
	{ "writeback", "password", &value_flag, SET(write_password),
	    "no", "no yes", 0, 0, true,
	    "Write the meeting password next to the link." },
	{ "writeback", "label", &value_label, SET(label),
	    SETTINGS_LABEL, NULL, 0, 0, true,
	    "LABEL of the CONFERENCE line." },
	{ "writeback", "link_hosts", &value_domains, SET(link_hosts),
	    "vc.feishu.cn vc.larksuite.com", NULL, 0, 0, true,
	    "Only links to these hosts are ever written." },

	{ "calendar", "path", &value_path, CAL(path),
	    NULL, NULL, 0, 0, true,
	    "A file, a folder with one event per file, or a glob." },
	{ "calendar", "url", &value_remote, CAL(url),
	    NULL, NULL, 0, 0, true,
	    "Instead of path: a calendar on a CalDAV server, or a feed." },
	{ "calendar", "username", &value_text, CAL(username),
	    NULL, NULL, 0, 0, true,
	    "User name for url." },
	{ "calendar", "password_command", &value_text,
	    CAL(password_command), NULL, NULL, 0, 0, true,
	    "Command whose first line of output is the password for url." },
	{ "calendar", "password_file", &value_path, CAL(password_file),
	    NULL, NULL, 0, 0, true,
	    "File with the password for url (mode 0600); else "
	    "$ICSRESERVE_PASSWORD_NAME." },
	{ "calendar", "bearer_command", &value_text, CAL(bearer_command),
	    NULL, NULL, 0, 0, true,
	    "Command that prints a token for url, instead of a login." },
	{ "calendar", "output", &value_path, CAL(output),
	    NULL, NULL, 0, 0, true,
	    "Write here and leave the source alone; only copies that "
	    "icsreserve wrote here are replaced, and each state needs an "
	    "output of its own." },
	{ "calendar", "encoding", &value_encoding, CAL(encoding),
	    NULL, NULL, 0, 0, true,
	    "Encoding of files that are not in UTF-8; when unset it is "
	    "detected, and the guess is reported." },
	{ "calendar", "dates", &value_word, CAL(dates),
	    NULL, "mdy dmy ymd", 0, 0, true,
	    "Order of day and month in tables, for 12/1/2026, when no date of "
	    "the table decides." },
	{ "calendar", "include", &value_filters, CAL(settings.include),
	    NULL, NULL, 0, 0, true,
	    "Book only events that one of these lines matches." },
	{ "calendar", "exclude", &value_filters, CAL(settings.exclude),
	    NULL, NULL, 0, 0, true,
	    "Book no event that one of these lines matches." },

	{ "run", "metrics", &value_path, CONF(metrics),
	    NULL, NULL, 0, 0, false,
	    "File for Prometheus, replaced at the end of each run." },
	{ "run", "log_format", &value_flag, CONF(log_json),
	    "text", "text json", 0, 0, false,
	    "Lines of standard error: text, or a JSON object each." },
	{ "run", "attendance_days", &value_int, CONF(attendance_days),
	    "90", NULL, 1, 36500, false,
	    "Days for which the records of who was in a meeting are kept." },

	{ "hooks", "on_change", &value_command, CONF(on_change),
	    NULL, NULL, 0, 0, false,
	    "Command that follows a run that changed something." },
	{ "hooks", "on_failure", &value_command, CONF(on_failure),
	    NULL, NULL, 0, 0, false,
	    "Command that follows a run that did not end with 0." },
	{ "hooks", "on_success", &value_command, CONF(on_success),
	    NULL, NULL, 0, 0, false,
	    "Command that follows a run that ended with 0." },
	{ "hooks", "hook_timeout", &value_duration, CONF(hook_timeout),
	    "30", NULL, 1, 3600, false,
	    "How long each of them may take." },
};
const size_t keys_n = sizeof(keys) / sizeof(*keys);

static const char *const sections[] = {
	"feishu", "people", "meeting", "sync", "writeback", "calendar",
	"run", "hooks",
};

static bool
stands_in(const struct key *k, const char *section)
{
	return strcmp(k->section, section) == 0 ||
	    (k->per_calendar && strcmp(section, "calendar") == 0);
}

const struct key *
keys_next(const char *section, const char *name, size_t *i)
{
	for (; *i < keys_n; (*i)++)
		if (strcmp(keys[*i].name, name) == 0 &&
		    stands_in(&keys[*i], section))
			return &keys[(*i)++];
	return NULL;
}

void
keys_suggest(const char *section, const char *name, struct str *out)
{
	struct near near = { .typed = name };
	size_t i;

	for (i = 0; i < keys_n; i++) {
		if (strcmp(keys[i].name, name) == 0) {
			str_addf(out, _("; it belongs into [%s]"),
			    keys[i].section);
			return;
		}
		if (stands_in(&keys[i], section))
			near_try(&near, keys[i].name);
	}
	if (near.best)
		str_addf(out, _("; did you mean '%s'?"), near.best);
}

void
keys_suggest_section(const char *section, struct str *out)
{
	char word[32];
	struct near near = { .typed = word };
	size_t i;

	/* calender "team" */
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(section, " \t"),
	    section);
	for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		near_try(&near, sections[i]);
	if (near.best) {
		str_addf(out, _("; did you mean [%s]?"), near.best);
		return;
	}
	for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		str_addf(out, "%s[%s]", i ? ", " : _("; there are "),
		    sections[i]);
}

bool
keys_section(const char *section)
{
	size_t i;

	for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		if (strcmp(sections[i], section) == 0)
			return true;
	return false;
}
