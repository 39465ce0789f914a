/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settlements.c - tests that the word whether a batch is safe comes back once, to the right thread
 */
#include "batches.h"
#include "queue/leatd-settlements.h"

typedef struct {
  guint told;
  gboolean safe;
  guint freed;
  GThread *thread;
} Word;

static void
on_settled (gboolean safe, gpointer user_data)
{
  Word *word = user_data;

  word->told++;
  word->safe = safe;
  word->thread = g_thread_self ();
}

static void
on_free (gpointer user_data)
{
  ((Word *) user_data)->freed++;
}

static LeatBatch *
watched_batch (LeatdSettlements *settlements, Word *word, guint n_sinks)
{
  LeatOrigin *origin = test_origin_new ("numbers");
  guint64 next = 1;
  LeatBatch *batch = test_batch_new (origin, 1, &next);

  leatd_settlements_watch (settlements, batch, on_settled, word, on_free);
  for (guint i = 0; i < n_sinks; i++)
    leat_batch_expect (batch);
  leat_batch_settle (batch, TRUE);
  leat_origin_unref (origin);
  return batch;
}

static gpointer
answer (gpointer batch)
{
  leat_batch_settle (batch, TRUE);
  leat_batch_unref (batch);
  return NULL;
}

static void
test_comes_back_to_its_thread (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  LeatdSettlements *settlements = leatd_settlements_new (context);
  Word word = { 0 };
  GThread *sinks[2];
  LeatBatch *batch = watched_batch (settlements, &word, G_N_ELEMENTS (sinks));

  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++)
    sinks[i] = g_thread_new ("sink", answer, leat_batch_ref (batch));
  leat_batch_unref (batch);
  while (word.told == 0)
    {
      g_main_context_iteration (context, TRUE);
      leatd_settlements_tell (settlements);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++)
    g_thread_join (sinks[i]);
  g_assert_cmpuint (word.told, ==, 1);
  g_assert_true (word.safe);
  g_assert_true (word.thread == g_thread_self ());
  g_assert_cmpuint (word.freed, ==, 1);
  leatd_settlements_close (settlements);
  g_assert_cmpuint (word.told, ==, 1);
}

static void
test_one_that_gives_up (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  LeatdSettlements *settlements = leatd_settlements_new (context);
  Word word = { 0 };
  g_autoptr (LeatBatch) batch = watched_batch (settlements, &word, 2);

  leat_batch_settle (batch, TRUE);
  leatd_settlements_tell (settlements);
  g_assert_cmpuint (word.told, ==, 0);
  leat_batch_settle (batch, FALSE);
  leatd_settlements_tell (settlements);
  g_assert_cmpuint (word.told, ==, 1);
  g_assert_false (word.safe);
  leatd_settlements_close (settlements);
}

static void
test_no_sink_settles (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  LeatdSettlements *settlements = leatd_settlements_new (context);
  Word word = { .safe = TRUE };
  g_autoptr (LeatBatch) batch = watched_batch (settlements, &word, 0);

  leatd_settlements_tell (settlements);
  g_assert_cmpuint (word.told, ==, 1);
  g_assert_false (word.safe);
  leatd_settlements_close (settlements);
}

/* the source stops before the sink answers: it is told FALSE now, and not again */
static void
test_close_before_the_answer (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  LeatdSettlements *settlements = leatd_settlements_new (context);
  Word word = { .safe = TRUE };
  LeatBatch *batch = watched_batch (settlements, &word, 1);

  leatd_settlements_close (settlements);
  g_assert_cmpuint (word.told, ==, 1);
  g_assert_cmpuint (word.freed, ==, 1);
  g_assert_false (word.safe);
  g_thread_join (g_thread_new ("sink", answer, batch));
  g_assert_cmpuint (word.told, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settlements/comes-back-to-its-thread", test_comes_back_to_its_thread);
  g_test_add_func ("/settlements/one-that-gives-up", test_one_that_gives_up);
  g_test_add_func ("/settlements/no-sink-settles", test_no_sink_settles);
  g_test_add_func ("/settlements/close-before-the-answer", test_close_before_the_answer);
  return g_test_run ();
}
