-- SPDX-License-Identifier: MIT
--
-- Version 9: who was in the meetings, as `attendance --record` saw it.

PRAGMA user_version = 9;

-- A meeting that was seen running.  It outlives its booking.
CREATE TABLE attendance (
	id		INTEGER PRIMARY KEY,
	-- The event, as the booking named it when the meeting was last seen.
	calendar	TEXT NOT NULL,
	uid		TEXT NOT NULL,
	recurrence_id	TEXT NOT NULL,
	topic		TEXT NOT NULL,
	-- A reservation has one meeting after the other.
	reserve_id	TEXT NOT NULL CHECK (reserve_id <> ''),
	meeting_id	TEXT NOT NULL CHECK (meeting_id <> ''),
	-- What kind of ids the last look gave.
	user_id_type	TEXT NOT NULL CHECK (user_id_type <> ''),
	-- As the server says: start and end; 0: it did not.
	start		INTEGER NOT NULL,
	end		INTEGER NOT NULL,
	-- The first and the last look that saw it running.
	first_seen	INTEGER NOT NULL,
	last_seen	INTEGER NOT NULL,
	-- A later look found it ended.
	over		INTEGER NOT NULL CHECK (over IN (0, 1)),
	-- People at most at a time, and in all.
	most		INTEGER NOT NULL,
	total		INTEGER NOT NULL,
	-- What was used: bits of enum meeting_ability.
	abilities	INTEGER NOT NULL,
	UNIQUE (reserve_id, meeting_id)
) STRICT;
CREATE INDEX attendance_uid ON attendance (uid);
CREATE INDEX attendance_running ON attendance (reserve_id) WHERE over = 0;

-- What the server kept of a person under one time of joining.
CREATE TABLE stays (
	meeting		INTEGER NOT NULL REFERENCES attendance (id)
			ON DELETE CASCADE,
	user_id_type	TEXT NOT NULL,
	-- '' for somebody without an id.
	person		TEXT NOT NULL,
	joined		INTEGER NOT NULL,
	-- Several of one person and second: which of them.
	nth		INTEGER NOT NULL,
	-- What is known of the name: NULL, nobody asked; '', there is none.
	name		TEXT,
	user_type	INTEGER NOT NULL,
	-- 0 while in the meeting; else when it was left, and whether the
	-- server says so.
	left		INTEGER NOT NULL,
	left_told	INTEGER NOT NULL CHECK (left_told IN (0, 1)),
	-- In the meeting; and what of that the server counted last.
	seconds		INTEGER NOT NULL,
	told		INTEGER NOT NULL,
	-- The last instant known to be in the meeting.
	seen		INTEGER NOT NULL,
	present		INTEGER NOT NULL CHECK (present IN (0, 1)),
	-- Whether at any look.
	host		INTEGER NOT NULL CHECK (host IN (0, 1)),
	cohost		INTEGER NOT NULL CHECK (cohost IN (0, 1)),
	external	INTEGER NOT NULL CHECK (external IN (0, 1)),
	PRIMARY KEY (meeting, user_id_type, person, joined, nth)
) STRICT, WITHOUT ROWID;
