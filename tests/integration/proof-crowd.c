/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-crowd.c - clients of one listening source who all speak a hundred times a second: each
 * record arrives once, in the order of its client, and nothing is left of them */
#include "hall.h"

#define CLIENTS 100  /* LEAT_CLIENTS= has another number, such as 1000 */
#define SECONDS 1    /* LEAT_SECONDS= likewise, such as 60 */
#define RATE 100     /* records/s of each */

/* of each client, the number of its next record in the file */
typedef struct {
  guint n_clients;
  guint *checked;
} Crowd;

static guint
get_number (const char *name, guint preset)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : preset;
}

static void
check_line (const char *line, gpointer user_data)
{
  Crowd *crowd = user_data;
  guint num, machine;

  g_assert_cmpint (sscanf (line, "%u,%u,", &num, &machine), ==, 2);
  g_assert_cmpuint (machine, <, crowd->n_clients);
  g_assert_cmpuint (num, ==, crowd->checked[machine]++);
}

static void
client_speak (int client, guint num, guint machine)
{
  char record[80];
  const int length = g_snprintf (record, sizeof record, "18/10/13,14:03:22, %u, %u,1.000,2.00,\r\n",
                                 num, machine);

  test_line_write (client, record, (gsize) length);
}

/* one round after the other, each when it is due; how late the last one was, µs */
static gint64
crowd_speak (const int *clients, guint n_clients, guint n_rounds)
{
  const gint64 start = g_get_monotonic_time ();
  gint64 due = start;

  for (guint round = 0; round < n_rounds; round++)
    {
      const gint64 early = due - g_get_monotonic_time ();

      if (early > 0)
        g_usleep ((gulong) early);
      for (guint i = round == 0 ? 1 : 0; i < n_clients; i++) /* the first has said its first */
        client_speak (clients[i], round, i);
      due += G_USEC_PER_SEC / RATE;
    }
  return g_get_monotonic_time () - due;
}

/* those who have left were read to their end; @n_descriptors: with one of them */
static void
await_nobody (TestDaemon *daemon, guint n_descriptors)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (test_daemon_count_descriptors (daemon) >= n_descriptors)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10000);
    }
}

static void
test_crowd (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  const guint n_clients = get_number ("LEAT_CLIENTS", CLIENTS);
  const guint n_rounds = get_number ("LEAT_SECONDS", SECONDS) * RATE;
  g_autofree int *clients = g_new (int, n_clients);
  g_autofree guint *checked = g_new0 (guint, n_clients);
  Crowd crowd = { n_clients, checked };
  Hall hall;
  g_autofree char *csv = test_path (daemon, "hall.csv");
  guint n_descriptors;
  gint64 late, memory;

  hall_init (&hall);
  /* nobody reads the log meanwhile, in which each of them is told of */
  hall_write_config (&hall, daemon, "max-clients=10000\n[daemon]\nlog-level=error\n");
  test_daemon_start (daemon);
  clients[0] = hall_connect (&hall);
  client_speak (clients[0], 0, 0);
  test_csv_await (csv, "0,0,1.000,2.00");
  n_descriptors = test_daemon_count_descriptors (daemon);
  for (guint i = 1; i < n_clients; i++)
    clients[i] = hall_connect (&hall);
  late = crowd_speak (clients, n_clients, n_rounds);
  memory = test_daemon_get_memory (daemon, "VmHWM");
  for (guint i = 0; i < n_clients; i++)
    close (clients[i]);
  await_nobody (daemon, n_descriptors);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpuint (test_csv_each (csv, check_line, &crowd), ==, n_clients * n_rounds);
  for (guint i = 0; i < n_clients; i++)
    g_assert_cmpuint (checked[i], ==, n_rounds);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "records"), ==,
                   n_clients * n_rounds);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "rejects"), ==, 0);
  test_daemon_check_bytes (daemon, "hall");
  g_test_message ("%u records of %u clients, the last %" G_GINT64_FORMAT
                  " ms late; %" G_GINT64_FORMAT " KiB at the most",
                  n_clients * n_rounds, n_clients, late / 1000, memory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/crowd", test_crowd);
  return g_test_run ();
}
