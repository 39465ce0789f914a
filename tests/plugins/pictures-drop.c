/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-drop.c - tests that pictures come whole into a folder, and none is written over */
#include "pictures-drop.h"
#include "../daemon/scratch.h"
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static char *
put (const PicturesDrop *drop, const char *name, const char *text, GError **error)
{
  return pictures_drop_put (drop, name, (const guint8 *) text, strlen (text), error);
}

static void
assert_text (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *there = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &there, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (there, ==, text);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
test_put (void)
{
  g_auto (Scratch) folder = scratch_new ();
  const PicturesDrop drop = { .folder = folder, .owner = "camera", .most = 10 };
  g_autoptr (GError) error = NULL;
  g_autofree char *left = g_build_filename (folder, ".camera.part", NULL);
  g_autofree char *name = NULL;

  /* of an earlier life that ended amid it */
  g_assert_true (g_file_set_contents (left, "half of something long", -1, NULL));
  g_assert_true (pictures_drop_check (&drop, &error));
  name = put (&drop, "a.jpg", "picture", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "a.jpg");
  assert_text (folder, "a.jpg", "picture");
  g_assert_cmpuint (count_files (folder), ==, 1);
}

/* a machine may have one name for all of its pictures */
static void
test_same_name (void)
{
  static const char *const names[] = { "a.jpg", "2~a.jpg", "3~a.jpg" };
  g_auto (Scratch) folder = scratch_new ();
  const PicturesDrop drop = { .folder = folder, .owner = "camera", .most = 10 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = put (&drop, "a.jpg", names[i], NULL);

      g_assert_cmpstr (name, ==, names[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_text (folder, names[i], names[i]);
}

/* until somebody takes one */
static void
test_crowded (void)
{
  g_auto (Scratch) folder = scratch_new ();
  const PicturesDrop drop = { .folder = folder, .owner = "camera", .most = 2 };
  g_autofree char *first = put (&drop, "a.jpg", "a", NULL);
  g_autofree char *second = put (&drop, "b.jpg", "b", NULL);
  g_autofree char *path = g_build_filename (folder, "a.jpg", NULL);
  g_autofree char *third = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (put (&drop, "c.jpg", "c", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_assert_cmpint (g_unlink (path), ==, 0);
  third = put (&drop, "c.jpg", "c", NULL);
  g_assert_cmpstr (third, ==, "c.jpg");
}

static void
test_nowhere (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "none", NULL);
  const PicturesDrop drop = { .folder = path, .owner = "camera", .most = 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) none = NULL;

  g_assert_false (pictures_drop_check (&drop, &none));
  g_assert_error (none, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
  g_assert_null (put (&drop, "a.jpg", "a", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
}

/* somebody who may write there has laid a trap where the picture is written */
static void
test_trap (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *part = g_build_filename (folder, ".camera.part", NULL);
  g_autofree char *victim = g_build_filename (folder, "victim", NULL);
  const PicturesDrop drop = { .folder = folder, .owner = "camera", .most = 9 };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (victim, "untouched", -1, NULL));
  g_assert_cmpint (symlink (victim, part), ==, 0);
  g_assert_null (put (&drop, "a.jpg", "a", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  assert_text (folder, "victim", "untouched");
}

static void
test_full (void)
{
  g_auto (Scratch) folder = scratch_new ();
  const PicturesDrop drop = { .folder = folder, .owner = "camera", .most = 9 };
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autofree char *small = NULL;
  g_autoptr (GError) error = NULL;

  if (mount ("leat-test", folder, "tmpfs", 0, "size=65536") != 0)
    {
      g_test_skip ("may not mount: not root, or in a container");
      return;
    }
  g_assert_null (put (&drop, "a.jpg", large, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  g_assert_cmpuint (count_files (folder), ==, 0);
  small = put (&drop, "b.jpg", "small", NULL);
  g_assert_cmpstr (small, ==, "b.jpg");
  g_assert_cmpint (umount2 (folder, MNT_DETACH), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drop/put", test_put);
  g_test_add_func ("/drop/same-name", test_same_name);
  g_test_add_func ("/drop/crowded", test_crowded);
  g_test_add_func ("/drop/nowhere", test_nowhere);
  g_test_add_func ("/drop/trap", test_trap);
  g_test_add_func ("/drop/full", test_full);
  return g_test_run ();
}
