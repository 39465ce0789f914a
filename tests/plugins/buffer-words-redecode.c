/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words-redecode.c - tests that a mended schema makes corrections, of each record once */
#include <string.h>
#include "buffer-words-fixture.h"

#define SCHEMA "[schema]\nname=sizes\nformat=csv\n[field size]\ncolumn=%u\ntype=decimal\n"

static void
put_frames (Fixture *fixture, LeatSchema *schema)
{
  LeatOrigin *origin = leat_origin_new ("scale", "OLD", schema, NULL, NULL);
  LeatBatch *batch = leat_batch_new (2);
  guint64 next = 7;

  for (guint i = 0; i < 2; i++)
    {
      const char *frame = i == 0 ? "1.50,2.50" : "3.00,3.00";

      g_assert_true (leat_schema_decode (schema, (const guint8 *) frame, strlen (frame), batch,
                                         origin, leat_clock_now (), NULL));
      leat_batch_set_frame (batch, frame, strlen (frame));
    }
  leat_batch_seal (batch, &next);
  buffer_worker_put (&fixture->worker, batch);
  leat_origin_unref (origin);
}

static void
write_schema (Fixture *fixture, guint column)
{
  g_autofree char *path = buffer_worker_path (&fixture->worker, "sizes.schema");
  g_autofree char *text = g_strdup_printf (SCHEMA, column);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* the mended schema takes the second column: where that makes a difference, a correction comes */
static void
test_redecode (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_strdup_printf (SCHEMA, 1);
  g_autoptr (LeatSchema) schema = leat_schema_new_from_text ("sizes", first, -1, NULL);
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "scale", NULL);
  g_autofree char *before = NULL, *json = NULL;

  put_frames (fixture, schema);
  before = buffer_worker_read (&fixture->worker, reader, NULL);
  write_schema (fixture, 2);
  assert_says (fixture, "redecode FOLDER/sizes.schema",
               "1 records corrected, 1 need no correction, 0 frames are none by this schema, 0 "
               "records have no frame, 10 were made by another schema than an older sizes\n");
  json = buffer_worker_query (&fixture->worker,
                              "SELECT json FROM records WHERE epoch <> 'OLD' AND source = 'scale'");
  g_assert_true (g_pattern_match_simple ("{\"id\":\"scale/*/7\",*\"tags\":{\"corrects\":"
                                         "\"scale/OLD\"},\"fields\":{\"size\":2.50},*}\n",
                                         json));
  assert_says (fixture, "redecode FOLDER/sizes.schema --source camera*", "0 records corrected, *");
  fixture->store->close_reader (reader);
}

/* what a record's newest correction says already is not said once more; each names the record as it
 * came */
static void
test_redecode_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_strdup_printf (SCHEMA, 1);
  g_autoptr (LeatSchema) schema = leat_schema_new_from_text ("sizes", first, -1, NULL);
  g_autofree char *named = NULL, *gone = NULL;

  put_frames (fixture, schema);
  write_schema (fixture, 2);
  assert_says (fixture, "redecode FOLDER/sizes.schema", "1 records corrected, 1 need no *");
  assert_says (fixture, "redecode FOLDER/sizes.schema", "0 records corrected, 2 need no *");
  write_schema (fixture, 1);
  assert_says (fixture, "redecode FOLDER/sizes.schema", "1 records corrected, *");
  assert_says (fixture, "redecode FOLDER/sizes.schema", "0 records corrected, *");
  named = buffer_worker_query (&fixture->worker,
                               "SELECT sequence || json_extract (fields, '$.size') ||"
                               " coalesce (json_extract (json, '$.tags.corrects'), '')"
                               " FROM records WHERE source = 'scale' ORDER BY id");
  g_assert_cmpstr (named, ==, "71.5\n83.0\n72.5scale/OLD\n71.5scale/OLD\n");
  /* the corrections alone are still one record */
  gone = buffer_worker_query (&fixture->worker, "DELETE FROM rows WHERE id <= 12");
  write_schema (fixture, 2);
  assert_says (fixture, "redecode FOLDER/sizes.schema", "1 records corrected, 0 need no *");
  assert_says (fixture, "redecode FOLDER/sizes.schema", "0 records corrected, 1 need no *");
}

#define ADD(name, function) \
  g_test_add ("/buffer-words-redecode/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("once", test_redecode);
  ADD ("again", test_redecode_again);
  return g_test_run ();
}
