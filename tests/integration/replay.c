/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay.c - tests that leat replay sends a recording to who opens its port, or connects */
#include "../sdk/recordings.h"
#include "daemons.h"

typedef struct {
  char *folder;
  char *path;
  GSubprocess *process;
  GDataInputStream *output;
} Fixture;

static void
fixture_begin (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();

  self->folder = scratch_new ();
  self->path = g_build_filename (self->folder, "line.pcapng", NULL);
  recording_begin (blocks, RECORDING_EPOCH);
  recording_say (blocks, "one\r", LEAT_NSEC_PER_SEC);
  recording_say (blocks, "two\r", LEAT_NSEC_PER_SEC + 20000000);
  recording_say (blocks, "three\r", LEAT_NSEC_PER_SEC + 40000000);
  g_assert_true (g_file_set_contents (self->path, (const char *) blocks->data, blocks->len, NULL));
}

static void
fixture_end (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  scratch_free (self->folder);
  g_free (self->path);
}

/* the first line that it prints */
static char *
start (Fixture *self, const char *words)
{
  g_autofree char *text = g_strdup_printf ("%s replay %s %s", g_getenv ("LEAT_COMMAND"), words,
                                           self->path);
  g_auto (GStrv) command = g_strsplit (text, " ", -1);
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_newv ((const char *const *) command, G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  return g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
}

static void
assert_hears (int fd)
{
  static const char expected[] = "one\rtwo\rthree\r";
  char heard[sizeof expected] = "";
  gsize length = 0;

  while (length < strlen (expected))
    {
      const gssize got = read (fd, heard + length, strlen (expected) - length);

      g_assert_cmpint (got, >, 0);
      length += (gsize) got;
    }
  g_assert_cmpstr (heard, ==, expected);
}

static void
assert_ends (Fixture *self)
{
  g_autofree char *last = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);

  g_assert_cmpstr (last, ==, "{\"reads\":3,\"bytes\":14,\"whole\":true}");
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
}

static void
test_port (Fixture *self, gconstpointer words)
{
  g_autofree char *port = start (self, words);
  const int fd = open (port, O_RDWR | O_NOCTTY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  assert_hears (fd);
  assert_ends (self);
  close (fd);
}

static void
test_listen (Fixture *self, gconstpointer data)
{
  g_autofree char *place = start (self, "--listen 0");
  struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) } };
  const int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_true (g_str_has_prefix (place, "tcp://127.0.0.1:"));
  name.sin_port = htons ((guint16) atoi (strrchr (place, ':') + 1));
  g_assert_cmpint (connect (fd, (struct sockaddr *) &name, sizeof name), ==, 0);
  assert_hears (fd);
  assert_ends (self);
  close (fd);
}

static void
test_connect (Fixture *self, gconstpointer data)
{
  guint16 port;
  const int listener = test_listener_open (&port);
  g_autofree char *words = g_strdup_printf ("--speed max --connect 127.0.0.1:%u", port);
  g_autofree char *place = start (self, words);
  const int fd = accept (listener, NULL, NULL);

  g_assert_cmpint (fd, >=, 0);
  assert_hears (fd);
  assert_ends (self);
  close (fd);
  close (listener);
}

/* it waits for somebody who does not come, and is stopped */
static void
test_stop (Fixture *self, gconstpointer data)
{
  g_autofree char *port = start (self, "--speed 1");
  g_autofree char *last = NULL;

  g_assert_nonnull (port);
  g_subprocess_send_signal (self->process, SIGTERM);
  last = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  g_assert_cmpstr (last, ==, "{\"reads\":0,\"bytes\":0,\"whole\":false}");
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
}

static void
test_misuse (Fixture *self, gconstpointer data)
{
  g_autofree char *line = start (self, "--speed fast");

  g_assert_null (line);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 2);
}

static void
test_not_there (Fixture *self, gconstpointer data)
{
  g_autofree char *line = NULL;

  g_unlink (self->path);
  line = start (self, "--speed max");
  g_assert_null (line);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test) \
  g_test_add ("/replay/" path, Fixture, data, fixture_begin, test, fixture_end)
  ADD ("port", "--speed 1", test_port);
  ADD ("port-max", "--speed max", test_port);
  ADD ("listen", NULL, test_listen);
  ADD ("connect", NULL, test_connect);
  ADD ("stop", NULL, test_stop);
  ADD ("misuse", NULL, test_misuse);
  ADD ("not-there", NULL, test_not_there);
  return g_test_run ();
}
