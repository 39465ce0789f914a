/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* batch-key.c - tests what a request is known by: made of ids alone, always the same */
#include <string.h>
#include "leat-batch-host.h"

typedef struct {
  const char *source;
  const char *epoch;
  guint64 sequence;
} Id;

typedef struct {
  const char *name;
  Id ids[4];
  const char *key;
} Case;

static const Case cases[] = {
  { "one", { { "camera0", "EPOCH", 17 } }, "camera0/EPOCH/17" },
  { "largest", { { "a", "E", G_MAXUINT64 } }, "a/E/18446744073709551615" },
  { "run", { { "a", "E", 9 }, { "a", "E", 10 }, { "a", "E", 11 } }, "a/E/9-11" },
  /* printf 'a/E/1\na/E/3\n' | sha256sum */
  { "gap",
    { { "a", "E", 1 }, { "a", "E", 3 } },
    "2e9a640c875ef667cdae0d3e120a01f0b4eb5feb468499dc2b92c5fa0e8a339c" },
  { "order", { { "a", "E", 2 }, { "a", "E", 1 } }, NULL },
  { "two-sources", { { "a", "E", 1 }, { "b", "E", 2 } }, NULL },
  { "two-epochs", { { "a", "E", 1 }, { "a", "F", 2 } }, NULL },
};

static LeatBatch *
new_batch (const Id *ids, guint first)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("test", NULL, 0);
  LeatBatch *batch = leat_batch_new (0);
  guint64 next = 1;

  for (guint i = 0; i < first; i++)
    {
      LeatOrigin *other = leat_origin_new ("other", "X", schema, NULL, NULL);

      leat_batch_append (batch, other, (LeatMoment) { 0 });
      leat_origin_unref (other);
    }
  for (guint i = 0; i < 4 && ids[i].source != NULL; i++)
    {
      LeatOrigin *origin = leat_origin_new (ids[i].source, ids[i].epoch, schema, NULL, NULL);

      leat_batch_append (batch, origin, (LeatMoment) { 0 });
      leat_batch_set_sequence (batch, ids[i].sequence);
      leat_origin_unref (origin);
    }
  leat_batch_seal (batch, &next);
  return batch;
}

static char *
get_key (const Id *ids, guint first)
{
  g_autoptr (LeatBatch) batch = new_batch (ids, first);

  return leat_batch_get_key (batch, first, leat_batch_get_n_records (batch) - first);
}

/* wherever the records stand in a batch, and whichever origin object they hang on */
static void
test_key (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *key = get_key (test->ids, 0);
  g_autofree char *again = get_key (test->ids, 2);

  g_assert_cmpstr (again, ==, key);
  if (test->key != NULL)
    g_assert_cmpstr (key, ==, test->key);
  else
    g_assert_cmpuint (strlen (key), ==, 64);
}

static void
test_differ (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (g_hash_table_add (keys, get_key (cases[i].ids, 0)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/batch-key/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_key);
    }
  g_test_add_func ("/batch-key/differ", test_differ);
  return g_test_run ();
}
