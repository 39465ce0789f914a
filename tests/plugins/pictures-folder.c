/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-folder.c - tests that files are found when they are whole, and not before */
#include "pictures-folder.h"
#include "../daemon/scratch.h"
#include <fcntl.h>
#include <unistd.h>

typedef struct {
  char *path;
  GString *found; /* "NAME " of each */
  gboolean is_gone;
  PicturesFolder *folder;
} Watched;

static void
on_found (const char *name, gpointer user_data)
{
  Watched *self = user_data;
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  g_string_append_printf (self->found, "%s ", name);
  g_unlink (path); /* it is taken */
}

static void
on_gone (gpointer user_data)
{
  ((Watched *) user_data)->is_gone = TRUE;
}

static void
watched_open (Watched *self, gint64 look_every, gint64 settle)
{
  const PicturesFolderSetup setup = { self->path, look_every, settle, on_found, on_gone, self };
  g_autoptr (GError) error = NULL;

  self->folder = pictures_folder_new (&setup, &error);
  g_assert_no_error (error);
}

static void
watched_init (Watched *self)
{
  *self = (Watched) { .path = scratch_new (), .found = g_string_new (NULL) };
}

static void
watched_clear (Watched *self)
{
  pictures_folder_free (self->folder);
  g_string_free (self->found, TRUE);
  scratch_free (self->path);
}

static void
watched_await (Watched *self, const char *found)
{
  while (!g_str_equal (self->found->str, found))
    g_main_context_iteration (NULL, TRUE);
}

static void
watched_write (Watched *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  const int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
  close (fd);
}

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static void
test_closed (void)
{
  Watched watched;
  g_autofree char *path = NULL;
  int fd;

  watched_init (&watched);
  watched_open (&watched, HOUR, HOUR);
  path = g_build_filename (watched.path, "half.jpg", NULL);
  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (write (fd, "a", 1), ==, 1);
  watched_write (&watched, "one.jpg", "1");
  watched_write (&watched, "empty.jpg", "");
  watched_write (&watched, ".hidden", "1");
  watched_await (&watched, "one.jpg ");
  close (fd);
  watched_await (&watched, "one.jpg half.jpg ");
  watched_clear (&watched);
}

static void
test_renamed (void)
{
  Watched watched;
  g_autofree char *from = NULL, *to = NULL;

  watched_init (&watched);
  watched_open (&watched, HOUR, HOUR);
  watched_write (&watched, ".part", "1");
  from = g_build_filename (watched.path, ".part", NULL);
  to = g_build_filename (watched.path, "whole.jpg", NULL);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  watched_await (&watched, "whole.jpg ");
  watched_clear (&watched);
}

/* what was there before, and what nobody tells of; an empty one too, when it has been so a while */
static void
test_looked (void)
{
  Watched watched;

  watched_init (&watched);
  watched_write (&watched, "before.jpg", "1");
  watched_open (&watched, 1000, 0);
  watched_await (&watched, "before.jpg ");
  watched_write (&watched, "empty.jpg", "");
  watched_await (&watched, "before.jpg empty.jpg ");
  watched_clear (&watched);
}

static void
test_held (void)
{
  Watched watched;

  watched_init (&watched);
  watched_open (&watched, HOUR, HOUR);
  pictures_folder_hold (watched.folder, TRUE);
  watched_write (&watched, "one.jpg", "1");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (watched.found->str, ==, "");
  pictures_folder_hold (watched.folder, FALSE);
  watched_await (&watched, "one.jpg ");
  watched_clear (&watched);
}

static void
test_gone (void)
{
  Watched watched;

  watched_init (&watched);
  watched_open (&watched, HOUR, HOUR);
  g_assert_cmpint (g_rmdir (watched.path), ==, 0);
  while (!watched.is_gone)
    g_main_context_iteration (NULL, TRUE);
  watched_clear (&watched);
}

static void
test_none (void)
{
  const PicturesFolderSetup setup = { "/nowhere/at/all", HOUR, HOUR, on_found, on_gone, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (pictures_folder_new (&setup, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folder/closed", test_closed);
  g_test_add_func ("/folder/renamed", test_renamed);
  g_test_add_func ("/folder/looked", test_looked);
  g_test_add_func ("/folder/held", test_held);
  g_test_add_func ("/folder/gone", test_gone);
  g_test_add_func ("/folder/none", test_none);
  return g_test_run ();
}
