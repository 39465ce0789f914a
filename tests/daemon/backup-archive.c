/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-archive.c - tests that files come out of an archive as they went in, and stay below the
 * root */
#include "backup/backup-archive.h"
#include <string.h>
#include <sys/stat.h>
#include "scratch.h"

static void
put (const char *path, const char *text, gsize length)
{
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
}

static void
assert_same (const char *one, const char *other)
{
  g_autofree char *text = NULL, *other_text = NULL;
  gsize length = 0, other_length = 0;

  g_assert_true (g_file_get_contents (one, &text, &length, NULL));
  g_assert_true (g_file_get_contents (other, &other_text, &other_length, NULL));
  g_assert_cmpuint (length, ==, other_length);
  g_assert_true (memcmp (text, other_text, length) == 0);
}

/* of every size around the block that is copied at once */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 511, 512, 513, 65535, 65536, 65537, 300000 };
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "a.tar.zst", NULL);
  g_autofree char *root = g_build_filename (folder, "root", NULL);
  g_autoptr (LeatArchive) archive = leat_archive_new (path, NULL);
  g_auto (GStrv) listed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%u", folder, i);
      g_autofree char *text = g_malloc (sizes[i] + 1);

      for (gsize k = 0; k < sizes[i]; k++)
        text[k] = (char) g_test_rand_int ();
      put (name, text, sizes[i]);
      g_assert_true (leat_archive_add (archive, name, name, NULL));
    }
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS)); /* not before it is whole */
  g_assert_true (leat_archive_finish (archive, NULL));
  listed = leat_archive_list (path, root, NULL);
  g_assert_cmpuint (g_strv_length (listed), ==, G_N_ELEMENTS (sizes));
  g_assert_true (leat_archive_restore (path, root, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%u", folder, i);

      assert_same (name, listed[i]);
    }
}

/* what was not finished leaves nothing behind */
static void
test_unfinished (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "a.tar.zst", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) left = NULL;

  {
    g_autoptr (LeatArchive) archive = leat_archive_new (path, NULL);

    g_assert_false (leat_archive_add (archive, "/nowhere/at/all", "/nowhere/at/all", &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  }
  left = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (left));
}

/* no path leads out of the root */
static void
test_below_root (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "a.tar.zst", NULL);
  g_autofree char *text = g_build_filename (folder, "text", NULL);
  g_autofree char *root = g_build_filename (folder, "deep", "down", NULL);
  g_autoptr (LeatArchive) archive = leat_archive_new (path, NULL);
  g_auto (GStrv) listed = NULL;

  put (text, "x", 1);
  g_assert_true (leat_archive_add (archive, text, "/a/../../../b", NULL));
  g_assert_true (leat_archive_finish (archive, NULL));
  listed = leat_archive_list (path, root, NULL);
  g_assert_true (g_str_has_prefix (listed[0], root));
  g_assert_null (strstr (listed[0], ".."));
  g_assert_true (leat_archive_restore (path, root, NULL));
  assert_same (text, listed[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/archive/sizes", test_sizes);
  g_test_add_func ("/archive/unfinished", test_unfinished);
  g_test_add_func ("/archive/below-root", test_below_root);
  return g_test_run ();
}
