/* SPDX-License-Identifier: MIT */
#include "model/reservation.h"

struct code_name {
	int64_t number;
	const char *name;
};

static const char *
find(const struct code_name *names, size_t n, int64_t number)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (names[i].number == number)
			return names[i].name;
	return "unknown";
}
#define FIND(names, number) \
	find(names, sizeof(names) / sizeof(*(names)), number)

const char *
meeting_ability_name(enum meeting_ability a)
{
	static const char *const names[ABILITIES] = {
		[ABILITY_VIDEO] = "use_video",
		[ABILITY_AUDIO] = "use_audio",
		[ABILITY_SHARE_SCREEN] = "use_share_screen",
		[ABILITY_FOLLOW_SCREEN] = "use_follow_screen",
		[ABILITY_RECORDING] = "use_recording",
		[ABILITY_PSTN] = "use_pstn",
	};

	return names[a];
}

const char *
meeting_status_name(int64_t status)
{
	static const struct code_name names[] = {
		{ 1, "calling" }, { 2, "in progress" }, { 3, "ended" },
	};

	return FIND(names, status);
}

const char *
participant_status_name(int64_t status)
{
	static const struct code_name names[] = {
		{ 1, "calling" }, { 2, "in meeting" }, { 3, "ringing" },
		{ 4, "left" },
	};

	return FIND(names, status);
}

const char *
meeting_user_type_name(int64_t type)
{
	static const struct code_name names[] = {
		{ 1, "user" }, { 2, "room" }, { 3, "doc" }, { 4, "neo" },
		{ 5, "neo guest" }, { 6, "telephone" }, { 7, "sip" },
	};

	return FIND(names, type);
}
