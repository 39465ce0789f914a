/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode.c - tests what all formats share: limits of a schema, and of a frame */
#include "decode-cases.h"
#include "leat-decode.h"

static char *
make_schema (guint n_fields)
{
  g_autoptr (GString) text = g_string_new ("[schema]\nname=test\n");

  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (text, "[field f%u]\ncolumn=1\ntype=int\n", i);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_most_places (void)
{
  static const char *const no_tags[] = { NULL };
  g_autofree char *text = make_schema (LEAT_PLACES_MAX);
  g_autofree char *longer = make_schema (LEAT_PLACES_MAX + 2);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = load_schema (text);
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  const LeatMoment arrival = { 0 };

  g_assert_true (
      leat_schema_decode (schema, (const guint8 *) "7", 1, batch, origin, arrival, NULL));
  g_assert_cmpint (leat_batch_get_record (batch, 0)->values[LEAT_PLACES_MAX - 1].integer, ==, 7);
  leat_origin_unref (origin);

  g_assert_null (leat_schema_load_text ("test", longer, -1, faults));

  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==,
                   "test:3075: [field f1024]: is one more than the 1024 that a schema may have\n");
}

/* no byte of it is looked at */
static void
test_longest_frame (void)
{
  static const char *const no_tags[] = { NULL };
  g_autofree char *text = make_schema (1);
  g_autoptr (LeatSchema) schema = load_schema (text);
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GError) error = NULL;
  const LeatMoment arrival = { 0 };

  g_assert_false (leat_schema_decode (schema, (const guint8 *) "7", G_MAXUINT32, batch, origin,
                                      arrival, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED);
  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 0);
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/most-places", test_most_places);
  g_test_add_func ("/decode/longest-frame", test_longest_frame);
  return g_test_run ();
}
