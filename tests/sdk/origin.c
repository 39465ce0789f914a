/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* origin.c - tests origins and epochs */
#include <string.h>
#include "leat-batch.h"

static LeatSchema *
new_schema (void)
{
  static const LeatField field = { .name = "num", .type = LEAT_TYPE_INT };

  return leat_schema_new ("pv200", &field, 1);
}

static void
test_copies (void)
{
  g_autoptr (LeatSchema) schema = new_schema ();
  g_autofree char *source = g_strdup ("camera0");
  g_autofree char *value = g_strdup ("film-inspection");
  const char *const tags[] = { "station", value, NULL };
  LeatOrigin *origin = leat_origin_new (source, "EPOCH", schema, "line-3", tags);

  memset (source, '#', strlen (source));
  memset (value, '#', strlen (value));
  g_assert_cmpuint (origin->struct_size, ==, sizeof (LeatOrigin));
  g_assert_cmpstr (origin->source, ==, "camera0");
  g_assert_cmpstr (origin->epoch, ==, "EPOCH");
  g_assert_cmpstr (origin->gateway, ==, "line-3");
  g_assert_true (origin->schema == schema);
  g_assert_cmpstr (origin->tags[0], ==, "station");
  g_assert_cmpstr (origin->tags[1], ==, "film-inspection");
  g_assert_null (origin->tags[2]);
  leat_origin_unref (origin);
}

static void
test_counts (void)
{
  LeatSchema *schema = new_schema ();
  LeatOrigin *origin = leat_origin_new ("camera0", "EPOCH", schema, NULL, NULL);

  leat_schema_unref (schema);
  g_assert_true (leat_origin_ref (origin) == origin);
  leat_origin_unref (origin);
  g_assert_cmpstr (leat_schema_get_name (origin->schema), ==, "pv200");
  g_assert_null (origin->gateway);
  g_assert_nonnull (origin->tags);
  g_assert_null (origin->tags[0]);
  leat_origin_unref (origin);
}

static void
test_epoch (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint counts[20][128] = { 0 };

  for (guint i = 0; i < 2000; i++)
    {
      char *epoch = leat_epoch_new ();

      g_assert_cmpuint (strlen (epoch), ==, 20);
      g_assert_cmpuint (strspn (epoch, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), ==, 20);
      for (guint place = 0; place < 20; place++)
        counts[place][(guchar) epoch[place]]++;
      g_assert_true (g_hash_table_add (seen, epoch));
    }
  /* one bit in the first place, five in every other: 2000 draws see all 32 characters but for one
   * chance in 10^26 */
  for (guint place = 0; place < 20; place++)
    {
      guint n_seen = 0;

      for (guint character = 0; character < 128; character++)
        n_seen += counts[place][character] > 0;
      g_assert_cmpuint (n_seen, ==, place == 0 ? 2 : 32);
    }
}

static void
test_record_id (void)
{
  const LeatOrigin origin = { .source = "camera0", .epoch = "0CFW3RMC" };
  const LeatRecord record = { .origin = &origin, .sequence = G_MAXUINT64 };
  g_autofree char *id = leat_record_make_id (&record);

  g_assert_cmpstr (id, ==, "camera0/0CFW3RMC/18446744073709551615");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/origin/copies", test_copies);
  g_test_add_func ("/origin/counts", test_counts);
  g_test_add_func ("/origin/epoch", test_epoch);
  g_test_add_func ("/origin/record-id", test_record_id);
  return g_test_run ();
}
