/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-aside.c - tests that one file takes the place of another, wherever that was broken off */
#include <glib/gstdio.h>
#include "buffer-aside.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("leat-aside-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "b.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) directory = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
store (Fixture *fixture, const char *end, const char *text)
{
  g_autofree char *path = g_strconcat (fixture->path, end, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
assert_holds (const char *path, const char *end, const char *text)
{
  g_autofree char *name = g_strconcat (path, end, NULL);
  g_autofree char *found = NULL;

  g_file_get_contents (name, &found, NULL, NULL);
  g_assert_cmpstr (found, ==, text);
}

static void
test_whole_way (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *part = buffer_aside_get_part (fixture->path);
  g_autofree char *aside = NULL, *second = NULL;

  store (fixture, "", "old");
  store (fixture, "-wal", "old log");
  g_assert_true (g_file_set_contents (part, "new", -1, NULL));
  g_assert_true (buffer_aside_exchange (fixture->path, &aside, &error));
  g_assert_null (aside);
  g_assert_true (buffer_aside_complete (fixture->path, &error));
  g_assert_true (buffer_aside_exchange (fixture->path, &aside, &error));
  g_assert_no_error (error);
  assert_holds (fixture->path, "", "new");
  assert_holds (fixture->path, "-wal", NULL);
  assert_holds (aside, "", "old");
  assert_holds (aside, "-wal", "old log");
  g_assert_true (buffer_aside_exchange (fixture->path, &second, &error));
  g_assert_null (second);
}

/* the old file's log was put aside already, or the old file too */
static void
test_broken_off (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  if (GPOINTER_TO_INT (data))
    store (fixture, "", "old");
  store (fixture, ".salvaged", "new");
  g_assert_true (buffer_aside_exchange (fixture->path, &aside, &error));
  g_assert_no_error (error);
  assert_holds (fixture->path, "", "new");
  assert_holds (fixture->path, ".salvaged", NULL);
  assert_holds (aside, "", GPOINTER_TO_INT (data) ? "old" : NULL);
}

static void
test_no_part (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (buffer_aside_complete (fixture->path, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
}

#define ADD(name, function, data) \
  g_test_add ("/buffer-aside/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole-way", test_whole_way, NULL);
  ADD ("broken-off-before-file", test_broken_off, GINT_TO_POINTER (1));
  ADD ("broken-off-behind-file", test_broken_off, NULL);
  ADD ("no-part", test_no_part, NULL);
  return g_test_run ();
}
