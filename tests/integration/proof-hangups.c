/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-hangups.c - 200 hangups at random moments under load: what was read is a record or a reject, nothing between */
/*
 * A pseudo-terminal whose master is closed throws away what was not read. So the proof is: of each connection the
 * records from its first on, without a gap; then, if the line was cut inside a record, a reject `cut` that is the
 * beginning of the very next one; and the daemon's count of the bytes it has read is the sum of the two.
 */
#include "daemons.h"

#define HANGUPS 200
#define BYTES_MAX 200000

/* numbers sent over a connection: first..end-1 */
typedef struct {
  guint first;
  guint end;
} Connection;

typedef struct {
  Connection connections[HANGUPS + 1];
  guint      received[HANGUPS + 1];   /* records of each connection */
  guint      at;
} Oracle;

/* one connection: records until so many bytes are written, the last perhaps in part; and it is gone */
static void
connect_and_hang_up (const char *name, Connection *connection, GRand *random)
{
  int master = test_line_open (name);
  gssize length = g_rand_int_range (random, 0, BYTES_MAX);
  g_autoptr (GString) text = g_string_new (NULL);
  char record[64];

  for (connection->end = connection->first; (gssize) text->len < length; connection->end++)
    g_string_append_len (text, record, test_record_write (record, connection->end));
  test_line_write (master, text->str, (gsize) length);
  close (master);
}

static void
check_record (const char *line, gpointer user_data)
{
  Oracle *self = user_data;
  guint num = (guint) g_ascii_strtoull (line, NULL, 10);
  char expected[64];

  while (num >= self->connections[self->at].end)
    {
      self->at++;
      g_assert_cmpuint (self->at, <=, HANGUPS);
    }
  /* the next of its connection: none twice, none missing */
  g_assert_cmpuint (num, ==, self->connections[self->at].first + self->received[self->at]);
  self->received[self->at]++;
  test_record_write_csv (expected, num);
  g_assert_cmpstr (line, ==, expected);
}

/* each reject is the beginning of the record behind the last one received of some connection, and each only once */
static gsize
check_rejects (TestDaemon *daemon, Oracle *oracle)
{
  g_autofree char *folder = test_path (daemon, "state/rejects");
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  gsize bytes = 0;
  guint at = 0;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;

      if (!g_str_has_suffix (name, ".jsonl"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      lines = g_strsplit (text, "\n", -1);
      for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
        {
          g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
          JsonObject *reject = json_node_get_object (node);
          g_autofree guchar *raw = NULL;
          char record[64];
          gsize length;

          g_assert_cmpstr (json_object_get_string_member (reject, "reason"), ==, "cut");
          raw = g_base64_decode (json_object_get_string_member (reject, "raw"), &length);
          while (TRUE)
            {
              g_assert_cmpuint (at, <=, HANGUPS);
              test_record_write (record, oracle->connections[at].first + oracle->received[at]);
              at++;
              if (length < strlen (record) && memcmp (record, raw, length) == 0)
                break;
            }
          bytes += length;
        }
    }
  return bytes;
}

static gsize
count_bytes (Oracle *oracle)
{
  gsize bytes = 0;
  char record[64];

  for (guint i = 0; i <= HANGUPS; i++)
    for (guint n = 0; n < oracle->received[i]; n++)
      bytes += (gsize) test_record_write (record, oracle->connections[i].first + n);
  return bytes;
}

static void
test_hangups (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
    "[source camera]\nplugin=serial\ndevice=DIR/camera\nframer=cr\nschema=pv200\nretry-first=10ms\nretry-longest=20ms\n"
    "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
    "[sink file]\nplugin=csv\npath=DIR/camera.csv\n" TEST_COLUMNS);
  g_autofree char *name = test_path (daemon, "camera");
  g_autofree char *csv = test_path (daemon, "camera.csv");
  g_autofree Oracle *oracle = g_new0 (Oracle, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  char text[64];
  gsize rejected, lines;
  int master;

  test_daemon_start (daemon);
  for (guint i = 0; i < HANGUPS; i++)
    {
      connect_and_hang_up (name, &oracle->connections[i], random);
      oracle->connections[i + 1].first = oracle->connections[i].end + 1000;
    }
  /* the last one stays, and its one record arrives */
  master = test_line_open (name);
  oracle->connections[HANGUPS].end = oracle->connections[HANGUPS].first + 1;
  test_line_write (master, text, (gsize) test_record_write (text, oracle->connections[HANGUPS].first));
  test_record_write_csv (text, oracle->connections[HANGUPS].first);
  test_csv_await (csv, text);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (master);

  lines = test_csv_each (csv, check_record, oracle);
  g_assert_cmpuint (oracle->received[HANGUPS], ==, 1);
  rejected = check_rejects (daemon, oracle);
  test_daemon_check_bytes (daemon, "camera");
  g_assert_cmpint (test_daemon_count (daemon, "sources", "camera", "reject_bytes"), ==, rejected);
  g_test_message ("%zu records, %zu bytes cut", lines, rejected);
  /* a CR at the very end may have come without its LF */
  g_assert_cmpint (count_bytes (oracle) + rejected - (gsize) test_daemon_count (daemon, "sources", "camera", "bytes"),
                   <=, HANGUPS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/hangups", test_hangups);
  return g_test_run ();
}
