/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-reload.c - proof: the key file changes under load, over and over; each record arrives once,
 * in order, and who was not touched notices nothing */
#include "../faults/web-oracle.h"
#include "hall.h"

#define RELOADS_MIN 20
#define RELOADS_MAX 200
#define PIECE 90 /* bytes written at once, at the most: records are torn everywhere */
#define LEADS 50 /* records that are sent between two reloads, at the least */

enum { CALM, SAME, OTHER, PEER, HALL, N_LINES };

static const char *const names[] = { "calm", "same", "other", "peer", "hall" };

/* those whose machine is at the other end of a pseudo-terminal */
#define N_SERIAL_LINES 3

/**
 * Proof:
 * @lines: the machines' ends of what sources read
 * @listener: where the source peer connects to
 * @hall: where the source hall listens
 * @feeder: writes to all of them
 * @is_over: atomic
 * @sent: atomic; of each line, the last number
 */
typedef struct {
  TestDaemon *daemon;
  WebOracle *web;
  int lines[N_LINES];
  int listener;
  guint16 port;
  Hall hall;
  GThread *feeder;
  gint is_over;
  gint sent[N_LINES];
} Proof;

/* --- the machines --- */

/* some of what is left of it, and more behind it when it is short; to the end of a record at last
 */
static void
line_feed (Proof *self, guint i, GString *rest, GRand *random)
{
  const gboolean is_over = g_atomic_int_get (&self->is_over) != 0;
  gsize length;
  char record[64];

  while (!is_over && rest->len < PIECE)
    g_string_append_len (rest, record,
                         test_record_write (record,
                                            (guint) g_atomic_int_add (&self->sent[i], 1) + 1));
  length = is_over ? rest->len : (gsize) g_rand_int_range (random, 1, PIECE);
  test_line_write (self->lines[i], rest->str, length);
  g_string_erase (rest, 0, (gssize) length);
}

static gpointer
feeder_thread (gpointer data)
{
  Proof *self = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  GString *rests[N_LINES];
  gboolean is_over;

  for (guint i = 0; i < N_LINES; i++)
    rests[i] = g_string_new (NULL);
  do
    {
      is_over = g_atomic_int_get (&self->is_over) != 0;
      for (guint i = 0; i < N_LINES; i++)
        line_feed (self, i, rests[i], random);
      g_usleep (200);
    }
  while (!is_over);
  for (guint i = 0; i < N_LINES; i++)
    g_string_free (rests[i], TRUE);
  return NULL;
}

/* --- key files --- */

/* a line cannot wait while the disk does, whatever else this computer is at */
#define ROOM "queue-records=10000000\nqueue-size=256M\n"

#define CSV \
  "plugin=csv\npath=DIR/%s-{source}.csv\nfrom=calm;same;other;peer;hall\n" TEST_COLUMNS

static const char *
pick (const char *const *choices, guint n)
{
  return choices[g_test_rand_int_range (0, (gint32) n)];
}

#define PICK(...) \
  pick ((const char *const[]) { __VA_ARGS__ }, \
        G_N_ELEMENTS (((const char *const[]) { __VA_ARGS__ })))

static void
add_source (GString *text, const char *name, const char *options)
{
  g_string_append_printf (text,
                          "[source %s]\nplugin=serial\ndevice=DIR/%s\nframer=cr\nschema=pv200\n%s",
                          name, name, options);
}

/* a machine that is connected to, and one that connects: neither sees a disconnect */
static void
add_tcp_sources (Proof *self, GString *text)
{
  g_string_append_printf (text,
                          "[source peer]\nplugin=tcp\ndevice=tcp://127.0.0.1:%u\nframer=cr\n"
                          "schema=pv200\n%s",
                          self->port, PICK ("", "tag.a=b\n", "max-frame=2k\n"));
  g_string_append_printf (text,
                          "[source hall]\nplugin=tcp\ndevice=listen://%s:%u\nframer=cr\n"
                          "schema=pv200\n%s",
                          self->hall.address, HALL_PORT,
                          PICK ("", "keep-frame=yes\n", "max-frame=2k\n", "max-clients=7\n",
                                "idle-timeout=1h\n", "allow=127.0.0.0/8\n",
                                "allow=127.0.0.0/8\ntag.a=b\n"));
}

static void
add_sources (Proof *self, GString *text)
{
  add_source (text, "calm", "");
  add_source (text, "same",
              PICK ("", "keep-frame=yes\n", "tag.a=b\n", "max-frame=2k\n", "expect-every=1h\n"));
  add_tcp_sources (self, text);
  add_source (text, "other", PICK ("baud-rate=9600\n", "baud-rate=19200\n", "baud-rate=115200\n"));
  /* a sanitized store keeps up with so many, too */
  g_string_append_printf (text,
                          "[source numbers]\nplugin=fixture-patient\nbatches=0\ninterval=%ums\n"
                          "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n",
                          g_getenv ("LEAT_SANITIZED") != NULL ? 5 : 1);
}

static void
add_sinks (Proof *self, GString *text)
{
  g_string_append_printf (text, "[sink %s]\nplugin=buffer\npath=store.db\n" ROOM "%s",
                          PICK ("store", "store", "cellar"),
                          PICK ("", "max-size=500M\n", "keep-acknowledged=1h\n"));
  g_string_append_printf (text, "[sink stored]\n" CSV "%s", "stored",
                          PICK ("", "batch-records=7\n", "flush-interval=20ms\n"));
  g_string_append_printf (text, "[sink direct]\n" CSV "via=none\nqueue-size=256M\n%s", "direct",
                          PICK ("queue-records=10000000\n", "queue-records=5000000\n",
                                "queue-records=10000000\nflush-records=50\n"));
  g_string_append_printf (text, "[sink extra]\n" CSV "%s", "extra", PICK ("", "via=none\n"));
  if (g_test_rand_bit ())
    g_string_append_printf (text, "[sink guest]\n" CSV "%s", "guest", PICK ("", "via=none\n"));
  g_string_append_printf (text,
                          "[sink web]\nplugin=rest\nfrom=numbers\nbody=json-array\n"
                          "url=http://127.0.0.1:%u/records\nretry-first=5ms\n%s",
                          self->web->port,
                          PICK ("batch-records=50\n", "batch-records=1\n",
                                "batch-records=20\norder=none\nrequests=4\n"));
}

static void
write_config (Proof *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_sources (self, text);
  add_sinks (self, text);
  test_daemon_write_config (self->daemon, text->str);
}

/* --- reloads --- */

static void
await_load (Proof *self)
{
  const gint before = g_atomic_int_get (&self->sent[SAME]);

  while (g_atomic_int_get (&self->sent[SAME]) < before + LEADS)
    g_usleep (1000);
}

/* Events of the same kind are told together when there are many: then the last of them is told of
 * by its name alone. */
static void
reload (Proof *self, const char *outcome, const char *event)
{
  g_autofree char *told = g_strdup_printf ("(%s)\n", event);

  g_string_truncate (self->daemon->log, 0);
  g_subprocess_send_signal (self->daemon->process, SIGHUP);
  while (strstr (self->daemon->log->str, outcome) == NULL &&
         strstr (self->daemon->log->str, told) == NULL)
    test_daemon_await (self->daemon, " leatd: ");
  g_assert_null (strstr (self->daemon->log->str, "stuck"));
  g_assert_null (strstr (self->daemon->log->str, "calm: changed"));
}

/* with a fault somewhere: nothing changes */
static void
reload_badly (Proof *self)
{
  test_daemon_write_config (self->daemon, "[source calm]\nplugin=serial\nfrob=1\n");
  reload (self, "nothing is changed: ", "reload");
}

/* --- the oracle --- */

typedef struct {
  const char *name;
  guint next;
  guint n_missing;
} Seen;

/* in order, none twice; those that are missing are counted */
static void
see_line (const char *line, gpointer user_data)
{
  Seen *seen = user_data;
  const guint num = (guint) g_ascii_strtoull (line, NULL, 10);
  char expected[64];

  test_record_write_csv (expected, num);
  g_assert_cmpstr (line, ==, expected);
  g_assert_cmpuint (num, >=, seen->next);
  if (num > seen->next && seen->name != NULL)
    g_test_message ("%s: %u to %u are missing", seen->name, seen->next, num - 1);
  seen->n_missing += num - seen->next;
  seen->next = num + 1;
}

/* of which file, and how many records of that line may be missing: those that are rejects */
static void
check_file (Proof *self, const char *sink, guint line)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.csv", sink, names[line]);
  g_autofree char *path = test_path (self->daemon, name);
  Seen seen = { .name = name, .next = 1 };

  test_csv_each (path, see_line, &seen);
  g_assert_cmpuint (seen.next, ==, (guint) self->sent[line] + 1);
  g_assert_cmpuint (seen.n_missing, <=,
                    (guint) test_daemon_count (self->daemon, "sources", names[line], "rejects"));
  if (line != OTHER)
    g_assert_cmpuint (seen.n_missing, ==, 0);
}

/* as many as there are: each once */
static void
check_web (Proof *self)
{
  web_oracle_go (self->web);
  web_oracle_sort (self->web);
  g_assert_cmpuint (self->web->nums->len, >, 0);
  for (guint i = 0; i < self->web->nums->len; i++)
    g_assert_cmpuint (g_array_index (self->web->nums, guint, i), ==, i + 1);
}

static void
await_files (Proof *self)
{
  for (guint line = 0; line < N_LINES; line++)
    {
      g_autofree char *stored = g_strdup_printf ("stored-%s.csv", names[line]);
      g_autofree char *path = test_path (self->daemon, stored);
      char last[64];

      test_record_write_csv (last, (guint) self->sent[line]);
      test_csv_await (path, last);
    }
}

static void
check (Proof *self)
{
  await_files (self);
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  for (guint line = 0; line < N_LINES; line++)
    {
      check_file (self, "stored", line);
      check_file (self, "direct", line);
      test_daemon_check_bytes (self->daemon, names[line]);
    }
  /* its line was never closed, nor was that of the one whose link was handed on: records were torn
   * everywhere, and none is a reject */
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "calm", "connects"), ==, 1);
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "same", "rejects"), ==, 0);
  for (guint line = PEER; line <= HALL; line++)
    g_assert_cmpint (test_daemon_count (self->daemon, "sources", names[line], "rejects"), ==, 0);
  check_web (self);
}

static void
open_lines (Proof *self)
{
  for (guint i = 0; i < N_SERIAL_LINES; i++)
    {
      g_autofree char *device = test_path (self->daemon, names[i]);

      self->lines[i] = test_line_open (device);
    }
  hall_init (&self->hall);
  self->listener = test_listener_open (&self->port);
}

/* the daemon runs, and both ends are connected, once for all */
static void
connect_lines (Proof *self)
{
  self->lines[PEER] = accept (self->listener, NULL, NULL);
  g_assert_cmpint (self->lines[PEER], >=, 0);
  close (self->listener);
  self->lines[HALL] = hall_connect (&self->hall);
}

static void
test_reloads (void)
{
  const guint n_reloads = g_test_slow () ? RELOADS_MAX : RELOADS_MIN;
  Proof self = { .web = web_oracle_new () };

  self.daemon = test_daemon_new ("");
  open_lines (&self);
  write_config (&self);
  test_daemon_start (self.daemon);
  connect_lines (&self);
  test_daemon_await (self.daemon, " sinks");
  self.feeder = g_thread_new ("feeder", feeder_thread, &self);
  for (guint i = 0; i < n_reloads; i++)
    {
      await_load (&self);
      if (i % 5 == 4)
        reload_badly (&self);
      write_config (&self);
      reload (&self, "it goes on as its key file says", "reloaded");
    }
  await_load (&self);
  g_atomic_int_set (&self.is_over, 1);
  g_thread_join (self.feeder);
  check (&self);
  g_test_message ("%u reloads; %d, %d, %d, %d, %d records of lines, %u of the web", n_reloads,
                  self.sent[CALM], self.sent[SAME], self.sent[OTHER], self.sent[PEER],
                  self.sent[HALL], self.web->nums->len);
  for (guint i = 0; i < N_LINES; i++)
    close (self.lines[i]);
  test_daemon_free (self.daemon);
  web_oracle_free (self.web);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof-reload/under-load", test_reloads);
  return g_test_run ();
}
