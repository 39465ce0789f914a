-- SPDX-License-Identifier: LGPL-2.1-or-later
-- 0003-claims.sql - a reader may be about to send several requests

-- where they end: each but the last of them, which is places.claimed; those up to
-- places.acknowledged are over
CREATE TABLE claims (
  id     INTEGER PRIMARY KEY,
  reader TEXT NOT NULL,
  again  INTEGER NOT NULL,       -- as in places
  up_to  INTEGER NOT NULL,       -- the last id of a request
  UNIQUE (reader, again, up_to)
) STRICT;
