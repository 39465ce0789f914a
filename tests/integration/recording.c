/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording.c - tests that a recording that is played back makes the same records and the same
 * rejects, at any speed: lines with noise and hangups, frames that silence ends, clients */
#include "daemons.h"

#define FRAMING \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n[framer still]\ntype=gap\n"
#define SINK "[sink archive]\nplugin=csv\npath=DIR/{source}.csv\n"
#define N_STREAMS 4

static const char *const sources[] = { "line", "still", "hall" };

/* the key file of either: devices are what is otherwise */
static char *
make_config (const char *const *devices, const char *records)
{
  return g_strdup_printf (
      "[source line]\nplugin=serial\ndevice=%s\nbaud-rate=9600\nframer=cr\nschema=pv200\n"
      "frame-timeout=2s\nmax-frame=200\nretry-first=1ms\nretry-longest=10ms\n%s"
      "[source still]\nplugin=serial\ndevice=%s\nbaud-rate=9600\nframer=still\n%s"
      "[source hall]\nplugin=tcp\ndevice=%s\nframer=cr\n%s" FRAMING SINK,
      devices[0], records, devices[1], records, devices[2], records);
}

static int
connect_to (guint16 port)
{
  struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) },
                              .sin_port = htons (port) };
  int client = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (connect (client, (struct sockaddr *) &name, sizeof name), ==, 0);
  return client;
}

static void
say (int fd, const char *text)
{
  test_line_write (fd, text, strlen (text));
}

/* a whole record in three pieces */
static void
say_record (int master, guint num)
{
  char text[64];
  const int length = test_record_write (text, num);

  test_line_write (master, text, 5);
  test_line_write (master, text + 5, 1);
  test_line_write (master, text + 6, (gsize) length - 6);
}

static gboolean
has_text (gpointer path, const char *text)
{
  g_autofree char *content = NULL;

  return g_file_get_contents (path, &content, NULL, NULL) && strstr (content, text) != NULL;
}

static void
await_text (TestDaemon *self, const char *source, const char *text)
{
  g_autofree char *name = g_strconcat (source, ".csv", NULL);
  g_autofree char *path = test_path (self, name);

  test_folder_await (self->directory, has_text, path, text);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* sources are rejected side by side: sorted, without their numbers */
static char *
read_rejects (TestDaemon *self)
{
  g_autofree char *state = test_path (self, "state");
  const char *command[] = { g_getenv ("LEAT_COMMAND"), "rejects", "list", "--json", "--state-dir",
                            state, NULL };
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                &error);
  g_assert_no_error (error);
  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strchr (lines[i], ',') != NULL)
      memmove (lines[i], strchr (lines[i], ','), strlen (strchr (lines[i], ',')) + 1);
  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

static gboolean
has_reject (gpointer daemon, const char *text)
{
  g_autofree char *rejects = read_rejects (daemon);

  return strstr (rejects, text) != NULL;
}

static void
await_reject (TestDaemon *self, const char *text)
{
  g_autofree char *folder = test_path (self, "state/rejects");

  test_folder_await (folder, has_reject, self, text);
}

static void
speak_on_line (TestDaemon *self)
{
  g_autofree char *port = test_path (self, "line");
  int master = test_line_open (port);

  test_daemon_await (self, "line: running");
  for (guint num = 1; num <= 50; num++)
    say_record (master, num);
  say (master, "\xff\xfe noise\r");
  await_text (self, "line", ",50,1,");
  say (master, "18/10/13,14:0"); /* its rest comes too late */
  await_reject (self, "longer than frame-timeout");
  say (master, "3:22, 51,\r");
  say_record (master, 52);
  await_text (self, "line", ",52,1,");
  close (master);
  test_daemon_await (self, "hung up");
  master = test_line_open (port);
  for (guint num = 53; num <= 80; num++)
    say_record (master, num);
  await_text (self, "line", ",80,1,");
  say (master, "half a fra"); /* when leatd stops it is none */
  close (master);
  test_daemon_await (self, "hung up");
}

static void
speak_still (TestDaemon *self, int master)
{
  static const char *const words[] = { "one", "two", "three", "four" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      say (master, words[i]);
      await_text (self, "still", words[i]);
    }
}

static void
speak_in_hall (TestDaemon *self, guint16 port)
{
  const int first = connect_to (port), second = connect_to (port);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("turn-%u-of-one\r", i);
      g_autofree char *part = g_strdup_printf ("turn-%u-of-", i);

      say (second, part);
      say (first, text);
      say (second, "two\r");
    }
  await_text (self, "hall", "turn-19-of-one");
  await_text (self, "hall", "turn-19-of-two");
  say (second, "half a fra");
  close (second);
  test_daemon_await (self, "closed by the other end");
  close (first);
  test_daemon_await (self, "closed by the other end");
}

/* --- what came of it --- */

/* epochs are others at each time, and the mark of a test is what a recording adds */
static char *
read_records (TestDaemon *self, const char *source)
{
  g_autofree char *name = g_strconcat (source, ".csv", NULL);
  g_autofree char *path = test_path (self, name);
  g_autoptr (GHashTable) epochs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = NULL;
  GString *records = g_string_new (NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_free (text);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "/", 3);
      g_autoptr (GString) rest = g_string_new (parts[2]);

      if (!g_hash_table_contains (epochs, parts[1]))
        g_hash_table_insert (epochs, g_strdup (parts[1]),
                             GUINT_TO_POINTER (g_hash_table_size (epochs)));
      g_string_replace (rest, ";test", "", 0);
      g_string_replace (rest, ",test", ",", 0);
      g_string_append_printf (records, "%u/%s\n",
                              GPOINTER_TO_UINT (g_hash_table_lookup (epochs, parts[1])), rest->str);
    }
  return g_string_free (records, FALSE);
}

static void
assert_same (TestDaemon *played, TestDaemon *recorded)
{
  g_autofree char *rejects = read_rejects (recorded);
  g_autofree char *rejects_again = read_rejects (played);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *records = read_records (recorded, sources[i]);
      g_autofree char *again = read_records (played, sources[i]);

      g_assert_cmpstr (again, ==, records);
      g_assert_cmpint (test_daemon_count (played, "sources", sources[i], "bytes"), ==,
                       test_daemon_count (recorded, "sources", sources[i], "bytes"));
      test_daemon_check_bytes (played, sources[i]);
    }
  g_assert_nonnull (strstr (rejects, "longer than frame-timeout"));
  g_assert_nonnull (strstr (rejects, "cut"));
  g_assert_cmpstr (rejects_again, ==, rejects);
}

static void
play (TestDaemon *recorded, const char *wishes)
{
  g_autoptr (TestDaemon) self = NULL;
  g_autofree char *config = NULL, *records = NULL;
  g_auto (GStrv) devices = g_new0 (char *, G_N_ELEMENTS (sources) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    devices[i] = g_strdup_printf ("replay:%s/state/rec/%s.pcapng%s", recorded->directory,
                                  sources[i], wishes);
  config = make_config ((const char *const *) devices, "");
  self = test_daemon_new (config);
  test_daemon_start (self);
  for (guint i = 0; i < N_STREAMS; i++)
    test_daemon_await (self, "has come to its end");
  g_assert_cmpint (test_daemon_stop (self), ==, 0);
  assert_same (self, recorded);
  records = test_path (self, "line.csv");
  {
    g_autofree char *text = NULL;

    g_assert_true (g_file_get_contents (records, &text, NULL, NULL));
    g_assert_nonnull (strstr (text, "test\n")); /* each is marked */
  }
}

static TestDaemon *
record (void)
{
  guint16 port;
  const int holder = test_port_hold (&port);
  g_autofree char *hall = g_strdup_printf ("listen://127.0.0.1:%u", port);
  const char *devices[] = { "DIR/line", "DIR/still", hall };
  g_autoptr (GString) config = g_string_new (NULL);
  g_autofree char *text = make_config (devices, "record=rec/SOURCE.pcapng\n");
  g_auto (GStrv) parts = g_strsplit (text, "SOURCE", -1);
  TestDaemon *self = NULL;
  g_autofree char *name = NULL;
  int still;

  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (config, "%s%s", parts[i], i < G_N_ELEMENTS (sources) ? sources[i] : "");
  self = test_daemon_new (config->str);
  name = test_path (self, "still");
  still = test_line_open (name);
  test_daemon_start (self);
  speak_on_line (self);
  speak_still (self, still);
  speak_in_hall (self, port);
  g_assert_cmpint (test_daemon_stop (self), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_assert_cmpint (test_daemon_count (self, "sources", sources[i], "unrecorded_bytes"), ==, 0);
  close (still);
  close (holder);
  return self;
}

static void
test_same (void)
{
  g_autoptr (TestDaemon) recorded = record ();

  play (recorded, "?speed=max");
  play (recorded, "?speed=50");
}

/* killed amid it: what is there is played, and what follows is appended */
static void
test_killed (void)
{
  g_autoptr (TestDaemon) self = test_daemon_new (
      "[source line]\nplugin=serial\ndevice=DIR/line\nframer=cr\nschema=pv200\n"
      "record=line.pcapng\n" FRAMING SINK);
  g_autofree char *port = test_path (self, "line");
  g_autofree char *path = g_build_filename (self->directory, "state", "line.pcapng", NULL);
  g_autofree char *config = NULL;
  int master = test_line_open (port);
  g_autoptr (TestDaemon) played = NULL;
  guint num = 0;

  for (guint life = 0; life < 4; life++)
    {
      test_daemon_start (self);
      test_daemon_await (self, "line: running");
      for (guint i = 0; i < 100; i++)
        say_record (master, ++num);
      {
        g_autofree char *last = g_strdup_printf (",%u,1,", num);

        await_text (self, "line", last);
      }
      if (life < 3)
        test_daemon_end (self);
    }
  g_assert_cmpint (test_daemon_stop (self), ==, 0);
  close (master);
  config = g_strdup_printf ("[source line]\nplugin=serial\ndevice=replay:%s?speed=max\nframer=cr\n"
                            "schema=pv200\n" FRAMING SINK,
                            path);
  played = test_daemon_new (config);
  test_daemon_start (played);
  await_text (played, "line", ",400,1,");
  g_assert_cmpint (test_daemon_stop (played), ==, 0);
}

/* a recording that is not there, or none */
static void
test_bad (void)
{
  static const char none[] = "does not begin as a recording (pcapng) does";
  g_autoptr (TestDaemon) self = test_daemon_new (
      "[source gone]\nplugin=serial\ndevice=replay:DIR/gone.pcapng\nframer=cr\n"
      "[source none]\nplugin=serial\ndevice=replay:DIR/leat.conf\nframer=cr\n" FRAMING SINK);

  test_daemon_start (self);
  test_daemon_await (self, "gone.pcapng: cannot be opened");
  if (strstr (self->log->str, none) == NULL) /* each is told in its own time */
    test_daemon_await (self, none);
  g_assert_cmpint (test_daemon_stop (self), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/same", test_same);
  g_test_add_func ("/recording/killed", test_killed);
  g_test_add_func ("/recording/bad", test_bad);
  return g_test_run ();
}
