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
  const char *source; /* behind a colon, what else tells its partner */
  guint num;
  gint64 second;
  guint shared; /* with which step it goes; one that is new has the next number */
} Step;

typedef struct {
  const char *name;
  Step steps[10];
} Case;

static const Case cases[] = {
  { "pairs",
    { { "cam0", 1, 0, 1 }, { "cam1", 1, 1, 1 }, { "cam0", 2, 4, 2 }, { "cam1", 2, 5, 2 } } },
  { "other-order",
    { { "cam1", 1, 0, 1 },
      { "cam0", 1, 0, 1 },
      { "cam0", 2, 4, 2 },
      { "cam0", 3, 8, 3 },
      { "cam1", 2, 9, 2 },
      { "cam1", 3, 9, 3 } } },
  { "too-late", { { "cam0", 1, 0, 1 }, { "cam1", 1, 11, 2 } } },
  { "just-in-time", { { "cam0", 1, 0, 1 }, { "cam1", 1, 10, 1 } } },
  { "older", { { "cam0", 1, 9, 1 }, { "cam1", 1, 3, 1 } } },
  /* the same number once more is another part */
  { "same-source", { { "cam0", 1, 0, 1 }, { "cam0", 1, 1, 2 }, { "cam1", 1, 2, 2 } } },
  /* cam1 missed the part before the reset */
  { "reset",
    { { "cam0", 0, 0, 1 },
      { "cam0", 1, 1, 2 },
      { "cam1", 1, 1, 2 },
      { "cam1", 0, 3, 3 },
      { "cam0", 0, 4, 3 } } },
  /* an assembly gives the records of all */
  { "one-source",
    { { "part:cam0", 1, 0, 1 },
      { "part:cam1", 1, 1, 1 },
      { "part:cam0", 2, 4, 2 },
      { "part:cam1", 2, 5, 2 } } },
  { "same-partner",
    { { "part:cam0", 1, 0, 1 }, { "part:cam0", 1, 1, 2 }, { "part:cam1", 1, 2, 2 } } },
  { "partners-lag",
    { { "part:cam0", 8, 0, 1 },
      { "part:cam1", 7, 1, 2 },
      { "part:cam1", 8, 2, 1 },
      { "part:cam0", 9, 3, 3 },
      { "part:cam1", 9, 4, 3 } } },
  /* one machine lags behind the other */
  { "reset-apart",
    { { "cam0", 57, 0, 1 },
      { "cam0", 0, 1, 2 },
      { "cam1", 57, 2, 1 },
      { "cam1", 0, 3, 2 },
      { "cam1", 1, 4, 3 },
      { "cam0", 1, 5, 3 } } },
  { "reset-ahead",
    { { "cam1", 9, 0, 1 },
      { "cam1", 0, 1, 2 },
      { "cam0", 5, 2, 3 },
      { "cam0", 0, 3, 2 },
      { "cam1", 5, 4, 4 },
      { "cam0", 5, 5, 4 } } },
  { "reset-alone",
    { { "cam0", 5, 0, 1 },
      { "cam1", 5, 0, 1 },
      { "cam0", 4, 1, 2 },
      { "cam1", 6, 2, 3 },
      { "cam0", 6, 3, 3 },
      { "cam0", 7, 13, 4 },
      { "cam1", 7, 14, 4 } } },
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
      g_auto (GStrv) names = g_strsplit (step->source, ":", 2);
      const char *partner = names[1] != NULL ? names[1] : names[0];
      g_autoptr (LeatBatch) batch = new_record (names[0], step->num, step->second, i + 1);
      const LeatRecord *record = leat_batch_get_record (batch, 0);
      g_autofree char *key = g_strdup_printf ("%u", step->num);
      g_autofree char *id = g_strdup_printf ("%u", step->shared);
      gboolean is_new;
      RestPrepared *prepared = rest_prepared_set_find (set, key, partner, record, &is_new);

      if (prepared == NULL)
        {
          g_autofree char *made = g_strdup_printf ("%u", ++n_made);

          prepared = rest_prepared_set_add (set, key, partner, made, record);
          prepared->is_clean = FALSE;
        }
      g_assert_cmpstr (prepared->id, ==, id);
      /* the same record again: the same step, and nothing new to remember */
      g_assert_true (rest_prepared_set_find (set, key, partner, record, &is_new) == prepared);
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

  rest_prepared_set_add (set, "a \"b\"", "\"c\" 0", "\"u\\n\"", leat_batch_get_record (first, 0));
  rest_prepared_set_add (set, "1", "cam0", "2", leat_batch_get_record (first, 0))->is_to_undo =
      TRUE;
  text = rest_prepared_set_to_string (set);
  g_assert_true (rest_prepared_set_read (again, text));
  text_again = rest_prepared_set_to_string (again);
  g_assert_cmpstr (text_again, ==, text);
  g_assert_cmpuint (rest_prepared_set_get_n (again), ==, 2);
  g_assert_cmpstr (rest_prepared_set_get_undo (again)->id, ==, "2");
  prepared = rest_prepared_set_find (again, "a \"b\"", "cam1", leat_batch_get_record (second, 0),
                                     &is_new);
  g_assert_cmpstr (prepared->id, ==, "\"u\\n\"");
  g_assert_true (is_new);
  g_assert_false (prepared->is_clean); /* nobody knows any more */
}

/* what was prepared before a counter began anew is not met after a restart either */
static void
test_reset_and_restart (void)
{
  static const struct {
    const char *partner;
    guint num;
    gint64 second;
  } before[] = { { "cam0", 2, 0 }, { "cam1", 1, 1 }, { "cam1", 0, 2 } };
  g_autoptr (RestPreparedSet) set = rest_prepared_set_new (WINDOW);
  g_autoptr (RestPreparedSet) again = rest_prepared_set_new (WINDOW);
  g_autoptr (LeatBatch) late = new_record ("cam1", 2, 4, 9);
  const LeatRecord *next = leat_batch_get_record (late, 0);
  g_autofree char *text = NULL;
  gboolean is_new;

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      const char *partner = before[i].partner;
      g_autofree char *key = g_strdup_printf ("%u", before[i].num);
      g_autoptr (LeatBatch) batch = new_record (partner, before[i].num, before[i].second, i + 1);
      const LeatRecord *record = leat_batch_get_record (batch, 0);

      g_assert_null (rest_prepared_set_find (set, key, partner, record, &is_new));
      rest_prepared_set_add (set, key, partner, key, record);
    }
  text = rest_prepared_set_to_string (set);
  g_assert_true (rest_prepared_set_read (again, text));
  g_assert_null (rest_prepared_set_find (again, "2", "cam1", next, &is_new));
}

/* what tells partners apart is different in each record: nothing grows */
static void
test_many_partners (void)
{
  g_autoptr (RestPreparedSet) set = rest_prepared_set_new (WINDOW);
  g_autoptr (LeatBatch) batch = new_record ("cam0", 1, 5, 1);
  gboolean is_new;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *partner = g_strdup_printf ("%u", i);

      g_assert_null (
          rest_prepared_set_find (set, "1", partner, leat_batch_get_record (batch, 0), &is_new));
    }
}

static void
test_wrong_text (void)
{
  static const char *const texts[] = {
    "",
    "{}",
    "[1]",
    "[{\"key\":\"a\"}]",
    "[",
    "[{}]",
    "[{\"key\":\"\",\"id\":1,\"time\":1,\"epoch\":0,\"records\":[1]}]",
    "[{\"key\":\"\",\"id\":1,\"time\":1,\"epoch\":0,\"records\":[]}]",
  };
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

  rest_prepared_set_add (set, "1", "cam0", "1", record)->is_clean = FALSE;
  rest_prepared_set_add (set, "2", "cam0", "2", record);
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
    rest_prepared_set_add (set, "1", "cam0", "1", leat_batch_get_record (batch, 0));
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
  g_test_add_func ("/rest-prepared/reset-and-restart", test_reset_and_restart);
  g_test_add_func ("/rest-prepared/many-partners", test_many_partners);
  g_test_add_func ("/rest-prepared/wrong-text", test_wrong_text);
  g_test_add_func ("/rest-prepared/expire", test_expire);
  g_test_add_func ("/rest-prepared/bound", test_bound);
  return g_test_run ();
}
