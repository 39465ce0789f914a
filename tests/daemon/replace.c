/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replace.c - tests that many files come to their places at once, or not at all */
#include "leatd-replace.h"
#include <string.h>
#include "scratch.h"

#define N_FILES 3

typedef struct {
  char *folder;
  char *targets[N_FILES + 1];
} Place;

static void
write_file (const char *path, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Place *self, gconstpointer data)
{
  static const char *const names[N_FILES] = { "etc/a.conf", "etc/b", "state/c.db" };

  self->folder = scratch_new ();
  for (guint i = 0; i < N_FILES; i++)
    {
      self->targets[i] = g_build_filename (self->folder, names[i], NULL);
      write_file (self->targets[i], "former");
    }
}

static void
tear_down (Place *self, gconstpointer data)
{
  scratch_free (self->folder);
  for (guint i = 0; i < N_FILES; i++)
    g_free (self->targets[i]);
}

static void
write_new (Place *self)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = leatd_replace_get_new (self->targets[i]);

      write_file (path, "latter");
    }
}

static void
expect (Place *self, const char *text)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *new_file = leatd_replace_get_new (self->targets[i]);
      g_autofree char *found = NULL;

      g_assert_true (g_file_get_contents (self->targets[i], &found, NULL, NULL));
      g_assert_cmpstr (found, ==, text);
      g_assert_false (g_file_test (new_file, G_FILE_TEST_EXISTS));
    }
}

static const char *const *
get_targets (Place *self)
{
  return (const char *const *) self->targets;
}

static void
test_commit (Place *self, gconstpointer data)
{
  g_autofree char *journal = g_strconcat (self->targets[2], "-wal", NULL);
  g_autofree char *list = g_build_filename (self->folder, "etc", ".leat-restore", NULL);
  g_autoptr (GError) error = NULL;

  write_new (self);
  write_file (journal, "of another store");
  leatd_replace_commit (get_targets (self), &error);
  g_assert_no_error (error);
  expect (self, "latter");
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (list, G_FILE_TEST_EXISTS));
}

static void
test_undecided (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_new (self);
  leatd_replace_finish (self->targets[0], &error);
  g_assert_no_error (error);
  leatd_replace_tidy (get_targets (self));
  expect (self, "former");
}

/* one file cannot come to its place; when it can, the rest is made up for */
static void
test_finish (Place *self, gconstpointer data)
{
  g_autofree char *inner = g_build_filename (self->targets[1], "inner", NULL);
  g_autoptr (GError) error = NULL;

  write_new (self);
  g_remove (self->targets[1]);
  write_file (inner, "a folder in its place");
  g_assert_false (leatd_replace_commit (get_targets (self), &error));
  g_assert_true (g_str_has_prefix (error->message, self->targets[1]));
  g_clear_error (&error);
  g_assert_false (leatd_replace_finish (self->targets[0], &error));
  g_assert_nonnull (strstr (error->message, ".leat-restore: leat restore was interrupted"));
  g_clear_error (&error);
  scratch_remove (self->targets[1]);
  leatd_replace_finish (self->targets[0], &error);
  g_assert_no_error (error);
  expect (self, "latter");
}

#define TEST(path, function) g_test_add (path, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/replace/commit", test_commit);
  TEST ("/replace/undecided", test_undecided);
  TEST ("/replace/finish", test_finish);
  return g_test_run ();
}
