/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* place.c - tests how a place in a store is read, claimed, acknowledged and left */
#include "places.h"

typedef struct {
  TestStore store;
  LeatdPlace place;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  test_store_init (&fixture->store);
  test_store_init_place (&fixture->store, &fixture->place, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leatd_place_close (&fixture->place);
  leatd_place_clear (&fixture->place);
  test_store_clear (&fixture->store);
}

static void
open_place (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_place_open (&fixture->place, &fixture->store.sink, &error));
  g_assert_no_error (error);
}

static void
assert_read (Fixture *fixture, guint max_records, guint n_records)
{
  g_autoptr (GError) error = NULL;
  LeatdPortion *portion = leatd_place_read (&fixture->place, max_records, 1 << 20, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (portion != NULL ? leat_batch_get_n_records (portion->batch) : 0, ==, n_records);
  g_clear_pointer (&portion, leatd_portion_free);
}

static void
test_reads (Fixture *fixture, gconstpointer data)
{
  guint64 backlog;
  gint64 oldest;

  g_assert_false (leatd_place_get_backlog (&fixture->place, &backlog, &oldest));
  test_store_add (&fixture->store, 25);
  open_place (fixture);
  open_place (fixture);
  assert_read (fixture, 10, 10);
  assert_read (fixture, 100, 15);
  g_assert_cmpint (fixture->place.more, ==, 1);
  assert_read (fixture, 100, 0);
  g_assert_cmpint (fixture->place.more, ==, 0);
  test_store_add (&fixture->store, 1);
  g_assert_cmpint (fixture->place.more, ==, 1);
  g_assert_cmpuint (leatd_bell_wait (&fixture->store.bell, LEATD_BELL_STORE, -1), !=, 0);
  g_assert_true (leatd_place_get_backlog (&fixture->place, &backlog, &oldest));
  g_assert_cmpuint (backlog, ==, 26);
  g_assert_cmpint (oldest, ==, 1);
  test_store_assert_told (&fixture->store, "read 10\nread 15\n");
}

static gboolean
claim (Fixture *fixture, guint64 end, GError **error)
{
  return leatd_place_claim (&fixture->place, &end, 1, error);
}

/* what is lasting is not claimed again, and an end that failed is not claimed */
static void
test_claims (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  test_store_add (&fixture->store, 20);
  open_place (fixture);
  fixture->store.store->faults.claims = 1;
  g_assert_false (claim (fixture, 10, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  for (guint i = 0; i < 3; i++)
    g_assert_true (claim (fixture, 10, NULL));
  g_assert_true (claim (fixture, 5, NULL));
  test_store_assert_told (&fixture->store, "claim 10\nclaim 5\n");
}

/* behind a crash exactly what was claimed comes first */
static void
test_claim_is_read_first (Fixture *fixture, gconstpointer data)
{
  const guint64 ends[] = { 9, 12 };

  test_store_add (&fixture->store, 20);
  open_place (fixture);
  g_assert_true (leatd_place_acknowledge (&fixture->place, 2, NULL, NULL));
  g_assert_true (leatd_place_claim (&fixture->place, ends, G_N_ELEMENTS (ends), NULL));
  g_assert_true (claim (fixture, 5, NULL));
  g_assert_true (leatd_place_acknowledge (&fixture->place, 9, NULL, NULL));
  leatd_place_close (&fixture->place);
  memory_store_crash (fixture->store.store);
  open_place (fixture);
  assert_read (fixture, 1000, 3);
  assert_read (fixture, 1000, 4);
  assert_read (fixture, 1, 3);
  assert_read (fixture, 1000, 8);
}

static void
test_position (Fixture *fixture, gconstpointer data)
{
  test_store_add (&fixture->store, 3);
  open_place (fixture);
  g_assert_null (fixture->place.position);
  g_assert_true (leatd_place_acknowledge (&fixture->place, 3, "1 here", NULL));
  g_assert_cmpstr (fixture->place.position, ==, "1 here");
  leatd_place_close (&fixture->place);
  open_place (fixture);
  g_assert_cmpstr (fixture->place.position, ==, "1 here");
  test_store_assert_told (&fixture->store, "ack 3 1 here\nclose\n");
}

/* BUSY: the bell rings when it is over; others are errors, and the read is tried again */
static void
test_read_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  test_store_add (&fixture->store, 3);
  fixture->store.store->faults = (MemoryFaults) { .opens = 1, .busy_reads = 1, .reads = 1 };
  g_assert_false (leatd_place_open (&fixture->place, &fixture->store.sink, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_clear_error (&error);
  open_place (fixture);
  g_assert_null (leatd_place_read (&fixture->place, 10, 1000, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  g_assert_cmpint (fixture->place.more, ==, 1);
  assert_read (fixture, 10, 0);
  g_assert_cmpuint (leatd_bell_wait (&fixture->store.bell, LEATD_BELL_STORE, -1), !=, 0);
  assert_read (fixture, 10, 3);
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *value = NULL;

  open_place (fixture);
  g_assert_null (leatd_place_recall (&fixture->place, "key"));
  g_assert_true (leatd_place_remember (&fixture->place, "key", "value", NULL));
  value = leatd_place_recall (&fixture->place, "key");
  g_assert_cmpstr (value, ==, "value");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/place/reads", test_reads);
  ADD ("/place/claims", test_claims);
  ADD ("/place/claim-is-read-first", test_claim_is_read_first);
  ADD ("/place/position", test_position);
  ADD ("/place/read-fails", test_read_fails);
  ADD ("/place/facts", test_facts);
  return g_test_run ();
}
