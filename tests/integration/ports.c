/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ports.c - tests leat ports from the outside: the list, and a port that is watched */
#include <fcntl.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* every port of this machine has every member; what they are is not for a test to say */
static void
test_json (void)
{
  static const char *const members[] = { "device", "driver", "vendor", "product", "model", "usb",
                                         "by_id", "by_path", "holders", "lines" };
  g_autofree char *command = g_strdup_printf ("%s ports --json", g_getenv ("LEAT_COMMAND"));
  g_autofree char *output = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *ports;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, &output, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  node = json_from_string (output, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  ports = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (ports); i++)
    for (gsize n = 0; n < G_N_ELEMENTS (members); n++)
      g_assert_true (json_object_has_member (json_array_get_object_element (ports, i), members[n]));
}

/* what waits in the port and what comes later is shown; Ctrl-C ends it with the number of bytes */
static void
test_watch (void)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  char name[64];
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GDataInputStream) errors = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *row = NULL;
  g_autofree char *end = NULL;

  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  g_assert_cmpint (ptsname_r (master, name, sizeof name), ==, 0);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error, g_getenv ("LEAT_COMMAND"), "ports", "--watch", name,
                              "baud-rate=31337", "data-bits=7", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));

  note = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  expected = g_strdup_printf ("settings: %s does not take data-bits=7 (it does 8); going on", name);
  g_assert_cmpstr (note, ==, expected);
  g_assert_cmpint (write (master, "18/09/17\r\n", 10), ==, 10);
  row = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_true (
      g_str_has_suffix (row, "31 38 2f 30 39 2f 31 37 0d 0a                    18/09/17.."));

  g_subprocess_send_signal (process, SIGINT);
  end = g_data_input_stream_read_line (errors, NULL, NULL, NULL);
  g_assert_cmpstr (end, ==, "10 bytes");
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  close (master);
}

typedef struct {
  const char *name;
  const char *options;
  int         status;
  const char *message;
} ErrorCase;

static const ErrorCase error_cases[] = {
  { "missing", "--watch /dev/none/ttyUSB0", 1,
    "/dev/none/ttyUSB0: no such device; plug the adapter in, "
    "or see in `leat ports` how it is called" },
  { "scheme", "--watch tape://0", 1,
    "tape://0: no plugin has a link for tape; --plugin-path=DIR says where plugins are" },
  { "key", "--watch /dev/null baudrate=1", 2,
    "baudrate=1: no KEY=VALUE of this link; did you mean baud-rate=?" },
  { "together", "--watch /dev/null flow-control=both rts=off", 2,
    "rts=off cannot be had with flow-control=both, which moves RTS itself; "
    "leave one of them out" },
  { "words", "ttyS0", 2, "ttyS0: KEY=VALUE stands behind --watch=PORT" },
};

static void
test_error (gconstpointer data)
{
  const ErrorCase *test = data;
  g_autofree char *command = g_strdup_printf ("%s ports %s", g_getenv ("LEAT_COMMAND"),
                                              test->options);
  g_autofree char *expected = g_strdup_printf ("leat ports: %s\n", test->message);
  g_autofree char *message = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, NULL, &message, &status, NULL));
  g_assert_cmpstr (message, ==, expected);
  g_assert_cmpint (WEXITSTATUS (status), ==, test->status);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ports/json", test_json);
  g_test_add_func ("/ports/watch", test_watch);
  for (gsize i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ports/error/%s", error_cases[i].name);

      g_test_add_data_func (path, &error_cases[i], test_error);
    }
  return g_test_run ();
}
