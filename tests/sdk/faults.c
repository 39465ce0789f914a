/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* faults.c - tests the list of everything that is wrong */
#include "leat-host.h"

#include <string.h>

static void
assert_told (LeatFaults *faults, const char *expected)
{
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_spelling (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  assert_told (faults, "");
  leat_faults_add (faults, "b.conf", 7, "source camera0", "parity", "%s is wrong", "it");
  leat_faults_add (faults, "b.conf", 3, "source camera0", NULL, "in the group");
  leat_faults_add (faults, "b.conf", 12, NULL, NULL, "in the file");
  leat_faults_add (faults, "a.conf", 0, NULL, NULL, "the file itself");
  leat_faults_add (faults, NULL, 0, NULL, NULL, "nowhere");
  leat_faults_add (faults, "b.conf", 7, "source camera0", "parity", "again");
  leat_faults_add (faults, "a.conf", 0, NULL, "key", "without a line");
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 7);
  g_assert_cmpuint (leat_faults_get (faults, 0)->line, ==, 7);
  g_assert_cmpstr (leat_faults_get (faults, 0)->text, ==, "it is wrong");
  g_assert_null (leat_faults_get (faults, 7));
  assert_told (faults, "nowhere\n"
                       "a.conf: the file itself\n"
                       "a.conf: key: without a line\n"
                       "b.conf:3: [source camera0]: in the group\n"
                       "b.conf:7: [source camera0] parity: it is wrong\n"
                       "b.conf:7: [source camera0] parity: again\n"
                       "b.conf:12: in the file\n");
}

/* a fault is one line of bounded, valid text, whatever a file or plugin said */
static void
test_tidy (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr (GString) wide = g_string_new ("y");

  for (guint i = 0; i < 1000; i++)
    g_string_append (wide, "µ");
  leat_faults_add (faults, "f", 1, NULL, NULL, "two\nlines\tand \xff");
  leat_faults_add (faults, "f", 2, NULL, NULL, "%s", long_text);
  leat_faults_add (faults, "f", 3, NULL, NULL, "%s", wide->str);
  g_assert_cmpstr (leat_faults_get (faults, 0)->text, ==, "two lines and �");
  for (guint i = 1; i < 3; i++)
    {
      const char *text = leat_faults_get (faults, i)->text;

      g_assert_cmpuint (strlen (text), <=, 1000 + strlen ("…"));
      g_assert_cmpuint (strlen (text), >=, 990);
      g_assert_true (g_str_has_suffix (text, "…"));
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_bounded (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *told = NULL;

  for (guint i = 0; i < LEAT_FAULTS_MAX + 5; i++)
    leat_faults_add (faults, "f", i, NULL, NULL, "fault");
  g_assert_cmpuint (leat_faults_get_n (faults), ==, LEAT_FAULTS_MAX + 5);
  g_assert_nonnull (leat_faults_get (faults, LEAT_FAULTS_MAX - 1));
  g_assert_null (leat_faults_get (faults, LEAT_FAULTS_MAX));
  told = leat_faults_to_string (faults);
  g_assert_true (g_str_has_suffix (told, "f:999: fault\nand 5 more faults\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/spelling", test_spelling);
  g_test_add_func ("/faults/tidy", test_tidy);
  g_test_add_func ("/faults/bounded", test_bounded);
  return g_test_run ();
}
