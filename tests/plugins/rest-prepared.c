/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-prepared.c - tests which records share a first step */
#include "rest-prepared.h"
#include <string.h>
#include "rest-worker.h"

#define WINDOW (10 * LEAT_NSEC_PER_SEC)

/* a record of @source with this counter, that came at this second */
static LeatBatch *
new_record (const char *source, guint num, gint64 second, guint64 sequence)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
  };
  g_autoptr (LeatSchema) schema = leat_schema_new ("film", fields, 1);
  LeatOrigin *origin = leat_origin_new (source, "EPOCH", schema, NULL, NULL);
  LeatBatch *batch = leat_batch_new (1);
  guint64 next = 1;

  leat_batch_append (batch, origin, (LeatMoment) { second * LEAT_NSEC_PER_SEC, 0 });
  leat_batch_set_int (batch, 0, num);
  leat_batch_set_sequence (batch, sequence);
  leat_origin_unref (origin);
  leat_batch_seal (batch, &next);
  return batch;
}

typedef struct {
  const char *source;
  guint num;
  gint64 second;
  guint shared;   /* with which step it goes; one that is new has the next number */
} Step;

typedef struct {
  const char *name;
  Step steps[10];
} Case;

static const Case cases[] = {
  { "pairs",
    { { "cam0", 1, 0, 1 }, { "cam1", 1, 1, 1 }, { "cam0", 2, 4, 2 }, { "cam1", 2, 5, 2 } } },
  { "other-order",
    { { "cam1", 1, 0, 1 }, { "cam0", 1, 0, 1 }, { "cam0", 2, 4, 2 }, { "cam0", 3, 8, 3 },
      { "cam1", 2, 9, 2 }, { "cam1", 3, 9, 3 } } },
  { "too-late", { { "cam0", 1, 0, 1 }, { "cam1", 1, 11, 2 } } },
  { "just-in-time", { { "cam0", 1, 0, 1 }, { "cam1", 1, 10, 1 } } },
  { "older", { { "cam0", 1, 9, 1 }, { "cam1", 1, 3, 1 } } },
  /* the same number once more is another part */
  { "same-source", { { "cam0", 1, 0, 1 }, { "cam0", 1, 1, 2 }, { "cam1", 1, 2, 2 } } },
  /* cam1 missed the part before the reset */
  { "reset",
    { { "cam0", 0, 0, 1 }, { "cam0", 1, 1, 2 }, { "cam1", 1, 1, 2 }, { "cam1", 0, 3, 3 },
      { "cam0", 0, 4, 3 } } },
  { "reset-of-one",
    { { "cam0", 5, 0, 1 }, { "cam1", 5, 0, 1 }, { "cam0", 0, 2, 2 }, { "cam1", 0, 3, 2 } } },
};

static void
test_share (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (RestPreparedSet) set = rest_prepared_set_new (WINDOW);
  guint n_made = 0;

  for (guint i = 0; i < 10 && test->steps[i].source != NULL; i++)
    {
      const Step *step = &test->steps[i];
      g_autoptr (LeatBatch) batch = new_record (step->source, step->num, step->second, i + 1);
      g_autofree char *key = g_strdup_printf ("%u", step->num);
      g_autofree char *id = g_strdup_printf ("%u", step->shared);
      gboolean is_new;
      RestPrepared *prepared = rest_prepared_set_find (set, key, leat_batch_get_record (batch, 0),
                                                       &is_new);

      if (prepared == NULL)
        {
          g_autofree char *made = g_strdup_printf ("%u", ++n_made);

          prepared = rest_prepared_set_add (set, key, made, leat_batch_get_record (batch, 0));
          prepared->is_clean = FALSE;
        }
      g_assert_cmpstr (prepared->id, ==, id);
      /* the same record again: the same step, and nothing new to remember */
      g_assert_true (rest_prepared_set_find (set, key, leat_batch_get_record (batch, 0), &is_new) ==
                     prepared);
      g_assert_false (is_new);
    }
}

static void
test_text (void)
{
  g_autoptr (RestPreparedSet) set = rest_prepared_set_new (WINDOW);
  g_autoptr (RestPreparedSet) again = rest_prepared_set_new (WINDOW);
  g_autoptr (LeatBatch) first = new_record ("cam0", 1, 5, 1);
  g_autoptr (LeatBatch) second = new_record ("cam1", 1, 6, 1);
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  gboolean is_new;
  RestPrepared *prepared;

  rest_prepared_set_add (set, "a \"b\"", "\"u\\n\"", leat_batch_get_record (first, 0));
  rest_prepared_set_add (set, "1", "2", leat_batch_get_record (first, 0))->is_to_undo = TRUE;
  text = rest_prepared_set_to_string (set);
  g_assert_true (rest_prepared_set_read (again, text));
  text_again = rest_prepared_set_to_string (again);
  g_assert_cmpstr (text_again, ==, text);
  g_assert_cmpuint (rest_prepared_set_get_n (again), ==, 2);
  g_assert_cmpstr (rest_prepared_set_get_undo (again)->id, ==, "2");
  prepared = rest_prepared_set_find (again, "a \"b\"", leat_batch_get_record (second, 0), &is_new);
  g_assert_cmpstr (prepared->id, ==, "\"u\\n\"");
  g_assert_true (is_new);
  g_assert_false (prepared->is_clean);   /* nobody knows any more */
}

static void
test_wrong_text (void)
{
  static const char *const texts[] = { "", "{}", "[1]", "[{\"key\":\"a\"}]", "[", "[{}]" };
  g_autoptr (RestPreparedSet) set = rest_prepared_set_new (WINDOW);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_false (rest_prepared_set_read (set, texts[i]));
      g_assert_cmpuint (rest_prepared_set_get_n (set), ==, 0);
    }
}

/* what was never used is undone when its time is over; what was is only forgotten */
static void
test_expire (void)
{
  g_autoptr (RestPreparedSet) set = rest_prepared_set_new (WINDOW);
  g_autoptr (LeatBatch) batch = new_record ("cam0", 1, 100, 1);
  const LeatRecord *record = leat_batch_get_record (batch, 0);

  rest_prepared_set_add (set, "1", "1", record)->is_clean = FALSE;
  rest_prepared_set_add (set, "2", "2", record);
  rest_prepared_set_expire (set, 110 * LEAT_NSEC_PER_SEC);
  g_assert_cmpuint (rest_prepared_set_get_n (set), ==, 2);
  g_assert_null (rest_prepared_set_get_undo (set));
  rest_prepared_set_expire (set, 111 * LEAT_NSEC_PER_SEC);
  g_assert_cmpuint (rest_prepared_set_get_n (set), ==, 1);
  g_assert_cmpstr (rest_prepared_set_get_undo (set)->id, ==, "2");
}

static void
test_bound (void)
{
  g_autoptr (RestPreparedSet) set = rest_prepared_set_new (WINDOW);
  g_autoptr (LeatBatch) batch = new_record ("cam0", 1, 100, 1);

  for (guint i = 0; i < 10000; i++)
    rest_prepared_set_add (set, "1", "1", leat_batch_get_record (batch, 0));
  g_assert_cmpuint (rest_prepared_set_get_n (set), ==, 256);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-prepared/share/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_share);
    }
  g_test_add_func ("/rest-prepared/text", test_text);
  g_test_add_func ("/rest-prepared/wrong-text", test_wrong_text);
  g_test_add_func ("/rest-prepared/expire", test_expire);
  g_test_add_func ("/rest-prepared/bound", test_bound);
  return g_test_run ();
}
