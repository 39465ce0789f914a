/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backoff.c - tests how long to wait before the next try */
#include "worker/leatd-backoff.h"

static double
least (void)
{
  return 0.0;
}

static double
most (void)
{
  return 1.0 - 1e-12;
}

/* what the first eight waits may be at the least and at the most, and the hundredth */
typedef struct {
  const char *path;
  gint64      first;
  gint64      longest;
  gint64      low[8];
  gint64      high[8];
  gint64      hundredth_low;
  gint64      hundredth_high;
} Case;

static const Case cases[] = {
  { "/backoff/preset", 250000, 30000000,
    { 250000, 400000, 800000, 1600000, 3200000, 6400000, 12800000, 24000000 },
    { 300000, 600000, 1200000, 2400000, 4800000, 9600000, 19200000, 30000000 },
    24000000, 30000000 },
  { "/backoff/no-room", 1000, 1000,
    { 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000 },
    { 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000 }, 1000, 1000 },
  { "/backoff/longest-below-first", 5000, 10,
    { 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000 },
    { 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000 }, 5000, 5000 },
  { "/backoff/nothing-never-spins", 0, 0,
    { 1, 1, 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1, 1, 1 }, 1, 1 },
  { "/backoff/negative-never-spins", -7, -9,
    { 1, 1, 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1, 1, 1 }, 1, 1 },
};

static void
assert_near (gint64 value, gint64 expected)
{
  g_assert_cmpint (ABS (value - expected), <=, 1);
}

static void
test_backoff_case (gconstpointer data)
{
  const Case *c = data;
  LeatdBackoff low, high;

  leatd_backoff_init (&low, c->first, c->longest);
  leatd_backoff_init (&high, c->first, c->longest);
  low.random = least;
  high.random = most;

  for (guint i = 0; i < 8; i++)
    {
      assert_near (leatd_backoff_next (&low), c->low[i]);
      assert_near (leatd_backoff_next (&high), c->high[i]);
    }
  for (guint i = 8; i < 99; i++)
    {
      leatd_backoff_next (&low);
      leatd_backoff_next (&high);
    }
  assert_near (leatd_backoff_next (&low), c->hundredth_low);
  assert_near (leatd_backoff_next (&high), c->hundredth_high);
}

static void
test_backoff_reset (void)
{
  LeatdBackoff backoff;

  leatd_backoff_init (&backoff, 1000, 1000000);
  backoff.random = least;
  leatd_backoff_next (&backoff);
  leatd_backoff_next (&backoff);
  g_assert_cmpint (leatd_backoff_next (&backoff), ==, 3200);
  g_assert_cmpuint (backoff.failures, ==, 3);

  leatd_backoff_reset (&backoff);
  g_assert_cmpuint (backoff.failures, ==, 0);
  g_assert_cmpint (leatd_backoff_next (&backoff), ==, 1000);
}

/* the largest numbers there are must not overflow, at any count of failures */
static void
test_backoff_huge (void)
{
  const gint64 firsts[] = { 1, 3, G_MAXINT64 / 2, G_MAXINT64 };

  for (guint f = 0; f < G_N_ELEMENTS (firsts); f++)
    {
      LeatdBackoff backoff;

      leatd_backoff_init (&backoff, firsts[f], G_MAXINT64);
      for (guint i = 0; i < 200; i++)
        g_assert_cmpint (leatd_backoff_next (&backoff), >=, firsts[f]);

      backoff.failures = G_MAXUINT;
      leatd_backoff_next (&backoff);
      g_assert_cmpuint (backoff.failures, ==, G_MAXUINT);
    }
}

static void
test_backoff_jitter (void)
{
  gint64 smallest = G_MAXINT64, largest = 0;

  for (guint i = 0; i < 2000; i++)
    {
      LeatdBackoff backoff;
      gint64 wait;

      leatd_backoff_init (&backoff, 100000, 10000000);
      backoff.failures = 3;
      wait = leatd_backoff_next (&backoff);
      smallest = MIN (smallest, wait);
      largest = MAX (largest, wait);
    }
  g_assert_cmpint (smallest, >=, 640000);
  g_assert_cmpint (smallest, <, 680000);
  g_assert_cmpint (largest, <=, 960000);
  g_assert_cmpint (largest, >, 920000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_backoff_case);
  g_test_add_func ("/backoff/reset", test_backoff_reset);
  g_test_add_func ("/backoff/huge", test_backoff_huge);
  g_test_add_func ("/backoff/jitter", test_backoff_jitter);
  return g_test_run ();
}
