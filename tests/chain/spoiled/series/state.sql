-- SPDX-License-Identifier: MIT
PRAGMA application_id=1768125266;
PRAGMA user_version=4;
BEGIN TRANSACTION;
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
	updated		INTEGER NOT NULL, pattern INTEGER NOT NULL DEFAULT 0,
	UNIQUE (calendar, uid, recurrence_id),
	CHECK (state <> 'live' OR reserve_id IS NOT NULL)
) STRICT;
INSERT INTO "bookings" VALUES(1,'team','dead','',1,-7350986355763364287,'live','7490000000000000007','100733103','https://vc.feishu.cn/j/100733103','https://applink.feishu.cn/client/videochat/open?source=openplatform&action=join&idtype=reservationid&id=7490000000000000007&preview={?}&mic={?}&speaker={?}&camera={?}','https://meetings.feishu.cn/s/1gub67f1d350f7ad0007',NULL,'dead 3',1764900000,1764903600,1764905400,'owner_id="ou_me"
topic="dead 3"
',1764905400,0,1764547200,0,0,0,NULL,NULL,1764547200,1764547200,0);
INSERT INTO "bookings" VALUES(2,'team','never','',2,5963675184634277644,'live','7490000000000000002','100209458','https://vc.feishu.cn/j/100209458','https://applink.feishu.cn/client/videochat/open?source=openplatform&action=join&idtype=reservationid&id=7490000000000000002&preview={?}&mic={?}&speaker={?}&camera={?}','https://meetings.feishu.cn/s/1gub67f1d350f7ad0002',NULL,'Meeting never',1764900000,1764903600,1764905400,'owner_id="ou_me"
topic="Meeting never"
',1764905400,0,1735689600,0,0,0,NULL,NULL,1764547200,1764547200,0);
INSERT INTO "bookings" VALUES(3,'team','place','',3,2275832234995241368,'live','7490000000000000003','100314187','https://vc.feishu.cn/j/100314187','https://applink.feishu.cn/client/videochat/open?source=openplatform&action=join&idtype=reservationid&id=7490000000000000003&preview={?}&mic={?}&speaker={?}&camera={?}','https://meetings.feishu.cn/s/1gub67f1d350f7ad0003',NULL,'place 3',1764900000,1764903600,1764905400,'owner_id="ou_me"
topic="place 3"
',1764905400,0,1764547200,0,0,0,NULL,NULL,1764547200,1764547200,0);
INSERT INTO "bookings" VALUES(5,'team','series','',5,7918373048401279442,'live','7490000000000000005','100523645','https://vc.feishu.cn/j/100523645','https://applink.feishu.cn/client/videochat/open?source=openplatform&action=join&idtype=reservationid&id=7490000000000000005&preview={?}&mic={?}&speaker={?}&camera={?}','https://meetings.feishu.cn/s/1gub67f1d350f7ad0005',NULL,'series 3',1764900000,1764903600,1765164600,'owner_id="ou_me"
topic="series 3"
',1765164600,0,1764547200,1764903600,0,0,NULL,NULL,1764547200,1764547200,5509629770366179175);
INSERT INTO "bookings" VALUES(6,'team','single','',6,-8031961380746671811,'live','7490000000000000006','100628374','https://vc.feishu.cn/j/100628374','https://applink.feishu.cn/client/videochat/open?source=openplatform&action=join&idtype=reservationid&id=7490000000000000006&preview={?}&mic={?}&speaker={?}&camera={?}','https://meetings.feishu.cn/s/1gub67f1d350f7ad0006',NULL,'single 3',1764900000,1764903600,1764905400,'owner_id="ou_me"
topic="single 3"
',1764905400,0,1764547200,0,0,0,NULL,NULL,1764547200,1764547200,0);
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
INSERT INTO "clock" VALUES(1,1764547200,0,1764547200);
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
INSERT INTO "files" VALUES(1,'team','@FOLDER@/dead.ics',1,65024,10977337,807,1795904973096102410,1795904973098939666,-4445991236484775752,1,0,0,0,NULL,X'3AA7A87A2443A2D6');
INSERT INTO "files" VALUES(2,'team','@FOLDER@/never.ics',1,65024,10977365,524,1795904963611188373,1795904963614939254,-4445991236484775752,1,0,0,0,NULL,X'2ECC3382F042815C');
INSERT INTO "files" VALUES(3,'team','@FOLDER@/place.ics',1,65024,10978518,826,1795904971856147318,1795904971858939612,-4445991236484775752,1,0,0,0,NULL,X'2C90FA44DF356E0D');
INSERT INTO "files" VALUES(4,'team','@FOLDER@/revived.ics',0,65024,10978850,592,1795904976278490493,1795904976278939804,-4445991236484775752,1,1,0,0,NULL,X'5D2A297034625F9E');
INSERT INTO "files" VALUES(5,'team','@FOLDER@/series.ics',1,65024,10977939,1640,1795904971869828122,1795904971870682805,-4445991236484775752,1,0,0,0,NULL,X'42E6C94AE39D38BC76A5A2CBC393BED5');
INSERT INTO "files" VALUES(6,'team','@FOLDER@/single.ics',1,65024,10977481,811,1795904971880045198,1795904971882939613,-4445991236484775752,1,0,0,0,NULL,X'CC5012C2327E968F');
INSERT INTO "files" VALUES(7,'team','@FOLDER@/users.ics',1,65024,10977461,268,1795904963184580506,1795904963186251330,-4445991236484775752,1,1,0,0,NULL,X'11E9A4BD60497829');
INSERT INTO "files" VALUES(8,'team','@FOLDER@/zoom.ics',1,65024,10977497,231,1795904971575225228,1795904971576018606,-4445991236484775752,1,1,0,0,NULL,X'F96D7A9BA65E8390');
CREATE TABLE kept (
	name		TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
	-- The imported file; the real path.
	path		TEXT NOT NULL CHECK (path <> ''),
	-- The copy with the links; NULL: they go into the file itself.
	output		TEXT CHECK (output <> ''),
	-- Of a table; NULL: found out.
	encoding	TEXT CHECK (encoding <> '')
) STRICT, WITHOUT ROWID;
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
INSERT INTO "operations" VALUES(1,'apply','team','dead','',1,'7490000000000000001','owner_id="ou_me"
topic="Meeting dead"
',1764905400,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(2,'apply','team','never','',2,'7490000000000000002','owner_id="ou_me"
topic="Meeting never"
',1764905400,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(3,'apply','team','place','',3,'7490000000000000003','owner_id="ou_me"
topic="Meeting place"
',1764905400,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(4,'apply','team','revived','',4,'7490000000000000004','owner_id="ou_me"
topic="Meeting revived"
',1764905400,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(5,'apply','team','series','',5,'7490000000000000005','owner_id="ou_me"
topic="Meeting series"
',1765164600,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(6,'apply','team','single','',6,'7490000000000000006','owner_id="ou_me"
topic="Meeting single"
',1764905400,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(7,'update','team','dead','',1,'7490000000000000001','owner_id="ou_me"
topic="dead 1"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(8,'update','team','place','',3,'7490000000000000003','owner_id="ou_me"
topic="place 1"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(9,'update','team','revived','',4,'7490000000000000004','owner_id="ou_me"
topic="revived 1"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(10,'update','team','series','',5,'7490000000000000005','owner_id="ou_me"
topic="series 1"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(11,'update','team','single','',6,'7490000000000000006','owner_id="ou_me"
topic="single 1"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(12,'update','team','dead','',1,'7490000000000000001','owner_id="ou_me"
topic="dead 2"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(13,'update','team','place','',3,'7490000000000000003','owner_id="ou_me"
topic="place 2"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(14,'update','team','revived','',4,'7490000000000000004','owner_id="ou_me"
topic="revived 2"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(15,'update','team','series','',5,'7490000000000000005','owner_id="ou_me"
topic="series 2"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(16,'update','team','single','',6,'7490000000000000006','owner_id="ou_me"
topic="single 2"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(17,'update','team','dead','',1,'7490000000000000001','owner_id="ou_me"
topic="dead 3"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(18,'update','team','place','',3,'7490000000000000003','owner_id="ou_me"
topic="place 3"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(19,'update','team','revived','',4,'7490000000000000004','owner_id="ou_me"
topic="revived 3"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(20,'update','team','series','',5,'7490000000000000005','owner_id="ou_me"
topic="series 3"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(21,'update','team','single','',6,'7490000000000000006','owner_id="ou_me"
topic="single 3"
',0,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(22,'apply','team','dead','',1,'7490000000000000007','owner_id="ou_me"
topic="dead 3"
',1764905400,1764547200,1764547200,'ok',0,0,NULL,NULL);
INSERT INTO "operations" VALUES(23,'delete','team','revived','',4,'7490000000000000004',NULL,0,1764547200,1764547200,'ok',0,0,NULL,NULL);
CREATE TABLE "own_lines" (
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
INSERT INTO "own_lines" VALUES(1,'',0,1,-7350986355763364287,'CONFERENCE','CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Feishu meeting":https://vc.feishu.cn/j/100733103',NULL);
INSERT INTO "own_lines" VALUES(1,'',1,1,-7350986355763364287,'URL','URL:https://vc.feishu.cn/j/100733103',NULL);
INSERT INTO "own_lines" VALUES(1,'',2,1,-7350986355763364287,'LOCATION','LOCATION:https://vc.feishu.cn/j/100733103',NULL);
INSERT INTO "own_lines" VALUES(1,'',3,1,-7350986355763364287,'DESCRIPTION','DESCRIPTION:Agenda\, in full\n\n----( Video Call )----\nhttps://vc.feishu.cn/j/100733103\n---===---',X'4445534352495054494F4E3A4167656E64615C2C20696E2066756C6C0A');
INSERT INTO "own_lines" VALUES(1,'',4,1,-7350986355763364287,'X-ICSRESERVE-ID','X-ICSRESERVE-ID:7490000000000000007',NULL);
INSERT INTO "own_lines" VALUES(1,'',5,1,-7350986355763364287,'DTSTAMP','DTSTAMP:20251201T000000Z',X'44545354414D503A3230323530313031543030303030305A0A');
INSERT INTO "own_lines" VALUES(1,'',6,1,-7350986355763364287,'LAST-MODIFIED','LAST-MODIFIED:20251201T000000Z',NULL);
INSERT INTO "own_lines" VALUES(2,'',0,2,5963675184634277644,'CONFERENCE','CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Feishu meeting":https://vc.feishu.cn/j/100209458',NULL);
INSERT INTO "own_lines" VALUES(2,'',1,2,5963675184634277644,'URL','URL:https://vc.feishu.cn/j/100209458',NULL);
INSERT INTO "own_lines" VALUES(2,'',2,2,5963675184634277644,'LOCATION','LOCATION:https://vc.feishu.cn/j/100209458',NULL);
INSERT INTO "own_lines" VALUES(2,'',3,2,5963675184634277644,'DESCRIPTION','DESCRIPTION:Agenda\, in full\n\n----( Video Call )----\nhttps://vc.feishu.cn/j/100209458\n---===---',X'4445534352495054494F4E3A4167656E64615C2C20696E2066756C6C0A');
INSERT INTO "own_lines" VALUES(2,'',4,2,5963675184634277644,'X-ICSRESERVE-ID','X-ICSRESERVE-ID:7490000000000000002',NULL);
INSERT INTO "own_lines" VALUES(2,'',5,2,5963675184634277644,'DTSTAMP','DTSTAMP:20251201T000000Z',X'44545354414D503A3230323530313031543030303030305A0A');
INSERT INTO "own_lines" VALUES(2,'',6,2,5963675184634277644,'LAST-MODIFIED','LAST-MODIFIED:20251201T000000Z',NULL);
INSERT INTO "own_lines" VALUES(3,'',0,3,2275832234995241368,'CONFERENCE','CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Feishu meeting":https://vc.feishu.cn/j/100314187',NULL);
INSERT INTO "own_lines" VALUES(3,'',1,3,2275832234995241368,'URL','URL:https://vc.feishu.cn/j/100314187',NULL);
INSERT INTO "own_lines" VALUES(3,'',2,3,2275832234995241368,'DESCRIPTION','DESCRIPTION:Agenda\, in full\n\n----( Video Call )----\nhttps://vc.feishu.cn/j/100314187\n---===---',X'4445534352495054494F4E3A4167656E64615C2C20696E2066756C6C0A');
INSERT INTO "own_lines" VALUES(3,'',3,3,2275832234995241368,'X-ICSRESERVE-ID','X-ICSRESERVE-ID:7490000000000000003',NULL);
INSERT INTO "own_lines" VALUES(3,'',4,3,2275832234995241368,'DTSTAMP','DTSTAMP:20251201T000000Z',X'44545354414D503A3230323530313031543030303030305A0A');
INSERT INTO "own_lines" VALUES(3,'',5,3,2275832234995241368,'LAST-MODIFIED','LAST-MODIFIED:20251201T000000Z',NULL);
INSERT INTO "own_lines" VALUES(5,'',0,5,7918373048401279442,'CONFERENCE','CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Feishu meeting":https://vc.feishu.cn/j/100523645',NULL);
INSERT INTO "own_lines" VALUES(5,'',1,5,7918373048401279442,'URL','URL:https://vc.feishu.cn/j/100523645',NULL);
INSERT INTO "own_lines" VALUES(5,'',2,5,7918373048401279442,'LOCATION','LOCATION:https://vc.feishu.cn/j/100523645',NULL);
INSERT INTO "own_lines" VALUES(5,'',3,5,7918373048401279442,'DESCRIPTION','DESCRIPTION:Agenda\, in full\n\n----( Video Call )----\nhttps://vc.feishu.cn/j/100523645\n---===---',X'4445534352495054494F4E3A4167656E64615C2C20696E2066756C6C0A');
INSERT INTO "own_lines" VALUES(5,'',4,5,7918373048401279442,'X-ICSRESERVE-ID','X-ICSRESERVE-ID:7490000000000000005',NULL);
INSERT INTO "own_lines" VALUES(5,'',5,5,7918373048401279442,'DTSTAMP','DTSTAMP:20251201T000000Z',X'44545354414D503A3230323530313031543030303030305A0A');
INSERT INTO "own_lines" VALUES(5,'',6,5,7918373048401279442,'LAST-MODIFIED','LAST-MODIFIED:20251201T000000Z',NULL);
INSERT INTO "own_lines" VALUES(5,'20251206T020000Z',0,5,7527315210685964928,'CONFERENCE','CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Feishu meeting":https://vc.feishu.cn/j/100523645',NULL);
INSERT INTO "own_lines" VALUES(5,'20251206T020000Z',1,5,7527315210685964928,'URL','URL:https://vc.feishu.cn/j/100523645',NULL);
INSERT INTO "own_lines" VALUES(5,'20251206T020000Z',2,5,7527315210685964928,'LOCATION','LOCATION:https://vc.feishu.cn/j/100523645',NULL);
INSERT INTO "own_lines" VALUES(5,'20251206T020000Z',3,5,7527315210685964928,'DESCRIPTION','DESCRIPTION:Agenda\, in full\n\n----( Video Call )----\nhttps://vc.feishu.cn/j/100523645\n---===---',X'4445534352495054494F4E3A4167656E64615C2C20696E2066756C6C0A');
INSERT INTO "own_lines" VALUES(5,'20251206T020000Z',4,5,7527315210685964928,'X-ICSRESERVE-ID','X-ICSRESERVE-ID:7490000000000000005',NULL);
INSERT INTO "own_lines" VALUES(5,'20251206T020000Z',5,5,7527315210685964928,'DTSTAMP','DTSTAMP:20251201T000000Z',X'44545354414D503A3230323530313031543030303030305A0A');
INSERT INTO "own_lines" VALUES(5,'20251206T020000Z',6,5,7527315210685964928,'LAST-MODIFIED','LAST-MODIFIED:20251201T000000Z',NULL);
INSERT INTO "own_lines" VALUES(6,'',0,6,-8031961380746671811,'CONFERENCE','CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Feishu meeting":https://vc.feishu.cn/j/100628374',NULL);
INSERT INTO "own_lines" VALUES(6,'',1,6,-8031961380746671811,'URL','URL:https://vc.feishu.cn/j/100628374',NULL);
INSERT INTO "own_lines" VALUES(6,'',2,6,-8031961380746671811,'LOCATION','LOCATION:https://vc.feishu.cn/j/100628374',X'4C4F434154494F4E3A0A');
INSERT INTO "own_lines" VALUES(6,'',3,6,-8031961380746671811,'DESCRIPTION','DESCRIPTION:Agenda\, in full\n\n----( Video Call )----\nhttps://vc.feishu.cn/j/100628374\n---===---',X'4445534352495054494F4E3A4167656E64615C2C20696E2066756C6C0A');
INSERT INTO "own_lines" VALUES(6,'',4,6,-8031961380746671811,'X-ICSRESERVE-ID','X-ICSRESERVE-ID:7490000000000000006',NULL);
INSERT INTO "own_lines" VALUES(6,'',5,6,-8031961380746671811,'DTSTAMP','DTSTAMP:20251201T000000Z',X'44545354414D503A3230323530313031543030303030305A0A');
INSERT INTO "own_lines" VALUES(6,'',6,6,-8031961380746671811,'LAST-MODIFIED','LAST-MODIFIED:20251201T000000Z',NULL);
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
CREATE INDEX files_temp ON files (id) WHERE temp IS NOT NULL;
CREATE INDEX bookings_uid ON bookings (uid);
CREATE INDEX bookings_reserve_id ON bookings (reserve_id)
	WHERE reserve_id IS NOT NULL;
CREATE INDEX bookings_file ON bookings (file, key) WHERE file IS NOT NULL;
CREATE INDEX bookings_due ON bookings (calendar, due) WHERE due > 0;
CREATE INDEX bookings_live ON bookings (calendar, end_time)
	WHERE state = 'live';
CREATE INDEX operations_open ON operations (id) WHERE outcome = 'open';
CREATE INDEX operations_made ON operations (reserve_id)
	WHERE verb = 'apply' AND outcome = 'ok';
CREATE TRIGGER operations_no_delete BEFORE DELETE ON operations
BEGIN
	SELECT RAISE (ABORT, 'operations are kept for good');
END;
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
CREATE INDEX bookings_fileless ON bookings (end) WHERE file IS NULL;
CREATE INDEX own_lines_file ON own_lines (file) WHERE file IS NOT NULL;
COMMIT;
