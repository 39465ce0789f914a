/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pv200-machine.c - tests what a simulated PV200 says */
#include "simulate-machine.h"
#include <string.h>

static void
prepare (LeatSimulatedState *state, gint64 second, guint unit)
{
  *state = (LeatSimulatedState) { .random = g_rand_new_with_seed (7),
                                  .unit = unit,
                                  .second = second };
  leat_pv200_machine.prepare (state);
}

static char *
write_record (LeatSimulatedState *state, gboolean bad)
{
  guint8 record[64];
  gsize length = leat_pv200_machine.write (state, bad, record);

  g_assert_cmpuint (length, <=, leat_pv200_machine.record_size);
  return g_strndup ((const char *) record, length);
}

typedef struct {
  const char *name;
  gint64      second;
  const char *start;
} TimeCase;

/* wall time of Asia/Taipei: UTC and eight hours */
static const TimeCase time_cases[] = {
  { "example", 1537197300, "18/09/17,23:15:00, 0, 1," },
  { "new-year", 1577808000, "20/01/01,00:00:00, 0, 1," },
  { "leap-day", 1582905599, "20/02/28,23:59:59, 0, 1," },
};

static void
test_time (gconstpointer data)
{
  const TimeCase *test = data;
  LeatSimulatedState state;
  g_autofree char *record = NULL;

  prepare (&state, test->second, 1);
  record = write_record (&state, FALSE);
  g_assert_true (g_str_has_prefix (record, test->start));
  g_rand_free (state.random);
}

/* blanks before number and machine, digits as Python's round() has them, comma and CR LF behind */
static void
test_form (void)
{
  LeatSimulatedState state;

  prepare (&state, 1537197300, 2);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *record = write_record (&state, FALSE);
      g_autofree char *pattern =
          g_strdup_printf ("\\A18/09/17,23:15:00, %u, 2(,\\d\\.(\\d|\\d\\d?[1-9])){2},\\r\\n\\z",
                           i);

      if (!g_regex_match_simple (pattern, record, 0, 0))
        g_error ("record %u: %s", i, record);
    }
  g_rand_free (state.random);
}

static void
test_bad (void)
{
  LeatSimulatedState state;

  prepare (&state, 1537197300, 1);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *record = write_record (&state, TRUE);

      g_assert_true (g_str_has_prefix (record, "18/09/17,23:15:00, "));
      g_assert_true (g_str_has_suffix (record, ",\r\n"));
      g_assert_false (g_regex_match_simple ("(,\\d\\.\\d{1,3}){2},\\r\\n\\z", record, 0, 0));
    }
  g_rand_free (state.random);
}

/* what a cut leaves of it ends inside date and time */
static void
test_certain (void)
{
  g_assert_cmpuint (leat_pv200_machine.certain, <, strlen ("18/09/17,23:15:00"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (time_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/pv200/time/%s", time_cases[i].name);

      g_test_add_data_func (path, &time_cases[i], test_time);
    }
  g_test_add_func ("/simulate/pv200/form", test_form);
  g_test_add_func ("/simulate/pv200/bad", test_bad);
  g_test_add_func ("/simulate/pv200/certain", test_certain);
  return g_test_run ();
}
