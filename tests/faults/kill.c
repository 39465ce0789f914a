/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kill.c - proof: leatd is killed at random moments, over and over; what was safe arrives once, in
 * order, and nothing else does twice */
#include "../integration/daemons.h"
#include "settled.h"
#include "web-oracle.h"

#define ROUNDS_MIN 8
#define ROUNDS_MAX 300
#define PER_ROUND 10000000 /* numbers of a round begin with a multiple of it */
#define LIFE 150000        /* µs under load, at the most */
#define PATIENCE 120       /* seconds to the end of the last round */

/**
 * Kill:
 * @rounds: of guint: for each, how many records its source was told to be safe
 * @web: (nullable): the service at the end
 * @trouble: how the service fares in a round; %NULL: well
 */
typedef struct {
  TestDaemon *daemon;
  GArray     *rounds;
  WebOracle  *web;
  void      (*trouble) (WebOracle *web);
} Kill;

static void
write_config (Kill *self, guint round, const char *batches, const char *sinks)
{
  g_autofree char *text =
      g_strdup_printf ("[source machine]\nplugin=fixture-patient\nbatches=%s\nrecords=7\nfirst=%u\n"
                       "interval=500us\nsettled=DIR/settled\n%s",
                       batches, round * PER_ROUND, sinks);
  g_autoptr (GString) config = g_string_new (text);
  g_autofree char *port = g_strdup_printf ("%u", self->web != NULL ? self->web->port : 0);

  g_string_replace (config, "PORT", port, 0);
  test_daemon_write_config (self->daemon, config->str);
}

static guint
count_safe (Kill *self)
{
  g_autofree char *path = test_path (self->daemon, "settled");

  return settled_count (path);
}

/* each round makes progress: the source is told of something */
static void
await_progress (Kill *self)
{
  GPollFD changes = { .fd = inotify_init1 (IN_CLOEXEC), .events = G_IO_IN };
  char events[4096];

  inotify_add_watch (changes.fd, self->daemon->directory, IN_CREATE | IN_MODIFY);
  while (count_safe (self) == 0)
    if (g_poll (&changes, 1, PATIENCE * 1000) == 1)
      g_assert_cmpint (read (changes.fd, events, sizeof events), >, 0);
    else
      g_error ("round %u makes no progress", self->rounds->len);
  close (changes.fd);
}

static void
forget_process (Kill *self)
{
  g_clear_object (&self->daemon->errors);
  g_clear_object (&self->daemon->process);
}

/* one life under load, and its end */
static void
live_and_die (Kill *self, guint round, const char *sinks)
{
  g_autofree char *settled = test_path (self->daemon, "settled");
  guint safe;

  g_unlink (settled);
  write_config (self, round, "0", sinks);
  test_daemon_start (self->daemon);
  if (self->trouble != NULL)
    self->trouble (self->web);
  await_progress (self);
  g_usleep ((gulong) g_test_rand_int_range (0, LIFE));
  g_subprocess_force_exit (self->daemon->process);
  g_assert_true (g_subprocess_wait (self->daemon->process, NULL, NULL));
  forget_process (self);
  safe = count_safe (self);
  g_array_append_val (self->rounds, safe);
}

/* --- what is known of records by the numbers in them: of each round all that were safe, and no
 * hole before the last of it --- */

typedef struct {
  GArray *rounds;
  guint round;
  guint next; /* of the round */
} Oracle;

static void
oracle_end_round (Oracle *self)
{
  if (self->round < self->rounds->len)
    g_assert_cmpuint (self->next, >=, g_array_index (self->rounds, guint, self->round));
}

static void
oracle_see (Oracle *self, guint num)
{
  while (num / PER_ROUND > self->round)
    {
      oracle_end_round (self);
      self->round++;
      self->next = 0;
    }
  g_assert_cmpuint (num, ==, self->round * PER_ROUND + self->next);
  self->next++;
}

static void
oracle_see_line (const char *line, gpointer user_data)
{
  oracle_see (user_data, (guint) g_ascii_strtoull (line, NULL, 10));
}

static guint
get_n_rounds (void)
{
  return g_test_slow () ? ROUNDS_MAX : ROUNDS_MIN;
}

static void
kill_begin (Kill *self)
{
  self->daemon = test_daemon_new ("");
  self->rounds = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
kill_end (Kill *self, Oracle *oracle)
{
  guint safe = 0;

  oracle_end_round (oracle);
  g_assert_cmpuint (oracle->round, ==, self->rounds->len);
  for (guint i = 0; i < self->rounds->len; i++)
    safe += g_array_index (self->rounds, guint, i);
  g_test_message ("%u rounds, %u records were safe before a kill", self->rounds->len, safe);
  test_daemon_free (self->daemon);
  g_array_unref (self->rounds);
}

/* a file through the store: each record once, though files know no keys */
static void
test_csv (gconstpointer data)
{
  const char *sinks = data;
  const guint n_rounds = get_n_rounds ();
  Kill self = { NULL };
  Oracle oracle = { NULL };
  g_autofree char *csv = NULL;
  g_autofree char *last = g_strdup_printf ("%u", n_rounds * PER_ROUND + 6);

  kill_begin (&self);
  csv = test_path (self.daemon, "out/records.csv");
  for (guint round = 0; round < n_rounds; round++)
    live_and_die (&self, round, sinks);
  write_config (&self, n_rounds, "1", sinks);
  test_daemon_start (self.daemon);
  test_csv_await (csv, last);
  g_assert_cmpint (test_daemon_stop (self.daemon), ==, 0);
  oracle.rounds = self.rounds;
  test_csv_each (csv, oracle_see_line, &oracle);
  kill_end (&self, &oracle);
}

/* --- a service that honours keys: each record once, whatever becomes of answers --- */

static void
trouble_flaps (WebOracle *web)
{
  static const FakeTrouble troubles[] = { FAKE_FINE, FAKE_STATUS, FAKE_CLOSE_BEFORE,
                                          FAKE_CLOSE_AFTER, FAKE_IGNORE, FAKE_DELAY };

  fake_server_forget (web->server);
  fake_server_trouble (web->server, troubles[g_test_rand_int_range (0, G_N_ELEMENTS (troubles))],
                       g_test_rand_bit () ? 503 : 5, (guint) g_test_rand_int_range (1, 20));
}

static void
trouble_goes_and_comes (WebOracle *web)
{
  if (web->server != NULL && g_test_rand_bit ())
    web_oracle_go (web);
  else if (web->server == NULL)
    web_oracle_come (web);
  if (web->server != NULL)
    fake_server_forget (web->server);
}

static void
trouble_never (WebOracle *web)
{
  fake_server_forget (web->server);
}

static void
check_web (Kill *self)
{
  Oracle oracle = { .rounds = self->rounds };

  for (guint i = 0; i < self->web->nums->len; i++)
    oracle_see (&oracle, g_array_index (self->web->nums, guint, i));
  g_test_message ("%u requests with new records, %u repeated with their keys",
                  g_hash_table_size (self->web->keys), self->web->n_repeats);
  kill_end (self, &oracle);
}

#define WEB \
  "[sink store]\nplugin=buffer\n[sink web]\nplugin=rest\nurl=http://127.0.0.1:PORT/records\n" \
  "accept-test=yes\nretry-first=5ms\nretry-longest=50ms\nsuspect-after=0\n"

static const struct {
  const char *path;
  const char *sinks;
  void (*trouble) (WebOracle *web);
} webs[] = {
  { "/faults/kill/web/up", WEB "body=json-array\nbatch-records=50\n", trouble_never },
  { "/faults/kill/web/flapping", WEB "body=json-array\nbatch-records=50\n", trouble_flaps },
  { "/faults/kill/web/away", WEB "body=json-array\nbatch-records=50\n", trouble_goes_and_comes },
  { "/faults/kill/web/one-by-one", WEB "batch-records=1\n", trouble_flaps },
};

static void
test_web (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data), n_rounds = get_n_rounds ();
  g_autoptr (WebOracle) web = web_oracle_new ();
  Kill self = { .web = web, .trouble = webs[i].trouble };

  kill_begin (&self);
  for (guint round = 0; round < n_rounds; round++)
    live_and_die (&self, round, webs[i].sinks);
  if (web->server == NULL)
    web_oracle_come (web);
  fake_server_trouble (web->server, FAKE_FINE, 0, 0);
  write_config (&self, n_rounds, "1", webs[i].sinks);
  test_daemon_start (self.daemon);
  web_oracle_await (web, n_rounds * PER_ROUND + 6, 0, PATIENCE);
  g_assert_cmpint (test_daemon_stop (self.daemon), ==, 0);
  web_oracle_go (web);
  check_web (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/faults/kill/csv/queue",
                        "[sink file]\nplugin=csv\npath=DIR/out/records.csv\ncolumns=num\n"
                        "when-full=block\n",
                        test_csv);
  g_test_add_data_func ("/faults/kill/csv/store",
                        "[sink store]\nplugin=buffer\n"
                        "[sink file]\nplugin=csv\npath=DIR/out/records.csv\ncolumns=num\n",
                        test_csv);
  for (guint i = 0; i < G_N_ELEMENTS (webs); i++)
    g_test_add_data_func (webs[i].path, GUINT_TO_POINTER (i), test_web);
  return g_test_run ();
}
