-- SPDX-License-Identifier: MIT
--
-- Version 10: what `cancel` puts back is known by the VEVENT that it stood in.
-- Two VEVENTs may have one UID and RECURRENCE-ID, and a person or a program
-- may give an override another RECURRENCE-ID: neither names a VEVENT.

PRAGMA user_version = 10;

-- A VEVENT that has carried lines of a reservation.
CREATE TABLE vevents (
	reserve_id	TEXT NOT NULL CHECK (reserve_id <> ''),
	-- Tells it from the others of the reservation.
	vevent		INTEGER NOT NULL,
	-- Its RECURRENCE-ID when it was last written, '' for none.
	recurrence_id	TEXT NOT NULL,
	-- Digests of the user's lines in it then (ics/likeness.h); empty: they
	-- are not known, version 9 wrote it.
	says		BLOB NOT NULL,
	PRIMARY KEY (reserve_id, vevent)
) STRICT, WITHOUT ROWID;

INSERT INTO vevents (reserve_id, vevent, recurrence_id, says)
SELECT DISTINCT reserve_id, uid_key(recurrence_id), recurrence_id, x''
FROM undo;

CREATE TABLE undo_10 (
	reserve_id	TEXT NOT NULL,
	vevent		INTEGER NOT NULL,
	-- Name of the property, such as DTSTAMP.
	name		TEXT NOT NULL CHECK (name <> ''),
	-- The unfolded line that we wrote.  Only what still stands so is put
	-- back.
	wrote		TEXT NOT NULL,
	-- The raw bytes that stood there, with their line end; NULL: nothing
	-- did.
	was		BLOB,
	PRIMARY KEY (reserve_id, vevent, name, wrote),
	FOREIGN KEY (reserve_id, vevent) REFERENCES vevents
) STRICT, WITHOUT ROWID;

INSERT INTO undo_10 (reserve_id, vevent, name, wrote, was)
SELECT reserve_id, uid_key(recurrence_id), name, wrote, was FROM undo;

DROP TABLE undo;
ALTER TABLE undo_10 RENAME TO undo;
