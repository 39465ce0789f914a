/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-clients.c - many clients of one listening source under load: each record arrives once, in
 * the order of its client, half frames are rejects, and no descriptor is left over */
#include "hall.h"

#define CLIENTS 200
#define ROUNDS 50    /* in which each client sends some of what it has to say */
#define PIECE 150    /* bytes at once, at the most: records are torn everywhere */
#define CRASHES 40   /* clients that break off in the middle of a record, and come back */

/**
 * Client:
 * @machine: the column that tells who it was
 * @num: of its next record
 * @rest: what of it was not sent yet
 * @checked: the number of its next record in the file
 */
typedef struct {
  int fd;
  guint machine;
  guint num;
  GString *rest;
  guint checked;
} Client;

static void
client_write (Client *self, gsize length)
{
  test_line_write (self->fd, self->rest->str, length);
  g_string_erase (self->rest, 0, (gssize) length);
}

static void
client_add_record (Client *self)
{
  g_string_append_printf (self->rest, "18/10/13,14:03:22, %u, %u,1.000,2.00,\r\n", self->num++,
                          self->machine);
}

static void
client_speak (Client *self, GRand *random)
{
  while (self->rest->len < PIECE)
    client_add_record (self);
  client_write (self, (gsize) g_rand_int_range (random, 1, PIECE));
}

/* to the end of a record */
static void
client_finish (Client *self)
{
  client_write (self, self->rest->len);
}

/* Half of a record is the last of its connection; the record is sent whole over the next one. The
 * daemon has read all that was sent: the close is an orderly one. */
static void
client_break_off (Client *self, const Hall *hall)
{
  g_autofree char *record = NULL;

  client_finish (self);
  client_add_record (self);
  record = g_strdup (self->rest->str);
  client_write (self, 12);
  close (self->fd);
  self->fd = hall_connect (hall);
  g_string_assign (self->rest, record);
}

static void
check_line (const char *line, gpointer user_data)
{
  Client *clients = user_data;
  guint num, machine;

  g_assert_cmpint (sscanf (line, "%u,%u,", &num, &machine), ==, 2);
  g_assert_cmpuint (machine, <, CLIENTS);
  g_assert_cmpuint (num, ==, clients[machine].checked++);
}

static guint
count_all (Client *clients)
{
  guint n = 0;

  for (guint i = 0; i < CLIENTS; i++)
    n += clients[i].num;
  return n;
}

static void
await_rows (const char *path, guint n)
{
  const gint64 end = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;
  guint rows;

  while ((rows = hall_count_lines (path)) < n + 1)
    {
      if (g_get_monotonic_time () > end)
        g_error ("%u rows, and not %u", rows, n + 1);
      g_usleep (10000);
    }
}

static void
speak (Client *clients, const Hall *hall)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < CLIENTS; i++)
      client_speak (&clients[i], random);
  for (guint i = 0; i < CRASHES; i++)
    client_break_off (&clients[i], hall);
  for (guint i = 0; i < CLIENTS; i++)
    client_finish (&clients[i]);
}

static void
test_clients (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Hall hall;
  g_autofree char *csv = test_path (daemon, "hall.csv");
  g_autofree Client *clients = g_new0 (Client, CLIENTS);
  guint n;

  hall_init (&hall);
  hall_write_config (&hall, daemon, "max-clients=300\n");
  test_daemon_start (daemon);
  for (guint i = 0; i < CLIENTS; i++)
    clients[i] = (Client) { hall_connect (&hall), i, 0, g_string_new (NULL), 0 };
  speak (clients, &hall);
  n = count_all (clients);
  await_rows (csv, n);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpuint (test_csv_each (csv, check_line, clients), ==, n);
  for (guint i = 0; i < CLIENTS; i++)
    {
      g_assert_cmpuint (clients[i].checked, ==, clients[i].num);
      close (clients[i].fd);
      g_string_free (clients[i].rest, TRUE);
    }
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "rejects"), ==, CRASHES);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "reject_bytes"), ==, 12 * CRASHES);
  test_daemon_check_bytes (daemon, "hall");
  g_test_message ("%u records of %u clients, %u of which broke off", n, CLIENTS, CRASHES);
}

/* one client says a byte, and another one a whole record: that one waits for nobody, and the slow
 * record is whole in the end */
static void
test_slow (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Hall hall;
  g_autofree char *csv = test_path (daemon, "hall.csv");
  char slow_record[64], record[64];
  guint num = 0;
  int slow, other, length;

  hall_init (&hall);
  hall_write_config (&hall, daemon, "");
  test_daemon_start (daemon);
  slow = hall_connect (&hall);
  other = hall_connect (&hall);
  length = test_record_write (slow_record, 100000);
  for (int i = 0; i < length; i++)
    {
      test_line_write (slow, slow_record + i, 1);
      test_line_write (other, record, (gsize) test_record_write (record, num++));
      await_rows (csv, i < length - 2 ? num : num + 1); /* its last bytes are CR LF */
    }
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (slow);
  close (other);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "records"), ==, num + 1);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "rejects"), ==, 0);
  test_daemon_check_bytes (daemon, "hall");
}

/* when it is told of too often, it is told of by its name */
static void
reload_hall (const Hall *hall, TestDaemon *daemon, const char *keys)
{
  hall_write_config (hall, daemon, keys);
  g_string_truncate (daemon->log, 0);
  g_subprocess_send_signal (daemon->process, SIGHUP);
  while (strstr (daemon->log->str, "it goes on as its key file says") == NULL &&
         strstr (daemon->log->str, "(reloaded)\n") == NULL)
    test_daemon_await (daemon, " leatd: ");
}

/* the end is all it hears */
static void
check_refused (const Hall *hall)
{
  const int client = hall_connect (hall);
  char byte;

  g_assert_cmpint (recv (client, &byte, 1, 0), <=, 0);
  close (client);
}

static void
check_let_in (const Hall *hall, const char *csv, guint *num)
{
  const int client = hall_connect (hall);
  char record[64];

  test_line_write (client, record, (gsize) test_record_write (record, (*num)++));
  await_rows (csv, *num);
  close (client);
}

/* the key file changes in the middle of a record of who stays */
static void
reload_amid (const Hall *hall, TestDaemon *daemon, int stays, const char *keys, guint *num)
{
  g_autofree char *csv = test_path (daemon, "hall.csv");
  char record[64];
  const gsize length = (gsize) test_record_write (record, (*num)++);

  test_line_write (stays, record, length / 2);
  reload_hall (hall, daemon, keys);
  test_line_write (stays, record + length / 2, length - length / 2);
  await_rows (csv, *num);
}

/* who may come is another matter after each reload, who is there stays */
static void
test_reload (void)
{
  static const struct {
    const char *keys;
    gboolean is_let_in; /* who comes next */
  } steps[] = {
    { "max-clients=2\n", TRUE },    { "max-clients=1\n", FALSE },
    { "max-clients=1\ntag.a=b\n", FALSE }, { "max-clients=2\n", TRUE },
    { "allow=10.0.0.7\n", FALSE },  { "allow=10.0.0.7\nidle-timeout=1h\n", FALSE },
    { "idle-timeout=1h\n", TRUE },
  };
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Hall hall;
  g_autofree char *csv = test_path (daemon, "hall.csv");
  guint num = 0;
  int stays;

  hall_init (&hall);
  hall_write_config (&hall, daemon, "max-clients=1\n");
  test_daemon_start (daemon);
  stays = hall_connect (&hall);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      reload_amid (&hall, daemon, stays, steps[i].keys, &num);
      if (steps[i].is_let_in)
        check_let_in (&hall, csv, &num);
      else
        check_refused (&hall);
    }
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (stays);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "records"), ==, num);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "rejects"), ==, 0);
  test_daemon_check_bytes (daemon, "hall");
}

#define COMINGS 2000          /* LEAT_COMINGS= has another number, such as a million */
#define COMINGS_FROM 20000    /* one address, at the most */
#define COMINGS_MEMORY 8192   /* KiB: how many come at a time is not always the same */

static guint
get_comings (void)
{
  const char *text = g_getenv ("LEAT_COMINGS");

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : COMINGS;
}

/* connections one after the other, every second with a record */
static void
come (const Hall *hall, guint begin, guint end, guint *num)
{
  char record[64];

  for (guint i = begin; i < end; i++)
    {
      const int client = hall_connect_from (hall, 1 + i / COMINGS_FROM);

      if (i % 2 == 0)
        test_line_write (client, record, (gsize) test_record_write (record, (*num)++));
      close (client);
    }
}

/* all records have arrived, that of one who stays, too; what others have left may still be read */
static void
await_quiet (TestDaemon *daemon, int stays, guint *num, guint n_descriptors)
{
  g_autofree char *csv = test_path (daemon, "hall.csv");
  char record[64];

  test_line_write (stays, record, (gsize) test_record_write (record, (*num)++));
  await_rows (csv, *num);
  while (n_descriptors > 0 && test_daemon_count_descriptors (daemon) > n_descriptors)
    g_usleep (1000);
}

/* nothing is left of them: no descriptor, and no more memory than of the first half of them */
static void
test_comings (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  const guint n_comings = get_comings ();
  Hall hall;
  guint n_descriptors, num = 0;
  gint64 before, after;
  int stays;

  hall_init (&hall);
  /* nobody reads the log meanwhile, in which each of them is told of */
  hall_write_config (&hall, daemon, "max-clients=300\n[daemon]\nlog-level=error\n");
  test_daemon_start (daemon);
  stays = hall_connect (&hall);
  await_quiet (daemon, stays, &num, 0);
  n_descriptors = test_daemon_count_descriptors (daemon);
  come (&hall, 0, n_comings / 2, &num);
  await_quiet (daemon, stays, &num, n_descriptors);
  before = test_daemon_get_memory (daemon, "VmRSS");
  come (&hall, n_comings / 2, n_comings, &num);
  await_quiet (daemon, stays, &num, n_descriptors);
  after = test_daemon_get_memory (daemon, "VmRSS");
  g_test_message ("%u connections: %u descriptors; %" G_GINT64_FORMAT " KiB, %" G_GINT64_FORMAT
                  " after half of them",
                  n_comings, n_descriptors, after, before);
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (after, <, before + COMINGS_MEMORY);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (stays);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "records"), ==, num);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "hall", "rejects"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/clients", test_clients);
  g_test_add_func ("/proof/clients/slow", test_slow);
  g_test_add_func ("/proof/clients/reload", test_reload);
  g_test_add_func ("/proof/clients/comings", test_comings);
  return g_test_run ();
}
