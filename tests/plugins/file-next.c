/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-next.c - tests which file comes behind one that was read to its end */
#include "file-next.h"
#include "../daemon/scratch.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
  GArray *done;
} Files;

static void
files_init (Files *self)
{
  self->folder = scratch_new ();
  self->path = g_build_filename (self->folder, "log", NULL);
  self->done = g_array_new (FALSE, FALSE, sizeof (FilePlace));
}

static void
files_clear (Files *self)
{
  scratch_free (self->folder);
  g_free (self->path);
  g_array_unref (self->done);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

/* times of files are no finer than a tick of the kernel */
static void
files_write (Files *self, const char *ending, const char *text)
{
  g_autofree char *path = g_strconcat (self->path, ending, NULL);
  const int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
  close (fd);
  g_usleep (20000);
}

static void
files_move (Files *self, const char *from, const char *to)
{
  g_autofree char *old = g_strconcat (self->path, from, NULL);
  g_autofree char *new = g_strconcat (self->path, to, NULL);

  g_assert_cmpint (g_rename (old, new), ==, 0);
}

static FilePlace
files_end (Files *self, const char *ending)
{
  g_autofree char *path = g_strconcat (self->path, ending, NULL);
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  FilePlace place;

  g_assert_true (file_place_take (&place, fd, (guint64) lseek (fd, 0, SEEK_END)));
  close (fd);
  return place;
}

/* what the file has in it; "": there is none */
static void
assert_text (int fd, const char *expected)
{
  char text[64] = "";

  if (fd >= 0)
    g_assert_cmpint (pread (fd, text, sizeof text - 1, 0), >=, 0);
  if (fd >= 0)
    close (fd);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_next (Files *self, const FilePlace *place, const char *expected)
{
  g_autoptr (GError) error = NULL;
  const int fd = file_next_open (self->path, place, self->done, &error);

  g_assert_no_error (error);
  assert_text (fd, expected);
}

static void
test_find_place (void)
{
  g_auto (Files) files = { 0 };
  FilePlace place;

  files_init (&files);
  files_write (&files, "", "one");
  place = files_end (&files, "");
  assert_text (file_next_find_place (files.path, &place), "one");
  files_move (&files, "", ".1");
  files_write (&files, "", "two");
  assert_text (file_next_find_place (files.path, &place), "one");
  files_move (&files, ".1", ".gz");
  assert_text (file_next_find_place (files.path, &place), "");
}

static void
test_in_order (void)
{
  g_auto (Files) files = { 0 };
  FilePlace one, two;

  files_init (&files);
  files_write (&files, ".3", "older");
  files_write (&files, "", "one");
  one = files_end (&files, "");
  assert_next (&files, &one, "");
  files_move (&files, "", ".2");
  assert_next (&files, &one, "");
  files_write (&files, "", "two");
  assert_next (&files, &one, "two");
  files_move (&files, "", ".1");
  files_write (&files, "", "three");
  assert_next (&files, &one, "two");
  two = files_end (&files, ".1");
  g_array_append_val (files.done, one);
  assert_next (&files, &two, "three");
  g_array_append_val (files.done, two);
  assert_next (&files, &one, "three");
}

/* logrotate's copytruncate leaves what was read already */
static void
test_copy (void)
{
  g_auto (Files) files = { 0 };
  FilePlace place;

  files_init (&files);
  files_write (&files, "", "one");
  place = files_end (&files, "");
  g_array_append_val (files.done, place);
  files_write (&files, ".1", "one");
  files_write (&files, ".2", "other");
  assert_next (&files, &place, "other");
}

static void
test_denied (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  FilePlace place;

  files_init (&files);
  files_write (&files, "", "one");
  place = files_end (&files, "");
  files_move (&files, "", ".1");
  g_assert_cmpint (symlink (files.path, files.path), ==, 0);
  g_assert_cmpint (file_next_open (files.path, &place, files.done, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-next/find-place", test_find_place);
  g_test_add_func ("/file-next/in-order", test_in_order);
  g_test_add_func ("/file-next/copy", test_copy);
  g_test_add_func ("/file-next/denied", test_denied);
  return g_test_run ();
}
