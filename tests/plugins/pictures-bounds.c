/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-bounds.c - tests that the oldest pictures go, and nothing else does */
#include "pictures-bounds.h"
#include "../daemon/scratch.h"
#include <utime.h>

#define EPOCH "0K3Q9V2M7WB1X5T4E8ZC"
#define SECOND G_USEC_PER_SEC

static void
write_file (const char *folder, const char *name, gint64 time)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  const struct utimbuf times = { time, time };

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "0123456789", 10, NULL));
  g_assert_cmpint (utime (path, &times), ==, 0);
}

static gboolean
is_there (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
write_three (const char *folder)
{
  write_file (folder, "camera/" EPOCH "/2.jpg", 200);
  write_file (folder, "camera/" EPOCH "/1.jpg", 100);
  write_file (folder, "other/" EPOCH "/1", 300);
  /* of people */
  write_file (folder, "camera/" EPOCH "/notes.txt", 1);
  write_file (folder, "camera/keep/1.jpg", 1);
  write_file (folder, "1.jpg", 1);
}

typedef struct {
  const char *path;
  PicturesBounds bounds;
  guint n_removed;
} Case;

static const Case cases[] = {
  { "/bounds/none", { 10, 0, 0 }, 0 },
  { "/bounds/files", { 2, 0, 0 }, 1 },
  { "/bounds/size", { 10, 25, 0 }, 1 },
  { "/bounds/size-of-one", { 10, 10, 0 }, 2 },
  { "/bounds/age", { 10, 0, 150 * SECOND }, 2 },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (Scratch) folder = scratch_new ();
  g_autoptr (PicturesKept) kept = NULL;

  write_three (folder);
  kept = pictures_kept_new (folder, &test->bounds);
  g_assert_cmpint (pictures_kept_get_size (kept), ==, 30);
  g_assert_cmpuint (pictures_kept_cut (kept, 400 * SECOND), ==, test->n_removed);
  g_assert_cmpint (pictures_kept_get_size (kept), ==, 30 - 10 * (gint64) test->n_removed);
  g_assert_cmpint (is_there (folder, "camera/" EPOCH "/1.jpg"), ==, test->n_removed < 1);
  g_assert_cmpint (is_there (folder, "camera/" EPOCH "/2.jpg"), ==, test->n_removed < 2);
  g_assert_true (is_there (folder, "other/" EPOCH "/1"));
  g_assert_true (is_there (folder, "camera/" EPOCH "/notes.txt"));
  g_assert_true (is_there (folder, "camera/keep/1.jpg"));
  g_assert_true (is_there (folder, "1.jpg"));
}

/* the folder of an epoch goes with its last picture */
static void
test_added (void)
{
  const PicturesBounds bounds = { 1, 0, 0 };
  g_auto (Scratch) folder = scratch_new ();
  g_autoptr (PicturesKept) kept = pictures_kept_new (folder, &bounds);

  write_file (folder, "a/" EPOCH "/1.jpg", 100);
  write_file (folder, "b/" EPOCH "/1.jpg", 100);
  pictures_kept_add (kept, "a/" EPOCH "/1.jpg", 10, 100 * SECOND);
  g_assert_cmpuint (pictures_kept_cut (kept, 100 * SECOND), ==, 0);
  pictures_kept_add (kept, "b/" EPOCH "/1.jpg", 10, 100 * SECOND);
  g_assert_cmpuint (pictures_kept_cut (kept, 100 * SECOND), ==, 1);
  g_assert_false (is_there (folder, "a/" EPOCH));
  g_assert_true (is_there (folder, "b/" EPOCH "/1.jpg"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/bounds/added", test_added);
  return g_test_run ();
}
