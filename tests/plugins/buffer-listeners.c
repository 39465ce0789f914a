/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-listeners.c - tests that who waits is woken once, and who has gone never */
#include "buffer-worker.h"
#include "buffer-listeners.h"

static const char *const everything[] = { "*", NULL };

typedef struct {
  BufferListeners *listeners;
  BufferPlaces    *places;
  BufferListener   listener;
  LeatOrigin      *origin;
  GArray          *segments;
  guint            n_wakes;
} Fixture;

static void
on_wake (gpointer data)
{
  ((Fixture *) data)->n_wakes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint64 next = 1;
  BufferSegment segment = { .count = 3, .first_id = 1 };

  fixture->listeners = buffer_listeners_new ();
  fixture->places = buffer_places_new ();
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->segments = buffer_segments_new ();
  fixture->listener = (BufferListener) {
    .wake = on_wake,
    .user_data = fixture,
    .is_waiting = TRUE,
    .claims = 100,
    .max_bytes = 1000000,
    .place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0),
    .fresh = buffer_fresh_new (everything),
    .backlog = buffer_backlog_new (everything),
  };
  segment.batch = buffer_worker_batch (fixture->origin, 3, &next);
  g_array_append_val (fixture->segments, segment);
  buffer_listeners_add (fixture->listeners, &fixture->listener);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  buffer_listeners_free (fixture->listeners);
  buffer_fresh_free (fixture->listener.fresh);
  buffer_backlog_free (fixture->listener.backlog);
  buffer_places_free (fixture->places);
  g_array_unref (fixture->segments);
  leat_origin_unref (fixture->origin);
}

static void
test_wake (Fixture *fixture, gconstpointer data)
{
  buffer_listeners_wake (fixture->listeners);
  g_assert_cmpuint (fixture->n_wakes, ==, 0);
  buffer_listeners_stir (fixture->listeners);
  buffer_listeners_wake (fixture->listeners);
  buffer_listeners_wake (fixture->listeners);
  g_assert_cmpuint (fixture->n_wakes, ==, 1);
  buffer_listeners_stir (fixture->listeners);
  buffer_listeners_wake (fixture->listeners);
  g_assert_cmpuint (fixture->n_wakes, ==, 1);
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  buffer_listeners_stir (fixture->listeners);
  buffer_listeners_remove (fixture->listeners, &fixture->listener);
  buffer_listeners_wake (fixture->listeners);
  g_assert_cmpuint (fixture->n_wakes, ==, 0);
}

static guint64
get_claimed (Fixture *fixture)
{
  g_autoptr (GArray) claims = NULL;
  guint64 acknowledged;

  buffer_place_get (fixture->places, fixture->listener.place, &acknowledged, &claims, NULL);
  return buffer_claims_get_last (claims);
}

static void
claim_ahead (Fixture *fixture)
{
  buffer_listeners_claim_ahead (fixture->listeners, fixture->places, fixture->segments);
}

/* only for one that waits, claims, and has all others */
static void
test_claim_ahead (Fixture *fixture, gconstpointer data)
{
  claim_ahead (fixture);
  g_assert_cmpuint (get_claimed (fixture), ==, 0);
  g_assert_true (buffer_fresh_join (fixture->listener.fresh, 0));
  fixture->listener.is_waiting = FALSE;
  claim_ahead (fixture);
  g_assert_cmpuint (get_claimed (fixture), ==, 0);
  fixture->listener.is_waiting = TRUE;
  claim_ahead (fixture);
  g_assert_cmpuint (get_claimed (fixture), ==, 3);
}

static void
test_offer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (LeatBatch) batch = NULL;
  guint64 records = 77, behind = 0;
  gint64 oldest;

  g_assert_true (buffer_fresh_join (fixture->listener.fresh, 0));
  buffer_listeners_offer (fixture->listeners, fixture->segments, 3);
  buffer_backlog_get (fixture->listener.backlog, &records, &oldest);
  g_assert_cmpuint (records, ==, 3);
  batch = buffer_fresh_take (fixture->listener.fresh, 100, G_MAXSIZE, ids, &behind);
  g_assert_true (batch == g_array_index (fixture->segments, BufferSegment, 0).batch);
}

#define ADD(name, function) \
  g_test_add ("/buffer-listeners/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("wake", test_wake);
  ADD ("removed", test_removed);
  ADD ("claim-ahead", test_claim_ahead);
  ADD ("offer", test_offer);
  return g_test_run ();
}
