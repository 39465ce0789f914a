/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* timer.c - tests that a timer tells when it is set to, once for each time that it is set */
#include "leat-timer.h"

typedef struct {
  GSource *timer;
  guint n_called;
  guint n_more; /* to be set anew */
} Fixture;

static gboolean
on_timer (gpointer user_data)
{
  Fixture *self = user_data;

  self->n_called++;
  if (self->n_more-- == 0)
    return G_SOURCE_REMOVE;
  g_source_set_ready_time (self->timer, g_get_monotonic_time () + 1000);
  return G_SOURCE_CONTINUE;
}

static gboolean
count (gpointer n_called)
{
  ++*(guint *) n_called;
  return G_SOURCE_CONTINUE;
}

/* in the context of its own thread, and no other */
static void
test_set_anew (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Fixture fixture = { .n_more = 2 };

  g_main_context_push_thread_default (context);
  fixture.timer = leat_timer_new (on_timer, &fixture);
  g_source_set_ready_time (fixture.timer, 0);
  while (!g_source_is_destroyed (fixture.timer))
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (fixture.n_called, ==, 3);
  leat_timer_free (fixture.timer);
  g_main_context_pop_thread_default (context);
}

/* nothing is told before it is set, and not twice for once */
static void
test_once (void)
{
  guint n_called = 0;
  GSource *timer = leat_timer_new (count, &n_called);

  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_source_set_ready_time (timer, 0);
  g_assert_true (g_main_context_iteration (NULL, FALSE));
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (n_called, ==, 1);
  g_source_set_ready_time (timer, 0);
  leat_timer_free (timer);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (n_called, ==, 1);
  leat_timer_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timer/set-anew", test_set_anew);
  g_test_add_func ("/timer/once", test_once);
  return g_test_run ();
}
