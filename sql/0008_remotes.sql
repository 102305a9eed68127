-- SPDX-License-Identifier: MIT
--
-- Version 8: calendars over the network.
--
-- What the server holds is the truth, and the folder a copy of it with edits
-- of ours that are still to be sent.  Both tables may be emptied at any time:
-- everything is fetched anew then.

PRAGMA user_version = 8;

CREATE TABLE remotes (
	calendar	TEXT NOT NULL PRIMARY KEY CHECK (calendar <> ''),
	-- Digest of the configured URL and user: the URL itself may be a
	-- password.
	url_key		INTEGER NOT NULL,
	-- 'caldav' or 'feed'.
	kind		TEXT NOT NULL CHECK (kind IN ('caldav', 'feed')),
	-- The collection that was found by that URL; NULL: of a feed, or to be
	-- found anew.
	collection	TEXT CHECK (collection <> ''),
	-- It has sync-collection; nothing may be written; the server mails
	-- attendees.
	sync		INTEGER NOT NULL CHECK (sync IN (0, 1)),
	read_only	INTEGER NOT NULL CHECK (read_only IN (0, 1)),
	schedules	INTEGER NOT NULL CHECK (schedules IN (0, 1)),
	-- What has changed up to this token (RFC 6578) is in the folder; NULL:
	-- everything is to be listed.
	token		TEXT CHECK (token <> ''),
	-- Of a feed's bytes (RFC 9110, 8.8); NULL: none given.
	etag		TEXT CHECK (etag <> ''),
	modified	TEXT CHECK (modified <> ''),
	-- Unix seconds: when everything was listed, and when it was last looked
	-- at.
	listed		INTEGER NOT NULL,
	pulled		INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A member of a collection, or the one file of a feed.
CREATE TABLE remote_items (
	calendar	TEXT NOT NULL CHECK (calendar <> ''),
	-- The last part of its path, decoded.
	name		TEXT NOT NULL CHECK (name <> ''),
	-- Its path or URL as the server wrote it.
	href		TEXT NOT NULL,
	-- The server's, of the bytes with the digest `base`; NULL: not known,
	-- it is read again.
	etag		TEXT CHECK (etag <> ''),
	-- Digest of the bytes that the server gave.
	base		INTEGER NOT NULL,
	-- Digest of the bytes that a run has made of them; 0: none.  Kept
	-- before they stand in the file.
	wrote		INTEGER NOT NULL,
	-- Digest of the meaning of what the server refused, or took and left
	-- our lines out of: not sent again.  0: nothing.
	held		INTEGER NOT NULL,
	-- The file when it was known to have one of these bytes.
	dev		INTEGER NOT NULL,
	ino		INTEGER NOT NULL,
	size		INTEGER NOT NULL,
	mtime_ns	INTEGER NOT NULL,
	ctime_ns	INTEGER NOT NULL,
	PRIMARY KEY (calendar, name)
) STRICT, WITHOUT ROWID;
