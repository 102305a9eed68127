-- SPDX-License-Identifier: MIT
--
-- Version 6: each call in the journal names the run that made it, and what
-- the operators of the API ask for.

PRAGMA user_version = 6;

-- Id of the run that wrote the intent; NULL: a version before wrote it.
ALTER TABLE operations ADD COLUMN run TEXT CHECK (run <> '');
-- X-Tt-Logid of the answer, whatever it said; NULL: there was none.
ALTER TABLE operations ADD COLUMN log_id TEXT CHECK (log_id <> '');

DROP TRIGGER operations_end;
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
	OR NEW.run IS NOT OLD.run
	OR (OLD.reserve_id IS NOT NULL AND
	NEW.reserve_id IS NOT OLD.reserve_id)
BEGIN
	SELECT RAISE (ABORT, 'an operation is completed once');
END;
