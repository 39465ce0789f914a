/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-word.c - tests leat simulate as others meet it, over TCP and on a port */
#include "machine-process.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  GSubprocess       *process;
  GDataInputStream  *output;
  char              *place;
  GSocketConnection *connection;
  GInputStream      *input;
  GString           *got;
} Met;

static void
meet (Met *self, const char *options)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  *self = (Met) { .process = machine_process_new (options), .got = g_string_new (NULL) };
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->place = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (self->place, "tcp://127.0.0.1:"));
  self->connection = g_socket_client_connect_to_host (client, self->place + strlen ("tcp://"), 0,
                                                      NULL, &error);
  g_assert_no_error (error);
  self->input = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));
}

static void
say (Met *self, const char *text)
{
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)),
                                 text, strlen (text), NULL, NULL, NULL));
}

/* reads until it ends with @end, and forgets it */
static char *
hear (Met *self, const char *end)
{
  char *said;

  while (!g_str_has_suffix (self->got->str, end))
    {
      char byte;

      g_assert_cmpint (g_input_stream_read (self->input, &byte, 1, NULL, NULL), ==, 1);
      g_string_append_c (self->got, byte);
    }
  said = g_strdup (self->got->str);
  g_string_truncate (self->got, 0);
  return said;
}

/* what it answers to @text; @end: the last of it */
static void
ask (Met *self, const char *text, const char *end, const char *pattern)
{
  g_autofree char *said = NULL;

  say (self, text);
  said = hear (self, end);
  g_test_message ("%s", said);
  g_assert_true (g_regex_match_simple (pattern, said, G_REGEX_RAW, 0));
}

/* gives its last line */
static char *
part (Met *self)
{
  g_autoptr (GError) error = NULL;
  char *last = NULL, *line;

  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_subprocess_send_signal (self->process, SIGTERM);
  while ((line = g_data_input_stream_read_line (self->output, NULL, NULL, NULL)) != NULL)
    {
      g_free (last);
      last = line;
    }
  g_assert_true (g_subprocess_wait_check (self->process, NULL, &error));
  g_assert_no_error (error);
  g_object_unref (self->connection);
  g_object_unref (self->output);
  g_object_unref (self->process);
  g_string_free (self->got, TRUE);
  g_free (self->place);
  return last;
}

/* results only when they are triggered, in the mode and the program that are asked for */
static void
test_tcp (void)
{
  Met met;
  g_autofree char *sums = NULL;

  meet (&met, "keyence-cvx --listen 0 --trigger --set mode=setup");
  ask (&met, "TA\r", "\r", "\\AER,TA,03\\r\\z");
  ask (&met, "R0\rPW,1,007\rPR\r", "PR,1,007\r", "\\AR0\\rPW\\rPR,1,007\\r\\z");
  say (&met, "TA\r");
  ask (&met, "RM\r", "RM,1\r", "\\ATA\\r0,[01],[0-9.]+,[0-9.]+\\rRM,1\\r\\z");
  sums = part (&met);
  g_assert_nonnull (strstr (sums, "\"results\":1,\"answers\":6,"));
}

static void
test_login (void)
{
  Met met;
  g_autofree char *greeting = NULL;

  meet (&met, "in-sight --listen 0 --trigger --set user=op --set password=x");
  greeting = hear (&met, "User: ");
  g_assert_true (g_str_has_prefix (greeting, "Welcome to In-Sight(tm)"));
  ask (&met, "op\r\n", ": ", "\\APassword: \\z");
  ask (&met, "x\r\n", "\r\n", "\\AUser Logged In\\r\\n\\z");
  ask (&met, "SE8\r\n", "]\r\n", "\\A1\\r\\n\\[.*\\]\\r\\n\\z");
  g_free (part (&met));
}

/* a late answer comes behind that of the next command; the ledger has both */
static void
test_late (void)
{
  Met met;
  g_autofree char *sums = NULL;

  meet (&met, "keyence-cvx --listen 0 --trigger --faults late@1 --late-by 0.05");
  say (&met, "PR\r");
  ask (&met, "RM\r", "PR,1,000\r", "\\ARM,1\\rPR,1,000\\r\\z");
  sums = part (&met);
  g_assert_nonnull (strstr (sums, "\"late\":1,"));
}

/* the result of a trigger comes when it is measured, behind what was asked meanwhile */
static void
test_latency (void)
{
  Met met;

  meet (&met, "keyence-cvx --listen 0 --trigger --latency 0.05 --set values=0 --set bad-parts=0");
  say (&met, "TA\r");
  say (&met, "RM\r");
  ask (&met, "", "0\r", "\\ATA\\rRM,1\\r0,0\\r\\z");
  g_free (part (&met));
}

/* a machine that loses its power closes, and knows nothing of before when it is back */
static void
test_power (void)
{
  Met met;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *sums = NULL;
  char byte;

  meet (&met, "keyence-cvx --listen 0 --trigger --faults power-cycle@2 --away 0.01 --count 9");
  ask (&met, "PW,1,007\rTA\r", "\r", "\\APW\\r");
  say (&met, "TA\r");
  while (g_input_stream_read (met.input, &byte, 1, NULL, NULL) == 1)
    continue;
  g_io_stream_close (G_IO_STREAM (met.connection), NULL, NULL);
  g_object_unref (met.connection);

  met.connection = g_socket_client_connect_to_host (client, met.place + strlen ("tcp://"), 0, NULL,
                                                    NULL);
  met.input = g_io_stream_get_input_stream (G_IO_STREAM (met.connection));
  ask (&met, "PR\r", "\r", "\\APR,1,000\\r\\z");
  sums = part (&met);
  g_assert_nonnull (strstr (sums, "\"power-cycle\":1,"));
}

/* on a port it is asked as over TCP */
static void
test_port (void)
{
  g_autoptr (GSubprocess) process = machine_process_new ("pv310 --trigger");
  g_autoptr (GDataInputStream)
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *place = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  static const char answer[] = "%H01,100,000\r";
  char got[sizeof answer - 1];
  gsize length = 0;
  int fd = open (place, O_RDWR | O_NOCTTY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, "%H01\r", 5), ==, 5);
  while (length < sizeof got)
    {
      gssize taken = read (fd, got + length, sizeof got - length);

      g_assert_cmpint (taken, >, 0);
      length += (gsize) taken;
    }
  g_assert_cmpmem (got, (int) length, answer, (int) sizeof answer - 1);
  g_subprocess_send_signal (process, SIGTERM);
  close (fd);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* a seed and a clock make the same bytes */
static void
test_seed (void)
{
  char *said[2] = { NULL, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      Met met;

      meet (&met, "pv200 --listen 0 --rate 0 --count 3 --seed 5 --clock 2018-09-17T15:15:00Z");
      said[i] = hear (&met, ", 2, 1,");
      g_free (part (&met));
    }
  g_assert_true (g_str_has_prefix (said[0], "18/09/17,23:15:00, 0, 1,"));
  g_assert_cmpstr (said[0], ==, said[1]);
  g_free (said[0]);
  g_free (said[1]);
}

static char *
run (const char *options)
{
  g_autofree char *command = g_strdup_printf ("%s simulate %s", g_getenv ("LEAT_COMMAND"), options);
  char *output = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, &output, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  return output;
}

/* every family, by its name and a sentence; its section is right for the plugins that are there */
static void
test_families (void)
{
  static const char *const names[] = { "pv200", "pv310", "keyence-cvx", "keyence-iv3", "keyence-sr",
                                       "keyence-im", "in-sight", "dataman", "omron" };
  g_autofree char *list = run ("");
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *options = g_strdup_printf ("%s --config --listen 8500", names[i]);
      g_autofree char *section = run (options);
      g_autofree char *text = g_strconcat ("[daemon]\ngateway=g\n", section, NULL);
      g_autofree char *line = g_strdup_printf ("\n  %s ", names[i]);
      g_autofree char *path = NULL;
      g_autofree char *output = NULL;
      g_autofree char *command = NULL;
      int status, fd = g_file_open_tmp ("leat-simulate-XXXXXX.conf", &path, &error);

      g_assert_no_error (error);
      close (fd);
      g_assert_nonnull (strstr (list, line));
      g_assert_nonnull (strstr (section, "device=tcp://127.0.0.1:8500\n"));
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      command = g_strdup_printf ("%s check %s", g_getenv ("LEAT_COMMAND"), path);
      g_assert_true (g_spawn_command_line_sync (command, &output, NULL, &status, NULL));
      g_test_message ("%s", output);
      g_assert_null (strstr (output, "[source "));
      g_unlink (path);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulate/word/tcp", test_tcp);
  g_test_add_func ("/simulate/word/login", test_login);
  g_test_add_func ("/simulate/word/late", test_late);
  g_test_add_func ("/simulate/word/latency", test_latency);
  g_test_add_func ("/simulate/word/power", test_power);
  g_test_add_func ("/simulate/word/port", test_port);
  g_test_add_func ("/simulate/word/seed", test_seed);
  g_test_add_func ("/simulate/word/families", test_families);
  return g_test_run ();
}
