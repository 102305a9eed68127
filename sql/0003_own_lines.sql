-- SPDX-License-Identifier: MIT
--
-- A series has lines of ours in several VEVENTs, perhaps in several files:
-- each line says where it stands.

PRAGMA user_version = 3;

-- Lines of ours in calendar files, known by value.
CREATE TABLE own_lines_2 (
	-- The booking that they were written for.
	booking		INTEGER NOT NULL
			REFERENCES bookings (id) ON DELETE CASCADE,
	-- RECURRENCE-ID of the VEVENT that the line is in, '' for none.
	component	TEXT NOT NULL,
	-- Order in which they were put.
	position	INTEGER NOT NULL CHECK (position >= 0),
	-- The file that this VEVENT is in, NULL when it has none, and the
	-- digest that finds it there (ics/cut.h).
	file		INTEGER REFERENCES files (id) ON DELETE SET NULL,
	key		INTEGER NOT NULL,
	-- Name of the property, such as URL; VEVENT: the whole of it is ours.
	name		TEXT NOT NULL CHECK (name <> ''),
	-- The unfolded line as it was written; of a VEVENT "#" and the digest
	-- of its bytes.
	text		TEXT NOT NULL,
	-- The raw bytes that stood in its place; NULL: there were none.
	was		BLOB,
	PRIMARY KEY (booking, component, position)
) STRICT, WITHOUT ROWID;

INSERT INTO own_lines_2 (booking, component, position, file, key, name, text,
	was)
SELECT booking, component, position, file, key, name, text, was
FROM own_lines JOIN bookings ON bookings.id = booking;

-- A clock that was ahead made events look over that are not.  When it is
-- found set back, what was settled by then counts no more.
CREATE TABLE clock (
	id	INTEGER PRIMARY KEY CHECK (id = 1),
	-- The latest time at which a file was read.
	latest	INTEGER NOT NULL,
	-- How often it was found set back since.
	jumps	INTEGER NOT NULL,
	-- When a run was last noted, a few hours exact: how long ago it is
	-- tells how long the next one may be away.
	run	INTEGER NOT NULL
) STRICT;
INSERT INTO clock (id, latest, jumps, run) VALUES (1, 0, 0, 0);

-- What makes an event repeat: a digest of its DTSTART, RRULE and RDATE lines,
-- 0 for none.  A series is known by it when its UID changes.
ALTER TABLE bookings ADD COLUMN pattern INTEGER NOT NULL DEFAULT 0;

-- Those that can be forgotten once their event is over.
DROP INDEX bookings_ended;
CREATE INDEX bookings_fileless ON bookings (end) WHERE file IS NULL;

DROP TABLE own_lines;
ALTER TABLE own_lines_2 RENAME TO own_lines;
CREATE INDEX own_lines_file ON own_lines (file) WHERE file IS NOT NULL;
