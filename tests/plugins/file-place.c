/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-place.c - tests that a place is known again, and only where it is */
#include "file-place.h"
#include "../daemon/scratch.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static int
open_file (const char *folder, const char *text)
{
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  const int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, text, strlen (text), 0), ==, (gssize) strlen (text));
  return fd;
}

static void
test_is_there (void)
{
  g_auto (Scratch) folder = scratch_new ();
  const int fd = open_file (folder, "0123456789");
  FilePlace place, other;

  g_assert_true (file_place_take (&place, fd, 10));
  g_assert_true (file_place_is_there (&place, fd));
  g_assert_cmpint (pwrite (fd, "more", 4, 10), ==, 4);
  g_assert_true (file_place_is_there (&place, fd));
  g_assert_cmpint (pwrite (fd, "x", 1, 3), ==, 1);
  g_assert_false (file_place_is_there (&place, fd));
  g_assert_cmpint (pwrite (fd, "3", 1, 3), ==, 1);
  g_assert_true (file_place_is_there (&place, fd));
  g_assert_true (file_place_take (&other, fd, 5));
  g_assert_cmpint (pwrite (fd, "x", 1, 6), ==, 1);
  g_assert_false (file_place_is_there (&other, fd));
  g_assert_cmpint (pwrite (fd, "6", 1, 6), ==, 1);
  g_assert_true (file_place_is_there (&other, fd));
  other = place;
  other.identity.inode++;
  g_assert_false (file_place_is_there (&other, fd));
  g_assert_cmpint (ftruncate (fd, 9), ==, 0);
  g_assert_false (file_place_is_there (&place, fd));
  g_assert_false (file_place_take (&other, fd, 10));
  g_assert_cmpint (errno, ==, 0);
  close (fd);
}

static void
test_text (void)
{
  const FilePlace place = { { 2049, 12, -3 }, 1795371962, 77, 1, G_MAXUINT64, 64, 9 };
  g_autofree char *text = file_place_to_string (&place);
  FilePlace again;

  g_assert_cmpstr (text, ==, "1 2049 12 -3 1795371962 77 1 18446744073709551615 64 9");
  g_assert_true (file_place_parse (&again, text));
  g_assert_cmpmem (&again, sizeof again, &place, sizeof place);
}

static void
test_no_text (void)
{
  static const char *const texts[] = { "",
                                       "1",
                                       "2 2049 12 -3 1795371962 77 1 5 0 0",
                                       "1 2049 12 -3 1795371962 77 1 5 0",
                                       "1 2049 12 -3 1795371962 77 1 5 6 7 8",
                                       "1 2049 12 -3 1795371962 -7 1 5 0 0",
                                       "1 2049 12 -3 1795371962 77 1 18446744073709551616 0 0",
                                       "1 2049 12 x 1795371962 77 1 5 0 0",
                                       "1 2049 12 3 1795371962 77 1 5 65 0" };
  FilePlace place;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (file_place_parse (&place, texts[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-place/is-there", test_is_there);
  g_test_add_func ("/file-place/text", test_text);
  g_test_add_func ("/file-place/no-text", test_no_text);
  return g_test_run ();
}
