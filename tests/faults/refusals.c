/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* refusals.c - proof: a record that is refused costs no other one, and a service that refuses all
 * costs none */
#include "../integration/daemons.h"
#include "web-oracle.h"

#define N_RECORDS 10000
#define PATIENCE 60 /* seconds */
#define REQUESTS 30 /* of a broken service, before it is mended */
#define HOLD_AFTER 5

/* a machine that sends N_RECORDS more, from @first on */
static void
write_config (TestDaemon *daemon, WebOracle *web, guint first, const char *options)
{
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nbatches=%u\nrecords=100\nfirst=%u\nthen=wait\n"
      "[sink store]\nplugin=buffer\n"
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/\naccept-test=yes\n"
      "retry-first=2ms\nretry-longest=20ms\n%s",
      N_RECORDS / 100, first, web->port, options);

  test_daemon_write_config (daemon, text);
}

/* all that were taken: each once, in order, all but @missing of those up to @end */
static void
check_nums (WebOracle *web, guint end, guint missing)
{
  guint last = 0, holes = 0;

  for (guint i = 0; i < web->nums->len; i++)
    {
      guint num = g_array_index (web->nums, guint, i);

      g_assert_cmpuint (num, >, last);
      holes += num - last - 1;
      last = num;
    }
  g_assert_cmpuint (holes + end - last, ==, missing);
}

static void
finish (TestDaemon *daemon, WebOracle *web, guint rejects)
{
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  check_nums (web, N_RECORDS, rejects);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "rejects"), ==, rejects);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "acked"), ==, N_RECORDS);
  g_assert_cmpint (test_daemon_count (daemon, "rejects", NULL, "kept"), ==, 0);
}

/* --- one poison record --- */

typedef struct {
  const char *path;
  const char *options;
  guint poison;
  guint status;
} Poison;

#define ARRAYS "body=json-array\n"

/* to a server that answers late, and in another order */
#define AT_ONCE 16
#define SEVERAL "order=none\nrequests=16\n"

static const Poison poisons[] = {
  { "/faults/refusals/poison/first", ARRAYS, 1, 422 },
  { "/faults/refusals/poison/middle", ARRAYS, 5003, 422 },
  { "/faults/refusals/poison/last", ARRAYS, N_RECORDS, 400 },
  { "/faults/refusals/poison/one-by-one", "body=json\nbatch-records=1\n", 5003, 422 },
  { "/faults/refusals/several/poison", SEVERAL ARRAYS "batch-records=100\n", 5003, 422 },
  { "/faults/refusals/several/one-by-one", SEVERAL "body=json\nbatch-records=1\n", 5003, 422 },
  { "/faults/refusals/several/breaks",
    SEVERAL "suspect-after=3\nbody=json\nbatch-records=1\n", 5003, 500 },
  { "/faults/refusals/too-large", ARRAYS, 5003, 413 },
  { "/faults/refusals/breaks", ARRAYS "suspect-after=3\n", 5003, 500 },
  { "/faults/refusals/breaks-one-by-one", "suspect-after=3\nbody=json\nbatch-records=1\n", 5003,
    502 },
};

static guint
is_poison (guint num, gpointer poison)
{
  return num == ((const Poison *) poison)->poison ? ((const Poison *) poison)->status : 0;
}

static void
test_poison (gconstpointer data)
{
  const Poison *poison = data;
  const gboolean several = g_str_has_prefix (poison->options, SEVERAL);
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");

  web->refused = is_poison;
  web->user_data = (gpointer) poison;
  if (several)
    fake_server_trouble (web->server, FAKE_SCATTER, 10, 0);
  write_config (daemon, web, 1, poison->options);
  test_daemon_start (daemon);
  web_oracle_await (web, 0, N_RECORDS - 1, PATIENCE);
  if (several)
    {
      /* how many at the same time is a matter of time; that all may be is sink-flight's to prove */
      g_assert_cmpuint (fake_server_count_late (web->server), >, 1);
      g_assert_cmpuint (fake_server_count_late (web->server), <=, AT_ONCE);
      web_oracle_sort (web);
    }
  finish (daemon, web, 1);
}

/* --- a service that refuses everything, or a portal in its place, whose page says 200 --- */

#define WATCHFUL "hold-after=5\naccepted-type=application/json\n"

static void
await_requests (WebOracle *web, guint n_requests)
{
  while (fake_server_count (web->server) < n_requests)
    g_usleep (1000);
}

static void
test_broken (gconstpointer data)
{
  const guint status = GPOINTER_TO_UINT (data);
  const guint rejects = status == 400 ? HOLD_AFTER : 0;
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");

  write_config (daemon, web, 1, ARRAYS WATCHFUL);
  fake_server_trouble (web->server, FAKE_STATUS, status, 0);
  test_daemon_start (daemon);
  test_daemon_await (daemon, "web: held: ");
  await_requests (web, fake_server_count (web->server) + REQUESTS);
  /* over a restart, too, no more are refused */
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "rejects"), ==, rejects);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "held"), ==, 1);
  write_config (daemon, web, N_RECORDS + 1, ARRAYS WATCHFUL);
  test_daemon_start (daemon);
  test_daemon_await (daemon, "web: held: ");
  await_requests (web, fake_server_count (web->server) + REQUESTS);
  g_assert_cmpuint (web->nums->len, ==, 0);
  fake_server_trouble (web->server, FAKE_FINE, 0, 0);
  web_oracle_await (web, 0, 2 * N_RECORDS - rejects, PATIENCE);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "rejects"), ==, 0);
  check_nums (web, 2 * N_RECORDS, rejects);
}

/* --- one that refuses every second record: what is put by has a bound --- */

#define N_HALF 1000 /* that are taken */

static guint
is_odd (guint num, gpointer user_data)
{
  return num % 2 == 1 ? 422 : 0;
}

static void
write_bound (TestDaemon *daemon, WebOracle *web, const char *options, guint batches)
{
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nbatches=%u\nrecords=100\nfirst=1\nthen=wait\n"
      "[sink store]\nplugin=buffer\n%s"
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/\naccept-test=yes\nbody=json\n"
      "retry-first=2ms\nretry-longest=20ms\n",
      batches, options, web->port);

  test_daemon_write_config (daemon, text);
}

/* the oldest of them are let go, and named; all others come */
static void
test_bound_drops (void)
{
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");

  web->refused = is_odd;
  write_bound (daemon, web, "rejects-size=50k\n", 2 * N_HALF / 100);
  test_daemon_start (daemon);
  test_daemon_await (daemon, "refused records were let go, for they are at their bound: ");
  web_oracle_await (web, 0, N_HALF, PATIENCE);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  check_nums (web, 2 * N_HALF, N_HALF);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "rejects"), ==, N_HALF);
}

/* none of them is let go: the sink waits, over a restart too, until there may be more */
static void
test_bound_blocks (void)
{
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  guint n_taken;

  web->refused = is_odd;
  write_bound (daemon, web, "rejects-size=50k\nat-limit=block\n", 2 * N_HALF / 100);
  test_daemon_start (daemon);
  test_daemon_await (daemon, "refused records are at their bound: ");
  await_requests (web, fake_server_count (web->server) + REQUESTS);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  n_taken = web->nums->len;
  g_assert_cmpuint (n_taken, >, 0);
  g_assert_cmpuint (n_taken, <, N_HALF);
  write_bound (daemon, web, "rejects-size=10M\nat-limit=block\n", 1);
  test_daemon_start (daemon);
  web_oracle_await (web, 0, N_HALF + 50, PATIENCE);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_array_set_size (web->nums, N_HALF);
  check_nums (web, 2 * N_HALF, N_HALF);
}

/* --- an outage: the backlog is on the disk, not in memory, and drains in order --- */

static gint64
get_memory (TestDaemon *daemon, const char *key)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status",
                                           g_subprocess_get_identifier (daemon->process));
  g_autofree char *status = NULL;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  return g_ascii_strtoll (strstr (status, key) + strlen (key), NULL, 10) / 1024;
}

#define MEMORY_MAX 64 /* MiB at the most, whatever the backlog is */

static void
test_outage (void)
{
  /* the oracle reads each of them, under a sanitizer at its pace */
  const gboolean sanitized = g_getenv ("LEAT_SANITIZED") != NULL;
  const guint n_records = sanitized ? 10000 : g_test_slow () ? 1000000 : 100000;
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nbatches=%u\nrecords=100\nfirst=0\nthen=wait\n"
      "settled=DIR/settled\n"
      "[sink store]\nplugin=buffer\n"
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/\naccept-test=yes\nbody=json-array\n"
      "retry-first=2ms\nretry-longest=20ms\n",
      n_records / 100, web->port);
  g_autoptr (TestDaemon) daemon = test_daemon_new (text);
  g_autofree char *settled = test_path (daemon, "settled");
  g_autofree char *store = test_path (daemon, "state/buffer.db");
  g_autofree char *log = test_path (daemon, "state/buffer.db-wal");
  gint64 begun;
  GStatBuf file = { 0 }, more = { 0 };

  web_oracle_go (web);
  test_daemon_start (daemon);
  test_daemon_await (daemon, "web: offline: ");
  while (g_stat (settled, &file) != 0 ||
         (gsize) file.st_size < n_records / 100 * strlen ("safe 100\n"))
    g_usleep (1000);
  g_stat (store, &file);
  g_stat (log, &more);
  g_test_message ("backlog of %u: peak memory %" G_GINT64_FORMAT " MiB, store %" G_GINT64_FORMAT
                  " MiB",
                  n_records, get_memory (daemon, "VmHWM:"),
                  (gint64) (file.st_size + more.st_size) >> 20);
  begun = g_get_monotonic_time ();
  web_oracle_come (web);
  web_oracle_await (web, 0, n_records, PATIENCE);
  g_test_message ("drained in %.2f s, peak memory %" G_GINT64_FORMAT " MiB",
                  (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC,
                  get_memory (daemon, "VmHWM:"));
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (get_memory (daemon, "VmHWM:"), <, MEMORY_MAX);
  test_daemon_await (daemon, "web: online: ");
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  for (guint i = 0; i < n_records; i++)
    g_assert_cmpuint (g_array_index (web->nums, guint, i), ==, i);
  g_assert_cmpuint (web->nums->len, ==, n_records);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (poisons); i++)
    g_test_add_data_func (poisons[i].path, &poisons[i], test_poison);
  g_test_add_data_func ("/faults/refusals/all/not-found", GUINT_TO_POINTER (404), test_broken);
  g_test_add_data_func ("/faults/refusals/all/no-rights", GUINT_TO_POINTER (401), test_broken);
  g_test_add_data_func ("/faults/refusals/all/bad-request", GUINT_TO_POINTER (400), test_broken);
  g_test_add_data_func ("/faults/refusals/all/portal", GUINT_TO_POINTER (200), test_broken);
  g_test_add_func ("/faults/refusals/bound/drops", test_bound_drops);
  g_test_add_func ("/faults/refusals/bound/blocks", test_bound_blocks);
  g_test_add_func ("/faults/refusals/outage", test_outage);
  return g_test_run ();
}
