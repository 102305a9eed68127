-- SPDX-License-Identifier: MIT
--
-- Version 4: imported files that sync takes care of.

PRAGMA user_version = 4;

-- Calendars that `import --keep` remembers: sync treats them as if they
-- were configured, so that reservations beyond the API's 30 days are
-- renewed.  One of the configuration with the same name goes before it.
CREATE TABLE kept (
	name		TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
	-- The imported file; the real path.
	path		TEXT NOT NULL CHECK (path <> ''),
	-- The copy with the links; NULL: they go into the file itself.
	output		TEXT CHECK (output <> ''),
	-- Of a table; NULL: found out.
	encoding	TEXT CHECK (encoding <> '')
) STRICT, WITHOUT ROWID;
