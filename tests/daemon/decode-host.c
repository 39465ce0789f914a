/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-host.c - tests what a source may ask of the host that gives it a recording */
#include "decode/leat-decode-host.h"

static GString *said;

static void
keep (const char *text)
{
  g_string_append (said, text);
}

typedef struct {
  LeatDecodeHost *host;
  LeatSource source;
  LeatStream stream;
  guint n_records;
  guint n_settled;
  gboolean safe;
} Fixture;

static void
take (LeatBatch *batch, gpointer user_data)
{
  ((Fixture *) user_data)->n_records += leat_batch_get_n_records (batch);
  leat_batch_unref (batch);
}

static void
on_settled (gboolean safe, gpointer user_data)
{
  ((Fixture *) user_data)->n_settled++;
  ((Fixture *) user_data)->safe = safe;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->host = leat_decode_host_new ("m1");
  fixture->source.host = fixture->host;
  leat_decode_host_connect (fixture->host, &fixture->stream, take, fixture);
  g_string_truncate (said, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leat_decode_host_free (fixture->host);
}

/* a line is there, takes what is sent, and nothing comes by it */
static void
test_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new ("hello", 5);
  LeatArrival arrival = { .struct_size = sizeof arrival };
  LeatLink *link = leat_source_open_link (&fixture->source, NULL, &error);
  guint8 byte;

  g_assert_no_error (error);
  g_assert_cmpint (link->klass->read (link, &byte, 1, &arrival, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  leat_link_count (link, "parity", 1);
  leat_link_note (link, "lines", "cts is %s", "down");
  g_assert_true (leat_source_write (&fixture->source, bytes, NULL));
  g_assert_true (leat_source_open_stream (&fixture->source, NULL) == &fixture->stream);
}

static void
test_batch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("none", NULL, 0);
  LeatOrigin *origin = leat_origin_new ("m1", "e", schema, NULL, NULL);
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, origin, leat_clock_now ());
  g_assert_cmpint (leat_source_push_batch (&fixture->source, batch, on_settled, fixture, NULL), ==,
                   LEAT_PUSH_ROOM);
  g_assert_cmpuint (fixture->n_records, ==, 1);
  g_assert_cmpuint (fixture->n_settled, ==, 1);
  g_assert_false (fixture->safe);
  leat_origin_unref (origin);
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *value = NULL;

  g_assert_null (leat_source_recall (&fixture->source, "cursor"));
  g_assert_true (leat_source_remember (&fixture->source, "cursor", "1", NULL));
  g_assert_true (leat_source_remember (&fixture->source, "cursor", "2", NULL));
  value = leat_source_recall (&fixture->source, "cursor");
  g_assert_cmpstr (value, ==, "2");
  g_assert_true (leat_source_remember (&fixture->source, "cursor", NULL, NULL));
  g_assert_null (leat_source_recall (&fixture->source, "cursor"));
}

static void
test_said (Fixture *fixture, gconstpointer data)
{
  leat_source_note (&fixture->source, "lamp", "is %d hours old", 9);
  leat_source_fail (&fixture->source, g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "lost"));
  leat_source_fail (&fixture->source, NULL);
  g_assert_cmpstr (said->str, ==,
                   "m1: lamp: is 9 hours old\n"
                   "m1: lost: the daemon would begin anew here\n"
                   "m1: the source has come to its end here\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  said = g_string_new (NULL);
  g_set_printerr_handler (keep);
#define ADD(name, func) g_test_add ("/decode-host/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("line", test_line);
  ADD ("batch", test_batch);
  ADD ("facts", test_facts);
  ADD ("said", test_said);
  return g_test_run ();
}
