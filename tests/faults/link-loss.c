/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link-loss.c - proof: packets are dropped, refused, lost now and then; when the line is mended
 * each record has come once, in order
 *
 * The test and its leatd are alone in a network of their own, in which nft makes the trouble. */
#include "../integration/daemons.h"
#include "own-network.h"
#include "web-oracle.h"

#define N_RECORDS 3000
#define PATIENCE 60 /* seconds */

/* what becomes of packets to the service; a part of an nft rule */
typedef struct {
  const char *path;
  const char *rule;
  gboolean breaks; /* the sink must see it */
} Case;

static const Case cases[] = {
  { "/faults/link-loss/black-hole", "tcp dport %u drop", TRUE },
  { "/faults/link-loss/answers-are-lost", "tcp sport %u drop", TRUE },
  { "/faults/link-loss/reset", "tcp dport %u reject with tcp reset", TRUE },
  { "/faults/link-loss/unreachable", "tcp dport %u reject", TRUE },
  { "/faults/link-loss/three-of-ten", "tcp dport %u numgen random mod 10 < 3 drop", FALSE },
};

static void
test_loss (gconstpointer data)
{
  const Case *the = data;
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nbatches=%u\nrecords=10\nfirst=0\nthen=wait\n"
      "interval=3ms\n"
      "[sink store]\nplugin=buffer\n"
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/\naccept-test=yes\nbody=json-array\n"
      "connect-timeout=300ms\ntimeout=300ms\nretry-first=5ms\nretry-longest=100ms\n",
      N_RECORDS / 10, web->port);
  g_autoptr (TestDaemon) daemon = test_daemon_new (text);

  test_daemon_start (daemon);
  web_oracle_await (web, 0, N_RECORDS / 10, PATIENCE);
  own_network_break (the->rule, web->port);
  if (the->breaks)
    test_daemon_await (daemon, "web: offline: ");
  else
    web_oracle_await (web, 0, N_RECORDS / 2, PATIENCE);
  own_network_mend ();
  web_oracle_await (web, 0, N_RECORDS, PATIENCE);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  web_oracle_go (web);
  g_test_message ("%u requests with new records, %u repeated with their keys",
                  g_hash_table_size (web->keys), web->n_repeats);
  g_assert_cmpuint (web->nums->len, ==, N_RECORDS);
  for (guint i = 0; i < N_RECORDS; i++)
    g_assert_cmpuint (g_array_index (web->nums, guint, i), ==, i);
}

static void
test_none (void)
{
  g_test_skip ("no network of its own: not root, or no nft or ip here");
}

int
main (int argc, char **argv)
{
  gboolean alone;

  g_test_init (&argc, &argv, NULL);
  alone = own_network_enter ();
  for (guint i = 0; alone && i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_loss);
  if (!alone)
    g_test_add_func ("/faults/link-loss", test_none);
  return g_test_run ();
}
