/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file.c - tests that a file is read whole, that a giant is not, and what is said of what is none
 */
#include "leat-file.h"
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  const char *name;
  gint64 length; /* < 0: it is no file */
  gboolean readable;
  const char *said; /* behind its name */
} Case;

static const Case cases[] = {
  { "empty", 0, TRUE, "" },
  { "longest", LEAT_FILE_MAX, TRUE, "" },
  { "longer", LEAT_FILE_MAX + 1, FALSE, ": is longer than 16 MiB\n" },
  { "giant", G_GINT64_CONSTANT (1) << 36, FALSE, ": is longer than 16 MiB\n" },
  { "absent", -1, FALSE, ": cannot be read: No such file or directory\n" },
  { "fifo", -1, FALSE, ": cannot be read: it is no regular file\n" },
  { "folder", -1, FALSE, ": cannot be read: Is a directory\n" },
};

static void
make (const Case *c, const char *path)
{
  if (c->length >= 0)
    {
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
      g_assert_cmpint (truncate (path, (off_t) c->length), ==, 0);
    }
  else if (g_str_equal (c->name, "fifo"))
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  else if (g_str_equal (c->name, "folder"))
    g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
test_read (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *folder = g_dir_make_tmp ("leat-file-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, c->name, NULL);
  g_autofree char *expected = *c->said != '\0' ? g_strconcat (path, c->said, NULL) : g_strdup ("");
  g_autofree char *said = NULL;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GByteArray) bytes = NULL;

  make (c, path);
  bytes = leat_file_read (path, faults);
  if (c->readable)
    g_assert_cmpint (bytes->len, ==, c->length);
  else
    g_assert_null (bytes);
  said = leat_faults_to_string (faults);
  g_assert_cmpstr (said, ==, expected);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_text (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *path = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  const int fd = g_file_open_tmp ("leat-file-XXXXXX", &path, NULL);

  g_assert_cmpint (write (fd, "a\0b\n", 4), ==, 4);
  close (fd);
  bytes = leat_file_read (path, faults);
  g_assert_cmpmem (bytes->data, bytes->len, "a\0b\n", 4);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/file/read/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_read);
    }
  g_test_add_func ("/file/text", test_text);
  return g_test_run ();
}
