/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-limits.c - tests what goes when a store is at its limits, and what never goes */
#include "buffer-limits.h"
#include "buffer-later.h"

static const char *const short_disk[] = { "min-free", "8T", NULL };

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

  /* a file on a short disk keeps the size at which it was looked at first */
  await (fixture, "SELECT count(*) FROM clock", "1\n");
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

/* a disk that others make short takes nothing away, as long as nothing comes */
static void
test_disk_gets_short (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  buffer_worker_put (&fixture->worker, make (fixture, 50000));
  fixture->store->close_reader (reader);
  buffer_worker_end (&fixture->worker);
  fixture->worker.options = short_disk;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  g_atomic_int_set (&seconds_later, 2 * 3600);
  await (fixture, "SELECT passed > 3600000000000 FROM clock", "1\n"); /* the keeper was there */
  await (fixture, "SELECT count(*) FROM rows", "50000\n");
  g_assert_false (has_note (fixture, "dropped: "));
  for (guint i = 0; i < 5; i++)
    buffer_worker_put (&fixture->worker, make (fixture, 1000));
  await_note (fixture, "dropped: ");
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

/* over an outage it is not the arrival that counts: what was had just now can be had again for an
 * hour */
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
  await (fixture, "SELECT up_to FROM moments WHERE kind = 0", "7\n");
  await (fixture, "SELECT count(*) FROM rows", "11\n");
  g_atomic_int_set (&seconds_later, 3601);
  buffer_worker_put (&fixture->worker, make (fixture, 1));
  await (fixture, "SELECT count(*) FROM rows", "12\n");
  g_atomic_int_set (&seconds_later, 1800 + 3601);
  /* those that were had, but for the refused one */
  await (fixture, "SELECT group_concat (id) FROM rows", "3,8,9,10,11,12\n");
  fixture->store->close_reader (reader);
}

/* refuses one after the other, with an answer of 1 KiB; FALSE: that is not taken any more */
static gboolean
refuse (Fixture *fixture, LeatStoreReader *reader, guint64 id, GError **error)
{
  g_autofree char *text = g_strnfill (1024, 'x');
  g_autoptr (GBytes) answer = g_bytes_new (text, 1024);
  const LeatRefusal refusal = { sizeof refusal, "no", 422, answer };

  return fixture->store->reject (reader, id, &refusal, error) &&
         fixture->store->ack (reader, id, NULL, error);
}

/* a broken recipe refuses every second record: the oldest refused go, and are named; nothing else
 * does */
static void
test_rejects_drop (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  buffer_worker_put (&fixture->worker, make (fixture, 1000));
  for (guint64 id = 1; id <= 500; id++)
    g_assert_true (refuse (fixture, reader, id, NULL));
  await_note (fixture,
              "rejects-dropped: refused records were let go, for they are at their bound: ");
  await (fixture, "SELECT sum (length (answer)) BETWEEN 80000 AND 153600 FROM rejects", "1\n");
  await (fixture, "SELECT max (row) FROM rejects", "500\n");
  await (fixture, "SELECT count(*) FROM rows", "1000\n");
  /* and their records go like all others */
  g_atomic_int_set (&seconds_later, 200);
  await (fixture, "SELECT max (up_to) FROM moments WHERE kind = 0", "500\n");
  g_atomic_int_set (&seconds_later, 200 + 3601);
  await (fixture, "SELECT count(*) - (SELECT count(*) FROM rejects) FROM rows", "500\n");
  fixture->store->close_reader (reader);
}

/* nothing refused goes by itself: who refuses waits until somebody decides */
static void
test_rejects_block (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *kept = NULL, *expected = NULL, *done = NULL;
  g_autoptr (GError) error = NULL;
  guint64 id = 1;

  buffer_worker_put (&fixture->worker, make (fixture, 1000));
  while (!has_note (fixture, "rejects-full: "))
    if (refuse (fixture, reader, id, NULL))
      g_assert_cmpuint (++id, <, 200);
  g_assert_false (refuse (fixture, reader, id, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  expected = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", id - 1);
  kept = buffer_worker_query (&fixture->worker, "SELECT count(*) FROM rejects");
  g_assert_cmpstr (kept, ==, expected);
  done = buffer_worker_query (&fixture->worker, "DELETE FROM rejects WHERE id <= 50");
  while (!refuse (fixture, reader, id, NULL))
    g_thread_yield ();
  fixture->store->close_reader (reader);
}

typedef struct {
  const char *name;
  gint64      max_size;
  gint64      rejects_size;
  gint64      bound;
} Bound;

static const Bound bounds[] = {
  { "as-said", 1000, 400, 400 },
  { "half", 1000, 501, 500 },
  { "none-said", 1000, 0, 500 },
  { "no-limit", 0, 400, 400 },
  { "none-at-all", 0, 0, 0 },
};

static void
test_bound (gconstpointer data)
{
  const Bound *bound = data;
  const BufferLimitSettings settings = { .max_size = bound->max_size,
                                         .rejects_size = bound->rejects_size };
  g_autoptr (BufferLimits) limits = buffer_limits_new (&settings);

  g_assert_cmpint (buffer_limits_get_rejects_size (limits), ==, bound->bound);
}

/* a store that nobody reads is an archive: age alone counts */
static void
test_archive (Fixture *fixture, gconstpointer data)
{
  buffer_worker_put (&fixture->worker, make (fixture, 10));
  await (fixture, "SELECT max (up_to) FROM moments", "10\n");
  g_atomic_int_set (&seconds_later, 7200);
  buffer_worker_put (&fixture->worker, make (fixture, 10));
  await (fixture, "SELECT max (up_to) FROM moments", "20\n");
  g_atomic_int_set (&seconds_later, 86400 + 60);
  await (fixture, "SELECT count(*) || ' ' || min (id) FROM rows", "10 11\n");
  g_assert_false (has_note (fixture, "dropped: ")); /* nobody misses them */
}

static const char *const one_megabyte[] = { "max-size", "1M", NULL };
static const char *const blocking[] = { "max-size", "1M", "at-limit", "block", NULL };
static const char *const one_day[] = { "max-age", "1d", NULL };

static const char *const few_rejects[] = { "rejects-size", "150k", NULL };
static const char *const few_rejects_blocking[] = { "rejects-size", "150k", "at-limit", "block",
                                                    NULL };

#define ADD(name, function, options) \
  g_test_add ("/buffer-limits/" name, Fixture, options, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("drop-oldest", test_drop_oldest, one_megabyte);
  ADD ("short-disk", test_drop_oldest, short_disk);
  ADD ("disk-gets-short", test_disk_gets_short, NULL);
  ADD ("block", test_block, blocking);
  ADD ("age", test_age, NULL);
  ADD ("archive", test_archive, one_day);
  ADD ("rejects-drop", test_rejects_drop, few_rejects);
  ADD ("rejects-block", test_rejects_block, few_rejects_blocking);
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      g_autofree char *path = g_strconcat ("/buffer-limits/rejects-bound/", bounds[i].name, NULL);

      g_test_add_data_func (path, &bounds[i], test_bound);
    }
  return g_test_run ();
}
