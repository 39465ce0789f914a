/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ownership.c - tests who may change a module that is loaded: nobody but root and who loads it */
#include "plugin/leatd-ownership.h"
#include "plugin/leatd-registry.h"
#include "good-modules.h"
#include <sys/stat.h>
#include <unistd.h>

#define OTHERS                                                                                     \
  "@: anybody may write to it, and so decide what this process does; chmod o-w it"

typedef struct {
  const char *path;
  mode_t folder;
  mode_t file;
  gboolean folder_is_wrong;
  const char *said; /* NULL: it is sound; @ stands for what is wrong */
} Case;

static const Case cases[] = {
  { "/ownership/private", 0700, 0600, FALSE, NULL },
  { "/ownership/readable", 0755, 0644, FALSE, NULL },
  { "/ownership/group", 0775, 0664, FALSE, NULL },
  { "/ownership/file", 0755, 0646, FALSE, OTHERS },
  { "/ownership/folder", 0757, 0644, TRUE, OTHERS },
  { "/ownership/sticky-folder", 01777, 0644, TRUE, OTHERS },
};

static void
assert_said (const GError *error, const char *said, const char *wrong)
{
  g_auto (GStrv) pieces = g_strsplit (said, "@", -1);
  g_autofree char *expected = g_strjoinv (wrong, pieces);

  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_modes (gconstpointer data)
{
  const Case *c = data;
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "a.so", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (chmod (path, c->file), ==, 0);
  g_assert_cmpint (chmod (folder, c->folder), ==, 0);
  g_assert_cmpint (leatd_ownership_judge (path, &error), ==, c->said == NULL);
  if (c->said != NULL)
    assert_said (error, c->said, c->folder_is_wrong ? folder : path);
  g_assert_cmpint (chmod (folder, 0700), ==, 0);
}

/* the link is ours, what it leads to is open to all */
static void
test_link (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) open = scratch_new ();
  g_autofree char *link = g_build_filename (folder, "a.so", NULL);
  g_autofree char *path = g_build_filename (open, "a.so", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_true (leatd_ownership_judge (link, NULL));
  g_assert_cmpint (chmod (open, 0777), ==, 0);
  g_assert_false (leatd_ownership_judge (link, &error));
  assert_said (error, OTHERS, open);
}

static void
test_owner (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "a.so", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  if (chown (path, 65534, 65534) != 0)
    {
      g_test_skip ("only root can give a file away");
      return;
    }
  g_assert_false (leatd_ownership_judge (path, &error));
  assert_said (error,
               "@: belongs to nobody, who could so decide what this process of root does; "
               "chown it to root",
               path);
}

static void
test_gone (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (leatd_ownership_judge ("/nonexistent/a.so", &error));
  assert_said (error, "@: No such file or directory", "/nonexistent/a.so");
}

/* named and left out, and the rest runs */
static void
test_left_out (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = scratch_copy_module (folder, "LEAT_FIXTURES", "fixture-picky.so",
                                               "fixture-picky.so");
  g_autofree char *said = g_strdup_printf ("left out: %s: anybody may write to it, and so decide "
                                           "what this process does; chmod o-w it",
                                           path);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  put_good (folder);
  g_assert_cmpint (chmod (path, 0777), ==, 0);
  registry = load (folder, NULL, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, path, said);
  assert_good_is_there (registry);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_modes);
  g_test_add_func ("/ownership/link", test_link);
  g_test_add_func ("/ownership/owner", test_owner);
  g_test_add_func ("/ownership/gone", test_gone);
  g_test_add_func ("/ownership/left-out", test_left_out);
  return g_test_run ();
}
