-- SPDX-License-Identifier: LGPL-2.1-or-later
-- 0001-tables.sql - the store's tables

-- what records look like, once for each text of a schema
CREATE TABLE schemas (
  id     INTEGER PRIMARY KEY,
  hash   TEXT NOT NULL UNIQUE,
  name   TEXT NOT NULL,
  fields TEXT NOT NULL,          -- a line each: NAME TYPE ROLE [UNIT]
  text   TEXT                    -- of its file; NULL: it had none
) STRICT;

-- where records come from, once for each life of a source
CREATE TABLE streams (
  id     INTEGER PRIMARY KEY,
  schema INTEGER NOT NULL REFERENCES schemas,
  source TEXT NOT NULL,
  epoch  TEXT NOT NULL,
  gateway TEXT,
  tags   TEXT NOT NULL,          -- a JSON array: key, value, key, value, …
  head   TEXT NOT NULL,          -- a record's JSON up to its sequence
  middle TEXT NOT NULL,          -- from there to its time
  tail   TEXT NOT NULL,          -- from there to its fields
  UNIQUE (source, epoch, schema, middle, tail)
) STRICT;

-- a record's own part
CREATE TABLE rows (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  stream   INTEGER NOT NULL REFERENCES streams,
  sequence INTEGER NOT NULL,
  time     INTEGER NOT NULL,     -- of its arrival: nanoseconds since 1970-01-01 UTC
  flags    INTEGER NOT NULL,     -- 1 test, 2 clock unsynced, 4 line error, 8 surplus columns
  fields   TEXT NOT NULL,        -- a JSON object
  quality  TEXT,                 -- a JSON object of those that are not good; NULL: all are
  text     TEXT,                 -- a JSON object of what could not be decoded; NULL: nothing
  exact    TEXT,                 -- what JSON cannot say of a field; NULL: it says all
  frame    TEXT                  -- its raw bytes in base64; NULL: they were not kept
) STRICT;

-- one place of a sink: what it has had, and what it was about to send
CREATE TABLE places (
  id           INTEGER PRIMARY KEY,
  reader       TEXT NOT NULL,
  again        INTEGER NOT NULL, -- 0: of the records as they come; 1: of the table again
  acknowledged INTEGER NOT NULL, -- the last id of which nothing is needed any more
  claimed      INTEGER NOT NULL, -- the last id of the request that was being sent; 0: none
  position     TEXT,             -- the sink's own, as of acknowledged
  sources      TEXT NOT NULL,    -- a JSON array of globs
  seen         INTEGER NOT NULL, -- when it was last open: nanoseconds since 1970-01-01 UTC
  UNIQUE (reader, again)
) STRICT;

-- small lasting facts of a reader
CREATE TABLE facts (
  reader TEXT NOT NULL,
  key    TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (reader, key)
) STRICT, WITHOUT ROWID;

-- records that a reader's server has refused; each keeps its row until someone decides
CREATE TABLE rejects (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  reader TEXT NOT NULL,
  row    INTEGER NOT NULL,
  time   INTEGER NOT NULL,       -- of the refusal
  reason TEXT NOT NULL,
  status INTEGER NOT NULL,       -- what the server answered; 0: it has no such thing
  answer BLOB,
  UNIQUE (reader, row)
) STRICT;

CREATE INDEX rejects_row ON rejects (row);

-- what a reader was asked to send once more
CREATE TABLE again (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  reader TEXT NOT NULL,
  row    INTEGER NOT NULL,
  flags  INTEGER NOT NULL        -- in addition to the row's own
) STRICT;

CREATE INDEX again_reader ON again (reader, id);
CREATE INDEX again_row ON again (row);
