/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-run.c - tests that leat simulate has sent what it says it has */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

/* a machine at work, and files of what it says to have sent */
typedef struct {
  char             *folder;
  char             *link;
  char             *record;
  char             *ledger;
  GSubprocess      *process;
  GDataInputStream *output;
} Machine;

static void
machine_start (Machine *self, const char *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *command = NULL;
  g_auto (GStrv) arguments = NULL;

  self->folder = g_dir_make_tmp ("leat-simulate-XXXXXX", NULL);
  self->link = g_build_filename (self->folder, "port", NULL);
  self->record = g_build_filename (self->folder, "record", NULL);
  self->ledger = g_build_filename (self->folder, "ledger", NULL);
  command = g_strdup_printf ("%s simulate pv200 --link %s --record %s --ledger %s %s",
                             g_getenv ("LEAT_COMMAND"), self->link, self->record, self->ledger,
                             options);
  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  self->process = g_subprocess_newv ((const char *const *) arguments,
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                         G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                     &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));

  line = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  g_assert_cmpstr (line, ==, self->link);
}

/* the summary: a member of the last line */
static JsonObject *
machine_end (Machine *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *last = NULL;
  char *line;

  while ((line = g_data_input_stream_read_line (self->output, NULL, NULL, NULL)) != NULL)
    {
      g_free (last);
      last = line;
    }
  g_assert_true (g_subprocess_wait_check (self->process, NULL, &error));
  g_assert_no_error (error);
  node = json_from_string (last, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static void
machine_clear (Machine *self)
{
  g_assert_false (g_file_test (self->link, G_FILE_TEST_IS_SYMLINK));
  g_unlink (self->record);
  g_unlink (self->ledger);
  g_rmdir (self->folder);
  g_object_unref (self->output);
  g_object_unref (self->process);
  g_free (self->ledger);
  g_free (self->record);
  g_free (self->link);
  g_free (self->folder);
}

/* appends what comes until the line hangs up */
static void
read_life (int fd, GByteArray *bytes)
{
  guint8 data[5000];
  gssize got;

  while ((got = read (fd, data, sizeof data)) > 0)
    g_byte_array_append (bytes, data, (guint) got);
}

static int
open_port (const Machine *self)
{
  int fd = open (self->link, O_RDWR | O_NOCTTY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  return fd;
}

static void
check_record (const Machine *self, const GByteArray *bytes)
{
  g_autofree char *record = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (self->record, &record, &length, NULL));
  g_assert_cmpuint (bytes->len, ==, length);
  g_assert_cmpint (memcmp (bytes->data, record, length), ==, 0);
}

/* how many whole results there were; the bytes of each stand behind those of the one before */
static gint64
check_ledger (const Machine *self, const GByteArray *bytes)
{
  FILE *ledger = fopen (self->ledger, "re");
  char line[1024];
  gint64 count = 0;
  gsize at = 0;

  g_assert_nonnull (ledger);
  while (fgets (line, sizeof line, ledger) != NULL)
    {
      g_autoptr (JsonNode) node = json_from_string (line, NULL);
      JsonObject *note = json_node_get_object (node);
      g_autofree char *text = NULL;
      const guint8 *found;

      if (!g_str_equal (json_object_get_string_member (note, "event"), "result"))
        continue;
      text = g_strcompress (json_object_get_string_member (note, "text"));
      found = memmem (bytes->data + at, bytes->len - at, text, strlen (text));
      g_assert_nonnull (found);
      at = (gsize) (found - bytes->data) + strlen (text);
      count++;
    }
  fclose (ledger);
  return count;
}

static void
test_true (void)
{
  Machine machine;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (JsonObject) summary = NULL;
  int fd;

  machine_start (&machine, "--rate 0 --count 50000 --set machine=2");
  fd = open_port (&machine);
  read_life (fd, bytes);
  close (fd);
  summary = machine_end (&machine);

  check_record (&machine, bytes);
  g_assert_cmpint (check_ledger (&machine, bytes), ==, 50000);
  g_assert_cmpint (json_object_get_int_member (summary, "results"), ==, 50000);
  g_assert_cmpint (json_object_get_int_member (summary, "bytes"), ==, bytes->len);
  g_assert_true (json_object_get_boolean_member (summary, "drained"));
  machine_clear (&machine);
}

/* the port under its name again, as soon as it is there */
static int
await_port (const Machine *self, int watch)
{
  int fd;

  while ((fd = open (self->link, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0)
    {
      char events[4096];

      g_assert_cmpint (errno, ==, ENOENT);
      g_assert_cmpint (read (watch, events, sizeof events), >, 0);
    }
  return fd;
}

static void
test_faults (void)
{
  Machine machine;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (JsonObject) summary = NULL;
  int watch = inotify_init1 (IN_CLOEXEC);

  machine_start (&machine,
                 "--rate 0 --count 5000 --faults noise=40,cut=30,bad=20,hangup=10 --away 0.01");
  g_assert_cmpint (inotify_add_watch (watch, machine.folder, IN_CREATE | IN_MOVED_TO), >=, 0);
  for (int life = 0; life <= 10; life++)
    {
      int fd = await_port (&machine, watch);

      read_life (fd, bytes);
      close (fd);
    }
  summary = machine_end (&machine);

  check_record (&machine, bytes);
  g_assert_cmpint (check_ledger (&machine, bytes), ==, 5000 - 30 - 10);
  g_assert_cmpint (json_object_get_int_member (summary, "results"), ==, 5000 - 30 - 10);
  g_assert_cmpint (json_object_get_int_member (summary, "noise"), ==, 40);
  g_assert_cmpint (json_object_get_int_member (summary, "cut"), ==, 30);
  g_assert_cmpint (json_object_get_int_member (summary, "bad"), ==, 20);
  g_assert_cmpint (json_object_get_int_member (summary, "hangup"), ==, 10);
  close (watch);
  machine_clear (&machine);
}

/* records that wait in the port before anybody has opened it: shown on standard error once the port
 * has taken them */
static void
test_no_wait (void)
{
  Machine machine;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GDataInputStream) shown = NULL;
  g_autoptr (JsonObject) summary = NULL;
  int fd;

  machine_start (&machine, "--rate 0 --count 40 --no-wait --print");
  shown = g_data_input_stream_new (g_subprocess_get_stderr_pipe (machine.process));
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (shown, NULL, NULL, NULL);

      g_assert_true (g_str_has_prefix (line, "result "));
      g_assert_true (g_str_has_suffix (line, ",\\r\\n"));
    }

  fd = open_port (&machine);
  read_life (fd, bytes);
  close (fd);
  summary = machine_end (&machine);
  check_record (&machine, bytes);
  g_assert_cmpint (json_object_get_int_member (summary, "results"), ==, 40);
  machine_clear (&machine);
}

/* a line without a reader is not spoken into, and a signal ends the wait; nothing was sent, so all
 * of it was read */
static void
test_waits (void)
{
  Machine machine;
  g_autoptr (JsonObject) summary = NULL;

  machine_start (&machine, "--rate 0");
  g_subprocess_send_signal (machine.process, SIGTERM);
  summary = machine_end (&machine);
  g_assert_cmpint (json_object_get_int_member (summary, "bytes"), ==, 0);
  g_assert_true (json_object_get_boolean_member (summary, "drained"));
  machine_clear (&machine);
}

/* stopped in full flow it ends its sentence, and knows what was read */
static void
test_stop (void)
{
  Machine machine;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (JsonObject) summary = NULL;
  guint8 first[100];
  gssize got;
  int fd;

  machine_start (&machine, "--rate 0");
  fd = open_port (&machine);
  got = read (fd, first, sizeof first);
  g_assert_cmpint (got, >, 0);
  g_byte_array_append (bytes, first, (guint) got);
  g_subprocess_send_signal (machine.process, SIGINT);
  read_life (fd, bytes);
  close (fd);
  summary = machine_end (&machine);

  check_record (&machine, bytes);
  g_assert_cmpint (check_ledger (&machine, bytes), ==,
                   json_object_get_int_member (summary, "results"));
  g_assert_cmpint (bytes->data[bytes->len - 1], ==, '\n');
  g_assert_true (json_object_get_boolean_member (summary, "drained"));
  machine_clear (&machine);
}

/* 21 records at 100 a second take 200 ms and no less */
static void
test_rate (void)
{
  Machine machine;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (JsonObject) summary = NULL;
  gint64 begin;
  int fd;

  machine_start (&machine, "--rate 100 --count 21");
  begin = g_get_monotonic_time ();
  fd = open_port (&machine);
  read_life (fd, bytes);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 200000);
  close (fd);
  summary = machine_end (&machine);
  g_assert_cmpint (json_object_get_int_member (summary, "results"), ==, 21);
  machine_clear (&machine);
}

typedef struct {
  const char *name;
  const char *options;
  const char *message;
} UsageCase;

static const UsageCase usage_cases[] = {
  { "unknown-machine", "pv2000",
    "no machine \"pv2000\", did you mean \"pv200\"?; `leat simulate` lists them" },
  { "rate", "pv200 --rate=-1", "--rate: results a second, or 0" },
  { "count", "pv200 --count=-1", "--count: results, or 0" },
  { "setting", "pv200 --set machine=x", "--set machine=x: 1-9 is what it takes" },
  { "late-by", "pv200 --late-by=-1", "--late-by: 0 to 86400 seconds" },
  { "latency", "pv200 --latency=-1", "--latency: 0 to 86400 seconds" },
  { "clock", "pv200 --clock=now", "--clock: a time such as 2018-09-17T23:15:00Z" },
  { "listen", "pv200 --listen 65536", "--listen: a port up to 65535, and no --link" },
  { "listen-or-link", "pv200 --listen 0 --link x", "--listen: a port up to 65535, and no --link" },
  { "no-wait", "pv200 --listen 0 --no-wait", "--no-wait: with a pseudo-terminal only" },
  { "seed", "pv200 --seed=-1", "--seed: 0 to 4294967295" },
  { "away", "pv200 --away=-1", "--away: 0 to 86400 seconds" },
  { "faults", "pv200 --faults=x", "--faults: no fault \"x\"; there are noise, gap, setup, cut, "
    "bad, missing, saturated, code-page, hangup, power-cycle, late, double, wrong, mute" },
  { "option", "pv200 --colour", "Unknown option --colour" },
};

static void
test_usage (gconstpointer data)
{
  const UsageCase *test = data;
  g_autofree char *command = g_strdup_printf ("%s simulate %s", g_getenv ("LEAT_COMMAND"),
                                              test->options);
  g_autofree char *expected = g_strdup_printf ("leat simulate: %s\n", test->message);
  g_autofree char *output = NULL;
  g_autofree char *message = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, &output, &message, &status, NULL));
  g_assert_cmpint (WEXITSTATUS (status), ==, 2);
  g_assert_cmpstr (output, ==, "");
  g_assert_cmpstr (message, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulate/true", test_true);
  g_test_add_func ("/simulate/faults", test_faults);
  g_test_add_func ("/simulate/no-wait", test_no_wait);
  g_test_add_func ("/simulate/waits", test_waits);
  g_test_add_func ("/simulate/stop", test_stop);
  g_test_add_func ("/simulate/rate", test_rate);
  for (gsize i = 0; i < G_N_ELEMENTS (usage_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/usage/%s", usage_cases[i].name);

      g_test_add_data_func (path, &usage_cases[i], test_usage);
    }
  return g_test_run ();
}
