/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-lock.c - tests lock files: those of others, stale ones, and ours */
#include "serial-line.h"
#include "serial-lock.h"
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <glib/gstdio.h>

/* the port is a file of another directory than /dev, so its name has all of its path */
typedef struct {
  char *top;
  char *port;
  char *file;
} Place;

static void
place_init (Place *self)
{
  g_autofree char *name = NULL;
  g_autofree char *real = NULL;

  self->top = g_dir_make_tmp ("leat-lock-XXXXXX", NULL);
  self->port = g_build_filename (self->top, "ttyS7", NULL);
  g_assert_true (g_file_set_contents (self->port, "", 0, NULL));
  real = realpath (self->port, NULL);
  name = g_strconcat ("LCK..", real, NULL);
  self->file = g_build_filename (self->top, g_strdelimit (name, "/", '_'), NULL);
}

/* and nothing is left beside the lock */
static void
place_clear (Place *self)
{
  g_unlink (self->file);
  g_unlink (self->port);
  g_assert_cmpint (g_rmdir (self->top), ==, 0);
  g_free (self->top);
  g_free (self->port);
  g_free (self->file);
}

static int
get_dead_pid (void)
{
  int pid = fork ();

  if (pid == 0)
    _exit (0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  return pid;
}

static void
check_ours (const Place *place)
{
  g_autofree char *content = NULL;
  g_autofree char *expected = g_strdup_printf ("%10d\n", (int) getpid ());
  struct stat status;

  g_assert_true (g_file_get_contents (place->file, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
  g_assert_cmpint (stat (place->file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0644);
}

static void
test_free (void)
{
  Place place;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *note = NULL;

  place_init (&place);
  g_assert_true (
      serial_lock_take (place.top, place.port, SERIAL_LOCK_AUTO, FALSE, &file, &note, &error));
  g_assert_cmpstr (file, ==, place.file);
  g_assert_null (note);
  check_ours (&place);
  serial_lock_release (file);
  g_assert_false (g_file_test (place.file, G_FILE_TEST_EXISTS));
  place_clear (&place);
}

/* what others write: ten digits; digits and more; an int */
static const struct {
  const char *name;
  const char *format;   /* NULL: an int */
} forms[] = {
  { "hdb", "%10d\n" },
  { "short", "%d" },
  { "named", "%10d minicom root\n" },
  { "binary", NULL },
};

static void
write_lock (const Place *place, gsize form, int pid)
{
  g_autofree char *text = NULL;

  if (forms[form].format == NULL)
    {
      g_assert_true (g_file_set_contents (place->file, (const char *) &pid, sizeof pid, NULL));
      return;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_printf (forms[form].format, pid);
#pragma GCC diagnostic pop
  g_assert_true (g_file_set_contents (place->file, text, -1, NULL));
}

/* init of this system, which does not end */
static void
test_held (gconstpointer data)
{
  Place place;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *note = NULL;
  g_autofree char *name = NULL;
  g_autofree char *expected = NULL;

  place_init (&place);
  write_lock (&place, GPOINTER_TO_SIZE (data), 1);
  g_assert_true (g_file_get_contents ("/proc/1/comm", &name, NULL, NULL));
  expected = g_strdup_printf ("%s: busy: %s (process 1) has locked it by %s; end that, or take "
                              "another port; lock-file=no does not ask",
                              place.port, g_strchomp (name), place.file);
  g_assert_false (
      serial_lock_take (place.top, place.port, SERIAL_LOCK_AUTO, FALSE, &file, &note, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_null (file);
  serial_lock_release (place.file);
  g_assert_true (g_file_test (place.file, G_FILE_TEST_EXISTS));
  place_clear (&place);
}

static void
test_stale (gconstpointer data)
{
  Place place;
  const int pid = get_dead_pid ();
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *note = NULL;
  g_autofree char *expected = NULL;

  place_init (&place);
  write_lock (&place, GPOINTER_TO_SIZE (data), pid);
  expected = g_strdup_printf ("%s is of process %d, which has ended: it is removed", place.file,
                              pid);
  g_assert_true (
      serial_lock_take (place.top, place.port, SERIAL_LOCK_AUTO, FALSE, &file, &note, &error));
  g_assert_cmpstr (note, ==, expected);
  check_ours (&place);
  place_clear (&place);
}

/* over a restart: by the process before, and by one of our own number */
static void
test_inherited (void)
{
  Place place;
  g_autoptr (GError) error = NULL;

  place_init (&place);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *file = NULL;
      g_autofree char *note = NULL;

      write_lock (&place, 0, i == 0 ? 1 : (int) getpid ());
      g_assert_true (
          serial_lock_take (place.top, place.port, SERIAL_LOCK_YES, i == 0, &file, &note, &error));
      g_assert_null (note);
      check_ours (&place);
    }
  place_clear (&place);
}

/* a directory that is not there stands for one that cannot be written to */
static void
test_no_room (void)
{
  Place place;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *note = NULL;
  g_autofree char *expected = NULL;

  place_init (&place);
  g_assert_true (
      serial_lock_take ("/nonexistent", place.port, SERIAL_LOCK_AUTO, FALSE, &file, &note, &error));
  g_assert_null (file);
  g_assert_false (
      serial_lock_take ("/nonexistent", place.port, SERIAL_LOCK_YES, FALSE, &file, &note, &error));
  expected = g_strdup_printf ("%s: /nonexistent/%s cannot be written: No such file or directory; "
                              "let the user %s write there, or take lock-file=auto, which goes on "
                              "without",
                              place.port, strrchr (place.file, '/') + 1, g_get_user_name ());
  g_assert_cmpstr (error->message, ==, expected);
  place_clear (&place);
}

/* a link takes it, tells of what was left, and gives it back; auto leaves pseudo-terminals alone */
static void
test_link (gconstpointer data)
{
  const char *const mode = data;
  g_autofree char *top = g_dir_make_tmp ("leat-lock-XXXXXX", NULL);
  g_autofree char *name = NULL;
  g_autofree char *file = NULL;

  line_new ();
  line->operations.lock_directory = top;
  line_set ("lock-file", mode);
  line_open ();
  name = g_strconcat ("LCK..", line->pty.name + strlen ("/dev/"), NULL);
  file = g_build_filename (top, g_strdelimit (name, "/", '_'), NULL);
  g_assert_cmpint (g_file_test (file, G_FILE_TEST_EXISTS), ==, g_str_equal (mode, "yes"));
  check_told ("");
  line_free ();
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serial/lock/free", test_free);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *held = g_strdup_printf ("/serial/lock/held/%s", forms[i].name);
      g_autofree char *stale = g_strdup_printf ("/serial/lock/stale/%s", forms[i].name);

      g_test_add_data_func (held, GSIZE_TO_POINTER (i), test_held);
      g_test_add_data_func (stale, GSIZE_TO_POINTER (i), test_stale);
    }
  g_test_add_func ("/serial/lock/inherited", test_inherited);
  g_test_add_func ("/serial/lock/no-room", test_no_room);
  g_test_add_data_func ("/serial/lock/link/yes", "yes", test_link);
  g_test_add_data_func ("/serial/lock/link/auto", "auto", test_link);
  g_test_add_data_func ("/serial/lock/link/no", "no", test_link);
  return g_test_run ();
}
