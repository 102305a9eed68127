-- SPDX-License-Identifier: MIT
--
-- Version 2: what the directory answered for addresses of people.

PRAGMA user_version = 2;

-- Answers to look-ups (batch_get_id), kept for a while so that a run does
-- not ask again what the one before it was told.  Nothing is lost with them.
CREATE TABLE people (
	-- Digest of the server and the app: ids are made for an app.
	app		INTEGER NOT NULL,
	-- The kind of id that was asked for.
	user_id_type	TEXT NOT NULL CHECK (user_id_type <> ''),
	-- In lower case.
	address		TEXT NOT NULL CHECK (address <> ''),
	-- NULL: nobody that the app may see has this address.
	user_id		TEXT CHECK (user_id <> ''),
	-- When it was answered.
	asked		INTEGER NOT NULL,
	PRIMARY KEY (app, user_id_type, address)
) STRICT, WITHOUT ROWID;
