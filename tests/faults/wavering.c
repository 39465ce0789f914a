/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wavering.c - proof: a service that answers by 500 now and then costs no record; one that it
 * always answers so is found among others, and it alone is refused */
#include "../integration/daemons.h"
#include "web-oracle.h"

#define PATIENCE 120 /* seconds */
#define NONE 0       /* no poison */

/**
 * Case:
 * @path: of the test
 * @options: of the sink
 * @n_records: that the machine sends
 * @n_slow: the same for the long proofs
 * @percent: of records that are answered by 500, whatever they are
 * @ill_every: so many records are taken, then it is ill for some requests; 0: never
 * @poison: one that is always answered so
 */
typedef struct {
  const char *path;
  const char *options;
  guint n_records;
  guint n_slow;
  guint percent;
  guint ill_every;
  guint poison;
} Case;

#define ALONE "body=json\nbatch-records=1\n"
#define FIVES "body=json-array\nbatch-records=5\n"
#define SEVERAL "order=none\nrequests=8\n"

static const Case cases[] = {
  { "/faults/wavering/half", ALONE, 3000, 20000, 50, 0, NONE },
  { "/faults/wavering/half/poison", ALONE, 3000, 20000, 50, 0, 1501 },
  { "/faults/wavering/most", ALONE, 600, 4000, 80, 0, NONE },
  { "/faults/wavering/batches", FIVES, 3000, 20000, 13, 0, NONE },
  { "/faults/wavering/batches/poison", FIVES, 3000, 20000, 13, 0, 1501 },
  { "/faults/wavering/several", SEVERAL ALONE, 3000, 20000, 50, 0, NONE },
  { "/faults/wavering/several/poison", SEVERAL ALONE, 3000, 20000, 50, 0, 1501 },
  { "/faults/wavering/ill", ALONE, 1000, 10000, 0, 7, NONE },
  { "/faults/wavering/ill/poison", ALONE, 1000, 10000, 0, 7, 1501 },
  { "/faults/wavering/ill/several", SEVERAL ALONE, 1000, 10000, 0, 7, NONE },
};

/**
 * Service:
 * @random: the same in each run; the server's thread
 * @n_taken: since it was ill
 * @n_ill: how often it was
 * @ill_for: requests that it still is
 * @n_faults: answers of 500 but for the poison
 */
typedef struct {
  const Case *own;
  GRand *random;
  guint n_taken;
  guint n_ill;
  guint ill_for;
  guint n_faults;
} Service;

/* each time for another while, up to a few times suspect-after= */
static gboolean
is_ill (Service *self)
{
  if (self->own->ill_every == 0)
    return FALSE;
  if (self->ill_for == 0 && self->n_taken >= self->own->ill_every)
    {
      self->n_taken = 0;
      self->ill_for = self->n_ill++ * 7 % 36;
    }
  if (self->ill_for == 0)
    return FALSE;
  self->ill_for--;
  return TRUE;
}

static guint
judge (guint num, gpointer user_data)
{
  Service *self = user_data;

  if (num == self->own->poison)
    return 500;
  if (is_ill (self) || g_rand_int_range (self->random, 0, 100) < (gint32) self->own->percent)
    {
      self->n_faults++;
      return 500;
    }
  self->n_taken++;
  return 200;
}

static guint
refuse (guint num, gpointer user_data)
{
  const guint status = judge (num, user_data);

  return status == 200 ? 0 : status;
}

/* each once; in order, but for what is told to be an exception from it; none is missing but the
 * poison */
static void
check (TestDaemon *daemon, WebOracle *web, const Case *own, guint n_records)
{
  const guint n_refused = own->poison != NONE;
  guint late = 0;

  for (guint i = 1; i < web->nums->len; i++)
    late += g_array_index (web->nums, guint, i) < g_array_index (web->nums, guint, i - 1);
  web_oracle_sort (web);
  for (guint i = 0, num = 1; i < web->nums->len; i++, num++)
    {
      num += num == own->poison;
      g_assert_cmpuint (g_array_index (web->nums, guint, i), ==, num);
    }
  g_assert_cmpuint (web->nums->len, ==, n_records - n_refused);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "rejects"), ==, n_refused);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "web", "acked"), ==, n_records);
  g_test_message ("%u of %u records a place late", late, n_records);
}

static void
test_case (gconstpointer data)
{
  const Case *own = data;
  const guint n_records = g_getenv ("LEAT_SANITIZED") ? own->n_records / 4
                          : g_test_slow ()            ? own->n_slow
                                                      : own->n_records;
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = NULL;
  g_autofree char *config = NULL;
  Case mine = *own;
  Service service = { .own = &mine, .random = g_rand_new_with_seed (7) };

  mine.poison = own->poison != NONE ? n_records / 2 + 1 : NONE;
  web->refused = refuse;
  web->user_data = &service;
  config = g_strdup_printf (
      "log-level=error\n"
      "[source machine]\nplugin=fixture-patient\nbatches=%u\nrecords=10\nfirst=1\nthen=wait\n"
      "[sink store]\nplugin=buffer\n"
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/\naccept-test=yes\n"
      "retry-first=1ms\nretry-longest=2ms\n%s",
      n_records / 10, web->port, own->options);
  daemon = test_daemon_new (config);
  test_daemon_start (daemon);
  web_oracle_await (web, 0, n_records - (own->poison != NONE), PATIENCE + n_records / 50);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_test_message ("%u answers of 500", service.n_faults);
  check (daemon, web, &mine, n_records);
  g_rand_free (service.random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  return g_test_run ();
}
