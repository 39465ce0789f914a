/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* batch.c - tests the life of a batch: records, numbers, memory, settling */
#include <string.h>
#include "leat-batch-host.h"

static const LeatMoment arrival = { .time = 1000, .monotonic = 2000 };

static LeatOrigin *
new_origin (const char *source, guint n_fields)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT },
    { .name = "code", .type = LEAT_TYPE_STRING },
    { .name = "measure", .type = LEAT_TYPE_DECIMAL },
  };
  g_autoptr (LeatSchema) schema = leat_schema_new ("test", fields, n_fields);

  return leat_origin_new (source, "EPOCH", schema, "gateway", NULL);
}

static void
test_empty (void)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (0);

  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 0);
  g_assert_cmpuint (leat_batch_get_size (batch), ==, 1024);
  leat_batch_truncate (batch, 0);
  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 0);
}

static void
test_append (void)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  LeatOrigin *origin = new_origin ("camera0", 3);
  const LeatRecord *record;

  leat_batch_append (batch, origin, arrival);
  record = leat_batch_get_record (batch, 0);
  g_assert_cmpuint ((guintptr) record % 8, ==, 0);
  g_assert_cmpint (record->time, ==, 1000);
  g_assert_cmpint (record->monotonic, ==, 2000);
  g_assert_true (record->origin == origin);
  g_assert_cmpuint (record->sequence, ==, 0);
  g_assert_null (record->frame);
  g_assert_cmpuint (record->flags, ==, 0);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (record->values[i].quality, ==, LEAT_QUALITY_MISSING);
  g_assert_cmpint (record->values[0].type, ==, LEAT_TYPE_INT);
  g_assert_cmpint (record->values[1].type, ==, LEAT_TYPE_STRING);
  g_assert_cmpint (record->values[2].type, ==, LEAT_TYPE_DECIMAL);
  leat_origin_unref (origin);
  g_assert_cmpstr (record->origin->source, ==, "camera0");   /* the batch holds it */
}

/* @capacity is a guess: more and less than comes */
static void
test_many (gconstpointer data)
{
  guint n_records = 10000;
  LeatBatch *batch = leat_batch_new (GPOINTER_TO_UINT (data));
  g_autofree const LeatRecord **records = g_new (const LeatRecord *, n_records);
  LeatOrigin *origins[] = {
    new_origin ("camera0", 3),
    new_origin ("camera1", 2),
    new_origin ("camera2", 0),
  };
  guint64 next = 5;

  for (guint i = 0; i < n_records; i++)
    {
      g_autofree char *code = g_strdup_printf ("code %u", i);
      guint which = i < 100 ? 0 : i % 3;

      leat_batch_append (batch, origins[which], arrival);
      records[i] = leat_batch_get_record (batch, i);
      if (which == 2)
        continue;
      leat_batch_set_int (batch, 0, i);
      leat_batch_set_string (batch, 1, code, -1);
    }
  g_assert_false (leat_batch_is_sealed (batch));
  leat_batch_seal (batch, &next);
  g_assert_true (leat_batch_is_sealed (batch));
  g_assert_cmpuint (next, ==, 5 + n_records);
  for (guint i = 0; i < 3; i++)
    leat_origin_unref (origins[i]);

  for (guint i = 0; i < n_records; i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);
      g_autofree char *code = g_strdup_printf ("code %u", i);

      g_assert_true (record == records[i]);
      g_assert_cmpuint (record->sequence, ==, 5 + i);
      if (leat_schema_get_n_fields (record->origin->schema) == 0)
        continue;
      g_assert_cmpint (record->values[0].integer, ==, i);
      g_assert_cmpstr (record->values[1].string, ==, code);
    }
  g_assert_cmpuint (leat_batch_get_size (batch), <, n_records * (48 + 48 + 16 + 16) * 2);
  leat_batch_unref (batch);
}

static void
test_seal_keeps_numbers (void)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  LeatOrigin *origin = new_origin ("camera0", 1);
  guint64 next = 7;

  for (guint i = 0; i < 3; i++)
    leat_batch_append (batch, origin, arrival);
  leat_batch_truncate (batch, 2);
  leat_batch_set_sequence (batch, 1841);
  leat_batch_append (batch, origin, arrival);
  leat_batch_seal (batch, &next);
  g_assert_cmpuint (leat_batch_get_record (batch, 0)->sequence, ==, 7);
  g_assert_cmpuint (leat_batch_get_record (batch, 1)->sequence, ==, 1841);
  g_assert_cmpuint (leat_batch_get_record (batch, 2)->sequence, ==, 8);
  g_assert_cmpuint (next, ==, 9);
  leat_origin_unref (origin);
}

/* the records of one frame share its bytes and its flags */
static void
test_mark (void)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  LeatOrigin *origin = new_origin ("camera0", 1);
  const LeatRecord *first, *second, *third;

  for (guint i = 0; i < 3; i++)
    leat_batch_append (batch, origin, arrival);
  leat_batch_add_flags (batch, LEAT_RECORD_TEST);
  leat_batch_mark (batch, 1, LEAT_RECORD_LINE_ERROR, "abc", 3);
  leat_batch_mark (batch, 3, LEAT_RECORD_SURPLUS, "d", 1);
  first = leat_batch_get_record (batch, 0);
  second = leat_batch_get_record (batch, 1);
  third = leat_batch_get_record (batch, 2);
  g_assert_null (first->frame);
  g_assert_cmpuint (first->flags, ==, 0);
  g_assert_cmpuint (second->flags, ==, LEAT_RECORD_LINE_ERROR);
  g_assert_cmpuint (third->flags, ==, LEAT_RECORD_LINE_ERROR | LEAT_RECORD_TEST);
  g_assert_cmpmem (second->frame, second->frame_length, "abc", 3);
  g_assert_true (third->frame == second->frame);
  leat_origin_unref (origin);
}

/* a million frames that are none cost no more than one */
static void
test_truncate_gives_back (void)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  LeatOrigin *origin = new_origin ("camera0", 3);

  for (guint i = 0; i < 100; i++)
    leat_batch_append (batch, origin, arrival);
  for (guint i = 0; i < 1000000; i++)
    {
      leat_batch_append (batch, origin, arrival);
      leat_batch_set_string (batch, 1, "a code that is taken back", -1);
      leat_batch_truncate (batch, 100);
    }
  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 100);
  g_assert_cmpuint (leat_batch_get_size (batch), <=, 32768);
  leat_origin_unref (origin);
}

/* what was allocated between the records that go and is needed further stays */
static void
test_truncate_keeps_lists (void)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  LeatOrigin *first = new_origin ("camera0", 3);
  LeatOrigin *second = new_origin ("camera1", 2);

  leat_batch_append (batch, first, arrival);
  leat_batch_set_string (batch, 1, "first", -1);
  leat_batch_append (batch, second, arrival);
  leat_batch_truncate (batch, 1);
  leat_batch_set_int (batch, 0, 1);   /* goes to what is last now */
  for (guint i = 0; i < 40; i++)
    {
      leat_batch_append (batch, i % 2 == 0 ? second : first, arrival);
      leat_batch_set_string (batch, 1, "later", -1);
    }
  leat_batch_truncate (batch, 2);
  leat_batch_append (batch, second, arrival);

  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 3);
  g_assert_cmpint (leat_batch_get_record (batch, 0)->values[0].integer, ==, 1);
  g_assert_cmpstr (leat_batch_get_record (batch, 0)->values[1].string, ==, "first");
  g_assert_true (leat_batch_get_record (batch, 0)->origin == first);
  g_assert_true (leat_batch_get_record (batch, 1)->origin == second);
  g_assert_cmpstr (leat_batch_get_record (batch, 1)->values[1].string, ==, "later");
  g_assert_cmpint (leat_batch_get_record (batch, 2)->values[1].quality, ==, LEAT_QUALITY_MISSING);
  leat_batch_truncate (batch, 0);
  leat_batch_append (batch, second, arrival);
  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 1);
  leat_origin_unref (first);
  leat_origin_unref (second);
}

/* an answer each: '+' a sink says it is safe, '-' that it is not, 'r' the router, 'u' the last
 * unref; 'e' one more is * expected */
typedef struct {
  const char *name;
  const char *steps;
  const char *told;   /* "1" safe, "0" not */
} SettleCase;

static const SettleCase settle_cases[] = {
  { "no-sink-settles", "ru", "0" },
  { "one", "er+u", "1" },
  { "one-before-the-router", "e+ru", "1" },
  { "two", "eer++u", "1" },
  { "one-gave-up", "eer+-u", "0" },
  { "one-gave-up-first", "eer-+u", "0" },
  { "sink-is-gone", "eer+u", "0" },
  { "router-is-gone", "u", "0" },
  { "router-is-gone-behind-an-answer", "e+u", "0" },
};

static void
note_settled (gboolean safe, gpointer user_data)
{
  g_string_append_c (user_data, safe ? '1' : '0');
}

static void
test_settle (gconstpointer data)
{
  const SettleCase *test = data;
  g_autoptr (GString) told = g_string_new (NULL);
  LeatBatch *batch = leat_batch_new (0);

  leat_batch_watch (batch, note_settled, told);
  for (const char *step = test->steps; *step != '\0'; step++)
    switch (*step)
      {
      case 'e': leat_batch_expect (batch); break;
      case '+': leat_batch_settle (batch, TRUE); break;
      case '-': leat_batch_settle (batch, FALSE); break;
      case 'r': leat_batch_settle (batch, TRUE); break;
      case 'u': leat_batch_unref (batch); break;
      }
  g_assert_cmpstr (told->str, ==, test->told);
}

static void
test_settle_unwatched (void)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (0);

  leat_batch_expect (batch);
  leat_batch_settle (batch, TRUE);
  leat_batch_settle (batch, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch/empty", test_empty);
  g_test_add_func ("/batch/append", test_append);
  g_test_add_data_func ("/batch/many/unknown", GUINT_TO_POINTER (0), test_many);
  g_test_add_data_func ("/batch/many/fewer-guessed", GUINT_TO_POINTER (100), test_many);
  g_test_add_data_func ("/batch/many/more-guessed", GUINT_TO_POINTER (1000000), test_many);
  g_test_add_func ("/batch/seal/keeps-numbers", test_seal_keeps_numbers);
  g_test_add_func ("/batch/mark", test_mark);
  g_test_add_func ("/batch/truncate/gives-back", test_truncate_gives_back);
  g_test_add_func ("/batch/truncate/keeps-lists", test_truncate_keeps_lists);
  for (guint i = 0; i < G_N_ELEMENTS (settle_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/batch/settle/", settle_cases[i].name, NULL);

      g_test_add_data_func (path, &settle_cases[i], test_settle);
    }
  g_test_add_func ("/batch/settle/unwatched", test_settle_unwatched);
  return g_test_run ();
}
