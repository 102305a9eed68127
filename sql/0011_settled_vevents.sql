-- SPDX-License-Identifier: MIT
--
-- Version 11: a run records a VEVENT before it writes into it.  Of a run that
-- was killed between the two, the next one must know that nothing may have been
-- written.

PRAGMA user_version = 11;

-- Whether a run has recorded the VEVENT as written.
ALTER TABLE vevents ADD COLUMN settled INTEGER NOT NULL DEFAULT 1
	CHECK (settled IN (0, 1));
