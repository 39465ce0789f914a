/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* router.c - tests the ways from a source to its sinks: who gets what, who is held back, what gives
 * way */
#include "batches.h"
#include "queue/leatd-router.h"

typedef struct {
  LeatOrigin *origin;
  LeatdInlet inlets[2];
  LeatdOutlet *outlet;
  guint64 next;
  guint told;
  gboolean safe;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->origin = test_origin_new ("numbers");
  fixture->next = 1;
  fixture->outlet = leatd_outlet_new ();
  for (guint i = 0; i < G_N_ELEMENTS (fixture->inlets); i++)
    leatd_inlet_init (&fixture->inlets[i], "sink", 1 << 20, 40, g_main_context_default ());
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leatd_outlet_free (fixture->outlet);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->inlets); i++)
    leatd_inlet_clear (&fixture->inlets[i]);
  leat_origin_unref (fixture->origin);
}

static gboolean
push (Fixture *fixture)
{
  return leatd_outlet_push (fixture->outlet, test_batch_new (fixture->origin, 10, &fixture->next));
}

static void
test_all_get_all (Fixture *fixture, gconstpointer data)
{
  leatd_outlet_add (fixture->outlet, &fixture->inlets[0], FALSE);
  leatd_outlet_add (fixture->outlet, &fixture->inlets[1], TRUE);
  g_assert_true (push (fixture));
  for (guint i = 0; i < G_N_ELEMENTS (fixture->inlets); i++)
    g_assert_cmpuint (fixture->inlets[i].counters[LEATD_SINK_RECORDS], ==, 10);
}

/* the one that blocks holds the source back, the other gives way: neither disturbs the other */
static void
test_each_its_own_policy (Fixture *fixture, gconstpointer data)
{
  leatd_outlet_add (fixture->outlet, &fixture->inlets[0], FALSE);
  leatd_outlet_add (fixture->outlet, &fixture->inlets[1], TRUE);
  for (guint i = 0; i < 3; i++)
    g_assert_true (push (fixture));
  g_assert_false (push (fixture));
  g_assert_false (push (fixture));
  g_assert_cmpuint (leatd_queue_get_records (fixture->inlets[1].queue), ==, 50);
  g_assert_cmpuint (fixture->inlets[1].counters[LEATD_SINK_DROPS], ==, 0);
  g_assert_cmpuint (leatd_queue_get_records (fixture->inlets[0].queue), ==, 40);
  g_assert_cmpuint (fixture->inlets[0].counters[LEATD_SINK_DROPS], ==, 10);
  g_assert_cmpuint (fixture->inlets[0].counters[LEATD_SINK_DROPPED_BATCHES], ==, 1);
}

static void
on_settled (gboolean safe, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->told++;
  fixture->safe = safe;
}

static void
push_watched (Fixture *fixture)
{
  LeatBatch *batch = test_batch_new (fixture->origin, 10, &fixture->next);

  leat_batch_watch (batch, on_settled, fixture);
  leatd_outlet_push (fixture->outlet, batch);
}

static void
test_settled_by_those_that_settle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LeatBatch) batch = NULL;

  fixture->inlets[0].settles = TRUE;
  leatd_outlet_add (fixture->outlet, &fixture->inlets[0], FALSE);
  leatd_outlet_add (fixture->outlet, &fixture->inlets[1], FALSE);
  push_watched (fixture);
  g_assert_cmpuint (fixture->told, ==, 0);
  batch = leatd_queue_try_pop (fixture->inlets[0].queue);
  leat_batch_settle (batch, TRUE);
  g_assert_cmpuint (fixture->told, ==, 1);
  g_assert_true (fixture->safe);
}

static void
test_nobody_wants_it (Fixture *fixture, gconstpointer data)
{
  fixture->safe = TRUE;
  push_watched (fixture);
  g_assert_cmpuint (fixture->told, ==, 1);
  g_assert_false (fixture->safe);
}

static void
test_what_gave_way_is_not_safe (Fixture *fixture, gconstpointer data)
{
  fixture->inlets[0].settles = TRUE;
  leatd_outlet_add (fixture->outlet, &fixture->inlets[0], FALSE);
  push_watched (fixture);
  for (guint i = 0; i < 3; i++)
    push (fixture);
  g_assert_cmpuint (fixture->told, ==, 0);
  push (fixture);
  g_assert_cmpuint (fixture->told, ==, 1);
  g_assert_false (fixture->safe);
}

static void
test_globs (void)
{
  static const struct {
    const char *globs[3];
    const char *name;
    gboolean fits;
  } cases[] = {
    { { "*" }, "camera0", TRUE },         { { "camera*" }, "camera0", TRUE },
    { { "camera*" }, "scale", FALSE },    { { "scale", "camera?" }, "camera0", TRUE },
    { { "camera0" }, "camera00", FALSE }, { { NULL }, "camera0", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (leatd_globs_match (cases[i].globs, cases[i].name), ==, cases[i].fits);
  g_assert_false (leatd_globs_match (NULL, "camera0"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

static void
on_told (gpointer user_data)
{
  ((Fixture *) user_data)->told++;
}

/* between two batches the ways change: who waited for room is told of none that is left behind */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  LeatdOutlet *other = leatd_outlet_new ();
  LeatBatch *batch;

  leatd_outlet_add (fixture->outlet, &fixture->inlets[0], TRUE);
  leatd_outlet_add (other, &fixture->inlets[1], TRUE);
  for (guint i = 0; i < 3; i++)
    g_assert_true (push (fixture));
  g_assert_false (push (fixture));
  g_assert_true (leatd_outlet_await_room (fixture->outlet, on_told, fixture));
  leatd_outlet_move (fixture->outlet, other, fixture);
  g_assert_true (leatd_outlet_leads_to (fixture->outlet, &fixture->inlets[1]));
  g_assert_false (leatd_outlet_leads_to (fixture->outlet, &fixture->inlets[0]));
  g_assert_false (leatd_outlet_await_room (fixture->outlet, on_told, fixture));
  g_assert_true (push (fixture));
  g_assert_cmpuint (fixture->inlets[0].counters[LEATD_SINK_RECORDS], ==, 40);
  g_assert_cmpuint (fixture->inlets[1].counters[LEATD_SINK_RECORDS], ==, 10);
  while ((batch = leatd_queue_try_pop (fixture->inlets[0].queue)) != NULL)
    {
      leatd_queue_release (fixture->inlets[0].queue, batch);
      leat_batch_unref (batch);
    }
  g_assert_cmpuint (fixture->told, ==, 0);
  leatd_outlet_free (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/router/all-get-all", test_all_get_all);
  ADD ("/router/each-its-own-policy", test_each_its_own_policy);
  ADD ("/router/move", test_move);
  ADD ("/router/settled-by-those-that-settle", test_settled_by_those_that_settle);
  ADD ("/router/nobody-wants-it", test_nobody_wants_it);
  ADD ("/router/what-gave-way-is-not-safe", test_what_gave_way_is_not_safe);
  g_test_add_func ("/router/globs", test_globs);
  return g_test_run ();
}
