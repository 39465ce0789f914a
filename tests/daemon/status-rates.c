/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-rates.c - tests how fast something is, of counters that are looked at again */
#include "some-status.h"
#include "status/status-rates.h"

#define SECOND G_USEC_PER_SEC

/* a look at one source, of a daemon that began then */
static LeatStatus *
look (guint64 start, guint64 records)
{
  g_autofree char *manager = g_strdup_printf ("{'StartTime': <uint64 %" G_GUINT64_FORMAT ">}",
                                              start);
  g_autofree char *objects =
      g_strdup_printf ("{'/a': {'org.leat.Leat1.Component': {'Name': <'a'>, 'Counters': "
                       "<{'records': int64 %" G_GUINT64_FORMAT "}>}}}",
                       records);

  return some_status_of (manager, objects);
}

/* the status of the last look of them; a look every second from 100 on */
static LeatStatus *
add_looks (LeatStatusRates *rates, const guint64 *records, guint n)
{
  LeatStatus *status = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&status, leat_status_free);
      status = look (1, records[i]);
      leat_status_rates_add (rates, status, (gint64) (100 + i) * SECOND);
    }
  return status;
}

static void
test_get (void)
{
  static const guint64 records[] = { 1000, 1100, 1100, 1130, 1140 };
  g_autoptr (LeatStatusRates) rates = leat_status_rates_new ();
  g_autoptr (LeatStatus) first = look (1, 1000);
  g_autoptr (LeatStatus) status = NULL;

  g_assert_cmpfloat (leat_status_rates_get (rates, first->parts->pdata[0], 10), ==, -1);
  leat_status_rates_add (rates, first, 99 * SECOND);
  g_assert_cmpfloat (leat_status_rates_get (rates, first->parts->pdata[0], 10), ==, -1);
  status = add_looks (rates, records, G_N_ELEMENTS (records));
  g_assert_cmpfloat (leat_status_rates_get (rates, status->parts->pdata[0], 1), ==, 10);
  g_assert_cmpfloat (leat_status_rates_get (rates, status->parts->pdata[0], 2), ==, 20);
  g_assert_cmpfloat (leat_status_rates_get (rates, status->parts->pdata[0], 4), ==, 35);
  g_assert_cmpfloat (leat_status_rates_get (rates, status->parts->pdata[0], 60), ==, 28);
}

static void
test_history (void)
{
  static const guint64 records[] = { 1000, 1100, 1100, 1130 };
  g_autoptr (LeatStatusRates) rates = leat_status_rates_new ();
  g_autoptr (LeatStatus) status = add_looks (rates, records, G_N_ELEMENTS (records));
  double history[5];

  leat_status_rates_get_history (rates, status->parts->pdata[0], history, 5);
  g_assert_cmpfloat (history[0], ==, -1);
  g_assert_cmpfloat (history[1], ==, -1);
  g_assert_cmpfloat (history[2], ==, 100);
  g_assert_cmpfloat (history[3], ==, 0);
  g_assert_cmpfloat (history[4], ==, 30);
  leat_status_rates_get_history (rates, status->parts->pdata[0], history, 2);
  g_assert_cmpfloat (history[0], ==, 0);
  g_assert_cmpfloat (history[1], ==, 30);
}

/* a daemon that was started anew, or counts less than before, is looked at from the beginning */
static void
test_anew (void)
{
  static const guint64 records[] = { 1000, 1100 };
  g_autoptr (LeatStatusRates) rates = leat_status_rates_new ();
  g_autoptr (LeatStatus) before = add_looks (rates, records, G_N_ELEMENTS (records));
  g_autoptr (LeatStatus) anew = look (2, 5000);
  g_autoptr (LeatStatus) less = look (2, 10);

  leat_status_rates_add (rates, anew, 110 * SECOND);
  g_assert_cmpfloat (leat_status_rates_get (rates, anew->parts->pdata[0], 10), ==, -1);
  leat_status_rates_add (rates, less, 111 * SECOND);
  g_assert_cmpfloat (leat_status_rates_get (rates, less->parts->pdata[0], 10), ==, -1);
}

static void
test_bound (void)
{
  g_autoptr (LeatStatusRates) rates = leat_status_rates_new ();
  guint64 records[LEAT_STATUS_RATES_MAX + 50];
  double history[LEAT_STATUS_RATES_MAX];
  g_autoptr (LeatStatus) status = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    records[i] = i * 7;
  status = add_looks (rates, records, G_N_ELEMENTS (records));
  leat_status_rates_get_history (rates, status->parts->pdata[0], history, G_N_ELEMENTS (history));
  g_assert_cmpfloat (history[0], ==, -1);
  for (guint i = 1; i < G_N_ELEMENTS (history); i++)
    g_assert_cmpfloat (history[i], ==, 7);
}

/* what has gone is forgotten, and new when it comes again */
static void
test_gone (void)
{
  static const guint64 records[] = { 1000, 1100 };
  g_autoptr (LeatStatusRates) rates = leat_status_rates_new ();
  g_autoptr (LeatStatus) status = add_looks (rates, records, G_N_ELEMENTS (records));
  g_autoptr (LeatStatus) none = some_status_of ("{'StartTime': <uint64 1>}", "{}");

  leat_status_rates_add (rates, none, 110 * SECOND);
  g_assert_cmpfloat (leat_status_rates_get (rates, status->parts->pdata[0], 10), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status-rates/get", test_get);
  g_test_add_func ("/status-rates/history", test_history);
  g_test_add_func ("/status-rates/anew", test_anew);
  g_test_add_func ("/status-rates/bound", test_bound);
  g_test_add_func ("/status-rates/gone", test_gone);
  return g_test_run ();
}
