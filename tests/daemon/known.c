/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* known.c - tests that what is known of a module survives its way through a key file */
#include "plugin/leatd-known.h"
#include "scratch.h"
#include <errno.h>
#include <string.h>

static LeatdKnown *
there_and_back (const LeatdKnown *known, const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GKeyFile) again = g_key_file_new ();
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  LeatdKnown *back;

  leatd_known_save (known, file, 7, path);
  text = g_key_file_to_data (file, NULL, NULL);
  g_key_file_load_from_data (again, text, strlen (text), G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  back = leatd_known_load (again, "module 7", &found);
  g_assert_nonnull (back);
  g_assert_cmpstr (found, ==, path);
  return back;
}

static void
test_known_all (void)
{
  const char *const brings[] = { "source a", "link b", NULL };
  const LeatdKnown known = { .identity = { G_MAXINT64, G_MAXUINT64, G_MAXUINT64 },
                             .verdict = LEATD_VERDICT_DEADLY,
                             .reason = (char *) "crashes; [really]\nin two lines",
                             .crashes = 2,
                             .crash_time = 1234567890123456789,
                             .signal = 11,
                             .instance = (char *) "camera0",
                             .brings = (char **) brings,
                             .is_third_party = TRUE };
  LeatdKnown *back = there_and_back (&known, "/odd \xff\xfe [bytes] = #\n.so");

  g_assert_true (leatd_identity_equals (&back->identity, &known.identity));
  g_assert_cmpint (back->verdict, ==, LEATD_VERDICT_DEADLY);
  g_assert_cmpstr (back->reason, ==, known.reason);
  g_assert_cmpuint (back->crashes, ==, 2);
  g_assert_cmpint (back->crash_time, ==, known.crash_time);
  g_assert_cmpint (back->signal, ==, 11);
  g_assert_cmpstr (back->instance, ==, "camera0");
  g_assert_true (g_strv_equal ((const char *const *) back->brings, brings));
  g_assert_true (back->is_third_party);
  leatd_known_free (back);
}

static void
test_known_little (void)
{
  const LeatdKnown known = { .verdict = LEATD_VERDICT_SOUND };
  LeatdKnown *back = there_and_back (&known, "/a.so");

  g_assert_cmpint (back->verdict, ==, LEATD_VERDICT_SOUND);
  g_assert_null (back->reason);
  g_assert_null (back->brings);
  g_assert_false (back->is_third_party);
  g_assert_cmpuint (back->crashes, ==, 0);
  leatd_known_free (back);
}

static void
test_known_forget (void)
{
  LeatdKnown *known = g_new0 (LeatdKnown, 1);

  known->verdict = LEATD_VERDICT_DEADLY;
  known->reason = g_strdup ("crashes");
  known->instance = g_strdup ("camera0");
  known->crashes = 3;
  known->brings = g_strsplit ("source a", ";", -1);
  known->is_third_party = TRUE;
  leatd_known_forget (known);
  g_assert_cmpint (known->verdict, ==, LEATD_VERDICT_NONE);
  g_assert_null (known->reason);
  g_assert_null (known->instance);
  g_assert_cmpuint (known->crashes, ==, 0);
  g_assert_cmpstr (known->brings[0], ==, "source a");
  g_assert_true (known->is_third_party);
  leatd_known_free (known);
}

static void
test_known_other_group (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = NULL;

  g_key_file_set_string (file, "leatd", "version", "1");
  g_assert_null (leatd_known_load (file, "leatd", &path));
  g_assert_null (path);
}

static void
test_known_identity (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  LeatdIdentity before = { 0 };
  LeatdIdentity after = { 0 };

  g_assert_cmpint (leatd_identity_read (&before, path), ==, ENOENT);
  g_file_set_contents (path, "a", -1, NULL);
  g_assert_cmpint (leatd_identity_read (&before, path), ==, 0);
  g_assert_cmpint (leatd_identity_read (&after, path), ==, 0);
  g_assert_true (leatd_identity_equals (&before, &after));
  g_file_set_contents (path, "ab", -1, NULL);
  g_assert_cmpint (leatd_identity_read (&after, path), ==, 0);
  g_assert_false (leatd_identity_equals (&before, &after));
  g_assert_cmpuint (after.size, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known/all", test_known_all);
  g_test_add_func ("/known/little", test_known_little);
  g_test_add_func ("/known/forget", test_known_forget);
  g_test_add_func ("/known/other-group", test_known_other_group);
  g_test_add_func ("/known/identity", test_known_identity);
  return g_test_run ();
}
