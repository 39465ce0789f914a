/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kill.c - proof: leatd is killed at random moments, over and over; what was safe arrives once, in
 * order, and nothing else does twice */
#include "lives.h"
#include "web-oracle.h"

#define ROUNDS_MIN 8
#define ROUNDS_MAX 300
#define LIFE 150000  /* µs under load, at the most */
#define PATIENCE 120 /* seconds to the end of the last round */

/**
 * Kill:
 * @web: (nullable): the service at the end
 * @trouble: how the service fares in a round; %NULL: well
 */
typedef struct {
  Lives      lives;
  WebOracle *web;
  void     (*trouble) (WebOracle *web);
} Kill;

static void
start (Kill *self, const char *batches, const char *sinks)
{
  lives_write_config (&self->lives, batches, sinks, self->web != NULL ? self->web->port : 0);
  test_daemon_start (self->lives.daemon);
}

/* one life under load, and its end */
static void
live_and_die (Kill *self, const char *sinks)
{
  start (self, "batches=0\ninterval=500us", sinks);
  if (self->trouble != NULL)
    self->trouble (self->web);
  lives_await_safe (&self->lives, 1);
  g_usleep ((gulong) g_test_rand_int_range (0, LIFE));
  lives_kill (self->lives.daemon);
  lives_count (&self->lives);
}

static guint
get_n_rounds (void)
{
  return g_test_slow () ? ROUNDS_MAX : ROUNDS_MIN;
}

static void
kill_end (Kill *self, Oracle *oracle)
{
  const guint safe = oracle_end (oracle);

  g_test_message ("%u rounds, %u records were safe before a kill", self->lives.safe->len, safe);
  lives_clear (&self->lives);
}

/* a file through the store: each record once, though files know no keys */
static void
test_csv (gconstpointer data)
{
  const char *sinks = data;
  const guint n_rounds = get_n_rounds ();
  Kill self = { .web = NULL };
  Oracle oracle = { NULL };
  g_autofree char *csv = NULL;
  g_autofree char *last = g_strdup_printf ("%u", n_rounds * LIVES_NUMBERS + 6);

  lives_init (&self.lives);
  csv = test_path (self.lives.daemon, "out/records.csv");
  for (guint round = 0; round < n_rounds; round++)
    live_and_die (&self, sinks);
  start (&self, "batches=1", sinks);
  test_csv_await (csv, last);
  g_assert_cmpint (test_daemon_stop (self.lives.daemon), ==, 0);
  oracle.safe = self.lives.safe;
  test_csv_each (csv, oracle_see_line, &oracle);
  kill_end (&self, &oracle);
}

/* --- a service that honours keys: each record once, whatever becomes of answers ---
 *
 * What it is sent twice is one window: from when a request is sent to the commit that has its
 * acknowledgement. Whether a kill cuts the answer off, or comes between an answer and that commit,
 * is the same to the promise (the same key, the same records, so once at this service), and nobody
 * could tell them apart. The oracle holds every repeat against it: another body under a key that it
 * knows, or a number that it has under another key, fails. */

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
  Oracle oracle = { .safe = self->lives.safe };

  for (guint i = 0; i < self->web->nums->len; i++)
    oracle_see (&oracle, g_array_index (self->web->nums, guint, i));
  g_test_message ("%u requests with new records, %u repeated with their keys",
                  g_hash_table_size (self->web->keys), self->web->n_repeats);
  kill_end (self, &oracle);
}

#define WEB \
  "[sink store]\nplugin=buffer\n[sink web]\nplugin=rest\nurl=http://127.0.0.1:PORT/records\n" \
  "accept-test=yes\nretry-first=5ms\nretry-longest=50ms\nsuspect-after=0\n"

#define SEVERAL "order=none\nrequests=8\n"

static const struct {
  const char *path;
  const char *sinks;
  void (*trouble) (WebOracle *web);
} webs[] = {
  { "/faults/kill/web/up", WEB "body=json-array\nbatch-records=50\n", trouble_never },
  { "/faults/kill/web/flapping", WEB "body=json-array\nbatch-records=50\n", trouble_flaps },
  { "/faults/kill/web/away", WEB "body=json-array\nbatch-records=50\n", trouble_goes_and_comes },
  { "/faults/kill/web/one-by-one", WEB "batch-records=1\n", trouble_flaps },
  { "/faults/kill/web/several-at-once", WEB SEVERAL "body=json-array\nbatch-records=50\n",
    trouble_flaps },
  { "/faults/kill/web/several-one-by-one", WEB SEVERAL "batch-records=1\n", trouble_flaps },
};

static void
test_web (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data), n_rounds = get_n_rounds ();
  g_autoptr (WebOracle) web = web_oracle_new ();
  Kill self = { .web = web, .trouble = webs[i].trouble };

  lives_init (&self.lives);
  for (guint round = 0; round < n_rounds; round++)
    live_and_die (&self, webs[i].sinks);
  if (web->server == NULL)
    web_oracle_come (web);
  fake_server_trouble (web->server, FAKE_FINE, 0, 0);
  start (&self, "batches=1", webs[i].sinks);
  web_oracle_await (web, n_rounds * LIVES_NUMBERS + 6, 0, PATIENCE);
  g_assert_cmpint (test_daemon_stop (self.lives.daemon), ==, 0);
  web_oracle_go (web);
  if (g_str_has_prefix (webs[i].sinks, WEB SEVERAL))
    web_oracle_sort (web);
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
