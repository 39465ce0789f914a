-- SPDX-License-Identifier: LGPL-2.1-or-later
-- 0004-backlog.sql - the view tells of each reader what it will be given

-- what each reader has still to have, of the sources that it wants; a place of 0 stands before all
-- records. A source's name is matched as the daemon does it, who knows * and ? only
DROP VIEW backlog;
CREATE VIEW backlog AS
SELECT places.reader AS reader,
  places.again AS again,
  places.acknowledged AS acknowledged,
  CASE
    WHEN places.again THEN
      (SELECT count (*) FROM again
        WHERE again.reader = places.reader AND again.id > places.acknowledged)
    WHEN places.sources = '[]' OR
      EXISTS (SELECT 1 FROM json_each (places.sources) AS wanted WHERE wanted.value = '*') THEN
      (SELECT count (*) FROM rows WHERE rows.id > places.acknowledged)
    ELSE
      (SELECT count (*) FROM rows WHERE rows.id > places.acknowledged AND rows.stream IN
        (SELECT streams.id FROM streams, json_each (places.sources) AS wanted
          WHERE streams.source GLOB replace (wanted.value, '[', '[[]')))
  END AS records
FROM places;
