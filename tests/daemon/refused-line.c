/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* refused-line.c - tests that what a store tells of a refused record is understood */
#include "rejects/refused-line.h"

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatRefusedLine) line =
      leat_refused_line_read ("{\"id\":1841,\"time\":\"T2\",\"sink\":\"mes\",\"status\":422,"
                              "\"reason\":\"why\",\"answer\":\"no\\nno\",\"record\":"
                              "{\"id\":\"c/E/3\",\"source\":\"c\",\"time\":\"T1\",\"fields\":{}}}",
                              &error);

  g_assert_no_error (error);
  g_assert_cmpuint (line->id, ==, 1841);
  g_assert_cmpstr (line->name, ==, "c/E/3");
  g_assert_cmpstr (line->sink, ==, "mes");
  g_assert_cmpstr (line->time, ==, "T2");
  g_assert_cmpstr (line->arrival, ==, "T1");
  g_assert_cmpstr (line->source, ==, "c");
  g_assert_cmpuint (line->status, ==, 422);
  g_assert_cmpstr (line->reason, ==, "why");
  g_assert_cmpstr (line->answer, ==, "no\nno");
}

/* what is not told is empty */
static void
test_bare (void)
{
  g_autoptr (LeatRefusedLine) line = leat_refused_line_read ("{\"record\":{}}", NULL);

  g_assert_nonnull (line);
  g_assert_cmpuint (line->id, ==, 0);
  g_assert_cmpstr (line->sink, ==, "");
  g_assert_cmpuint (line->status, ==, 0);
  g_assert_cmpstr (line->answer, ==, "");
}

static void
test_none (void)
{
  static const char *const lines[] = { "", "a rat", "[]", "7", "{}", "{\"record\":7}" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (leat_refused_line_read (lines[i], &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refused-line/whole", test_whole);
  g_test_add_func ("/refused-line/bare", test_bare);
  g_test_add_func ("/refused-line/none", test_none);
  return g_test_run ();
}
