/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-reader.c - tests a sink's way through the store: cursors, claims, acknowledgements */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "buffer-store-fixture.h"

static void
assert_read (Fixture *fixture, LeatStoreReader *reader, guint max_records, const char *expected)
{
  g_autofree char *numbers = buffer_worker_numbers (&fixture->worker, reader, max_records, NULL);

  g_assert_cmpstr (numbers, ==, expected);
}

static void
reopen (Fixture *fixture)
{
  buffer_worker_end (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
}

/* the reader's, after a restart of its daemon */
static LeatStoreReader *
come_back (Fixture *fixture, LeatStoreReader *reader)
{
  fixture->store->close_reader (reader);
  reopen (fixture);
  return buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
}

/* what is there counts before the reader has looked: nobody may take it for caught up meanwhile */
static void
test_backlog_of_new_life (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader;
  guint64 records;
  gint64 oldest;

  fixture_put (fixture, 10);
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 10);
  assert_read (fixture, reader, 100, "1-10");
  g_assert_true (fixture->store->ack (reader, 10, NULL, NULL));
  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 0);
  fixture->store->close_reader (reader);

  reopen (fixture);
  fixture_put (fixture, 3);
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 3);
  fixture->store->close_reader (reader);
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *position = NULL;

  fixture_put (fixture, 10);
  assert_read (fixture, reader, 4, "1-4");
  assert_read (fixture, reader, 4, "5-8");
  g_assert_true (fixture->store->ack (reader, 4, "at 4", NULL));
  fixture->store->close_reader (reader);

  reopen (fixture);
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", &position);
  g_assert_cmpstr (position, ==, "at 4");
  fixture_put (fixture, 2);
  assert_read (fixture, reader, 100, "5-12");
  assert_read (fixture, reader, 100, "");
  fixture->store->close_reader (reader);
}

static void
test_wake (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  assert_read (fixture, reader, 4, "");
  g_assert_cmpint (g_atomic_int_get (&fixture->worker.n_wakes), ==, 0);
  fixture_put (fixture, 1);
  g_assert_cmpint (g_atomic_int_get (&fixture->worker.n_wakes), ==, 1);
  assert_read (fixture, reader, 4, "1-1");
  assert_read (fixture, reader, 4, "");
  fixture->store->close_reader (reader);
  fixture_put (fixture, 1);
  g_assert_cmpint (g_atomic_int_get (&fixture->worker.n_wakes), ==, 1);
}

/* what was claimed comes again as it was, though more is there and more is asked for */
static void
test_claim (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  fixture_put (fixture, 20);
  assert_read (fixture, reader, 3, "1-3");
  g_assert_true (fixture->store->ack (reader, 3, NULL, NULL));
  assert_read (fixture, reader, 5, "4-8");
  g_assert_true (fixture_claim (fixture, reader, 8, NULL));
  reader = come_back (fixture, reader);
  assert_read (fixture, reader, 2, "4-8");
  assert_read (fixture, reader, 2, "9-10");
  g_assert_true (fixture->store->ack (reader, 8, NULL, NULL));
  reader = come_back (fixture, reader);
  assert_read (fixture, reader, 100, "9-20");
  fixture->store->close_reader (reader);
}

/* several claims come again one by one, over every restart as long as they are open; one that was
 * halved comes in its halves */
static void
test_several_claims (Fixture *fixture, gconstpointer data)
{
  static const guint64 ends[] = { 5, 10, 15 };
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  fixture_put (fixture, 30);
  assert_read (fixture, reader, 15, "1-15");
  g_assert_true (fixture->store->claim (reader, ends, G_N_ELEMENTS (ends), NULL));
  g_assert_true (fixture->store->ack (reader, 5, NULL, NULL));
  g_assert_true (fixture_claim (fixture, reader, 7, NULL));
  for (guint i = 0; i < 2; i++)
    {
      reader = come_back (fixture, reader);
      assert_read (fixture, reader, 1, "6-7");
      g_assert_true (fixture_claim (fixture, reader, 7, NULL));
    }
  reader = come_back (fixture, reader);
  assert_read (fixture, reader, 1, "6-7");
  assert_read (fixture, reader, 100, "8-10");
  assert_read (fixture, reader, 100, "11-15");
  assert_read (fixture, reader, 100, "16-30");
  g_assert_true (fixture->store->ack (reader, 12, NULL, NULL));
  reader = come_back (fixture, reader);
  assert_read (fixture, reader, 100, "13-15");
  fixture->store->close_reader (reader);
}

/* claims of records that are gone, or of another's, are passed over */
static void
test_claims_of_nothing (Fixture *fixture, gconstpointer data)
{
  static const guint64 ends[] = { 5, 10 };
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *none = NULL;

  fixture_put (fixture, 12);
  assert_read (fixture, reader, 10, "1-10");
  g_assert_true (fixture->store->claim (reader, ends, G_N_ELEMENTS (ends), NULL));
  fixture->store->close_reader (reader);
  buffer_worker_end (&fixture->worker);
  none = buffer_worker_query (&fixture->worker, "DELETE FROM rows WHERE id <= 10");
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  assert_read (fixture, reader, 100, "11-12");
  fixture->store->close_reader (reader);
}

/* what is acknowledged becomes lasting though nothing else is committed, and nobody waits */
static void
test_hastened (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *lasting = NULL;

  fixture_put (fixture, 3000);
  assert_read (fixture, reader, 3000, "1-3000");
  g_assert_true (fixture->store->ack (reader, 3000, NULL, NULL));
  do
    {
      g_free (lasting);
      lasting = buffer_worker_query (&fixture->worker, "SELECT acknowledged FROM places");
    }
  while (!g_str_equal (lasting, "3000\n"));
  fixture->store->close_reader (reader);
}

/* a reader that waits finds its claim made by the commit that brought the records */
static void
test_claim_ahead (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *claimed = NULL, *kept = NULL;

  fixture_put (fixture, 3);
  assert_read (fixture, reader, 100, "1-3");
  g_assert_true (fixture_claim (fixture, reader, 3, NULL));
  g_assert_true (fixture->store->ack (reader, 3, NULL, NULL));
  assert_read (fixture, reader, 100, "");
  fixture_put (fixture, 2);
  claimed = buffer_worker_query (&fixture->worker, "SELECT claimed || ' ' || acknowledged"
                                                   " FROM places");
  g_assert_cmpstr (claimed, ==, "5 3\n");
  fixture_put (fixture, 2);
  kept = buffer_worker_query (&fixture->worker, "SELECT claimed FROM places");
  g_assert_cmpstr (kept, ==, "5\n");
  assert_read (fixture, reader, 2, "4-5");
  g_assert_true (fixture_claim (fixture, reader, 5, NULL));
  reader = come_back (fixture, reader);
  assert_read (fixture, reader, 1, "4-5");
  assert_read (fixture, reader, 100, "6-7");
  fixture->store->close_reader (reader);
}

/* a child that claims and acknowledges is killed: what claim() called lasting is so, each end of it
 */
static void
child_claims (Fixture *fixture)
{
  static const guint64 ends[] = { 6, 8 };
  LeatStoreReader *reader;

  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  fixture_put (fixture, 10);
  assert_read (fixture, reader, 2, "1-2");
  g_assert_true (fixture_claim (fixture, reader, 2, NULL));
  g_assert_true (fixture->store->ack (reader, 2, "two", NULL));
  assert_read (fixture, reader, 6, "3-8");
  g_assert_true (fixture->store->claim (reader, ends, G_N_ELEMENTS (ends), NULL));
  g_assert_true (fixture_claim (fixture, reader, 4, NULL));
  g_assert_true (fixture->store->ack (reader, 4, "four", NULL));
  raise (SIGKILL);
}

static void
test_kill (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader;
  g_autofree char *position = NULL;
  int status = 0;
  pid_t pid;

  buffer_worker_end (&fixture->worker);
  pid = fork ();
  if (pid == 0)
    child_claims (fixture);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);

  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", &position);
  g_assert_cmpstr (position, ==, "two");
  assert_read (fixture, reader, 100, "3-4");
  assert_read (fixture, reader, 100, "5-6");
  assert_read (fixture, reader, 100, "7-8");
  assert_read (fixture, reader, 100, "9-10");
  fixture->store->close_reader (reader);
}

static void
test_from (Fixture *fixture, gconstpointer data)
{
  LeatOrigin *other = buffer_worker_origin ("scale", "F");
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "sca*", NULL);
  guint64 next = 100, last = 0;
  g_autofree char *numbers = NULL;

  fixture_put (fixture, 30);
  buffer_worker_put (&fixture->worker, buffer_worker_batch (other, 5, &next));
  fixture_put (fixture, 10);
  numbers = buffer_worker_numbers (&fixture->worker, reader, 100, &last);
  g_assert_cmpstr (numbers, ==, "100-104");
  g_assert_cmpuint (last, ==, 35);
  assert_read (fixture, reader, 100, "");
  fixture->store->close_reader (reader);
  leat_origin_unref (other);
}

static void
test_closed_store (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autoptr (GError) error = NULL, second = NULL;
  guint64 *ids = NULL;
  int n_wakes;

  fixture_put (fixture, 5);
  assert_read (fixture, reader, 2, "1-2");
  buffer_worker_close (&fixture->worker);
  g_assert_null (fixture->store->read (reader, 2, 1000, &ids, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_assert_false (fixture_claim (fixture, reader, 2, &second));
  g_assert_error (second, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_assert_true (fixture->store->ack (reader, 2, NULL, NULL));

  n_wakes = g_atomic_int_get (&fixture->worker.n_wakes);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  g_assert_cmpint (g_atomic_int_get (&fixture->worker.n_wakes), >, n_wakes);
  assert_read (fixture, reader, 10, "3-5");
  reader = come_back (fixture, reader);
  assert_read (fixture, reader, 10, "3-5");
  fixture->store->close_reader (reader);
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *value = NULL, *old = NULL;

  g_assert_true (fixture->store->remember (reader, "part", "17", NULL));
  g_assert_true (fixture->store->remember (reader, "other", "x", NULL));
  g_assert_true (fixture->store->remember (reader, "other", NULL, NULL));
  reader = come_back (fixture, reader);
  value = fixture->store->recall (reader, "part");
  g_assert_cmpstr (value, ==, "17");
  g_assert_null (fixture->store->recall (reader, "other"));
  fixture->store->close_reader (reader);
  reader = buffer_worker_reader (&fixture->worker, "else", "*", NULL);
  g_assert_null (fixture->store->recall (reader, "part"));
  fixture->store->close_reader (reader);
}

static void
test_reject (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autoptr (GBytes) answer = g_bytes_new_static ("num is taken", 12);
  const LeatRefusal refusal = { sizeof refusal, "422 Unprocessable", 422, answer };
  g_autofree char *kept = NULL;

  fixture_put (fixture, 3);
  assert_read (fixture, reader, 10, "1-3");
  g_assert_true (fixture->store->reject (reader, 2, &refusal, NULL));
  g_assert_true (fixture->store->ack (reader, 2, NULL, NULL));
  fixture->store->close_reader (reader);
  kept = buffer_worker_query (
      &fixture->worker, "SELECT reader || ' ' || reason || ' ' || status || ' ' || answer || ' ' ||"
                        " json_extract (json, '$.fields.num') FROM refused");
  g_assert_cmpstr (kept, ==, "mes 422 Unprocessable 422 num is taken 2\n");
}

/* a newcomer begins behind what all others have had */
static void
test_newcomer (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *first = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  LeatStoreReader *second;

  fixture_put (fixture, 10);
  assert_read (fixture, first, 10, "1-10");
  g_assert_true (fixture->store->ack (first, 6, NULL, NULL));
  second = buffer_worker_reader (&fixture->worker, "archive", "*", NULL);
  assert_read (fixture, second, 10, "7-10");
  fixture->store->close_reader (first);
  fixture->store->close_reader (second);
}

/* one that is to come gets what others have had before it came, over another life, too */
static void
test_expected (Fixture *fixture, gconstpointer data)
{
  LeatSink *sink = fixture->worker.sink;
  LeatStoreReader *first = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  LeatStoreReader *second;

  fixture_put (fixture, 2);
  assert_read (fixture, first, 10, "1-2");
  g_assert_true (fixture->store->ack (first, 2, NULL, NULL));
  fixture->store->expect (sink, "archive");
  fixture_put (fixture, 8);
  assert_read (fixture, first, 10, "3-10");
  g_assert_true (fixture->store->ack (first, 10, NULL, NULL));
  buffer_worker_close (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture_put (fixture, 1);
  fixture->store->expect (sink, "archive");
  second = buffer_worker_reader (&fixture->worker, "archive", "*", NULL);
  assert_read (fixture, second, 20, "3-11");
  fixture->store->close_reader (first);
  fixture->store->close_reader (second);
}

static void
test_backlog (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  guint64 records = 7;
  gint64 oldest = 7;

  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 0);
  g_assert_cmpint (oldest, ==, 0);
  fixture_put (fixture, 10);
  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 10);
  assert_read (fixture, reader, 10, "1-10");
  g_assert_true (fixture->store->ack (reader, 4, NULL, NULL));
  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 6);
  fixture->store->close_reader (reader);
}

#define ADD(name, function) \
  g_test_add ("/buffer-reader/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("cursor", test_cursor);
  ADD ("wake", test_wake);
  ADD ("claim", test_claim);
  ADD ("several-claims", test_several_claims);
  ADD ("claims-of-nothing", test_claims_of_nothing);
  ADD ("hastened", test_hastened);
  ADD ("claim-ahead", test_claim_ahead);
  ADD ("kill", test_kill);
  ADD ("from", test_from);
  ADD ("closed-store", test_closed_store);
  ADD ("facts", test_facts);
  ADD ("reject", test_reject);
  ADD ("newcomer", test_newcomer);
  ADD ("expected", test_expected);
  ADD ("backlog", test_backlog);
  ADD ("backlog-of-new-life", test_backlog_of_new_life);
  return g_test_run ();
}
