/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-streams.c - tests that an origin comes back from the file as it was */
#include "buffer-file.h"
#include "buffer-streams.h"

static BufferStream *
store_and_forget (BufferFile *file, BufferStreams *streams, const LeatOrigin *origin)
{
  g_autoptr (GError) error = NULL;
  BufferStream *stored = buffer_streams_store (streams, file->database, origin, &error);
  BufferStream *loaded;

  g_assert_no_error (error);
  buffer_streams_clear (streams);
  loaded = buffer_streams_load (streams, file->database, stored->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (loaded->id, ==, stored->id);
  buffer_stream_unref (stored);
  return loaded;
}

static void
test_back (void)
{
  static const char *const tags[] = { "a \"b\"", "", "µ", "\x01", NULL };
  BufferFile file;
  g_autoptr (BufferStreams) streams = buffer_streams_new ();
  g_autoptr (LeatSchema) schema = leat_schema_new ("none", NULL, 0);
  LeatOrigin *origin = leat_origin_new ("line \"3\"", "EPOCH", schema, "line-3", tags);
  g_autoptr (BufferStream) stream = NULL;

  buffer_file_init (&file);
  stream = store_and_forget (&file, streams, origin);
  g_assert_true (stream->origin != origin);
  g_assert_cmpstr (stream->origin->source, ==, origin->source);
  g_assert_cmpstr (stream->origin->epoch, ==, origin->epoch);
  g_assert_cmpstr (stream->origin->gateway, ==, origin->gateway);
  g_assert_cmpstrv (stream->origin->tags, origin->tags);
  leat_origin_unref (origin);
  buffer_file_clear (&file);
}

/* as long as it is known, everybody has the same object; others of the same text have its number */
static void
test_shared (void)
{
  BufferFile file;
  g_autoptr (BufferStreams) streams = buffer_streams_new ();
  LeatOrigin *origin = buffer_worker_origin ("camera0", "E");
  LeatOrigin *alike = buffer_worker_origin ("camera0", "E");
  LeatOrigin *other = buffer_worker_origin ("camera0", "F");
  g_autoptr (BufferStream) first = NULL, second = NULL, third = NULL, known = NULL;

  buffer_file_init (&file);
  first = buffer_streams_store (streams, file.database, origin, NULL);
  known = buffer_streams_load (streams, file.database, first->id, NULL);
  g_assert_true (known->origin == origin);
  second = buffer_streams_store (streams, file.database, alike, NULL);
  third = buffer_streams_store (streams, file.database, other, NULL);
  g_assert_cmpint (first->id, ==, second->id);
  g_assert_cmpint (first->id, !=, third->id);
  leat_origin_unref (origin);
  leat_origin_unref (alike);
  leat_origin_unref (other);
  buffer_file_clear (&file);
}

static void
test_unknown (void)
{
  BufferFile file;
  g_autoptr (BufferStreams) streams = buffer_streams_new ();
  g_autoptr (GError) error = NULL;

  buffer_file_init (&file);
  g_assert_null (buffer_streams_load (streams, file.database, 99, &error));
  g_assert_no_error (error);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-streams/back", test_back);
  g_test_add_func ("/buffer-streams/shared", test_shared);
  g_test_add_func ("/buffer-streams/unknown", test_unknown);
  return g_test_run ();
}
