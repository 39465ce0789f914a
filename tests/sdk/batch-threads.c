/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* batch-threads.c - tests batches that many threads hold, read, settle and give back (for
 * ThreadSanitizer too) */
#include "leat-batch-host.h"

#define N_SINKS   3
#define N_BATCHES 3000

typedef struct {
  LeatOrigin *origin;
  gint        n_safe;      /* atomic */
  gint        n_not_safe;  /* atomic */
  gint64      sums[N_SINKS];
} Fixture;

typedef struct {
  Fixture    *fixture;
  LeatBatch **batches;     /* each published by an atomic store */
  guint       index;
} Sink;

static void
note_settled (gboolean safe, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_atomic_int_inc (safe ? &fixture->n_safe : &fixture->n_not_safe);
}

static LeatBatch *
make_batch (Fixture *fixture, guint number, guint64 *next)
{
  guint n_records = number % 40;
  LeatBatch *batch = leat_batch_new (0);

  for (guint i = 0; i < n_records; i++)
    {
      leat_batch_append (batch, fixture->origin, (LeatMoment) { 0 });
      leat_batch_set_int (batch, 0, i);
      leat_batch_set_string (batch, 1, "a text to read in another thread", -1);
    }
  leat_batch_seal (batch, next);
  leat_batch_watch (batch, note_settled, fixture);
  return batch;
}

/* every tenth batch is refused by one of the sinks, every other tenth is dropped without an
 * answer */
static gpointer
run_sink (gpointer user_data)
{
  Sink *self = user_data;

  for (guint number = 0; number < N_BATCHES; number++)
    {
      LeatBatch *batch;

      while ((batch = g_atomic_pointer_get (&self->batches[number])) == NULL)
        g_thread_yield ();
      for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
        {
          const LeatRecord *record = leat_batch_get_record (batch, i);

          g_assert_cmpuint (record->values[1].length, ==, 32);
          self->fixture->sums[self->index] += record->values[0].integer;
        }
      if (number % 10 != 9 || self->index != 1)
        leat_batch_settle (batch, number % 10 != 5 || self->index != 2);
      leat_batch_unref (batch);
    }
  return NULL;
}

static void
test_threads (void)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT },
    { .name = "code", .type = LEAT_TYPE_STRING },
  };
  g_autoptr (LeatSchema) schema = leat_schema_new ("test", fields, G_N_ELEMENTS (fields));
  g_autofree LeatBatch **batches = g_new0 (LeatBatch *, N_BATCHES);
  Fixture fixture = { .origin = leat_origin_new ("camera0", "EPOCH", schema, NULL, NULL) };
  GThread *threads[N_SINKS];
  Sink sinks[N_SINKS];
  guint64 next = 1;
  gint64 sum = 0;

  for (guint i = 0; i < N_SINKS; i++)
    {
      sinks[i] = (Sink) { .fixture = &fixture, .batches = batches, .index = i };
      threads[i] = g_thread_new ("sink", run_sink, &sinks[i]);
    }
  for (guint number = 0; number < N_BATCHES; number++)
    {
      LeatBatch *batch = make_batch (&fixture, number, &next);
      gint64 n_records = leat_batch_get_n_records (batch);

      sum += n_records * (n_records - 1) / 2;
      for (guint i = 0; i < N_SINKS; i++)
        {
          leat_batch_ref (batch);
          leat_batch_expect (batch);
        }
      g_atomic_pointer_set (&batches[number], batch);
      leat_batch_settle (batch, TRUE);
      leat_batch_unref (batch);
    }
  for (guint i = 0; i < N_SINKS; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpint (fixture.sums[i], ==, sum);
    }
  g_assert_cmpint (fixture.n_safe, ==, N_BATCHES / 10 * 8);
  g_assert_cmpint (fixture.n_not_safe, ==, N_BATCHES / 10 * 2);
  leat_origin_unref (fixture.origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-threads/many", test_threads);
  return g_test_run ();
}
