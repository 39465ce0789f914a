-- SPDX-License-Identifier: LGPL-2.1-or-later
-- 0005-acknowledged.sql - when every reader had had what

-- moments of the time for which that is kept: keep-acknowledged= counts from them
CREATE TABLE acknowledged (
  id    INTEGER PRIMARY KEY,
  time  INTEGER NOT NULL,        -- nanoseconds since 1970-01-01 UTC
  up_to INTEGER NOT NULL         -- the last id that all readers had had by then
) STRICT;
