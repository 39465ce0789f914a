/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-port.c - tests the pseudo-terminal that is plugged in and pulled out */
#include "simulate-port.h"
#include "leat.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static char *folder;

static void
plug (LeatSimulatedPort *port, const char *link)
{
  g_autoptr (GError) error = NULL;

  leat_simulated_port_init (port, link, &error);
  g_assert_no_error (error);
  leat_simulated_port_plug (port, &error);
  g_assert_no_error (error);
}

static gboolean
has_reader (const LeatSimulatedPort *port)
{
  struct pollfd ask = { .fd = port->watch, .events = POLLIN };

  return poll (&ask, 1, 0) == 1;
}

/* what is written before anybody listens is there for who comes, byte for byte */
static void
test_keeps (void)
{
  LeatSimulatedPort port;
  const char bytes[] = "a\r\nb\n\xff\x03\x11\0c";
  char got[32];
  int reader;

  plug (&port, NULL);
  g_assert_true (leat_simulated_port_is_drained (&port));
  g_assert_cmpint (write (port.master, bytes, sizeof bytes), ==, sizeof bytes);
  g_assert_false (leat_simulated_port_is_drained (&port));

  g_assert_false (has_reader (&port));
  reader = open (port.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_true (has_reader (&port));
  leat_simulated_port_take_reader (&port);
  g_assert_false (has_reader (&port));

  g_assert_cmpint (read (reader, got, 4), ==, 4);
  g_assert_false (leat_simulated_port_is_drained (&port));
  g_assert_cmpint (read (reader, got + 4, sizeof got - 4), ==, sizeof bytes - 4);
  g_assert_cmpmem (got, sizeof bytes, bytes, sizeof bytes);
  g_assert_true (leat_simulated_port_is_drained (&port));
  close (reader);
  leat_simulated_port_clear (&port);
}

/* drained means read, also beyond the 4,096 bytes that the kernel hands over at once */
static void
test_drained (void)
{
  LeatSimulatedPort port;
  char bytes[8192], got[8192];
  gssize written, seen = 0;
  int reader;

  plug (&port, NULL);
  memset (bytes, 'x', sizeof bytes);
  reader = open (port.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  written = write (port.master, bytes, sizeof bytes);
  g_assert_cmpint (written, >, 4096);
  while (seen < written)
    {
      gssize n;

      g_assert_false (leat_simulated_port_is_drained (&port));
      n = read (reader, got, sizeof got);
      g_assert_cmpint (n, >, 0);
      seen += n;
    }
  g_assert_true (leat_simulated_port_is_drained (&port));
  close (reader);
  leat_simulated_port_clear (&port);
}

typedef struct {
  int fd;
  gsize seen;
} Reader;

static gpointer
read_to_the_end (gpointer data)
{
  Reader *reader = data;
  char got[5000];
  gssize n;

  while ((n = read (reader->fd, got, sizeof got)) > 0)
    reader->seen += (gsize) n;
  return NULL;
}

/* what a reader at work has read when the line is drained is all of it: pulled out at that moment,
 * nothing is lost, whatever was still on the way when the looks began */
static void
test_drained_while_read (void)
{
  static char bytes[16384];

  for (guint i = 0; i < 100; i++)
    {
      LeatSimulatedPort port;
      Reader reader = { 0 };
      GThread *thread;
      gsize sent = 0;

      plug (&port, NULL);
      reader.fd = open (port.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
      thread = g_thread_new ("reader", read_to_the_end, &reader);
      while (sent < 4 * sizeof bytes)
        {
          gssize n = write (port.master, bytes, sizeof bytes);

          g_assert_true (n >= 0 || errno == EAGAIN);
          sent += (gsize) MAX (n, 0);
        }
      while (!leat_simulated_port_is_drained (&port))
        ;
      leat_simulated_port_clear (&port);
      g_thread_join (thread);
      close (reader.fd);
      g_assert_cmpuint (reader.seen, ==, sent);
    }
}

static void
test_hangup (void)
{
  LeatSimulatedPort port;
  g_autofree char *link = g_build_filename (folder, "hangup", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  char got;
  int reader;

  plug (&port, link);
  first = g_file_read_link (link, NULL);
  g_assert_cmpstr (first, ==, port.name);
  reader = open (link, O_RDWR | O_NOCTTY | O_CLOEXEC);

  leat_simulated_port_unplug (&port);
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (read (reader, &got, 1), <=, 0);

  leat_simulated_port_plug (&port, &error);
  g_assert_no_error (error);
  second = g_file_read_link (link, NULL);
  g_assert_cmpstr (second, ==, port.name);
  close (reader);
  leat_simulated_port_clear (&port);
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

/* a name that has been given to another since is not ours to remove */
static void
test_other_link (void)
{
  LeatSimulatedPort port;
  g_autofree char *link = g_build_filename (folder, "other", NULL);

  plug (&port, link);
  g_unlink (link);
  g_assert_cmpint (symlink ("/dev/null", link), ==, 0);
  leat_simulated_port_clear (&port);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_unlink (link);
}

static void
test_file_in_the_way (void)
{
  LeatSimulatedPort port;
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *message =
      g_strdup_printf ("--link: %s: is there and no link; remove it, or name another", file);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (leat_simulated_port_init (&port, file, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, message);
  g_unlink (file);
}

static void
test_no_folder (void)
{
  LeatSimulatedPort port;
  g_autofree char *link = g_build_filename (folder, "none", "link", NULL);
  g_autofree char *message =
      g_strdup_printf ("%s: the link cannot be made: No such file or directory", link);
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_simulated_port_init (&port, link, NULL));
  g_assert_false (leat_simulated_port_plug (&port, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, message);
  leat_simulated_port_clear (&port);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("leat-simulate-port-XXXXXX", NULL);
  g_test_add_func ("/simulate/port/keeps", test_keeps);
  g_test_add_func ("/simulate/port/drained", test_drained);
  g_test_add_func ("/simulate/port/drained-while-read", test_drained_while_read);
  g_test_add_func ("/simulate/port/hangup", test_hangup);
  g_test_add_func ("/simulate/port/other-link", test_other_link);
  g_test_add_func ("/simulate/port/file-in-the-way", test_file_in_the_way);
  g_test_add_func ("/simulate/port/no-folder", test_no_folder);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
