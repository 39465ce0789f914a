/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reader-position.c - tests that a sink's position goes with it from its queue to a store, from
 * place to place, and back */
#include "heard.h"
#include "places.h"
#include "queue/leatd-reader-position.h"
#include "scratch.h"

typedef struct {
  TestStore store;
  LeatdPlace places[2];
  LeatdReaderPosition position;
  char *directory;
  LeatdFacts *facts;
} Fixture;

static void
open_all (Fixture *fixture)
{
  for (guint i = 0; i < 2; i++)
    g_assert_true (leatd_place_open (&fixture->places[i], &fixture->store.sink, NULL));
  g_assert_true (
      leatd_reader_position_take (&fixture->position, fixture->places, 2, fixture->facts, NULL));
}

static void
close_all (Fixture *fixture)
{
  for (guint i = 0; i < 2; i++)
    leatd_place_close (&fixture->places[i]);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;

  fixture->directory = g_dir_make_tmp ("leat-position-XXXXXX", NULL);
  path = g_build_filename (fixture->directory, "sink.facts", NULL);
  fixture->facts = leatd_facts_open (path, NULL);
  test_store_init (&fixture->store);
  for (guint i = 0; i < 2; i++)
    test_store_init_place (&fixture->store, &fixture->places[i], i == 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_all (fixture);
  for (guint i = 0; i < 2; i++)
    leatd_place_clear (&fixture->places[i]);
  leatd_reader_position_clear (&fixture->position);
  test_store_clear (&fixture->store);
  leatd_facts_free (fixture->facts);
  scratch_remove (fixture->directory);
  g_free (fixture->directory);
}

/* the sink has got to @text by what came from a place */
static void
acknowledge (Fixture *fixture, guint place, const char *text)
{
  g_autofree char *numbered = NULL;

  leatd_reader_position_set (&fixture->position, text);
  numbered = leatd_reader_position_number (&fixture->position);
  g_assert_true (leatd_place_acknowledge (&fixture->places[place], 0, numbered, NULL));
}

static void
test_newest (Fixture *fixture, gconstpointer data)
{
  open_all (fixture);
  g_assert_null (fixture->position.text);
  g_assert_null (leatd_reader_position_number (&fixture->position));
  for (guint i = 0; i < 12; i++) /* numbers are compared, not texts */
    acknowledge (fixture, 0, "live");
  acknowledge (fixture, 1, "again");
  close_all (fixture);
  open_all (fixture);
  g_assert_cmpstr (fixture->position.text, ==, "again");
  acknowledge (fixture, 0, "live");
  close_all (fixture);
  open_all (fixture);
  g_assert_cmpstr (fixture->position.text, ==, "live");
}

static void
test_from_a_queue (Fixture *fixture, gconstpointer data)
{
  g_assert_true (leatd_facts_set (fixture->facts, LEATD_FACT_POSITION, "queue", NULL));
  open_all (fixture);
  g_assert_cmpstr (fixture->position.text, ==, "queue");
  g_assert_null (leatd_facts_get (fixture->facts, LEATD_FACT_POSITION));
  /* killed before anything was acknowledged */
  close_all (fixture);
  memory_store_crash (fixture->store.store);
  open_all (fixture);
  g_assert_cmpstr (fixture->position.text, ==, "queue");
  acknowledge (fixture, 0, "store");
  close_all (fixture);
  open_all (fixture);
  g_assert_cmpstr (fixture->position.text, ==, "store");
}

/* to a queue and back: each time the newest, and behind a kill no old one is left for the queue */
static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  open_all (fixture);
  acknowledge (fixture, 0, "one");
  close_all (fixture);
  g_assert_true (leatd_reader_position_leave (&fixture->position, fixture->facts, NULL));
  g_assert_cmpstr (leatd_facts_get (fixture->facts, LEATD_FACT_POSITION), ==, "one");
  g_assert_true (leatd_facts_set (fixture->facts, LEATD_FACT_POSITION, "two", NULL));
  open_all (fixture);
  g_assert_cmpstr (fixture->position.text, ==, "two");
  acknowledge (fixture, 0, "three");
  close_all (fixture);
  g_assert_null (leatd_facts_get (fixture->facts, LEATD_FACT_POSITION));
}

/* what was left at the end is older than the cursor, if the store has no queue's life since */
static void
test_left_and_not_used (Fixture *fixture, gconstpointer data)
{
  open_all (fixture);
  acknowledge (fixture, 0, "one");
  g_assert_true (leatd_reader_position_leave (&fixture->position, fixture->facts, NULL));
  acknowledge (fixture, 0, "two");
  close_all (fixture);
  open_all (fixture);
  g_assert_cmpstr (fixture->position.text, ==, "two");
}

/* a store, a queue, and the store again: what comes once more is told, once */
static void
test_had_a_queue (Fixture *fixture, gconstpointer data)
{
  LeatdPlace *live = &fixture->places[0];

  open_all (fixture);
  g_assert_true (leatd_reader_note_queue (fixture->facts, NULL));
  g_assert_true (leatd_reader_note_store (fixture->facts, live, "store", NULL));
  test_store_add (&fixture->store, 5);
  g_assert_true (leatd_reader_note_store (fixture->facts, live, "store", NULL));
  g_assert_cmpuint (heard_count ("*had-a-queue*"), ==, 0);
  g_assert_true (leatd_reader_note_queue (fixture->facts, NULL));
  g_assert_true (leatd_reader_note_queue (fixture->facts, NULL));
  g_assert_true (leatd_reader_note_store (fixture->facts, live, "store", NULL));
  g_assert_true (leatd_reader_note_store (fixture->facts, live, "store", NULL));
  g_assert_cmpuint (heard_count ("* had-a-queue: had via=none for a while: what store store took "
                                 "meanwhile goes out once more, 5 records with *"),
                    ==, 1);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/reader-position/newest", test_newest);
  ADD ("/reader-position/from-a-queue", test_from_a_queue);
  ADD ("/reader-position/there-and-back", test_there_and_back);
  ADD ("/reader-position/had-a-queue", test_had_a_queue);
  ADD ("/reader-position/left-and-not-used", test_left_and_not_used);
  return g_test_run ();
}
