/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* several.c - tests a sink with several requests at once (order=none) that is paused, resumed and
 * started anew under load, to a server that answers late: nothing is lost, nothing comes twice but
 * with the same key */
#include "../faults/lives.h"
#include "../faults/web-oracle.h"
#include "words.h"

#define SINKS \
  "[sink store]\nplugin=buffer\n[sink web]\nplugin=rest\nurl=http://127.0.0.1:PORT/records\n" \
  "accept-test=yes\norder=none\nrequests=8\nretry-first=5ms\nretry-longest=50ms\n" \
  "suspect-after=0\n"

#define ROUNDS     12
#define FEW        3      /* under a sanitizer, which is slow */
#define BETWEEN    40000  /* µs from one word to the next, at the most */
#define LATE       8      /* ms until an answer, at the most */
#define PATIENCE   120    /* s */

typedef struct {
  Words words;
  GTestDBus *bus;
  Lives lives;
  WebOracle *web;
} Several;

static void
set_up (Several *self, gconstpointer data)
{
  words_set_up (&self->words, data);
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  g_assert_true (g_setenv ("LEAT_BUS", g_test_dbus_get_bus_address (self->bus), TRUE));
  lives_init (&self->lives);
  self->lives.daemon->bus = g_test_dbus_get_bus_address (self->bus);
  self->web = web_oracle_new ();
  fake_server_trouble (self->web->server, FAKE_SCATTER, LATE, 0);
}

static void
tear_down (Several *self, gconstpointer data)
{
  lives_clear (&self->lives);
  web_oracle_free (self->web);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
  words_tear_down (&self->words, data);
}

static void
say (Several *self, const char *words)
{
  words_run (&self->words, words);
  words_expect (&self->words, 0, "", "");
  g_usleep ((gulong) g_test_rand_int_range (0, BETWEEN));
}

/* records come all the time; then no more, and all are awaited */
static void
live (Several *self, const char *sinks)
{
  const guint n_rounds = g_getenv ("LEAT_SANITIZED") != NULL ? FEW : ROUNDS;

  lives_write_config (&self->lives, "batches=0\ninterval=500us", sinks, self->web->port);
  test_daemon_start (self->lives.daemon);
  test_daemon_await (self->lives.daemon, " is org.leat.Leat1 on the ");
  lives_await_safe (&self->lives, 7);
  for (guint i = 0; i < n_rounds; i++)
    {
      say (self, "pause web");
      say (self, g_test_rand_bit () ? "resume web" : "restart web");
      if (g_test_rand_bit ())
        say (self, "restart web");
    }
  say (self, "pause machine");
}

static void
test_several (Several *self, gconstpointer data)
{
  Oracle oracle = { .safe = self->lives.safe };
  guint safe;

  live (self, data);
  lives_count (&self->lives);
  safe = g_array_index (self->lives.safe, guint, 0);
  web_oracle_await (self->web, 0, safe, PATIENCE);
  g_assert_cmpint (test_daemon_stop (self->lives.daemon), ==, 0);
  lives_write_config (&self->lives, "batches=1", data, self->web->port);
  test_daemon_start (self->lives.daemon);
  web_oracle_await (self->web, LIVES_NUMBERS + 6, 0, PATIENCE);
  g_assert_cmpint (test_daemon_stop (self->lives.daemon), ==, 0);
  g_assert_cmpuint (fake_server_count_late (self->web->server), >, 1);
  web_oracle_go (self->web);
  web_oracle_sort (self->web);
  for (guint i = 0; i < self->web->nums->len; i++)
    oracle_see (&oracle, g_array_index (self->web->nums, guint, i));
  oracle_end (&oracle);
  g_test_message ("%u records were safe, %u came, %u requests were repeated with their keys", safe,
                  self->web->nums->len, self->web->n_repeats);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/several/batches", Several, SINKS "body=json-array\nbatch-records=50\n", set_up,
              test_several, tear_down);
  g_test_add ("/several/one-by-one", Several, SINKS "batch-records=1\n", set_up, test_several,
              tear_down);
  return g_test_run ();
}
