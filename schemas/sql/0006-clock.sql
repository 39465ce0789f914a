-- SPDX-License-Identifier: LGPL-2.1-or-later
-- 0006-clock.sql - ages are counted by time that really passed, whatever the machine's clock says

-- the store's own clock, one row: nanoseconds that have passed since the store was begun, and when
-- that was written down by the machine's clocks, from which it goes on
CREATE TABLE clock (
  id       INTEGER PRIMARY KEY,
  passed   INTEGER NOT NULL,
  time     INTEGER NOT NULL,     -- nanoseconds since 1970-01-01 UTC
  boot     TEXT NOT NULL,        -- one life of the machine
  boottime INTEGER NOT NULL      -- nanoseconds since that began
) STRICT;

-- moments of the time for which something is kept: that counts from them
CREATE TABLE moments (
  id     INTEGER PRIMARY KEY,
  kind   INTEGER NOT NULL,       -- 0: all readers had had it, 1: it had arrived
  passed INTEGER NOT NULL,       -- by the store's clock
  up_to  INTEGER NOT NULL        -- the last id of which that was so
) STRICT;

DROP TABLE acknowledged;

-- readers that are in no configuration any more
CREATE TABLE absent (
  id     INTEGER PRIMARY KEY,
  reader TEXT NOT NULL UNIQUE,
  since  INTEGER NOT NULL        -- by the store's clock
) STRICT;
