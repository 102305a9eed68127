-- SPDX-License-Identifier: MIT
--
-- The state of icsreserve, version 1.  Each migration runs in a transaction
-- of its own together with its user_version.  A released one is never
-- edited (tests/lint/migrations.sha256): what is wrong is mended by the
-- next.
--
-- Times are Unix seconds.  A digest is a 64-bit number kept as the signed
-- integer with the same bits.

-- "icsR": tells a state from any other SQLite database.
PRAGMA application_id = 0x69637352;
PRAGMA user_version = 1;

-- Calendar files as they were when they were last read whole.
CREATE TABLE files (
	id		INTEGER PRIMARY KEY,
	-- Name of the calendar in the configuration.
	calendar	TEXT NOT NULL CHECK (calendar <> ''),
	-- Where it lies; the real path.
	path		TEXT NOT NULL CHECK (path <> ''),
	-- Whether the stamp below says that nothing is open in it.
	trusted		INTEGER NOT NULL CHECK (trusted IN (0, 1)),
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
	-- When to read it again though it has not changed; 0: never.
	due		INTEGER NOT NULL CHECK (due >= 0),
	-- Path of a replacement under way, to be removed after a crash.
	temp		TEXT CHECK (temp <> ''),
	-- Digests of the components that need nothing: sorted, eight bytes
	-- each, least significant first.  The last column, so that a scan of
	-- the others does not read its pages.
	settled		BLOB NOT NULL DEFAULT x'',
	UNIQUE (calendar, path)
) STRICT;

-- Replacements under way are few and looked for in every run.
CREATE INDEX files_temp ON files (id) WHERE temp IS NOT NULL;

-- An event and the reservation made for it: what is known now.
CREATE TABLE bookings (
	id		INTEGER PRIMARY KEY,
	-- Name of the calendar in the configuration.
	calendar	TEXT NOT NULL CHECK (calendar <> ''),
	-- UID of the event (RFC 5545, 3.8.4.7).
	uid		TEXT NOT NULL,
	-- RECURRENCE-ID of an override or occurrence, '' for none.
	recurrence_id	TEXT NOT NULL,
	-- The file that it is in, NULL when it has none.
	file		INTEGER REFERENCES files (id) ON DELETE SET NULL,
	-- Digest that finds its component in the file (ics/cut.h).
	key		INTEGER NOT NULL,
	-- Where it stands; src/README.md has the diagram.
	state		TEXT NOT NULL CHECK (state IN
			('wanted', 'creating', 'unknown', 'live', 'ended')),
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
	-- When it needs a look without a change of its file; 0: never.
	due		INTEGER NOT NULL CHECK (due >= 0),
	-- What the server last said against it; 0 and NULL for nothing.
	error_http	INTEGER NOT NULL,
	error_code	INTEGER NOT NULL,
	error_message	TEXT,
	error_log_id	TEXT,
	-- When the row was made and last changed.
	created		INTEGER NOT NULL,
	updated		INTEGER NOT NULL,
	UNIQUE (calendar, uid, recurrence_id),
	CHECK (state <> 'live' OR reserve_id IS NOT NULL)
) STRICT;

-- An event that moves to another calendar is found by its UID.
CREATE INDEX bookings_uid ON bookings (uid);
CREATE INDEX bookings_reserve_id ON bookings (reserve_id)
	WHERE reserve_id IS NOT NULL;
-- What a scan of a file asks for is answered from this index alone.
CREATE INDEX bookings_file ON bookings (file, key) WHERE file IS NOT NULL;
CREATE INDEX bookings_due ON bookings (calendar, due) WHERE due > 0;
-- Those that can be forgotten once their event is over.
CREATE INDEX bookings_ended ON bookings (end)
	WHERE state = 'ended' AND file IS NULL;
-- For the guard, which counts these in every run.
CREATE INDEX bookings_live ON bookings (calendar, end_time)
	WHERE state = 'live';

-- Lines of ours in calendar files, known by value.
CREATE TABLE own_lines (
	-- The booking that they were written for.
	booking		INTEGER NOT NULL
			REFERENCES bookings (id) ON DELETE CASCADE,
	-- Order in which they were put.
	position	INTEGER NOT NULL CHECK (position >= 0),
	-- RECURRENCE-ID of the VEVENT that the line is in, '' for none.
	component	TEXT NOT NULL,
	-- Name of the property, such as URL.
	name		TEXT NOT NULL CHECK (name <> ''),
	-- The unfolded line as it was written.
	text		TEXT NOT NULL,
	-- The raw bytes that stood in its place; NULL: there were none.
	was		BLOB,
	PRIMARY KEY (booking, position)
) STRICT, WITHOUT ROWID;

-- The journal: a row for each intended call, committed before the call
-- goes out and completed once.  The proof of what this program made: only
-- that may be deleted.  No foreign keys, so nothing cascades into it.
CREATE TABLE operations (
	id		INTEGER PRIMARY KEY,
	verb		TEXT NOT NULL CHECK (verb IN
			('apply', 'update', 'delete')),
	-- Key of the booking, and its row at that time.
	calendar	TEXT NOT NULL,
	uid		TEXT NOT NULL,
	recurrence_id	TEXT NOT NULL,
	booking		INTEGER,
	-- The reservation; of an apply it is known with its answer.
	reserve_id	TEXT CHECK (reserve_id <> ''),
	-- What was to be sent, as in bookings; NULL in a delete.
	request		TEXT,
	-- The expiry that was to be sent; 0: none.
	end_time	INTEGER NOT NULL,
	-- When the intent was written, and when its outcome.
	started		INTEGER NOT NULL,
	ended		INTEGER,
	-- open: no answer recorded.  gone: there was no such reservation.
	-- refused: the server said no.  unknown: it may have happened.
	-- not-done: it did not happen.
	outcome		TEXT NOT NULL CHECK (outcome IN
			('open', 'ok', 'gone', 'refused', 'unknown',
			'not-done')),
	-- What the server said against it; 0 and NULL for nothing.
	error_http	INTEGER NOT NULL,
	error_code	INTEGER NOT NULL,
	error_message	TEXT,
	error_log_id	TEXT,
	CHECK ((outcome = 'open') = (ended IS NULL)),
	CHECK (verb = 'apply' OR reserve_id IS NOT NULL),
	CHECK (verb <> 'apply' OR outcome <> 'ok' OR reserve_id IS NOT NULL)
) STRICT;

-- Recovery looks for these at the start of every command.
CREATE INDEX operations_open ON operations (id) WHERE outcome = 'open';
-- Asked before each delete.
CREATE INDEX operations_made ON operations (reserve_id)
	WHERE verb = 'apply' AND outcome = 'ok';

CREATE TRIGGER operations_no_delete BEFORE DELETE ON operations
BEGIN
	SELECT RAISE (ABORT, 'operations are kept for good');
END;

-- Also against REPLACE, which need not fire the trigger above.
CREATE TRIGGER operations_begin BEFORE INSERT ON operations
WHEN NEW.outcome <> 'open'
	OR NEW.id IN (SELECT id FROM operations)
BEGIN
	SELECT RAISE (ABORT, 'an operation begins open and is new');
END;

CREATE TRIGGER operations_end BEFORE UPDATE ON operations
WHEN OLD.outcome <> 'open'
	OR NEW.outcome = 'open'
	OR NEW.id IS NOT OLD.id
	OR NEW.verb IS NOT OLD.verb
	OR NEW.calendar IS NOT OLD.calendar
	OR NEW.uid IS NOT OLD.uid
	OR NEW.recurrence_id IS NOT OLD.recurrence_id
	OR NEW.booking IS NOT OLD.booking
	OR NEW.request IS NOT OLD.request
	OR NEW.end_time IS NOT OLD.end_time
	OR NEW.started IS NOT OLD.started
	OR (OLD.reserve_id IS NOT NULL AND
	NEW.reserve_id IS NOT OLD.reserve_id)
BEGIN
	SELECT RAISE (ABORT, 'an operation is completed once');
END;
