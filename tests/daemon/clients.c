/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clients.c - tests those whom a listening link has let in: each has a stream of its own, over
 * reloads too */
#include "pipeline/leatd-pipeline-private.h"
#include "reloads.h"
#include <arpa/inet.h>
#include <sys/socket.h>

#define PORT 9001

/* an address of the loopback that no other test has */
static void
write_address (char *text)
{
  const guint id = (guint) getpid ();

  g_snprintf (text, INET_ADDRSTRLEN, "127.%u.%u.%u", 1 + (id >> 16) % 250, (id >> 8) % 256,
              id % 254 + 1);
}

/* (transfer full): a key file with a source that listens, and @keys of its own */
static char *
hall (const char *keys)
{
  char address[INET_ADDRSTRLEN];

  write_address (address);
  return g_strdup_printf ("[source line]\nplugin=tcp\ndevice=listen://%s:%u\nframer=cr\n%s"
                          "[framer cr]\ntype=delimiter\ndelimiter=\\r\n" TEST_FILE,
                          address, PORT, keys);
}

static int
connect_client (void)
{
  struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons (PORT) };
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  char address[INET_ADDRSTRLEN];
  int client = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  write_address (address);
  g_assert_cmpint (inet_pton (AF_INET, address, &name.sin_addr), ==, 1);
  while (connect (client, (struct sockaddr *) &name, sizeof name) != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end); /* its thread has yet to begin */
      g_usleep (1000);
    }
  return client;
}

static void
say (int client, const char *text)
{
  g_assert_cmpint (write (client, text, strlen (text)), ==, (gssize) strlen (text));
}

static void
check_numbers (TestReload *reload, const char *expected)
{
  g_autofree char *numbers = test_reload_numbers (reload, "taken");

  g_assert_cmpstr (numbers, ==, expected);
}

static const guint64 *
get_counters (TestReload *reload)
{
  return leatd_source_worker_get_counters (
      g_ptr_array_index (reload->pipeline->pipeline->sources, 0));
}

static gint64
count (TestReload *reload, const char *counter)
{
  return test_pipeline_count (reload->pipeline, "sources", "line", counter);
}

/* what one has begun another does not end */
static void
test_streams (void)
{
  g_autofree char *text = hall ("");
  g_autoptr (TestReload) reload = test_reload_new (text);
  const int one = connect_client (), other = connect_client ();

  say (one, "1\r2");
  test_reload_await (reload, "taken", 1);
  say (other, "3\r");
  test_reload_await (reload, "taken", 2);
  say (one, "4\r");
  test_reload_await (reload, "taken", 3);
  check_numbers (reload, "1 3 24 ");
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (count (reload, "rejects"), ==, 0);
  close (one);
  close (other);
}

/* half a frame of one that is gone is a reject; who stays does not notice */
static void
test_gone (void)
{
  g_autofree char *text = hall ("");
  g_autoptr (TestReload) reload = test_reload_new (text);
  const int one = connect_client (), other = connect_client ();

  say (other, "1");
  say (one, "2\r3");
  close (one);
  test_reload_await (reload, "taken", 1);
  say (other, "4\r");
  test_reload_await (reload, "taken", 2);
  check_numbers (reload, "2 14 ");
  close (other);
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (count (reload, "bytes"), ==, 6);
  g_assert_cmpint (count (reload, "record_bytes"), ==, 5);
  g_assert_cmpint (count (reload, "reject_bytes"), ==, 1);
  g_assert_cmpint (count (reload, "pending_bytes"), ==, 0);
  g_assert_cmpint (count (reload, "failures"), ==, 0);
}

/* what was sent before the stop is taken along, of clients who were not let in yet too */
static void
test_stop (void)
{
  g_autofree char *text = hall ("");
  g_autoptr (TestReload) reload = test_reload_new (text);
  const int one = connect_client ();
  int others[20];

  say (one, "1\r");
  test_reload_await (reload, "taken", 1);
  say (one, "2\r3");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      others[i] = connect_client ();
      say (others[i], "4\r");
    }
  test_pipeline_stop (reload->pipeline);
  test_reload_await (reload, "taken", 2 + G_N_ELEMENTS (others));
  g_assert_cmpint (count (reload, "records"), ==, 2 + G_N_ELEMENTS (others));
  g_assert_cmpint (count (reload, "reject_bytes"), ==, 1);
  close (one);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    close (others[i]);
}

static gboolean
is_waiting (TestReload *reload)
{
  return leatd_state_get (leatd_source_worker_get_state (
                              g_ptr_array_index (reload->pipeline->pipeline->sources, 0)),
                          NULL, NULL) == LEATD_STATE_WAITING;
}

/* a queue that is full holds all of them, who comes and who goes too; then nothing is missing */
static void
test_full (void)
{
  g_autofree char *text = hall (
      "[sink other]\nplugin=fixture-sink\npath=DIR/other\nvia=none\nqueue-records=2\n"
      "when-full=block\nstall-at=0\nstall-until=DIR/go\n");
  g_autoptr (TestReload) reload = test_reload_new (text);
  const int one = connect_client (), other = connect_client ();
  guint n = 0;
  int late;

  for (; !is_waiting (reload); n += 2)
    {
      say (one, "1\r");
      say (other, "2\r");
      g_thread_yield ();
    }
  late = connect_client ();
  say (late, "3\r");
  say (one, "4\r");
  close (one);
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_reload_await (reload, "taken", n + 2);
  test_reload_await (reload, "other", n + 2);
  close (late);
  close (other);
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (count (reload, "records"), ==, n + 2);
  g_assert_cmpint (count (reload, "rejects"), ==, 0);
}

/* a connection outlives a reload of other options, and so does half a frame */
static void
test_reloaded (void)
{
  g_autofree char *text = hall (""), *changed = hall ("max-frame=100\ntag.a=b\n");
  g_autoptr (TestReload) reload = test_reload_new (text);
  const int one = connect_client (), other = connect_client ();

  say (one, "1\r2");
  say (other, "3\r4");
  test_reload_await (reload, "taken", 2);
  test_reload (reload, changed);
  say (one, "5\r");
  test_reload_await (reload, "taken", 3);
  say (other, "6\r");
  test_reload_await (reload, "taken", 4);
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (count (reload, "records"), ==, 4);
  g_assert_cmpint (count (reload, "rejects"), ==, 0);
  close (one);
  close (other);
}

/* a frame that is not ended in time is a reject, for each client by its own clock */
static void
test_frame_timeout (void)
{
  g_autofree char *text = hall ("frame-timeout=10ms\n");
  g_autoptr (TestReload) reload = test_reload_new (text);
  const int one = connect_client (), other = connect_client ();
  const guint64 *counters = get_counters (reload);
  guint n = 1;

  say (one, "1\r2");
  test_reload_await (reload, "taken", n++);
  while (leatd_counter_get (&counters[LEATD_SOURCE_REJECTS]) == 0)
    {
      say (other, "3\r"); /* does not make the half frame any younger */
      test_reload_await (reload, "taken", n++);
    }
  say (one, "4\r5\r"); /* what follows a pause is the rest of what was late */
  test_reload_await (reload, "taken", n++);
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (count (reload, "reject_bytes"), ==, 3);
  close (one);
  close (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clients/streams", test_streams);
  g_test_add_func ("/clients/gone", test_gone);
  g_test_add_func ("/clients/stop", test_stop);
  g_test_add_func ("/clients/full", test_full);
  g_test_add_func ("/clients/reloaded", test_reloaded);
  g_test_add_func ("/clients/frame-timeout", test_frame_timeout);
  return g_test_run ();
}
