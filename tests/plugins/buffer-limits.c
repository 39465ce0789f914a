/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-limits.c - tests what goes when a store is at its limits, and what never goes */
#include <string.h>
#include "buffer-store-fixture.h"

/* an hour of seconds in a test: nanoseconds that are added to the clock; atomic in its seconds */
static gint seconds_later;

static LeatMoment
tell_time (gpointer data)
{
  const gint64 now = g_get_real_time () * 1000;

  return (LeatMoment) { now + g_atomic_int_get (&seconds_later) * LEAT_NSEC_PER_SEC, now };
}

static void
set_up (Fixture *fixture, gconstpointer options)
{
  g_atomic_int_set (&seconds_later, 0);
  leat_clock_inject (tell_time, NULL);
  fixture_set_up (fixture, options);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_tear_down (fixture, data);
  leat_clock_inject (NULL, NULL);
}

/* arrived now */
static LeatBatch *
make (Fixture *fixture, guint n_records)
{
  LeatBatch *batch = leat_batch_new (n_records);

  for (guint i = 0; i < n_records; i++)
    {
      leat_batch_append (batch, fixture->origin, leat_clock_now ());
      leat_batch_set_int (batch, 0, (gint64) (fixture->next + i));
    }
  leat_batch_seal (batch, &fixture->next);
  return batch;
}

/* until the keeper has come by */
static void
await (Fixture *fixture, const char *sql, const char *expected)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  gboolean found = FALSE;

  while (!found)
    {
      g_autofree char *answer = buffer_worker_query (&fixture->worker, sql);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      found = g_str_equal (answer, expected);
    }
}

static void
await_note (Fixture *fixture, const char *text)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  gboolean found = FALSE;

  while (!found)
    {
      g_autofree char *notes = buffer_worker_notes (&fixture->worker);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      found = strstr (notes, text) != NULL;
      g_thread_yield ();
    }
}

#define USED \
  "SELECT (page_count - freelist_count) * page_size < %s" \
  " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"

/* the oldest go, and are named; what is left comes in order */
static void
test_drop_oldest (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *small = g_strdup_printf (USED, "1048576");
  g_autofree char *first = NULL;
  guint64 records;
  gint64 oldest;

  for (guint i = 0; i < 60; i++)
    buffer_worker_put (&fixture->worker, make (fixture, 1000));
  await_note (fixture, "dropped: to make room: ");
  await (fixture, small, "1\n");
  first = buffer_worker_query (&fixture->worker, "SELECT min (id) > 10000 FROM rows");
  g_assert_cmpstr (first, ==, "1\n");
  for (;;)
    {
      guint64 last = 0;
      g_autofree char *numbers = buffer_worker_numbers (&fixture->worker, reader, 100000, &last);

      if (*numbers == '\0')
        break;
      g_assert_true (fixture->store->ack (reader, last, NULL, NULL));
    }
  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 0);
  fixture->store->close_reader (reader);
}

/* nothing goes that the reader has not had; when it has, there is room again */
static void
test_block (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autoptr (GError) error = NULL;
  guint64 n_written = 0;

  while (buffer_worker_write (&fixture->worker, make (fixture, 100), &error))
    {
      n_written += 100;
      g_assert_cmpuint (n_written, <, 10000000);
      buffer_worker_flush (&fixture->worker);
    }
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  await_note (fixture, "full: ");
  await (fixture, "SELECT min (id) FROM rows", "1\n");
  g_assert_true (fixture->store->ack (reader, n_written - 5, NULL, NULL));
  await_note (fixture, "room: ");
  buffer_worker_put (&fixture->worker, make (fixture, 1));
  fixture->store->close_reader (reader);
}

static void
test_age (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  const LeatRefusal refusal = { sizeof refusal, "no", 422, NULL };

  buffer_worker_put (&fixture->worker, make (fixture, 10));
  g_assert_true (fixture->store->reject (reader, 3, &refusal, NULL));
  g_assert_true (fixture->store->ack (reader, 7, NULL, NULL));
  g_atomic_int_set (&seconds_later, 1800);
  buffer_worker_put (&fixture->worker, make (fixture, 1));
  await (fixture, "SELECT acknowledged FROM places", "7\n");
  await (fixture, "SELECT count(*) FROM rows", "11\n");
  g_atomic_int_set (&seconds_later, 3601);
  /* those that were had, but for the refused one */
  await (fixture, "SELECT group_concat (id) FROM rows", "3,8,9,10,11\n");
  fixture->store->close_reader (reader);
}

/* who is in no configuration any more is named, and keeps its backlog for so long */
static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *gone = buffer_worker_reader (&fixture->worker, "old", "*", NULL);
  LeatStoreReader *reader;

  buffer_worker_put (&fixture->worker, make (fixture, 10));
  g_assert_true (fixture->store->ack (gone, 2, NULL, NULL));
  fixture->store->close_reader (gone);
  buffer_worker_end (&fixture->worker);

  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_assert_true (fixture->store->ack (reader, 10, NULL, NULL));
  g_atomic_int_set (&seconds_later, 7200);
  await_note (fixture, "forgotten-readers: old: ");
  await (fixture, "SELECT min (id) FROM rows", "3\n");
  g_atomic_int_set (&seconds_later, 3 * 86400);
  await (fixture, "SELECT count(*) FROM rows", "0\n");
  fixture->store->close_reader (reader);
}

/* a store that nobody reads is an archive: age alone counts */
static void
test_archive (Fixture *fixture, gconstpointer data)
{
  buffer_worker_put (&fixture->worker, make (fixture, 10));
  g_atomic_int_set (&seconds_later, 7200);
  buffer_worker_put (&fixture->worker, make (fixture, 10));
  g_atomic_int_set (&seconds_later, 86400 + 60);
  await (fixture, "SELECT count(*) || ' ' || min (id) FROM rows", "10 11\n");
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
  await (fixture, "SELECT count(*) FROM rows", "0\n");
  fixture->store->close_reader (reader);
}

static const char *const one_megabyte[] = { "max-size", "1M", NULL };
static const char *const blocking[] = { "max-size", "1M", "at-limit", "block", NULL };
static const char *const short_disk[] = { "min-free", "8T", NULL };
static const char *const two_days[] = { "forgotten-keep", "2d", NULL };
static const char *const one_day[] = { "max-age", "1d", NULL };

#define ADD(name, function, options) \
  g_test_add ("/buffer-limits/" name, Fixture, options, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("drop-oldest", test_drop_oldest, one_megabyte);
  ADD ("short-disk", test_drop_oldest, short_disk);
  ADD ("block", test_block, blocking);
  ADD ("age", test_age, NULL);
  ADD ("forgotten", test_forgotten, two_days);
  ADD ("archive", test_archive, one_day);
  ADD ("taken-out", test_taken_out, NULL);
  return g_test_run ();
}
