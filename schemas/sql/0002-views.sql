-- SPDX-License-Identifier: LGPL-2.1-or-later
-- 0002-views.sql - for people who look into the store: sqlite3 buffer.db 'select json from records'

-- the whole record, as everybody else is given it
CREATE VIEW records AS
SELECT rows.id AS id,
  streams.source AS source,
  streams.epoch AS epoch,
  rows.sequence AS sequence,
  schemas.name AS schema,
  strftime ('%Y-%m-%dT%H:%M:%S',
    (rows.time - ((rows.time % 1000000000) + 1000000000) % 1000000000) / 1000000000, 'unixepoch') ||
    printf ('.%09dZ', ((rows.time % 1000000000) + 1000000000) % 1000000000) AS time,
  rows.fields AS fields,
  rows.quality AS quality,
  streams.head || rows.sequence || streams.middle ||
    strftime ('%Y-%m-%dT%H:%M:%S',
      (rows.time - ((rows.time % 1000000000) + 1000000000) % 1000000000) / 1000000000,
      'unixepoch') ||
    printf ('.%09dZ', ((rows.time % 1000000000) + 1000000000) % 1000000000) ||
    streams.tail || rows.fields ||
    coalesce (',"quality":' || rows.quality, '') ||
    coalesce (',"text":' || rows.text, '') ||
    iif (rows.flags & 2, ',"clock":"unsynced"', '') ||
    iif (rows.flags & 1, ',"test":true', '') ||
    iif (rows.flags & 4, ',"line_error":true', '') ||
    iif (rows.flags & 8, ',"surplus":true', '') ||
    coalesce (',"frame":"' || rows.frame || '"', '') || '}' AS json
FROM rows
JOIN streams ON streams.id = rows.stream
JOIN schemas ON schemas.id = streams.schema;

-- what each reader has still to have; a place of 0 stands before all records
CREATE VIEW backlog AS
SELECT places.reader AS reader,
  places.again AS again,
  places.acknowledged AS acknowledged,
  iif (places.again,
    (SELECT count (*) FROM again
      WHERE again.reader = places.reader AND again.id > places.acknowledged),
    (SELECT count (*) FROM rows WHERE rows.id > places.acknowledged)) AS records
FROM places;

-- what was refused, with the whole record
CREATE VIEW refused AS
SELECT rejects.row AS id, rejects.reader AS reader, rejects.reason AS reason,
  rejects.status AS status, CAST (rejects.answer AS TEXT) AS answer, records.json AS json
FROM rejects
JOIN records ON records.id = rejects.row;
