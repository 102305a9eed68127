-- SPDX-License-Identifier: MIT
--
-- Every statement of the program, prepared when the state opens.  "-- name:"
-- begins one and gives it its name in enum sql.  A parameter has the name
-- of the field that it is bound from (the tables in src/store/).

-- name: begin
-- Takes the write lock at once: a transaction that waits for it later can
-- fail in its middle.
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: bookings_find
SELECT * FROM bookings
WHERE calendar = :calendar AND uid = :uid AND recurrence_id = :recurrence_id;

-- name: bookings_elsewhere
-- An event that moved to another calendar keeps its reservation.
SELECT * FROM bookings
WHERE uid = :uid AND recurrence_id = :recurrence_id AND calendar <> :calendar
ORDER BY calendar;

-- name: bookings_of_uid
-- A series has a booking for itself or one for each occurrence.
SELECT * FROM bookings
WHERE calendar = :calendar AND uid = :uid
ORDER BY start, recurrence_id;

-- name: bookings_marks
-- Only what bookings_file holds, so that no row is read.
SELECT key, id FROM bookings
WHERE file = :file AND file IS NOT NULL;

-- name: bookings_all
SELECT * FROM bookings
ORDER BY start, uid, recurrence_id, id;

-- name: bookings_of
SELECT * FROM bookings
WHERE calendar = :calendar
ORDER BY start, uid, recurrence_id;

-- name: bookings_due
SELECT * FROM bookings
WHERE calendar = :calendar AND due > 0 AND due <= :due
ORDER BY start, uid, recurrence_id;

-- name: bookings_by_uid
SELECT * FROM bookings
WHERE uid = :uid
ORDER BY start, uid, recurrence_id, id;

-- name: bookings_by_id
SELECT * FROM bookings
WHERE id = :id;

-- name: bookings_by_reserve_id
SELECT * FROM bookings
WHERE reserve_id = :reserve_id AND reserve_id IS NOT NULL
ORDER BY start, uid, recurrence_id, id;

-- name: bookings_live
-- Those that have expired are not live, whatever their row says.
SELECT calendar, count(*) AS n FROM bookings
WHERE state = 'live' AND end_time > :end_time
GROUP BY calendar;

-- name: bookings_insert
INSERT INTO bookings (calendar, uid, recurrence_id, file, key, state,
	reserve_id, meeting_no, url, app_link, live_link, password, topic,
	start, end, end_time, request, until, sequence, dtstamp, due, error_http,
	error_code, error_message, error_log_id, created, updated, pattern)
VALUES (:calendar, :uid, :recurrence_id, :file, :key, :state,
	:reserve_id, :meeting_no, :url, :app_link, :live_link, :password,
	:topic, :start, :end, :end_time, :request, :until, :sequence, :dtstamp, :due,
	:error_http, :error_code, :error_message, :error_log_id, :created,
	:updated, :pattern);

-- name: bookings_update
-- The key too: an event that moves takes its row along.
UPDATE bookings SET calendar = :calendar, uid = :uid,
	recurrence_id = :recurrence_id, file = :file, key = :key,
	state = :state, reserve_id = :reserve_id, meeting_no = :meeting_no,
	url = :url, app_link = :app_link, live_link = :live_link,
	password = :password, topic = :topic, start = :start, end = :end, end_time = :end_time,
	request = :request, until = :until, sequence = :sequence,
	dtstamp = :dtstamp, due = :due, error_http = :error_http,
	error_code = :error_code, error_message = :error_message,
	error_log_id = :error_log_id, created = :created, updated = :updated,
	pattern = :pattern
WHERE id = :id;

-- name: bookings_delete
DELETE FROM bookings
WHERE id = :id;

-- name: bookings_purge
DELETE FROM bookings
WHERE file IS NULL AND end < :end
	AND (state = 'ended' OR (state = 'live' AND end_time < :end));

-- name: bookings_set_file
UPDATE bookings SET file = :file, key = :key
WHERE id = :id;

-- name: own_lines_of
-- Its own before those of the master.
SELECT component, name, text, was FROM own_lines
WHERE booking IN (SELECT id FROM bookings
		WHERE calendar = :calendar AND uid = :uid)
	AND component IN (:component, '')
ORDER BY component = '', component, booking, position;

-- name: own_lines_marks
-- Those of other calendars too: their events may have moved here.
SELECT component, name, text, own_lines.file, calendar
FROM bookings JOIN own_lines ON booking = id
WHERE uid = :uid AND name IN ('VEVENT', 'X-ICSRESERVE-ID')
ORDER BY component, booking;

-- name: own_lines_places
SELECT DISTINCT booking, component, file, key FROM own_lines
WHERE booking = :booking
ORDER BY component;

-- name: own_lines_clear
DELETE FROM own_lines
WHERE booking IN (SELECT id FROM bookings
		WHERE calendar = :calendar AND uid = :uid)
	AND component = :component;

-- name: own_lines_add
INSERT INTO own_lines (booking, component, position, file, key, name, text,
	was)
VALUES (:booking, :component, :position, :file, :key, :name, :text, :was);

-- name: operations_begin
INSERT INTO operations (verb, calendar, uid, recurrence_id, booking,
	reserve_id, request, end_time, started, ended, outcome, error_http,
	error_code, error_message, error_log_id)
VALUES (:verb, :calendar, :uid, :recurrence_id, :booking, :reserve_id,
	:request, :end_time, :started, NULL, 'open', 0, 0, NULL, NULL);

-- name: operations_end
UPDATE operations SET reserve_id = coalesce(:reserve_id, reserve_id),
	ended = :ended, outcome = :outcome, error_http = :error_http,
	error_code = :error_code, error_message = :error_message,
	error_log_id = :error_log_id
WHERE id = :id;

-- name: operations_unfinished
SELECT * FROM operations
WHERE outcome = 'open'
ORDER BY id;

-- name: operations_made
SELECT count(*) AS n FROM operations
WHERE reserve_id = :reserve_id AND verb = 'apply' AND outcome = 'ok';

-- name: clock_get
SELECT latest, jumps, run FROM clock
WHERE id = 1;

-- name: clock_set
UPDATE clock SET latest = :latest, jumps = :jumps, run = :run
WHERE id = 1;

-- name: files_of
-- All but settled, which may be large and is seldom needed.
SELECT id, calendar, path, trusted, dev, ino, size, mtime_ns, ctime_ns,
	config, calendars, skipped, deferred, due, temp FROM files
WHERE calendar = :calendar
ORDER BY path;

-- name: files_with_temp
SELECT id, calendar, path, trusted, dev, ino, size, mtime_ns, ctime_ns,
	config, calendars, skipped, deferred, due, temp FROM files
WHERE temp IS NOT NULL
ORDER BY id;

-- name: files_by_id
SELECT id, calendar, path, trusted, dev, ino, size, mtime_ns, ctime_ns,
	config, calendars, skipped, deferred, due, temp FROM files
WHERE id = :id;

-- name: files_of_uid
-- Those in which a series has a booking or lines of ours.
SELECT file AS id FROM bookings
WHERE calendar = :calendar AND uid = :uid AND file IS NOT NULL
UNION SELECT file FROM own_lines
WHERE booking IN (SELECT id FROM bookings
		WHERE calendar = :calendar AND uid = :uid)
	AND file IS NOT NULL;

-- name: files_settled
SELECT settled FROM files
WHERE id = :id;

-- name: files_insert
INSERT INTO files (calendar, path, trusted, dev, ino, size, mtime_ns,
	ctime_ns, config, calendars, skipped, deferred, due, temp)
VALUES (:calendar, :path, :trusted, :dev, :ino, :size, :mtime_ns,
	:ctime_ns, :config, :calendars, :skipped, :deferred, :due, :temp);

-- name: files_update
UPDATE files SET calendar = :calendar, path = :path, trusted = :trusted,
	dev = :dev, ino = :ino, size = :size, mtime_ns = :mtime_ns,
	ctime_ns = :ctime_ns, config = :config, calendars = :calendars,
	skipped = :skipped, deferred = :deferred, due = :due, temp = :temp
WHERE id = :id;

-- name: files_set_settled
UPDATE files SET settled = :settled
WHERE id = :id;

-- name: files_set_temp
UPDATE files SET temp = :temp
WHERE id = :id;

-- name: files_distrust
-- It is read in the next run whatever its stamp says, and all its events
-- are looked into: no settings have the digest 0.
UPDATE files SET trusted = 0, config = 0
WHERE id = :id;

-- name: files_delete
DELETE FROM files
WHERE id = :id;

-- name: people_known
-- Answers that are young enough; one from the future is not.
SELECT * FROM people
WHERE app = :app AND user_id_type = :user_id_type AND asked <= :now
	AND asked > iif(user_id IS NULL, :nobody_since, :found_since)
ORDER BY address;

-- name: people_unresolved
SELECT * FROM people
WHERE app = :app AND user_id_type = :user_id_type AND user_id IS NULL
ORDER BY address;

-- name: people_put
INSERT INTO people (app, user_id_type, address, user_id, asked)
VALUES (:app, :user_id_type, :address, :user_id, :asked)
ON CONFLICT (app, user_id_type, address) DO UPDATE
SET user_id = :user_id, asked = :asked;

-- name: people_purge
-- Nobody's address too is kept for as long as one that was found, so that
-- it can be told whom the directory does not know.
DELETE FROM people
WHERE asked > :now OR asked <= :found_since;

-- name: kept_all
SELECT * FROM kept
ORDER BY name;

-- name: kept_put
INSERT INTO kept (name, path, output, encoding)
VALUES (:name, :path, :output, :encoding)
ON CONFLICT (name) DO UPDATE SET
	path = excluded.path,
	output = excluded.output,
	encoding = excluded.encoding;

-- name: kept_delete
DELETE FROM kept
WHERE name = :name;
