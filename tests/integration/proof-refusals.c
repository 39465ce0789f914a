/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-refusals.c - links that never come about: each says why and counts its tries, others run
 * on, and no descriptor and no memory is left of hundreds of tries */
#include "daemons.h"

#define ROUNDS 300 /* of a record in order, while the others try */
#define TRIES 20   /* of each, at the least */
#define SAMPLES 300
#define IN_FLIGHT 16 /* descriptors of tries, on a busy machine; a leak is one of each try */
#define MEMORY 8192 /* KiB */

/* glibc asks nobody for a name with a label that is longer than 63 bytes */
#define LONG_NAME "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

typedef struct {
  const char *source;
  const char *plugin;
  const char *device; /* %u: a port at which nobody listens */
  const char *text;
} Case;

static const Case cases[] = {
  { "refused", "tcp", "tcp://127.0.0.1:%u", "connection refused: nothing listens on that port" },
  { "nameless", "tcp", "tcp://" LONG_NAME ":9", "that name is not known" },
  { "unencrypted", "tcp", "tls://127.0.0.1:%u", "connection refused" },
  { "elsewhere", "tcp", "listen://192.0.2.1:9", "listen://192.0.2.1:9: " },
  { "datagrams", "udp", "udp://192.0.2.1:9", "udp://192.0.2.1:9: " },
  { "nobody", "unix", "unix://DIR/none.sock", "there is no such socket" },
  { "packets", "unix", "unix-seqpacket://DIR/none.sock", "there is no such socket" },
  { "folderless", "unix", "unix-listen://DIR/none/x.sock", "its folder is not there" },
  { "web", "websocket", "ws://127.0.0.1:%u/", "ws://127.0.0.1:" },
  { "secure-web", "websocket", "wss://127.0.0.1:%u/", "wss://127.0.0.1:" },
  { "program", "exec", "exec:/no/such/program", "/no/such/program" },
  { "file", "file", "file://DIR/none/x.log", "/none/x.log" },
  { "line", "serial", "DIR/no-line", "/no-line: " },
};

typedef struct {
  TestDaemon *daemon;
  char *csv;
  int master;
  guint num;
} Fixture;

/* a source for each case, and one in order; the holder of the port at which nobody listens */
static int
write_config (TestDaemon *daemon)
{
  g_autoptr (GString) text = g_string_new ("rejects-size=1M\n");
  g_autofree char *number = NULL;
  guint16 port;
  const int holder = test_port_hold (&port);

  number = g_strdup_printf ("%u", port);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (text,
                            "[source %s]\nplugin=%s\ndevice=%s\nframer=cr\nschema=pv200\n"
                            "retry-first=1ms\nretry-longest=5ms\n",
                            cases[i].source, cases[i].plugin, cases[i].device);
  g_string_append (text, "[source camera]\nplugin=serial\ndevice=DIR/camera\nframer=cr\n"
                         "schema=pv200\n[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
                         "[sink file]\nplugin=csv\npath=DIR/camera.csv\n" TEST_COLUMNS);
  g_string_replace (text, "%u", number, 0);
  test_daemon_write_config (daemon, text->str);
  return holder;
}

/* what it has said before counts, too */
static void
await_text (TestDaemon *daemon, const Case *test)
{
  g_autofree char *begin = g_strdup_printf (" %s: absent: ", test->source);
  const char *at;

  while ((at = strstr (daemon->log->str, begin)) == NULL || strchr (at, '\n') == NULL)
    test_daemon_await (daemon, begin);
  if (g_strstr_len (at, strchr (at, '\n') - at, test->text) == NULL)
    g_error ("\"%s\" is not in: %.*s", test->text, (int) (strchr (at, '\n') - at), at);
}

static void
run_on (Fixture *fixture)
{
  char record[64], row[64];

  test_record_write_csv (row, fixture->num);
  test_line_write (fixture->master, record, (gsize) test_record_write (record, fixture->num++));
  test_csv_await (fixture->csv, row);
}

/* the fewest: those of tries come and go */
static guint
count_descriptors (Fixture *fixture)
{
  guint fewest = G_MAXUINT;

  for (guint i = 0; i < SAMPLES; i++)
    {
      fewest = MIN (fewest, test_daemon_count_descriptors (fixture->daemon));
      if (i % 10 == 0)
        run_on (fixture);
    }
  return fewest;
}

static void
test_refusals (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *name = test_path (daemon, "camera");
  g_autofree char *csv = test_path (daemon, "camera.csv");
  Fixture fixture = { .daemon = daemon, .csv = csv, .master = test_line_open (name) };
  const int holder = write_config (daemon);
  guint before, after;
  gint64 memory;

  test_daemon_start (daemon);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    await_text (daemon, &cases[i]);
  before = count_descriptors (&fixture);
  memory = test_daemon_get_memory (daemon, "VmRSS");
  for (guint i = 0; i < ROUNDS; i++)
    {
      run_on (&fixture);
      g_usleep (5000); /* as long as a source waits between two tries */
    }
  after = count_descriptors (&fixture);
  memory = test_daemon_get_memory (daemon, "VmRSS") - memory;
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (fixture.master);
  close (holder);

  g_test_message ("%u descriptors, %u before; %" G_GINT64_FORMAT " KiB more", after, before,
                  memory);
  g_assert_cmpuint (after, <=, before + IN_FLIGHT);
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (memory, <, MEMORY);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "camera", "records"), ==, fixture.num);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (test_daemon_count (daemon, "sources", cases[i].source, "failures"), >, TRIES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/refusals", test_refusals);
  return g_test_run ();
}
