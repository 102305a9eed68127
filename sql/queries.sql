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

-- name: bookings_of_uid
-- A series has a booking for itself or one for each occurrence; the event may
-- have moved here from another calendar.
SELECT * FROM bookings
WHERE uid = :uid
ORDER BY calendar, start, recurrence_id;

-- name: bookings_keys
-- Only what bookings_keys holds, so that no row is read.
SELECT uid_key, id FROM bookings
WHERE calendar = :calendar
ORDER BY id;

-- name: bookings_all
SELECT * FROM bookings
ORDER BY start, uid, recurrence_id, id;

-- name: bookings_of
SELECT * FROM bookings
WHERE calendar = :calendar
ORDER BY start, uid, recurrence_id;

-- name: bookings_ending
-- Those whose reservation ends before what is wanted, or may do so.
SELECT * FROM bookings
WHERE calendar = :calendar AND state = 'live' AND end_time < :before
	AND (until > end_time OR until = 0) AND released = 0 AND going = 0
ORDER BY start, uid, recurrence_id;

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
WHERE state = 'live' AND end_time > :now
GROUP BY calendar;

-- name: bookings_leaving
-- Those whose event is gone, found in an earlier run.
SELECT * FROM bookings
WHERE calendar = :calendar AND going = 1
ORDER BY start, uid, recurrence_id;

-- name: bookings_asked
-- Those of a state that was put back.
SELECT * FROM bookings
WHERE ask = 1
ORDER BY id;

-- name: bookings_ask
UPDATE bookings SET ask = 1
WHERE state = 'live';

-- name: bookings_insert
INSERT INTO bookings (calendar, uid, uid_key, recurrence_id, state, released,
	going, legacy, ask, reserve_id, meeting_no, url, app_link, live_link, password,
	topic, start, end, end_time, request, until, sequence, dtstamp, pattern,
	error_http, error_code, error_message, error_log_id, created, updated)
VALUES (:calendar, :uid, :uid_key, :recurrence_id, :state, :released,
	:going, :legacy, :ask, :reserve_id, :meeting_no, :url, :app_link, :live_link,
	:password, :topic, :start, :end, :end_time, :request, :until, :sequence,
	:dtstamp, :pattern, :error_http, :error_code, :error_message,
	:error_log_id, :created, :updated);

-- name: bookings_update
-- The key too: an event that moves takes its row along.
UPDATE bookings SET calendar = :calendar, uid = :uid, uid_key = :uid_key,
	recurrence_id = :recurrence_id, state = :state, released = :released,
	going = :going, legacy = :legacy, ask = :ask, reserve_id = :reserve_id,
	meeting_no = :meeting_no, url = :url, app_link = :app_link,
	live_link = :live_link, password = :password, topic = :topic,
	start = :start, end = :end, end_time = :end_time, request = :request,
	until = :until, sequence = :sequence, dtstamp = :dtstamp,
	pattern = :pattern, error_http = :error_http,
	error_code = :error_code, error_message = :error_message,
	error_log_id = :error_log_id, created = :created, updated = :updated
WHERE id = :id;

-- name: bookings_intend
-- For the trigger: the answer has less to write then.
UPDATE bookings SET updated = :updated
WHERE id = :id;

-- name: bookings_set_aside
-- Keys may change places: those that change leave theirs first.
UPDATE bookings SET released = 1
WHERE id = :id;

-- name: bookings_delete
DELETE FROM bookings
WHERE id = :id;

-- name: bookings_purge
-- What is over, and stands in no file any more.
DELETE FROM bookings
WHERE end < :now
	AND (state = 'ended' OR (state = 'live' AND end_time < :now))
	AND NOT EXISTS (SELECT 1 FROM holds
		WHERE holds.uid_key = bookings.uid_key)
	AND NOT EXISTS (SELECT 1 FROM holds
		WHERE holds.reserve_id = bookings.reserve_id
		AND holds.reserve_id <> '');

-- name: issued_put
INSERT INTO issued (link, reserve_id, uid, until)
VALUES (:link, :reserve_id, :uid, :until)
ON CONFLICT (link, reserve_id, uid) DO UPDATE SET until = excluded.until
WHERE until <> excluded.until;

-- name: issued_until
-- Of all links of a reservation, whatever UID its event had.
UPDATE issued SET until = :until
WHERE reserve_id = :reserve_id AND until <> :until;

-- name: issued_by_link
SELECT link, reserve_id, uid, until FROM issued
WHERE link = :link AND link <> '';

-- name: issued_without_link
SELECT link, reserve_id, uid, until FROM issued
WHERE link = '' AND uid = :uid AND NOT EXISTS (SELECT 1 FROM issued AS l
	WHERE l.reserve_id = issued.reserve_id AND l.link <> '');

-- name: issued_by_id
SELECT link, reserve_id, uid, until FROM issued
WHERE reserve_id = :reserve_id;

-- name: undo_of
SELECT undo.reserve_id, undo.vevent, recurrence_id, says, settled, name,
	wrote, was
FROM undo JOIN vevents USING (reserve_id, vevent)
WHERE undo.reserve_id = :reserve_id
ORDER BY recurrence_id, undo.vevent, name, wrote;

-- name: undo_put
INSERT INTO undo (reserve_id, vevent, name, wrote, was)
VALUES (:reserve_id, :vevent, :name, :wrote, :was)
ON CONFLICT (reserve_id, vevent, name, wrote)
	DO UPDATE SET was = excluded.was;

-- name: vevents_add
INSERT INTO vevents (reserve_id, vevent, recurrence_id, says, settled)
VALUES (:reserve_id, :vevent, :recurrence_id, :says, :settled)
ON CONFLICT (reserve_id, vevent) DO NOTHING;

-- name: vevents_set
UPDATE vevents SET recurrence_id = :recurrence_id, says = :says,
	settled = :settled
WHERE reserve_id = :reserve_id AND vevent = :vevent;

-- name: made_of
SELECT reserve_id, uid, digest, length, bytes FROM made
WHERE uid = :uid
ORDER BY reserve_id;

-- name: made_by_id
SELECT reserve_id, uid, digest, length, bytes FROM made
WHERE reserve_id = :reserve_id
ORDER BY uid;

-- name: made_put
INSERT INTO made (reserve_id, uid, digest, length, bytes)
VALUES (:reserve_id, :uid, :digest, :length, :bytes)
ON CONFLICT (reserve_id, uid, digest) DO UPDATE
SET length = excluded.length, bytes = excluded.bytes;

-- name: made_make_room
-- Texts that change with each export must not pile up.
DELETE FROM made
WHERE reserve_id = :reserve_id AND uid = :uid AND (digest = 0 OR 256 <= (
	SELECT count(*) FROM made
	WHERE reserve_id = :reserve_id AND uid = :uid));

-- name: put_of
SELECT reserve_id, recurrence_id, kinds, losses, lost_at, anchor FROM put
WHERE reserve_id = :reserve_id
ORDER BY recurrence_id;

-- name: put_put
INSERT INTO put (reserve_id, recurrence_id, kinds, losses, lost_at, anchor)
VALUES (:reserve_id, :recurrence_id, :kinds, :losses, :lost_at, :anchor)
ON CONFLICT (reserve_id, recurrence_id) DO UPDATE
SET kinds = excluded.kinds, losses = excluded.losses,
	lost_at = excluded.lost_at, anchor = excluded.anchor;

-- name: put_keep
UPDATE put SET kinds = kinds & :kinds
WHERE reserve_id = :reserve_id AND recurrence_id = :recurrence_id
	AND kinds & :kinds <> kinds;

-- name: put_purge
-- Of an occurrence that has moved, and of a reservation that no event wants:
-- where it stands nowhere, or another one of the event stands in its place.  A
-- run that was killed behind its write left them.
DELETE FROM put WHERE EXISTS (SELECT 1 FROM bookings
	WHERE bookings.reserve_id = put.reserve_id
	AND bookings.recurrence_id NOT IN ('', put.recurrence_id))
	OR EXISTS (SELECT 1 FROM bookings AS b
	WHERE b.reserve_id = put.reserve_id AND b.released = 1
	AND (NOT EXISTS (SELECT 1 FROM holds
		WHERE holds.reserve_id = put.reserve_id
		AND holds.reserve_id <> '')
	OR EXISTS (SELECT 1 FROM bookings AS n
		JOIN put AS p ON p.reserve_id = n.reserve_id
		WHERE n.calendar = b.calendar AND n.uid = b.uid
		AND n.released = 0 AND p.recurrence_id = put.recurrence_id)));

-- name: put_clear
DELETE FROM put
WHERE reserve_id = :reserve_id AND recurrence_id = :recurrence_id;

-- name: operations_begin
INSERT INTO operations (verb, calendar, uid, recurrence_id, booking,
	reserve_id, request, end_time, started, ended, outcome, error_http,
	error_code, error_message, error_log_id, run)
VALUES (:verb, :calendar, :uid, :recurrence_id, :booking, :reserve_id,
	:request, :end_time, :started, NULL, 'open', 0, 0, NULL, NULL, :run);

-- name: operations_end
UPDATE operations SET reserve_id = coalesce(:reserve_id, reserve_id),
	ended = :ended, outcome = :outcome, error_http = :error_http,
	error_code = :error_code, error_message = :error_message,
	error_log_id = :error_log_id, log_id = :log_id
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
SELECT id, calendar, path, trusted, since, due, dev, ino, size, mtime_ns,
	ctime_ns, config, calendars, skipped, deferred, temp FROM files
WHERE calendar = :calendar
ORDER BY path;

-- name: files_with_temp
SELECT id, calendar, path, trusted, since, due, dev, ino, size, mtime_ns,
	ctime_ns, config, calendars, skipped, deferred, temp FROM files
WHERE temp IS NOT NULL
ORDER BY id;

-- name: files_holding
-- The files of any calendar that hold a UID, or a reservation of ours.
SELECT id, calendar, path, trusted, since, due, dev, ino, size, mtime_ns,
	ctime_ns, config, calendars, skipped, deferred, temp FROM files
WHERE id IN (SELECT file FROM holds WHERE uid_key = :uid_key
	UNION SELECT file FROM holds WHERE reserve_id = :reserve_id
		AND reserve_id <> '')
ORDER BY calendar, path;

-- name: files_settled
SELECT settled FROM files
WHERE id = :id;

-- name: files_insert
INSERT INTO files (calendar, path, trusted, since, due, dev, ino, size,
	mtime_ns, ctime_ns, config, calendars, skipped, deferred, temp)
VALUES (:calendar, :path, :trusted, :since, :due, :dev, :ino, :size,
	:mtime_ns, :ctime_ns, :config, :calendars, :skipped, :deferred, :temp);

-- name: files_update
UPDATE files SET calendar = :calendar, path = :path, trusted = :trusted,
	since = :since, due = :due, dev = :dev, ino = :ino, size = :size,
	mtime_ns = :mtime_ns, ctime_ns = :ctime_ns, config = :config,
	calendars = :calendars, skipped = :skipped, deferred = :deferred,
	temp = :temp
WHERE id = :id;

-- name: files_set_settled
UPDATE files SET settled = :settled
WHERE id = :id;

-- name: files_set_temp
UPDATE files SET temp = :temp
WHERE id = :id;

-- name: files_doubt
-- The cache vouches for none of them.
UPDATE files SET config = 0;

-- name: files_delete
DELETE FROM files
WHERE id = :id;

-- name: holds_of_calendar
SELECT file, uid_key FROM holds
WHERE file IN (SELECT id FROM files WHERE calendar = :calendar);

-- name: holds_of
SELECT file, uid_key, reserve_id FROM holds
WHERE file = :file
ORDER BY file, uid_key, reserve_id;

-- name: holds_put
INSERT OR IGNORE INTO holds (file, uid_key, reserve_id)
VALUES (:file, :uid_key, :reserve_id);

-- name: holds_delete
DELETE FROM holds
WHERE file = :file AND uid_key = :uid_key AND reserve_id = :reserve_id;

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
INSERT INTO kept (name, path, output, encoding, dates)
VALUES (:name, :path, :output, :encoding, :dates)
ON CONFLICT (name) DO UPDATE SET
	path = excluded.path,
	output = excluded.output,
	encoding = excluded.encoding,
	dates = excluded.dates;

-- name: kept_delete
DELETE FROM kept
WHERE name = :name;

-- name: remotes_get
SELECT * FROM remotes
WHERE calendar = :calendar;

-- name: remotes_all
SELECT * FROM remotes
ORDER BY calendar;

-- name: remotes_delete
DELETE FROM remotes
WHERE calendar = :calendar;

-- name: remotes_put
INSERT INTO remotes (calendar, url_key, kind, collection, sync, read_only,
	schedules, token, etag, modified, listed, pulled)
VALUES (:calendar, :url_key, :kind, :collection, :sync, :read_only,
	:schedules, :token, :etag, :modified, :listed, :pulled)
ON CONFLICT (calendar) DO UPDATE SET
	url_key = excluded.url_key,
	kind = excluded.kind,
	collection = excluded.collection,
	sync = excluded.sync,
	read_only = excluded.read_only,
	schedules = excluded.schedules,
	token = excluded.token,
	etag = excluded.etag,
	modified = excluded.modified,
	listed = excluded.listed,
	pulled = excluded.pulled;

-- name: remotes_items
SELECT * FROM remote_items
WHERE calendar = :calendar
ORDER BY name;

-- name: remotes_put_item
INSERT INTO remote_items (calendar, name, href, etag, base, wrote, held, dev,
	ino, size, mtime_ns, ctime_ns)
VALUES (:calendar, :name, :href, :etag, :base, :wrote, :held, :dev,
	:ino, :size, :mtime_ns, :ctime_ns)
ON CONFLICT (calendar, name) DO UPDATE SET
	href = excluded.href,
	etag = excluded.etag,
	base = excluded.base,
	wrote = excluded.wrote,
	held = excluded.held,
	dev = excluded.dev,
	ino = excluded.ino,
	size = excluded.size,
	mtime_ns = excluded.mtime_ns,
	ctime_ns = excluded.ctime_ns;

-- name: remotes_delete_item
DELETE FROM remote_items
WHERE calendar = :calendar AND name = :name;

-- name: remotes_delete_items
DELETE FROM remote_items
WHERE calendar = :calendar;

-- name: attendance_all
SELECT * FROM attendance
ORDER BY start, id;

-- name: attendance_of_uid
SELECT * FROM attendance
WHERE uid = :uid
ORDER BY start, id;

-- name: attendance_running
SELECT * FROM attendance
WHERE over = 0
ORDER BY start, id;

-- name: attendance_find
SELECT * FROM attendance
WHERE reserve_id = :reserve_id AND meeting_id = :meeting_id;

-- name: attendance_insert
INSERT INTO attendance (calendar, uid, recurrence_id, topic, reserve_id,
	meeting_id, user_id_type, start, end, first_seen, last_seen, over,
	most, total, abilities)
VALUES (:calendar, :uid, :recurrence_id, :topic, :reserve_id, :meeting_id,
	:user_id_type, :start, :end, :first_seen, :last_seen, :over, :most,
	:total, :abilities);

-- name: attendance_update
UPDATE attendance SET calendar = :calendar, uid = :uid,
	recurrence_id = :recurrence_id, topic = :topic,
	user_id_type = :user_id_type, start = :start, end = :end,
	first_seen = :first_seen, last_seen = :last_seen, over = :over,
	most = :most, total = :total, abilities = :abilities
WHERE id = :id;

-- name: attendance_forget
DELETE FROM attendance
WHERE uid = :uid;

-- name: attendance_forget_all
DELETE FROM attendance;

-- name: attendance_purge
DELETE FROM attendance
WHERE last_seen < :last_seen;

-- name: stays_of
SELECT * FROM stays
WHERE meeting = :meeting
ORDER BY joined, person, nth;

-- name: stays_put
INSERT INTO stays (meeting, user_id_type, person, joined, nth, name,
	user_type, left, left_told, seconds, told, seen, present, host,
	cohost, external)
VALUES (:meeting, :user_id_type, :person, :joined, :nth, :name, :user_type,
	:left, :left_told, :seconds, :told, :seen, :present, :host, :cohost,
	:external)
ON CONFLICT (meeting, user_id_type, person, joined, nth) DO UPDATE
SET user_type = :user_type, left = :left, left_told = :left_told,
	seconds = :seconds, told = :told, seen = :seen, present = :present,
	host = :host, cohost = :cohost, external = :external;

-- name: stays_unnamed
-- People of this tenant whose name was not asked for yet.
SELECT DISTINCT person FROM stays
WHERE user_id_type = :user_id_type AND name IS NULL AND person <> ''
	AND user_type = 1
ORDER BY person;

-- name: stays_set_name
UPDATE stays SET name = :name
WHERE user_id_type = :user_id_type AND person = :person AND name IS NULL;
