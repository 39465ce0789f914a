/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bell.c - tests that a wait ends for the reasons that are waited for, and no other is forgotten */
#include "worker/leatd-bell.h"

static void
test_reasons (void)
{
  LeatdBell bell;
  gint64 now = g_get_monotonic_time ();

  leatd_bell_init (&bell);
  g_assert_cmpuint (leatd_bell_wait (&bell, LEATD_BELL_KICK, now), ==, 0);
  leatd_bell_ring (&bell, LEATD_BELL_STORE);
  g_assert_cmpuint (leatd_bell_wait (&bell, LEATD_BELL_KICK, now + 1000), ==, 0);
  g_assert_cmpuint (leatd_bell_wait (&bell, LEATD_BELL_KICK | LEATD_BELL_STORE, -1), ==,
                    LEATD_BELL_STORE);
  g_assert_cmpuint (leatd_bell_wait (&bell, LEATD_BELL_STORE, now), ==, 0);
  leatd_bell_ring (&bell, LEATD_BELL_KICK);
  leatd_bell_ring (&bell, LEATD_BELL_STORE);
  g_assert_cmpuint (leatd_bell_wait (&bell, LEATD_BELL_KICK | LEATD_BELL_STORE, -1), ==,
                    LEATD_BELL_KICK | LEATD_BELL_STORE);
  leatd_bell_clear (&bell);
}

static gpointer
ring_later (gpointer bell)
{
  leatd_bell_ring (bell, LEATD_BELL_STORE);
  return NULL;
}

/* whether it waits already or not: no ring is lost */
static void
test_threads (void)
{
  LeatdBell bell;

  leatd_bell_init (&bell);
  for (guint i = 0; i < 200; i++)
    {
      GThread *thread = g_thread_new ("ring", ring_later, &bell);

      g_assert_cmpuint (leatd_bell_wait (&bell, LEATD_BELL_STORE, -1), ==, LEATD_BELL_STORE);
      g_thread_join (thread);
    }
  leatd_bell_clear (&bell);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bell/reasons", test_reasons);
  g_test_add_func ("/bell/threads", test_threads);
  return g_test_run ();
}
