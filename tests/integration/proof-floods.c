/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-floods.c - floods of what is no record: bounded memory, counted rejects, and the next good
 * frame is found */
#include "hangup-websocket.h"
#include <sys/stat.h>

#define MEMORY_MAX (48 * 1024) /* KiB: the rejects wait in 16 MiB, beside buffers of frames */

typedef struct {
  const char *path;
  gsize length; /* bytes of it before the good record */
  int byte;     /* -1: random ones */
} Case;

static const Case cases[] = {
  { "/proof/floods/frame-of-100-MB", 100000000, 'x' },
  { "/proof/floods/nul", 100000000, 0 },
  { "/proof/floods/ff", 100000000, 0xff },
  { "/proof/floods/random", 4000000, -1 },
};

static void
write_input (TestDaemon *daemon, const Case *a_case, guint good)
{
  g_autofree char *path = test_path (daemon, "input");
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree char *block = g_malloc (1000000);
  FILE *file = fopen (path, "w");
  char record[64];

  g_assert_nonnull (file);
  for (gsize written = 0; written < a_case->length; written += 1000000)
    {
      for (guint i = 0; i < 1000000; i++)
        block[i] = (char) (a_case->byte >= 0 ? a_case->byte : g_rand_int_range (random, 0, 256));
      g_assert_cmpuint (fwrite (block, 1000000, 1, file), ==, 1);
    }
  fputs ("\r\n", file);
  test_record_write (record, good);
  fputs (record, file);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_flood (gconstpointer data)
{
  const Case *a_case = data;
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "rejects-size=1M\n"
      "[source flood]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nframer=cr\nschema=pv200\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink file]\nplugin=csv\npath=DIR/flood.csv\n" TEST_COLUMNS);
  g_autofree char *csv = test_path (daemon, "flood.csv");
  gint64 memory, rejects;
  char last[64];

  write_input (daemon, a_case, 7);
  test_daemon_start (daemon);
  test_record_write_csv (last, 7);
  test_csv_await (csv, last);
  memory = test_daemon_get_memory (daemon, "VmHWM");
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);

  rejects = test_daemon_count (daemon, "sources", "flood", "rejects");
  g_test_message ("%" G_GINT64_FORMAT " KiB at the most, %" G_GINT64_FORMAT " rejects", memory,
                  rejects);
  g_assert_cmpint (rejects, >, 0);
  g_assert_cmpint (test_daemon_count (daemon, "rejects", NULL, "kept") +
                       test_daemon_count (daemon, "rejects", NULL, "lost"),
                   ==, rejects);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "flood", "bytes"), >, a_case->length);
  test_daemon_check_bytes (daemon, "flood");
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (memory, <, MEMORY_MAX);
}

/* --- memory returns to where it was --- */

#define MEMORY_MORE 24576 /* KiB, of RSS: rejects wait in 16 MiB; a message kept of each is more */
#define WARM_UP 20       /* connections, before it is counted */
#define CONNECTIONS 600
#define MESSAGE_LENGTH 100000 /* beyond max-message=64K */

static void
check_memory (TestDaemon *daemon, gint64 before)
{
  const gint64 more = test_daemon_get_memory (daemon, "VmRSS") - before;

  g_test_message ("%" G_GINT64_FORMAT " KiB before, %" G_GINT64_FORMAT " KiB more", before, more);
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (more, <, MEMORY_MORE);
}

/* a record, and, when it is told to begin, a flood of lines on standard error, and a record: leatd
 * takes some 5 MB/s of it, and the child waits */
static const char flooder[] = "echo before\n"
                              "read go < \"$1/go\"\n"
                              "yes \"$(printf %0100d 0)\" | head -c $2 >&2\n"
                              "echo after\n"
                              "exec cat\n";

static void
test_errors (void)
{
  g_autofree char *config =
      g_strdup_printf ("[source child]\nplugin=exec\ndevice=exec:/bin/sh DIR/flooder.sh DIR %u\n"
                       "[sink file]\nplugin=csv\npath=DIR/child.csv\ncolumns=text\n",
                       g_getenv ("LEAT_SANITIZED") != NULL ? 10000000 : 100000000);
  g_autoptr (TestDaemon) daemon = test_daemon_new (config);
  g_autofree char *script = test_path (daemon, "flooder.sh");
  g_autofree char *go = test_path (daemon, "go");
  g_autofree char *csv = test_path (daemon, "child.csv");
  gint64 memory;
  FILE *begin;

  g_assert_true (g_file_set_contents (script, flooder, -1, NULL));
  g_assert_cmpint (mkfifo (go, 0600), ==, 0);
  test_daemon_start (daemon);
  test_csv_await (csv, "before");
  memory = test_daemon_get_memory (daemon, "VmRSS");
  begin = fopen (go, "w");
  g_assert_nonnull (begin);
  fputs ("\n", begin);
  fclose (begin);
  test_csv_await (csv, "after");
  check_memory (daemon, memory);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "child", "records"), ==, 2);
}

/* until leatd has had enough of it; RFC 6455, section 5.2 */
static void
send_long_message (Machine *machine)
{
  const int line = websocket_open (machine);
  g_autofree char *message = g_strnfill (10 + MESSAGE_LENGTH, 'x');
  const guint64 length = GUINT64_TO_BE ((guint64) MESSAGE_LENGTH);
  char answer[256];

  message[0] = '\x82';
  message[1] = 127;
  memcpy (message + 2, &length, sizeof length);
  for (gssize at = 0, sent; at < 10 + MESSAGE_LENGTH; at += sent)
    if ((sent = send (line, message + at, (gsize) (10 + MESSAGE_LENGTH - at), MSG_NOSIGNAL)) <= 0)
      break;
  while (read (line, answer, sizeof answer) > 0)
    ;
  close (line);
}

static void
test_messages (void)
{
  Machine machine = { 0 };
  g_autofree char *config = NULL;
  g_autoptr (TestDaemon) daemon = NULL;
  gint64 memory;
  guint16 port;

  machine.listener = test_listener_open (&port);
  config = g_strdup_printf (
      "rejects-size=1M\n"
      "[source socket]\nplugin=websocket\ndevice=ws://127.0.0.1:%u/\nmax-message=64K\n"
      "framer=cr\n"
      "retry-first=1ms\nretry-longest=1ms\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
      "[sink file]\nplugin=csv\npath=DIR/socket.csv\ncolumns=text\n",
      port);
  daemon = test_daemon_new (config);
  test_daemon_start (daemon);
  for (guint i = 0; i < WARM_UP; i++)
    send_long_message (&machine);
  memory = test_daemon_get_memory (daemon, "VmRSS");
  for (guint i = 0; i < CONNECTIONS; i++)
    send_long_message (&machine);
  check_memory (daemon, memory);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (machine.listener);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "socket", "connects"), >=,
                   WARM_UP + CONNECTIONS);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "socket", "rejects"), >=,
                   WARM_UP + CONNECTIONS);
  test_daemon_check_bytes (daemon, "socket");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_flood);
  g_test_add_func ("/proof/floods/standard-error", test_errors);
  g_test_add_func ("/proof/floods/long-messages", test_messages);
  return g_test_run ();
}
