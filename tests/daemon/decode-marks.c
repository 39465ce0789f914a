/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-marks.c - tests where in a recording the line was silent */
#include "decode/leat-decode-marks.h"
#include "scratch.h"

static gboolean
load (LeatDecodeMarks *marks, const char *folder, const char *text, GError **error)
{
  static char *path;

  g_free (path);
  path = g_build_filename (folder, "marks", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return leat_decode_marks_init (marks, path, error);
}

static void
test_none (void)
{
  g_auto (LeatDecodeMarks) marks = { NULL };

  g_assert_true (leat_decode_marks_init (&marks, NULL, NULL));
  g_assert_cmpuint (leat_decode_marks_limit (&marks, 100), ==, 100);
  g_assert_cmpint (leat_decode_marks_pass (&marks, 100), ==, 0);
  g_assert_true (leat_decode_marks_finish (&marks, NULL));
}

static void
test_some (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (LeatDecodeMarks) marks = { NULL };

  g_assert_true (load (&marks, folder, "# a word\n\n0 1ms\n 5 2ms\r\n5\t3us\n9 1s", NULL));
  g_assert_cmpint (leat_decode_marks_pass (&marks, 0), ==, 1000);
  g_assert_cmpuint (leat_decode_marks_limit (&marks, 100), ==, 5);
  g_assert_cmpint (leat_decode_marks_pass (&marks, 3), ==, 0);
  g_assert_cmpuint (leat_decode_marks_limit (&marks, 100), ==, 2);
  g_assert_cmpint (leat_decode_marks_pass (&marks, 2), ==, 2003);
  g_assert_cmpuint (leat_decode_marks_limit (&marks, 3), ==, 3);
  g_assert_false (leat_decode_marks_finish (&marks, NULL));
  g_assert_cmpint (leat_decode_marks_pass (&marks, 4), ==, G_USEC_PER_SEC);
  g_assert_cmpuint (leat_decode_marks_limit (&marks, 3), ==, 3);
  g_assert_true (leat_decode_marks_finish (&marks, NULL));
}

static void
test_faults (void)
{
  static const struct {
    const char *text;
    const char *fault; /* behind the name of the file */
  } cases[] = {
    { "1 1ms\n17", ":2: \"17\" is not OFFSET DURATION, as in 17 50ms" },
    { "-1 1ms", ":1: \"-1 1ms\" is not OFFSET DURATION, as in 17 50ms" },
    { "1 5", ":1: silence: 5 has no unit; us, ms, s, min, h or d is right: 5s" },
    { "9 1ms\n8 1ms",
      ":2: 8 is before the mark above it; they stand in the order of the recording" },
  };
  g_auto (Scratch) folder = scratch_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LeatDecodeMarks) marks = { NULL };
      g_autofree char *expected = g_strdup_printf ("--timing: %s/marks%s", folder, cases[i].fault);
      g_autoptr (GError) error = NULL;

      g_assert_false (load (&marks, folder, cases[i].text, &error));
      g_assert_cmpstr (error->message, ==, expected);
    }
}

/* a mark that no byte has */
static void
test_behind (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (LeatDecodeMarks) marks = { NULL };
  g_autofree char *expected =
      g_strdup_printf ("--timing: %s/marks: there is no byte 7: the recording ends at 6", folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (load (&marks, folder, "7 1ms", NULL));
  leat_decode_marks_pass (&marks, 6);
  g_assert_false (leat_decode_marks_finish (&marks, &error));
  g_assert_cmpstr (error->message, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode-marks/none", test_none);
  g_test_add_func ("/decode-marks/some", test_some);
  g_test_add_func ("/decode-marks/faults", test_faults);
  g_test_add_func ("/decode-marks/behind", test_behind);
  return g_test_run ();
}
