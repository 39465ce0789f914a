/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-verdict.c - tests how long a server may ask to be left alone */
#include "rest-verdict.h"

#define NOW G_GINT64_CONSTANT (1539410602)   /* Sat, 13 Oct 2018 06:03:22 GMT */

typedef struct {
  const char *name;
  const char *text;
  gint64 seconds;
} DelayCase;

static const DelayCase delay_cases[] = {
  { "none", NULL, 0 },
  { "empty", "", 0 },
  { "seconds", "120", 120 },
  { "blanks", " 120 ", 120 },
  { "zero", "0", 0 },
  { "negative", "-5", 0 },
  { "fraction", "1.5", 0 },
  { "unit", "5s", 0 },
  { "longest", "3600", 3600 },
  { "longer", "3601", 3600 },
  { "overflow", "99999999999999999999999999", 3600 },
  { "date", "Sat, 13 Oct 2018 06:03:52 GMT", 30 },
  { "date-850", "Saturday, 13-Oct-18 06:03:52 GMT", 30 },
  { "date-asctime", "Sat Oct 13 06:03:52 2018", 30 },
  { "date-past", "Sat, 13 Oct 2018 06:03:00 GMT", 0 },
  { "date-far", "Sat, 13 Oct 2040 06:03:00 GMT", 3600 },
  { "date-wrong", "Sat, 33 Oct 2018 06:03:00 GMT", 0 },
  { "date-cut", "Sat, 13 Oct", 0 },
  { "words", "in a minute", 0 },
};

static void
test_delay (gconstpointer data)
{
  const DelayCase *test = data;

  g_assert_cmpint (rest_verdict_read_delay (test->text, NOW, G_GINT64_CONSTANT (3600000000)), ==,
                   test->seconds * G_USEC_PER_SEC);
}

static void
test_outside (void)
{
  static const char *const accepted[] = { "100-599", NULL };
  g_autoptr (GError) error = NULL;
  RestVerdicts verdicts;

  rest_verdicts_init (&verdicts, accepted, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rest_verdicts_get (&verdicts, 100), ==, REST_ACCEPTED);
  g_assert_cmpint (rest_verdicts_get (&verdicts, 599), ==, REST_ACCEPTED);
  g_assert_cmpint (rest_verdicts_get (&verdicts, 0), ==, REST_RETRIED);
  g_assert_cmpint (rest_verdicts_get (&verdicts, 600), ==, REST_RETRIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (delay_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-verdict/delay/", delay_cases[i].name, NULL);

      g_test_add_data_func (path, &delay_cases[i], test_delay);
    }
  g_test_add_func ("/rest-verdict/outside", test_outside);
  return g_test_run ();
}
