/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-kill.c - proof: leatd is killed at random moments while a file is written, moved away and
 * made shorter; through the store each line arrives once, in order */
#include "lives.h"

#define ROUNDS 40
#define ROUNDS_SLOW 400
#define LIFE 60000 /* µs, at the most */
#define TICK 20000 /* µs: times of files are no finer than a tick of the kernel */

#define CONFIG \
  "[source log]\nplugin=file\ndevice=file://DIR/in.log\nframer=lines\nrotate-wait=0\n" \
  "[framer lines]\ntype=delimiter\n" \
  "[sink store]\nplugin=buffer\n[sink out]\nplugin=csv\npath=DIR/out.csv\ncolumns=text\n"

/* who writes, in a thread, as a program with a log does */
typedef struct {
  TestDaemon *daemon;
  guint       next;
  guint       n_rotated;
  gint        ends; /* atomic */
} Writer;

static char *
get_path (Writer *self, guint rotated)
{
  g_autofree char *name = rotated > 0 ? g_strdup_printf ("in.log.%u", rotated)
                                      : g_strdup ("in.log");

  return test_path (self->daemon, name);
}

static int
open_log (Writer *self)
{
  g_autofree char *path = get_path (self, 0);
  const int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  return fd;
}

/* in pieces of any size: lines are cut anywhere */
static void
write_lines (Writer *self, int fd, guint n_lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%u\n", self->next++);
  while (text->len > 0)
    {
      const gsize piece = (gsize) g_random_int_range (1, 300);
      const gsize length = MIN (text->len, piece);

      test_line_write (fd, text->str, length);
      g_string_erase (text, 0, (gssize) length);
    }
}

static gpointer
write_log (gpointer data)
{
  Writer *self = data;
  int fd = open_log (self);

  while (g_atomic_int_get (&self->ends) == 0)
    {
      write_lines (self, fd, (guint) g_random_int_range (1, 200));
      g_usleep (2000);
      if (g_random_int_range (0, 20) == 0)
        {
          g_autofree char *from = get_path (self, 0);
          g_autofree char *to = get_path (self, ++self->n_rotated);

          close (fd);
          g_assert_cmpint (g_rename (from, to), ==, 0);
          g_usleep (TICK); /* of files made at one time nobody knows which is the older one */
          fd = open_log (self);
        }
    }
  close (fd);
  return NULL;
}

static void
check_line (const char *line, gpointer user_data)
{
  guint *next = user_data;

  g_assert_cmpuint (g_ascii_strtoull (line, NULL, 10), ==, *next);
  ++*next;
}

/* the last life: all that was written comes out of it */
static void
drain_and_check (Writer *writer)
{
  g_autofree char *csv = test_path (writer->daemon, "out.csv");
  g_autofree char *last = g_strdup_printf ("%u", writer->next - 1);
  guint next = 0;

  test_csv_await (csv, last);
  g_assert_cmpint (test_daemon_stop (writer->daemon), ==, 0);
  test_csv_each (csv, check_line, &next);
  g_assert_cmpuint (next, ==, writer->next);
  g_test_message ("%u lines, %u times moved away", next, writer->n_rotated);
}

static void
test_renamed (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (CONFIG);
  Writer writer = { .daemon = daemon };
  const guint n_rounds = g_test_slow () ? ROUNDS_SLOW : ROUNDS;
  GThread *thread;

  close (open_log (&writer));
  test_daemon_start (daemon);
  test_daemon_await (daemon, "log: running");
  thread = g_thread_new ("writer", write_log, &writer);
  for (guint round = 0; round < n_rounds; round++)
    {
      g_usleep ((gulong) g_random_int_range (0, LIFE));
      lives_kill (daemon);
      test_daemon_start (daemon);
      if (round % 2 == 0) /* the others die while they begin */
        test_daemon_await (daemon, "log: running");
    }
  g_atomic_int_set (&writer.ends, 1);
  g_thread_join (thread);
  drain_and_check (&writer);
}

/* Who makes a file shorter takes what was not read yet: so all is out by then, and safe. What comes
 * behind it is no other for that, whenever leatd dies. */
static void
test_truncated (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (CONFIG);
  g_autofree char *csv = test_path (daemon, "out.csv");
  Writer writer = { .daemon = daemon };
  int fd = open_log (&writer);

  test_daemon_start (daemon);
  for (guint round = 0; round < ROUNDS / 4; round++)
    {
      g_autofree char *last = NULL;

      write_lines (&writer, fd, (guint) g_random_int_range (1, 2000));
      last = g_strdup_printf ("%u", writer.next - 1);
      if (g_random_boolean ())
        {
          g_usleep ((gulong) g_random_int_range (0, LIFE));
          lives_kill (daemon);
          test_daemon_start (daemon);
        }
      test_csv_await (csv, last);
      g_assert_cmpint (ftruncate (fd, 0), ==, 0);
      if (g_random_boolean ())
        {
          g_usleep ((gulong) g_random_int_range (0, LIFE));
          lives_kill (daemon);
          test_daemon_start (daemon);
        }
    }
  write_lines (&writer, fd, 10);
  close (fd);
  drain_and_check (&writer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/file-kill/renamed", test_renamed);
  g_test_add_func ("/faults/file-kill/truncated", test_truncated);
  return g_test_run ();
}
