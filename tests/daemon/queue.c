/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* queue.c - tests the bounded queue of batches, alone and between threads */
#include "batches.h"
#include "queue/leatd-queue.h"

typedef struct {
  LeatOrigin *origin;
  LeatdQueue *queue;
  guint64 next;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->origin = test_origin_new ("numbers");
  fixture->queue = leatd_queue_new (1 << 20, 100);
  fixture->next = 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leatd_queue_free (fixture->queue);
  leat_origin_unref (fixture->origin);
}

static void
push (Fixture *fixture, guint n_records)
{
  leatd_queue_push (fixture->queue, test_batch_new (fixture->origin, n_records, &fixture->next));
}

/* pops and gives back at once; the sequence of the first record, 0: nothing there */
static guint64
pop (Fixture *fixture)
{
  g_autoptr (LeatBatch) batch = leatd_queue_try_pop (fixture->queue);

  if (batch == NULL)
    return 0;
  leatd_queue_release (fixture->queue, batch);
  return leat_batch_get_record (batch, 0)->sequence;
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  push (fixture, 3);
  push (fixture, 2);
  g_assert_cmpuint (leatd_queue_get_records (fixture->queue), ==, 5);
  g_assert_cmpuint (leatd_queue_get_size (fixture->queue), >, 0);
  g_assert_cmpuint (pop (fixture), ==, 1);
  g_assert_cmpuint (pop (fixture), ==, 4);
  g_assert_cmpuint (pop (fixture), ==, 0);
  g_assert_cmpuint (leatd_queue_get_records (fixture->queue), ==, 0);
  g_assert_cmpuint (leatd_queue_get_size (fixture->queue), ==, 0);
}

/* what the consumer holds counts until it is released */
static void
test_credit_is_held_until_release (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LeatBatch) held = NULL;

  push (fixture, 100);
  held = leatd_queue_try_pop (fixture->queue);
  g_assert_true (leatd_queue_is_empty (fixture->queue));
  g_assert_true (leatd_queue_is_full (fixture->queue));
  leatd_queue_release (fixture->queue, held);
  g_assert_false (leatd_queue_is_full (fixture->queue));
}

static void
test_bound_of_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LeatdQueue) small = leatd_queue_new (2000, 1000000);
  LeatBatch *batch = test_batch_new (fixture->origin, 100, &fixture->next);

  g_assert_cmpuint (leat_batch_get_size (batch), >, 2000);
  leatd_queue_push (small, batch);
  g_assert_true (leatd_queue_is_full (small));
}

static void
count_shed (LeatBatch *batch, gpointer user_data)
{
  guint64 *shed = user_data;

  shed[0] += leat_batch_get_n_records (batch);
  shed[1] = leat_batch_get_record (batch, leat_batch_get_n_records (batch) - 1)->sequence;
  leat_batch_unref (batch);
}

/* the oldest give way, until a quarter is free */
static void
test_shed (Fixture *fixture, gconstpointer data)
{
  guint64 shed[2] = { 0, 0 };

  for (guint i = 0; i < 9; i++)
    push (fixture, 10);
  leatd_queue_shed (fixture->queue, count_shed, shed);
  g_assert_cmpuint (shed[0], ==, 0);
  push (fixture, 10);
  leatd_queue_shed (fixture->queue, count_shed, shed);
  g_assert_cmpuint (shed[0], ==, 30);
  g_assert_cmpuint (shed[1], ==, 30);
  g_assert_cmpuint (leatd_queue_get_records (fixture->queue), ==, 70);
  g_assert_cmpuint (pop (fixture), ==, 31);
}

/* what the consumer holds cannot be shed: there is nothing left to give way, and shed() returns */
static void
test_shed_leaves_what_is_held (Fixture *fixture, gconstpointer data)
{
  guint64 shed[2] = { 0, 0 };
  g_autoptr (LeatBatch) held = NULL;

  push (fixture, 100);
  held = leatd_queue_try_pop (fixture->queue);
  push (fixture, 1);
  leatd_queue_shed (fixture->queue, count_shed, shed);
  g_assert_cmpuint (shed[0], ==, 1);
  leatd_queue_release (fixture->queue, held);
}

static void
count_call (gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_room (Fixture *fixture, gconstpointer data)
{
  guint calls = 0;

  g_assert_false (leatd_queue_await_room (fixture->queue, count_call, &calls));
  for (guint i = 0; i < 10; i++)
    push (fixture, 10);
  g_assert_true (leatd_queue_await_room (fixture->queue, count_call, &calls));
  pop (fixture);
  pop (fixture);
  g_assert_cmpuint (calls, ==, 0);
  pop (fixture);
  g_assert_cmpuint (calls, ==, 1);
  pop (fixture);
  g_assert_cmpuint (calls, ==, 1);
}

static void
test_room_is_forgotten (Fixture *fixture, gconstpointer data)
{
  guint calls = 0, others = 0;

  push (fixture, 100);
  g_assert_true (leatd_queue_await_room (fixture->queue, count_call, &calls));
  g_assert_true (leatd_queue_await_room (fixture->queue, count_call, &others));
  leatd_queue_forget_room (fixture->queue, &calls);
  pop (fixture);
  g_assert_cmpuint (calls, ==, 0);
  g_assert_cmpuint (others, ==, 1);
}

static void
test_pop_waits_no_longer_than_asked (Fixture *fixture, gconstpointer data)
{
  g_assert_null (leatd_queue_pop (fixture->queue, 0));
  g_assert_null (leatd_queue_pop (fixture->queue, g_get_monotonic_time () + 1000));
}

static void
test_wake (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LeatBatch) batch = NULL;

  leatd_queue_wake (fixture->queue);
  g_assert_null (leatd_queue_pop (fixture->queue, -1));
  leatd_queue_wake (fixture->queue);
  push (fixture, 1);
  batch = leatd_queue_try_pop (fixture->queue);
  g_assert_nonnull (batch);
  leatd_queue_release (fixture->queue, batch);
}

/* far away: a test that gets there has failed */
static gint64
get_end (void)
{
  return g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
}

/* what is there already, be it a wake-up, is not waited behind */
static void
test_gather_finds (Fixture *fixture, gconstpointer data)
{
  const gint64 end = get_end ();

  push (fixture, 1);
  leatd_queue_gather (fixture->queue, end, 50);
  g_assert_cmpuint (pop (fixture), ==, 1);
  leatd_queue_wake (fixture->queue);
  leatd_queue_gather (fixture->queue, end, 50);
  g_assert_cmpint (g_get_monotonic_time (), <, end);
  g_assert_cmpuint (pop (fixture), ==, 0);
}

static void
test_gather_ends_in_time (Fixture *fixture, gconstpointer data)
{
  const gint64 until = g_get_monotonic_time () + 1000;

  leatd_queue_gather (fixture->queue, until, 50);
  g_assert_cmpint (g_get_monotonic_time (), >=, until);
}

typedef struct {
  LeatdQueue *queue;
  gint64 end;
  gint begun; /* atomic */
} Gatherer;

static gpointer
gather (gpointer data)
{
  Gatherer *self = data;

  g_atomic_int_set (&self->begun, TRUE);
  leatd_queue_gather (self->queue, self->end, 20);
  return NULL;
}

/* lone records wake nobody; those that are asked for do, and so does a wake-up. A gatherer that
 * comes late finds some there, and does not wait at all */
static void
test_gather (Fixture *fixture, gconstpointer data)
{
  const gboolean wakes = data != NULL;
  Gatherer gatherer = { .queue = fixture->queue, .end = get_end () };
  GThread *thread = g_thread_new ("gatherer", gather, &gatherer);

  while (!g_atomic_int_get (&gatherer.begun))
    g_thread_yield ();
  g_usleep (1000);
  for (guint i = 0; i < 19; i++)
    push (fixture, 1);
  if (wakes)
    leatd_queue_wake (fixture->queue);
  else
    push (fixture, 1);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time (), <, gatherer.end);
  g_assert_cmpuint (leatd_queue_get_records (fixture->queue), ==, wakes ? 19 : 20);
}

#define N_BATCHES 3000
#define N_PRODUCERS 3

typedef struct {
  LeatdQueue *queue;
  char name[2];
  GMutex mutex;
  GCond cond;
  gboolean room;
} Producer;

static void
on_room (gpointer user_data)
{
  Producer *self = user_data;

  g_mutex_lock (&self->mutex);
  self->room = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
producer_wait (Producer *self)
{
  if (!leatd_queue_await_room (self->queue, on_room, self))
    return;
  g_mutex_lock (&self->mutex);
  while (!self->room)
    g_cond_wait (&self->cond, &self->mutex);
  self->room = FALSE;
  g_mutex_unlock (&self->mutex);
}

static gpointer
produce (gpointer data)
{
  Producer *self = data;
  LeatOrigin *origin = test_origin_new (self->name);
  guint64 next = 1;

  for (guint i = 0; i < N_BATCHES; i++)
    {
      leatd_queue_push (self->queue, test_batch_new (origin, 1 + i % 7, &next));
      if (leatd_queue_is_full (self->queue))
        producer_wait (self);
    }
  leat_origin_unref (origin);
  return NULL;
}

/* the next one that comes; a wake-up that gets lost is missed for a minute */
static LeatBatch *
consume (LeatdQueue *queue, gboolean gathers)
{
  const gint64 end = get_end ();
  LeatBatch *batch;

  if (!gathers)
    return leatd_queue_pop (queue, -1);
  leatd_queue_gather (queue, end, 1);
  batch = leatd_queue_pop (queue, end);
  g_assert_nonnull (batch);
  g_assert_cmpint (g_get_monotonic_time (), <, end);
  return batch;
}

/* three that block, one that consumes and holds some back: each record once, in order, and the
 * bound holds */
static void
test_threads (Fixture *fixture, gconstpointer data)
{
  Producer producers[N_PRODUCERS] = { 0 };
  GThread *threads[N_PRODUCERS];
  guint64 last[N_PRODUCERS] = { 0 };
  GQueue held = G_QUEUE_INIT;

  for (guint i = 0; i < N_PRODUCERS; i++)
    {
      producers[i].queue = fixture->queue;
      producers[i].name[0] = (char) ('a' + i);
      threads[i] = g_thread_new ("producer", produce, &producers[i]);
    }
  for (guint n = 0; n < N_PRODUCERS * N_BATCHES; n++)
    {
      LeatBatch *batch = consume (fixture->queue, data != NULL);

      g_assert_cmpuint (leatd_queue_get_records (fixture->queue), <=, 100 + N_PRODUCERS * 7);
      for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
        {
          const LeatRecord *record = leat_batch_get_record (batch, i);

          g_assert_cmpuint (record->sequence, ==, ++last[record->origin->source[0] - 'a']);
          g_assert_cmpint (record->values[0].integer, ==, (gint64) record->sequence);
        }
      g_queue_push_tail (&held, batch);
      if (held.length < 5)
        continue;
      batch = g_queue_pop_head (&held);
      leatd_queue_release (fixture->queue, batch);
      leat_batch_unref (batch);
    }
  while (held.length > 0)
    {
      LeatBatch *batch = g_queue_pop_head (&held);

      leatd_queue_release (fixture->queue, batch);
      leat_batch_unref (batch);
    }
  for (guint i = 0; i < N_PRODUCERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (leatd_queue_get_records (fixture->queue), ==, 0);
  g_assert_cmpuint (leatd_queue_get_size (fixture->queue), ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/queue/order", test_order);
  ADD ("/queue/credit-is-held-until-release", test_credit_is_held_until_release);
  ADD ("/queue/bound-of-bytes", test_bound_of_bytes);
  ADD ("/queue/shed", test_shed);
  ADD ("/queue/shed-leaves-what-is-held", test_shed_leaves_what_is_held);
  ADD ("/queue/room", test_room);
  ADD ("/queue/room-is-forgotten", test_room_is_forgotten);
  ADD ("/queue/pop-waits-no-longer-than-asked", test_pop_waits_no_longer_than_asked);
  ADD ("/queue/wake", test_wake);
  ADD ("/queue/gather/finds", test_gather_finds);
  ADD ("/queue/gather/ends-in-time", test_gather_ends_in_time);
  ADD ("/queue/gather/records", test_gather);
  g_test_add ("/queue/gather/wake", Fixture, "wakes", set_up, test_gather, tear_down);
  ADD ("/queue/threads", test_threads);
  g_test_add ("/queue/gather/threads", Fixture, "gathers", set_up, test_threads, tear_down);
  return g_test_run ();
}
