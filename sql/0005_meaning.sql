-- SPDX-License-Identifier: MIT
--
-- Version 5: what is ours in a calendar is recognised by what it says, not by
-- where it stood.  Rows about places (own_lines, bookings.file) give way to
-- truths about reservations and to a cache about files.

PRAGMA user_version = 5;

-- Every link and id that an answer of the server gave, for good.
CREATE TABLE issued (
	-- Trimmed, scheme and host in lower case; '' for an id without a link.
	link		TEXT NOT NULL,
	reserve_id	TEXT NOT NULL CHECK (reserve_id <> ''),
	-- UID of the event; an event that takes a new UID adds a row.
	uid		TEXT NOT NULL,
	-- When the reservation surely ends; lowered when it ends before.
	until		INTEGER NOT NULL,
	PRIMARY KEY (link, reserve_id, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX issued_reserve_id ON issued (reserve_id);

-- What `cancel` puts back: for a line that we wrote in the place of another.
CREATE TABLE undo (
	reserve_id	TEXT NOT NULL CHECK (reserve_id <> ''),
	-- RECURRENCE-ID of the VEVENT that it stands in, '' for none.
	recurrence_id	TEXT NOT NULL,
	-- Name of the property, such as DTSTAMP.
	name		TEXT NOT NULL CHECK (name <> ''),
	-- The unfolded line that we wrote.  Only what still stands so is put
	-- back.
	wrote		TEXT NOT NULL,
	-- The raw bytes that stood there, with their line end; NULL: nothing
	-- did.
	was		BLOB,
	PRIMARY KEY (reserve_id, recurrence_id, name, wrote)
) STRICT, WITHOUT ROWID;

-- Overrides that we made as a whole, so that an occurrence has a link.
CREATE TABLE made (
	reserve_id	TEXT NOT NULL CHECK (reserve_id <> ''),
	uid		TEXT NOT NULL,
	-- What it says, but for times, stamps and our lines (ics/override.h);
	-- 0: not known, see bytes.
	digest		INTEGER NOT NULL,
	-- From its start to its end, in seconds.
	length		INTEGER NOT NULL,
	-- "#" and the digest of its bytes, of overrides that version 4 made;
	-- counts until the event is settled for the first time.
	bytes		TEXT,
	PRIMARY KEY (reserve_id, uid, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX made_uid ON made (uid);

-- Which kinds of line of a reservation we have put into a VEVENT.
CREATE TABLE put (
	reserve_id	TEXT NOT NULL CHECK (reserve_id <> ''),
	recurrence_id	TEXT NOT NULL,
	-- enum write_property, and 16 for X-ICSRESERVE-ID.
	kinds		INTEGER NOT NULL,
	-- How often all lines of ours were missing and put again, and when
	-- last.
	losses		INTEGER NOT NULL DEFAULT 0,
	lost_at		INTEGER NOT NULL DEFAULT 0,
	-- Of a series' master, its DTSTART: when that moves, so do the
	-- RECURRENCE-IDs of its overrides.
	anchor		INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (reserve_id, recurrence_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO issued (link, reserve_id, uid, until)
SELECT '', reserve_id, uid, 0 FROM operations
WHERE reserve_id IS NOT NULL AND verb = 'apply' AND outcome = 'ok';

INSERT OR IGNORE INTO issued (link, reserve_id, uid, until)
SELECT '', reserve_id, uid, iif(state = 'live', end_time, 0) FROM bookings
WHERE reserve_id IS NOT NULL AND reserve_id <> '';

INSERT OR REPLACE INTO issued (link, reserve_id, uid, until)
SELECT url, reserve_id, uid, iif(state = 'live', end_time, 0) FROM bookings
WHERE reserve_id IS NOT NULL AND url IS NOT NULL AND url <> '';

-- Former links and ids, as far as lines with them stood.  Texts are escaped.
-- A DESCRIPTION with two blocks tells nothing: one is another program's.
INSERT OR IGNORE INTO issued (link, reserve_id, uid, until)
SELECT CASE name
		WHEN 'CONFERENCE' THEN substr(text, instr(text, '":') + 2)
		WHEN 'URL' THEN substr(text, 5)
		WHEN 'LOCATION' THEN
			replace(replace(substr(text, 10), '\,', ','), '\;', ';')
		ELSE replace(replace(substr(text,
			instr(text, '----( Video Call )----\n') + 24,
			instr(substr(text, instr(text,
			'----( Video Call )----\n') + 24), '\n') - 1),
			'\,', ','), '\;', ';')
	END AS link, reserve_id, uid, 0
FROM own_lines JOIN bookings ON bookings.id = booking
WHERE reserve_id IS NOT NULL AND name IN ('CONFERENCE', 'URL', 'LOCATION',
	'DESCRIPTION') AND link LIKE 'https://%'
	AND text NOT LIKE '%( Video Call )%( Video Call )%';
INSERT OR IGNORE INTO issued (link, reserve_id, uid, until)
SELECT '', substr(text, 17), uid, 0
FROM own_lines JOIN bookings ON bookings.id = booking
WHERE name = 'X-ICSRESERVE-ID' AND length(text) > 16;

INSERT OR IGNORE INTO undo (reserve_id, recurrence_id, name, wrote, was)
SELECT reserve_id, component, name, text, was
FROM own_lines JOIN bookings ON bookings.id = booking
WHERE reserve_id IS NOT NULL AND name <> 'VEVENT';

INSERT OR IGNORE INTO made (reserve_id, uid, digest, length, bytes)
SELECT reserve_id, uid, 0, end - start, text
FROM own_lines JOIN bookings ON bookings.id = booking
WHERE reserve_id IS NOT NULL AND name = 'VEVENT';

INSERT OR IGNORE INTO put (reserve_id, recurrence_id, kinds)
SELECT reserve_id, component, sum(DISTINCT CASE name
		WHEN 'CONFERENCE' THEN 1 WHEN 'URL' THEN 2
		WHEN 'LOCATION' THEN 4 WHEN 'DESCRIPTION' THEN 8
		WHEN 'X-ICSRESERVE-ID' THEN 16 ELSE 0 END)
FROM own_lines JOIN bookings ON bookings.id = booking
WHERE reserve_id IS NOT NULL
GROUP BY reserve_id, component;

-- An event and the reservation made for it: what is known now.
CREATE TABLE bookings_5 (
	id		INTEGER PRIMARY KEY,
	-- Name of the calendar in the configuration.
	calendar	TEXT NOT NULL CHECK (calendar <> ''),
	-- UID of the event (RFC 5545, 3.8.4.7), and its digest (ics/cut.h).
	uid		TEXT NOT NULL,
	uid_key		INTEGER NOT NULL,
	-- RECURRENCE-ID of an override or occurrence, '' for none.
	recurrence_id	TEXT NOT NULL,
	-- Where it stands; src/README.md has the diagram.
	state		TEXT NOT NULL CHECK (state IN
			('wanted', 'creating', 'unknown', 'live', 'ended')),
	-- No event wants it any more: it is neither renewed nor deleted.
	released	INTEGER NOT NULL CHECK (released IN (0, 1)),
	-- Its event is gone: the reservation is to be deleted.
	going		INTEGER NOT NULL CHECK (going IN (0, 1)),
	-- Version 4 made it: lines that it forgot may stand in the event.
	-- Cleared when the event is settled.
	legacy		INTEGER NOT NULL CHECK (legacy IN (0, 1)),
	-- The server is asked what it has before anything is sent: the state
	-- is a copy that was put back.
	ask		INTEGER NOT NULL CHECK (ask IN (0, 1)),
	-- What the server gave: id, meeting number and links.
	reserve_id	TEXT CHECK (reserve_id <> ''),
	meeting_no	TEXT,
	url		TEXT,
	app_link	TEXT,
	live_link	TEXT,
	-- The meeting password, kept only when the configuration has it
	-- written into the calendar, where it stands in the open anyway.
	password	TEXT,
	-- To name it in output.
	topic		TEXT,
	-- Of the event; for a series of the next occurrence.
	start		INTEGER NOT NULL,
	end		INTEGER NOT NULL,
	-- When the server lets the reservation expire.
	end_time	INTEGER NOT NULL,
	-- What the server was last told, a line "name=json" for each field,
	-- of the password only a digest; and until when the event wants it.
	request		TEXT NOT NULL,
	until		INTEGER NOT NULL,
	-- SEQUENCE and DTSTAMP of the event.
	sequence	INTEGER NOT NULL,
	dtstamp		INTEGER NOT NULL,
	-- What makes the event repeat: a digest of its DTSTART, RRULE and
	-- RDATE lines, 0 for none.
	pattern		INTEGER NOT NULL,
	-- What the server last said against it; 0 and NULL for nothing.
	error_http	INTEGER NOT NULL,
	error_code	INTEGER NOT NULL,
	error_message	TEXT,
	error_log_id	TEXT,
	-- When the row was made and last changed.
	created		INTEGER NOT NULL,
	updated		INTEGER NOT NULL,
	CHECK (state <> 'live' OR reserve_id IS NOT NULL)
) STRICT;

INSERT INTO bookings_5 (id, calendar, uid, uid_key, recurrence_id, state,
	released, going, legacy, ask, reserve_id, meeting_no, url, app_link, live_link,
	password, topic, start, end, end_time, request, until, sequence, dtstamp,
	pattern, error_http, error_code, error_message, error_log_id, created,
	updated)
SELECT id, calendar, uid, uid_key(uid), recurrence_id, state,
	file IS NULL AND state = 'live' AND until <= end_time, 0,
	reserve_id IS NOT NULL, 0, reserve_id, meeting_no, url, app_link,
	live_link, password, topic, start, end, end_time, request, until,
	sequence, dtstamp, pattern, error_http, error_code, error_message,
	error_log_id, created, updated
FROM bookings;

DROP TABLE own_lines;
DROP TABLE bookings;
ALTER TABLE bookings_5 RENAME TO bookings;

-- An event has one booking.  What is on its way out has none any more.
CREATE UNIQUE INDEX bookings_key ON bookings (calendar, uid, recurrence_id)
	WHERE released = 0 AND going = 0;
CREATE INDEX bookings_going ON bookings (calendar) WHERE going = 1;
-- An event that moves to another calendar is found by its UID.
CREATE INDEX bookings_uid ON bookings (uid);
CREATE INDEX bookings_reserve_id ON bookings (reserve_id)
	WHERE reserve_id IS NOT NULL;
-- Which events of a calendar are booked, answered from this index alone.
CREATE INDEX bookings_keys ON bookings (calendar, uid_key);
-- For the guard, which counts these in every run, and for renewals.
CREATE INDEX bookings_live ON bookings (calendar, end_time)
	WHERE state = 'live';

-- The cache: what each file held when it was last read whole.  It may be
-- emptied at any time; the next run reads all files then and comes to the same
-- plan.
DROP TABLE files;
CREATE TABLE files (
	id		INTEGER PRIMARY KEY,
	-- Name of the calendar in the configuration.
	calendar	TEXT NOT NULL CHECK (calendar <> ''),
	-- Where it lies; the real path.
	path		TEXT NOT NULL CHECK (path <> ''),
	-- Whether the stamp below says that nothing is left to do in it, since
	-- when, and until when; 0: for ever.
	trusted		INTEGER NOT NULL CHECK (trusted IN (0, 1)),
	since		INTEGER NOT NULL,
	due		INTEGER NOT NULL CHECK (due >= 0),
	-- The stamp: device, inode, size, and times in nanoseconds.
	dev		INTEGER NOT NULL,
	ino		INTEGER NOT NULL,
	size		INTEGER NOT NULL,
	mtime_ns	INTEGER NOT NULL,
	ctime_ns	INTEGER NOT NULL,
	-- Digest of the settings that it was read with.
	config		INTEGER NOT NULL,
	-- How many VCALENDARs are in it.
	calendars	INTEGER NOT NULL CHECK (calendars >= 0),
	-- Events in it that are not booked, and those that wait for it.
	skipped		INTEGER NOT NULL CHECK (skipped >= 0),
	deferred	INTEGER NOT NULL CHECK (deferred >= 0),
	-- Path of a replacement under way, to be removed after a crash.
	temp		TEXT CHECK (temp <> ''),
	-- What is known of each VEVENT (store/files.h).  The last column, so
	-- that a scan of the others does not read its pages.
	settled		BLOB NOT NULL DEFAULT x'',
	UNIQUE (calendar, path)
) STRICT;
CREATE INDEX files_temp ON files (id) WHERE temp IS NOT NULL;

-- Which events, and whose links and ids of ours, stand in a file.
CREATE TABLE holds (
	file		INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
	-- Digest of the UID (ics/cut.h).
	uid_key		INTEGER NOT NULL,
	-- A reservation whose id or link stands in it; '' for none.
	reserve_id	TEXT NOT NULL,
	PRIMARY KEY (file, uid_key, reserve_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX holds_uid_key ON holds (uid_key);
CREATE INDEX holds_reserve_id ON holds (reserve_id) WHERE reserve_id <> '';

-- What is known of a file counts as long as what it was concluded from
-- stands.  No settings have the digest 0.
CREATE TRIGGER bookings_inserted AFTER INSERT ON bookings
BEGIN
	UPDATE files SET trusted = 0, config = 0
	WHERE (trusted <> 0 OR config <> 0) AND id IN (
		SELECT file FROM holds WHERE uid_key = NEW.uid_key
		UNION SELECT file FROM holds WHERE reserve_id = NEW.reserve_id
			AND reserve_id <> '');
END;
CREATE TRIGGER bookings_updated AFTER UPDATE ON bookings
BEGIN
	UPDATE files SET trusted = 0, config = 0
	WHERE (trusted <> 0 OR config <> 0) AND id IN (
		SELECT file FROM holds WHERE uid_key IN (OLD.uid_key, NEW.uid_key)
		UNION SELECT file FROM holds
			WHERE reserve_id IN (OLD.reserve_id, NEW.reserve_id)
			AND reserve_id <> '');
END;
CREATE TRIGGER bookings_deleted AFTER DELETE ON bookings
BEGIN
	UPDATE files SET trusted = 0, config = 0
	WHERE (trusted <> 0 OR config <> 0) AND id IN (
		SELECT file FROM holds WHERE uid_key = OLD.uid_key
		UNION SELECT file FROM holds WHERE reserve_id = OLD.reserve_id
			AND reserve_id <> '');
END;
CREATE TRIGGER issued_inserted AFTER INSERT ON issued
BEGIN
	UPDATE files SET trusted = 0, config = 0
	WHERE (trusted <> 0 OR config <> 0) AND id IN (
		SELECT file FROM holds WHERE reserve_id = NEW.reserve_id
		AND reserve_id <> '');
END;
CREATE TRIGGER issued_updated AFTER UPDATE ON issued
BEGIN
	UPDATE files SET trusted = 0, config = 0
	WHERE (trusted <> 0 OR config <> 0) AND id IN (
		SELECT file FROM holds WHERE reserve_id = NEW.reserve_id
		AND reserve_id <> '');
END;
