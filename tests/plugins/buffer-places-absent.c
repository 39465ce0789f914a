/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places-absent.c - tests who is gone, and what becomes of what is kept for such a reader */
#include "buffer-later.h"

/* a reader that is not there after a restart, though it has not had all: 2 of 10, and 1 refused */
static LeatStoreReader *
lose_reader (Fixture *fixture)
{
  LeatStoreReader *gone = buffer_worker_reader (&fixture->worker, "old", "*", NULL);
  const LeatRefusal refusal = { sizeof refusal, "no", 422, NULL };
  LeatStoreReader *reader;

  buffer_worker_put (&fixture->worker, make (fixture, 10));
  g_assert_true (fixture->store->reject (gone, 1, &refusal, NULL));
  g_assert_true (fixture->store->ack (gone, 2, NULL, NULL));
  fixture->store->close_reader (gone);
  buffer_worker_end (&fixture->worker);

  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_assert_true (fixture->store->ack (reader, 10, NULL, NULL));
  return reader;
}

/* who is in no configuration any more is named, and keeps its backlog for so long */
static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = lose_reader (fixture);

  await (fixture, "SELECT max (up_to) FROM moments WHERE kind = 0", "2\n");
  g_atomic_int_set (&seconds_later, 7200);
  await_note (fixture, "forgotten-readers: old: ");
  await (fixture, "SELECT group_concat (id) FROM rows", "1,3,4,5,6,7,8,9,10\n");
  await (fixture, "SELECT reader FROM absent", "old\n");
  g_atomic_int_set (&seconds_later, 3 * 86400);
  await_note (fixture,
              "readers-forgotten: gone for longer than forgotten-keep=, and forgotten: old,"
              " with what it had not had behind id 2 and 1 records that were refused ");
  await (fixture, "SELECT count(*) FROM places WHERE reader = 'old'", "0\n");
  await (fixture, "SELECT count(*) FROM rejects", "0\n");
  await (fixture, "SELECT count(*) FROM absent", "0\n");
  await (fixture, "SELECT max (up_to) FROM moments WHERE kind = 0", "10\n");
  g_atomic_int_set (&seconds_later, 3 * 86400 + 3601);
  await (fixture, "SELECT count(*) FROM rows", "0\n");
  fixture->store->close_reader (reader);
}

/* its absence is over when it comes, and begins anew when it goes */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = lose_reader (fixture);
  LeatStoreReader *back;

  g_atomic_int_set (&seconds_later, 86400);
  await (fixture, "SELECT reader FROM absent", "old\n");
  back = buffer_worker_reader (&fixture->worker, "old", "*", NULL);
  await (fixture, "SELECT count(*) FROM absent", "0\n");
  fixture->store->close_reader (back);
  g_atomic_int_set (&seconds_later, 4 * 86400);
  await (fixture, "SELECT acknowledged FROM places WHERE reader = 'old'", "2\n");
  fixture->store->close_reader (reader);
}

/* a sink that is paused comes late, but it comes: what it has not had is kept for it, whatever
 * becomes of others */
static void
test_paused (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *paused = buffer_worker_reader (&fixture->worker, "paused", "*", NULL);
  LeatStoreReader *reader;

  fixture->store->close_reader (paused);
  reader = lose_reader (fixture);
  fixture->store->expect (fixture->worker.sink, "paused");
  g_atomic_int_set (&seconds_later, 7200);
  await_note (fixture, "forgotten-readers: old: ");
  await (fixture, "SELECT reader FROM absent", "old\n");
  g_atomic_int_set (&seconds_later, 3 * 86400);
  await (fixture, "SELECT count(*) FROM places WHERE reader = 'old'", "0\n");
  await (fixture, "SELECT acknowledged FROM places WHERE reader = 'paused'", "0\n");
  await (fixture, "SELECT count(*) FROM rows", "10\n");
  fixture->store->close_reader (reader);
}

/* one that a reload has taken out is gone from then on, and not only behind the next start */
static void
test_dismissed (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = lose_reader (fixture);
  LeatStoreReader *back;

  g_atomic_int_set (&seconds_later, 120);
  await (fixture, "SELECT reader FROM absent", "old\n");
  fixture->store->expect (fixture->worker.sink, "old");
  await (fixture, "SELECT count(*) FROM absent", "0\n");
  back = buffer_worker_reader (&fixture->worker, "old", "*", NULL);
  fixture->store->dismiss (fixture->worker.sink, "old");
  fixture->store->close_reader (reader);
  fixture->store->dismiss (fixture->worker.sink, "mes");
  await_note (fixture, "forgotten-readers: mes: ");
  await (fixture, "SELECT reader FROM absent", "mes\n");
  fixture->store->close_reader (back);
  fixture->store->dismiss (fixture->worker.sink, "old");
  await (fixture, "SELECT count(*) FROM absent", "2\n");
  g_atomic_int_set (&seconds_later, 3 * 86400);
  await (fixture, "SELECT count(*) FROM places WHERE again = 0", "0\n");
}

/* The machine's clock says 1970 and then 2026, or 2026 and then 2038: nobody is forgotten for that,
 * nor does a record go, be it one of a store that nobody reads. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = lose_reader (fixture);

  await (fixture, "SELECT max (up_to) FROM moments WHERE kind = 0", "2\n");
  g_atomic_int_set (&seconds_later, 120);
  await (fixture, "SELECT reader FROM absent", "old\n");
  g_atomic_int_set (&seconds_wrong, 12 * 365 * 86400);
  await_note (fixture, "clock: the machine's clock was set forward by 4380 days; ");
  g_atomic_int_set (&seconds_wrong, -56 * 365 * 86400);
  await_note (fixture, "clock: the machine's clock was set back by 24820 days; ");
  buffer_worker_put (&fixture->worker, make (fixture, 10));
  g_atomic_int_set (&seconds_wrong, 0);
  await_note (fixture, "clock: the machine's clock was set forward by 20440 days; ");
  g_atomic_int_set (&seconds_later, 1800);
  await (fixture, "SELECT max (up_to) FROM moments WHERE kind = 1", "20\n");
  await (fixture, "SELECT count(*) FROM rows", "20\n");
  await (fixture, "SELECT acknowledged FROM places WHERE reader = 'old'", "2\n");
  fixture->store->close_reader (reader);
}

/* somebody has forgotten a reader by hand */
static void
test_taken_out (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *gone = buffer_worker_reader (&fixture->worker, "old", "*", NULL);
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *done = NULL;

  buffer_worker_put (&fixture->worker, make (fixture, 10));
  g_assert_true (fixture->store->ack (reader, 10, NULL, NULL));
  fixture->store->close_reader (gone);
  g_atomic_int_set (&seconds_later, 7200);
  await (fixture, "SELECT acknowledged FROM places WHERE reader = 'mes'", "10\n");
  done = buffer_worker_query (&fixture->worker, "DELETE FROM places WHERE reader = 'old'");
  await (fixture, "SELECT max (up_to) FROM moments WHERE kind = 0", "10\n");
  g_atomic_int_set (&seconds_later, 7200 + 3601);
  await (fixture, "SELECT count(*) FROM rows", "0\n");
  fixture->store->close_reader (reader);
}

static const char *const two_days[] = { "forgotten-keep", "2d", NULL };
static const char *const all_times[] = { "forgotten-keep", "2d", "max-age", "1h", NULL };

#define ADD(name, function, options) \
  g_test_add ("/buffer-places-absent/" name, Fixture, options, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("forgotten", test_forgotten, two_days);
  ADD ("paused", test_paused, two_days);
  ADD ("dismissed", test_dismissed, two_days);
  ADD ("back", test_back, two_days);
  ADD ("clock", test_clock, all_times);
  ADD ("taken-out", test_taken_out, NULL);
  return g_test_run ();
}
