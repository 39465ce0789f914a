/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-word.c - tests leat probe from the outside: on a pseudo-terminal, by TCP, of recordings */
#include "words.h"
#include <fcntl.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#define LINE "ST,+00012.78  g\r\n"
/* as many lines as leat probe wants to hear, and fewer bytes than a pseudo-terminal keeps */
#define LINES 150
#define TABLE "  RATE      FORMAT HEARD       BYTES   ERRORS     TEXT   FRAMES\n"
#define SINK "[sink archive]\nplugin=csv\npath=DIR/{source}.csv\n"

/* @master, @slave: of a pseudo-terminal */
typedef struct {
  Words words;
  int   master;
  int   slave;
  char  name[64];
} Port;

static void
port_set_up (Port *self, gconstpointer data)
{
  struct termios settings;

  words_set_up (&self->words, data);
  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (grantpt (self->master), ==, 0);
  g_assert_cmpint (unlockpt (self->master), ==, 0);
  g_assert_cmpint (ptsname_r (self->master, self->name, sizeof self->name), ==, 0);
  self->slave = open (self->name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (tcgetattr (self->slave, &settings), ==, 0);
  cfmakeraw (&settings);
  settings.c_cc[VMIN] = 7;
  g_assert_cmpint (cfsetspeed (&settings, B1200), ==, 0);
  g_assert_cmpint (tcsetattr (self->slave, TCSANOW, &settings), ==, 0);
}

static void
port_tear_down (Port *self, gconstpointer data)
{
  close (self->slave);
  close (self->master);
  words_tear_down (&self->words, data);
}

static GString *
make_lines (guint n_lines)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    g_string_append (lines, LINE);
  return lines;
}

/* "PORT" in @words is the terminal, in what is told too */
static void
port_run (Port *self, const char *words)
{
  g_autofree char *command = words_replace (words, "PORT", self->name);
  char *output, *errors;

  words_run (&self->words, command);
  output = words_replace (self->words.output, self->name, "PORT");
  errors = words_replace (self->words.errors, self->name, "PORT");
  g_free (self->words.output);
  g_free (self->words.errors);
  self->words.output = output;
  self->words.errors = errors;
}

/* a section is proposed that leat check takes, with a sink beside it; the port is as it was */
static void
test_port (Port *self, gconstpointer data)
{
  g_autoptr (GString) lines = make_lines (LINES);
  g_autofree char *told = NULL, *named = NULL, *config = NULL;
  struct termios before = { 0 }, after = { 0 };

  g_assert_cmpint (write (self->master, lines->str, lines->len), ==, lines->len);
  g_assert_cmpint (tcgetattr (self->slave, &before), ==, 0);
  port_run (self, "probe --name scale --write DIR/scale.schema PORT");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_true (g_str_has_prefix (self->words.errors, TABLE "* 9600      8N1    "));
  g_assert_nonnull (strstr (self->words.errors, "     2550        0     100%      150\n"));
  g_assert_true (g_str_has_prefix (
      self->words.output,
      "[source scale]\nplugin=serial\ndevice=PORT\nbaud-rate=9600\ndata-bits=8\nparity=none\n"
      "stop-bits=1\nframer=scale\nschema=DIR/scale.schema\n# UNSURE: it may be a machine that is "
      "known: its frames fit schema="));
  g_assert_nonnull (strstr (self->words.output, "and-standard"));
  g_assert_true (g_str_has_suffix (self->words.output,
                                   "\n[framer scale]\ntype=delimiter\ndelimiter=\\r\\n\n"));
  g_assert_cmpint (tcgetattr (self->slave, &after), ==, 0);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
  told = g_strconcat (self->words.output, SINK, NULL);
  named = words_replace (told, "PORT", self->name);
  config = words_replace (named, "DIR", self->words.folder);
  words_write (&self->words, "leat.conf", config);
  words_run (&self->words, "check DIR/leat.conf");
  words_expect (&self->words, 0, "DIR/leat.conf: right: 1 source, 1 sink\n", "");
}

/* a file that is there is somebody's work: it is said before anything is listened to */
static void
test_write (Port *self, gconstpointer data)
{
  words_write (&self->words, "x.schema", "mine");
  port_run (self, "probe --write DIR/x.schema PORT");
  words_expect (&self->words, 2, "",
                "leat probe: --write DIR/x.schema: is there already; leat probe --help tells "
                "more\n");
}

static void
test_silent (Port *self, gconstpointer data)
{
  char byte;

  port_run (self, "probe --for 200ms PORT");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_cmpstr (self->words.output, ==, "");
  g_assert_true (g_str_has_prefix (self->words.errors, "leat probe: PORT: silent for "));
  g_assert_nonnull (strstr (self->words.errors, "(trigger it)"));
  g_assert_cmpint (fcntl (self->master, F_SETFL, O_NONBLOCK), ==, 0);
  g_assert_cmpint (read (self->master, &byte, 1), ==, -1); /* nothing was sent */
}

static void
test_busy (Port *self, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf (
      "leat probe: PORT: busy: *(process %d) has it open; end that, or take another port\n",
      getpid ());
  struct termios before = { 0 }, after = { 0 };

  g_assert_cmpint (flock (self->slave, LOCK_EX), ==, 0);
  g_assert_cmpint (tcgetattr (self->slave, &before), ==, 0);
  port_run (self, "probe PORT");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_true (g_pattern_match_simple (expected, self->words.errors));
  g_assert_cmpint (tcgetattr (self->slave, &after), ==, 0);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
}

/* --- a machine that answers --- */

typedef struct {
  GMainLoop *loop;
  GString   *asked;
  int        master;
} Machine;

static gboolean
on_question (int fd, GIOCondition condition, gpointer user_data)
{
  Machine *self = user_data;
  char bytes[64];
  const gssize n = read (fd, bytes, sizeof bytes);
  g_autoptr (GString) lines = make_lines (LINES);

  if (n <= 0)
    return G_SOURCE_REMOVE;
  g_string_append_len (self->asked, bytes, n);
  if (g_str_has_suffix (self->asked->str, "SI\r\n"))
    g_assert_cmpint (write (self->master, lines->str, lines->len), ==, lines->len);
  return G_SOURCE_CONTINUE;
}

static void
on_end (GObject *process, GAsyncResult *result, gpointer user_data)
{
  Machine *self = user_data;

  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL));
  g_main_loop_quit (self->loop);
}

static void
test_active (Port *self, gconstpointer data)
{
  Machine machine = { g_main_loop_new (NULL, FALSE), g_string_new (NULL), self->master };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) errors = NULL;
  g_autofree char *first = NULL;
  const guint watch = g_unix_fd_add (self->master, G_IO_IN, on_question, &machine);

  g_subprocess_launcher_setenv (launcher, "LEAT_PLUGIN_PATH", g_getenv ("LEAT_PLUGINS"), TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LEAT_COMMAND"), "probe",
                                         "--active", "--ask", "SI\\r\\n", self->name, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, on_end, &machine);
  g_main_loop_run (machine.loop);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_true (g_str_has_prefix (machine.asked->str, "SI\r\n")); /* it may be asked again */
  errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  first = g_data_input_stream_read_line (errors, NULL, NULL, NULL);
  g_assert_cmpstr (first, ==, "leat probe: asks at 9600 8N1: SI\\r\\n");
  g_source_remove (watch);
  g_string_free (machine.asked, TRUE);
  g_main_loop_unref (machine.loop);
}

/* --- recordings --- */

static const char recorded[] = TABLE
    "* -         -      0s            102        0     100%        6\n";

static const char proposed[] =
    "[source machine]\nplugin=serial\n"
    "# UNSURE: a recording does not say where its machine is\ndevice=/dev/ttyUSB0\n"
    "framer=machine\n";

static void
test_recording (Words *words, gconstpointer data)
{
  g_autoptr (GString) lines = make_lines (6);

  words_write (words, "x.bin", lines->str);
  words_run (words, "probe DIR/x.bin");
  g_assert_cmpstr (words->errors, ==, recorded);
  g_assert_true (g_str_has_prefix (words->output, proposed));
  words_run (words, "probe --json DIR/x.bin");
  g_assert_true (g_str_has_prefix (words->output, "{\"device\":null,\"sure\":true,\"trials\":[{"));
  g_assert_cmpstr (words->errors, ==, "");
  words_write (words, "empty.bin", "");
  words_run (words, "probe DIR/empty.bin");
  words_expect (words, 1, "", "leat probe: DIR/empty.bin: has no bytes in it\n");
}

/* frames that prove themselves name the preset, and what is known of it the schema */
static void
test_known (Words *words, gconstpointer data)
{
  static const char sentences[] = "$GPGLL,5300.97914,N,00259.98174,E,125926,A*28\r\n"
                                  "$GPGLL,5300.97914,N,00259.98174,E,125926,A*28\r\n";

  words_write (words, "x.bin", sentences);
  words_run (words, "probe DIR/x.bin");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_true (g_str_has_suffix (words->output, "\nframer=nmea\nschema=nmea-gnss\n"));
}

/* --- TCP --- */

/* a machine that says ten lines to who comes, and closes */
static gpointer
serve (gpointer listener)
{
  g_autoptr (GSocketConnection) connection = g_socket_listener_accept (listener, NULL, NULL, NULL);
  g_autoptr (GString) lines = make_lines (10);

  g_assert_nonnull (connection);
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 lines->str, lines->len, NULL, NULL, NULL));
  return NULL;
}

static void
test_tcp (Words *words, gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  const guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *command = g_strdup_printf ("probe tcp://127.0.0.1:%u", port);
  g_autofree char *device = g_strdup_printf ("plugin=tcp\ndevice=tcp://127.0.0.1:%u\nframer=",
                                             port);
  GThread *machine = g_thread_new ("machine", serve, listener);

  words_run (words, command);
  g_thread_join (machine);
  g_assert_cmpint (words->code, ==, 0);
  g_assert_nonnull (strstr (words->output, device));
  g_assert_nonnull (strstr (words->errors, "170        0     100%       10\n"));
}

typedef struct {
  const char *words;
  int         code;
  const char *message;
} Misuse;

static const Misuse misuses[] = {
  { "probe", 2, "a DEVICE is needed, as in /dev/ttyUSB0; leat ports lists serial ones*" },
  { "probe /dev/none/x", 1, "/dev/none/x: no such device; *" },
  { "probe /dev/null", 1, "/dev/null: not a serial port; *" },
  { "probe tape://0", 1, "tape://0: no plugin has a link for tape; *" },
  { "probe --ask x /dev/none/x", 2, "--ask sends something: that needs --active, too*" },
  { "probe --active --ask \\\\q /dev/none/x", 2, "--ask \\q: the backslash at byte 1 *" },
  { "probe --rates 9600,fast /dev/none/x", 2, "--rates 9600,fast: rates with commas *" },
  { "probe --for never /dev/none/x", 2, "--for: *" },
  { "probe /dev/none/x y", 2, "y: one DEVICE is right, *" },
  { "probe /dev/none/x baud-rate=300", 2, "baud-rate=300: --rates says *" },
};

static void
test_misuse (Words *words, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (misuses); i++)
    {
      g_autofree char *pattern = g_strdup_printf ("leat probe: %s\n", misuses[i].message);

      words_run (words, misuses[i].words);
      g_test_message ("%s: %s", misuses[i].words, words->errors);
      g_assert_cmpint (words->code, ==, misuses[i].code);
      g_assert_cmpstr (words->output, ==, "");
      g_assert_true (g_pattern_match_simple (pattern, words->errors));
    }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Port *self, gconstpointer data);
  } ports[] = {
    { "/probe-word/port", test_port },     { "/probe-word/write", test_write },
    { "/probe-word/silent", test_silent }, { "/probe-word/busy", test_busy },
    { "/probe-word/active", test_active },
  };
  static const struct {
    const char *path;
    void (*test) (Words *words, gconstpointer data);
  } others[] = {
    { "/probe-word/recording", test_recording },
    { "/probe-word/known", test_known },
    { "/probe-word/tcp", test_tcp },
    { "/probe-word/misuse", test_misuse },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    g_test_add (ports[i].path, Port, NULL, port_set_up, ports[i].test, port_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_test_add (others[i].path, Words, NULL, words_set_up, others[i].test, words_tear_down);
  return g_test_run ();
}
