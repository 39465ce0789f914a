/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-check.c - tests what is found in a file before it is put to use */
#include "buffer-check.h"
#include <fcntl.h>
#include <unistd.h>
#include "buffer-file.h"

#define PAGE 4096

typedef struct {
  const char *name;
  gboolean  (*check) (const char *path, gboolean *is_sound, char **what, GError **error);
} Check;

static const Check checks[] = {
  { "whole", buffer_check_whole },
  { "head", buffer_check_head },
};

static gboolean
ask (const Check *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  gboolean is_sound;

  g_assert_true (self->check (path, &is_sound, &what, &error));
  g_assert_no_error (error);
  g_assert_cmpint (is_sound, ==, what == NULL);
  return is_sound;
}

static void
close_file (BufferFile *file)
{
  g_clear_pointer (&file->database, buffer_database_close);
}

static void
test_sound (gconstpointer check)
{
  BufferFile file;

  buffer_file_init (&file);
  g_assert_true (ask (check, file.path));
  close_file (&file);
  g_assert_true (ask (check, file.path));
  g_unlink (file.path);
  g_assert_true (ask (check, file.path));
  buffer_file_clear (&file);
}

/* somebody else's: what it is is said by who opens it */
static void
test_other (gconstpointer check)
{
  BufferFile file;

  buffer_file_init (&file);
  buffer_database_run (file.database, "DROP VIEW backlog; DROP TABLE places", NULL);
  close_file (&file);
  g_assert_true (ask (check, file.path));
  buffer_file_clear (&file);
}

/* a page of the places, which every check goes through */
static void
test_damaged (gconstpointer check)
{
  BufferFile file;
  g_autofree char *page = NULL;
  char garbage[PAGE] = { 0x7f };
  int fd;

  buffer_file_init (&file);
  page = buffer_file_ask (&file, "SELECT rootpage FROM sqlite_schema WHERE name = 'places'");
  close_file (&file);
  fd = open (file.path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (pwrite (fd, garbage, PAGE, (atoi (page) - 1) * PAGE), ==, PAGE);
  close (fd);
  g_assert_false (ask (check, file.path));
  buffer_file_clear (&file);
}

/* what hinders it is no damage */
static void
test_hindered (gconstpointer check)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-buffer-XXXXXX", NULL);
  g_autofree char *inside = g_build_filename (folder, "it", NULL);
  g_autoptr (GError) error = NULL;
  char *what = NULL;
  gboolean is_sound;

  g_assert_cmpint (g_mkdir (inside, 0700), ==, 0);
  g_assert_false (((const Check *) check)->check (folder, &is_sound, &what, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_null (what);
  g_rmdir (inside);
  g_rmdir (folder);
}

static void
add (const char *name, guint i, GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/buffer-check/%s/%s", name, checks[i].name);

  g_test_add_data_func (path, &checks[i], function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      add ("sound", i, test_sound);
      add ("other", i, test_other);
      add ("damaged", i, test_damaged);
      add ("hindered", i, test_hindered);
    }
  return g_test_run ();
}
