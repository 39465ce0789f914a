/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-fresh.c - tests that who follows is handed everything once, and who does not is left */
#include "buffer-worker.h"
#include "buffer-fresh.h"

typedef struct {
  LeatOrigin  *origin;
  LeatOrigin  *other;
  BufferFresh *fresh;
  guint64      next;
  guint64      last_id;
  guint64      behind;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer sources)
{
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->other = buffer_worker_origin ("scale", "F");
  fixture->fresh = buffer_fresh_new (sources);
  fixture->next = 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  buffer_fresh_free (fixture->fresh);
  leat_origin_unref (fixture->origin);
  leat_origin_unref (fixture->other);
}

/* its numbers are its ids */
static void
offer (Fixture *fixture, const LeatOrigin *origin, guint n_records)
{
  g_autoptr (GArray) segments = buffer_segments_new ();
  const BufferSegment segment = {
    .batch = buffer_worker_batch (origin, n_records, &fixture->next),
    .count = n_records,
    .first_id = fixture->last_id + 1,
  };

  g_array_append_val (segments, segment);
  fixture->last_id += n_records;
  buffer_fresh_offer (fixture->fresh, segments, fixture->last_id);
}

static char *
take (Fixture *fixture, guint max_records)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (LeatBatch)
      batch = buffer_fresh_take (fixture->fresh, max_records, G_MAXSIZE, ids, &fixture->behind);
  const guint n_records = batch != NULL ? leat_batch_get_n_records (batch) : 0;

  g_assert_cmpuint (ids->len, ==, n_records);
  for (guint i = 0; i < n_records; i++)
    g_assert_cmpuint (g_array_index (ids, guint64, i), ==,
                      (guint64) leat_batch_get_record (batch, i)->values[0].integer);
  if (n_records == 0)
    return g_strdup ("");
  return g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                          g_array_index (ids, guint64, 0),
                          g_array_index (ids, guint64, n_records - 1));
}

static void
assert_take (Fixture *fixture, guint max_records, const char *expected)
{
  g_autofree char *taken = take (fixture, max_records);

  g_assert_cmpstr (taken, ==, expected);
}

static void
test_join (Fixture *fixture, gconstpointer data)
{
  offer (fixture, fixture->origin, 3);
  g_assert_false (buffer_fresh_is_joined (fixture->fresh));
  assert_take (fixture, 10, "");
  fixture->behind = 2;
  g_assert_false (buffer_fresh_join (fixture->fresh, 2));
  fixture->behind = 3;
  g_assert_true (buffer_fresh_join (fixture->fresh, 3));
  offer (fixture, fixture->origin, 3);
  assert_take (fixture, 10, "4-6");
  assert_take (fixture, 10, "");
}

/* many small ones become one, a large one several */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_assert_true (buffer_fresh_join (fixture->fresh, 0));
  for (guint i = 0; i < 5; i++)
    offer (fixture, fixture->origin, 1);
  offer (fixture, fixture->origin, 10);
  assert_take (fixture, 3, "1-3");
  assert_take (fixture, 4, "4-7");
  assert_take (fixture, 100, "8-15");
}

/* it had read further in the file than what was offered when it joined */
static void
test_overlap (Fixture *fixture, gconstpointer data)
{
  g_assert_true (buffer_fresh_join (fixture->fresh, 0));
  offer (fixture, fixture->origin, 5);
  fixture->behind = 3;
  assert_take (fixture, 100, "4-5");
}

static void
test_gap (Fixture *fixture, gconstpointer data)
{
  g_assert_true (buffer_fresh_join (fixture->fresh, 0));
  offer (fixture, fixture->origin, 2);
  fixture->last_id += 3;
  fixture->next += 3;
  offer (fixture, fixture->origin, 2);
  g_assert_false (buffer_fresh_is_joined (fixture->fresh));
  assert_take (fixture, 100, "1-2");
  g_assert_false (buffer_fresh_join (fixture->fresh, 5));
  fixture->behind = 7;
  g_assert_true (buffer_fresh_join (fixture->fresh, 7));
}

static void
test_left_behind (Fixture *fixture, gconstpointer data)
{
  g_assert_true (buffer_fresh_join (fixture->fresh, 0));
  while (buffer_fresh_is_joined (fixture->fresh))
    {
      offer (fixture, fixture->origin, 2000);
      g_assert_cmpuint (fixture->last_id, <, 10000000);
    }
  while (fixture->behind < fixture->last_id - 2000)
    {
      g_autofree char *taken = take (fixture, 1000);

      g_assert_cmpstr (taken, !=, "");
    }
  assert_take (fixture, 1000, "");
  g_assert_false (buffer_fresh_join (fixture->fresh, fixture->behind));
}

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  g_assert_true (buffer_fresh_join (fixture->fresh, 0));
  offer (fixture, fixture->origin, 3);
  offer (fixture, fixture->other, 2);
  offer (fixture, fixture->origin, 3);
  assert_take (fixture, 100, "4-5");
  g_assert_cmpuint (fixture->behind, ==, 8);
  assert_take (fixture, 100, "");
}

static void
test_foretell (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) segments = buffer_segments_new ();
  const BufferSegment segment = {
    .batch = buffer_worker_batch (fixture->origin, 3, &fixture->next), .count = 3, .first_id = 1,
  };

  g_array_append_val (segments, segment);
  g_assert_cmpuint (buffer_fresh_foretell (fixture->fresh, segments, 10, G_MAXSIZE), ==, 0);
  g_assert_true (buffer_fresh_join (fixture->fresh, 0));
  g_assert_cmpuint (buffer_fresh_foretell (fixture->fresh, segments, 10, G_MAXSIZE), ==, 3);
  g_assert_cmpuint (buffer_fresh_foretell (fixture->fresh, segments, 2, G_MAXSIZE), ==, 0);
  g_assert_cmpuint (buffer_fresh_foretell (fixture->fresh, segments, 10, 1), ==, 0);
  buffer_fresh_offer (fixture->fresh, segments, 3);
  g_assert_cmpuint (buffer_fresh_foretell (fixture->fresh, segments, 10, G_MAXSIZE), ==, 0);
}

static const char *const scales[] = { "sc*", NULL };

#define ADD(name, function, sources) \
  g_test_add ("/buffer-fresh/" name, Fixture, sources, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("join", test_join, NULL);
  ADD ("sizes", test_sizes, NULL);
  ADD ("overlap", test_overlap, NULL);
  ADD ("gap", test_gap, NULL);
  ADD ("left-behind", test_left_behind, NULL);
  ADD ("sources", test_sources, scales);
  ADD ("foretell", test_foretell, NULL);
  return g_test_run ();
}
