/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-marks.c - tests that what is safe is read as it was written, and what is not what we wrote
 * is refused */
#include "csv-marks.h"

static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) marks = csv_marks_new ();
  g_autoptr (GPtrArray) again = csv_marks_new ();
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  guint64 serial = 0;
  gint64 time = 0;

  csv_marks_put (marks, csv_mark_new ("/data/a b.csv", G_MAXUINT64, G_MAXINT64, 7));
  csv_marks_put (marks, csv_mark_new ("/data/b.csv", 1, CSV_MARK_MADE, 0));
  csv_marks_put (marks, csv_mark_new ("/data/caf\xe9\n\"\\.csv", 12, 0, G_MAXUINT64));
  text = csv_marks_to_string (marks, 41, 1539410602);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (csv_marks_read (again, text, &serial, &time));
  g_assert_cmpuint (serial, ==, 41);
  g_assert_cmpint (time, ==, 1539410602);
  g_assert_cmpuint (again->len, ==, 3);
  text_again = csv_marks_to_string (again, 41, time);
  g_assert_cmpstr (text_again, ==, text);
  g_assert_cmpstr (((const CsvMark *) again->pdata[2])->path, ==, "/data/caf\xe9\n\"\\.csv");
}

/* as they were written before they had a time */
static void
test_no_time (void)
{
  g_autoptr (GPtrArray) marks = csv_marks_new ();
  guint64 serial = 0;
  gint64 time = 77;

  g_assert_true (csv_marks_read (marks, "leat-csv 1 41\n7 1 41 /a\n", &serial, &time));
  g_assert_cmpuint (serial, ==, 41);
  g_assert_cmpint (time, ==, 0);
  g_assert_cmpuint (marks->len, ==, 1);
}

static void
test_put_replaces (void)
{
  g_autoptr (GPtrArray) marks = csv_marks_new ();

  csv_marks_put (marks, csv_mark_new ("/a", 1, 10, 0));
  csv_marks_put (marks, csv_mark_new ("/b", 2, 20, 5));
  csv_marks_put (marks, csv_mark_new ("/a", 3, 30, 6));
  g_assert_cmpuint (marks->len, ==, 2);
  g_assert_cmpint (((const CsvMark *) marks->pdata[0])->length, ==, 30);
  g_assert_cmpuint (csv_marks_forget (marks, 6), ==, 1);
  g_assert_cmpstr (((const CsvMark *) marks->pdata[0])->path, ==, "/a");
  g_assert_cmpuint (csv_marks_forget (marks, 6), ==, 0);
}

static void
test_refused (gconstpointer data)
{
  g_autoptr (GPtrArray) marks = csv_marks_new ();
  guint64 serial;
  gint64 time;

  g_assert_false (csv_marks_read (marks, data, &serial, &time));
  g_assert_cmpuint (marks->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const texts[] = {
    "", "\n", "leat-csv 1 ", "leat-csv 1 5", "leat-csv 2 5\n", "leat-csv 1 x\n", "leat-csv 1 -1\n",
    "leat-csv 1 5 \n", "leat-csv 1 5 x\n", "leat-csv 1 5 -1\n", "leat-csv 1 5 1 1\n",
    "leat-csv 1 5\n1 2 3 /a", "leat-csv 1 5\n1 2 /a\n", "leat-csv 1 5\n-2 2 3 /a\n",
    "leat-csv 1 5\n1 2 3 /a\n1 2 3 a\n", "leat-csv 1 5\n9223372036854775808 2 3 /a\n",
    "{\"rowid\":5}",
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-marks/round-trip", test_round_trip);
  g_test_add_func ("/csv-marks/no-time", test_no_time);
  g_test_add_func ("/csv-marks/put-replaces", test_put_replaces);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/csv-marks/refused/%u", i);

      g_test_add_data_func (path, texts[i], test_refused);
    }
  return g_test_run ();
}
