/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places.c - tests that what is ahead of the file comes into it, or stays ahead */
#include "buffer-file.h"
#include "buffer-places.h"

static const char *const everything[] = { "*", NULL };

typedef struct {
  BufferFile    file;
  BufferPlaces *places;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  buffer_file_init (&fixture->file);
  fixture->places = buffer_places_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  buffer_places_free (fixture->places);
  buffer_file_clear (&fixture->file);
}

static void
commit (Fixture *fixture, gboolean committed)
{
  BufferPlaceChanges *changes = buffer_places_take_changes (fixture->places);

  g_assert_true (buffer_database_run (fixture->file.database, "BEGIN", NULL));
  g_assert_true (buffer_places_write_changes (changes, fixture->file.database, NULL));
  g_assert_true (
      buffer_database_run (fixture->file.database, committed ? "COMMIT" : "ROLLBACK", NULL));
  buffer_places_settle (fixture->places, changes, committed);
}

static void
assert_place (Fixture *fixture, BufferPlace *place, guint64 acknowledged, guint64 claimed)
{
  guint64 found_acknowledged = 77, found_claimed = 77;

  buffer_place_get (fixture->places, place, &found_acknowledged, &found_claimed, NULL);
  g_assert_cmpuint (found_acknowledged, ==, acknowledged);
  g_assert_cmpuint (found_claimed, ==, claimed);
}

static void
test_written (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  g_autofree char *position = NULL;
  guint64 acknowledged, claimed;

  buffer_place_acknowledge (fixture->places, place, 5, "here");
  g_assert_false (buffer_place_claim (fixture->places, place, 9));
  commit (fixture, TRUE);
  g_assert_false (buffer_places_are_ahead (fixture->places));
  g_assert_true (buffer_place_claim (fixture->places, place, 9));
  buffer_file_expect (&fixture->file,
                      "SELECT reader || again || acknowledged || claimed || position || sources"
                      " FROM places",
                      "mes059here[\"*\"]");

  buffer_places_free (fixture->places);
  fixture->places = buffer_places_new ();
  g_assert_true (buffer_places_load (fixture->places, fixture->file.database, NULL));
  place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  buffer_place_get (fixture->places, place, &acknowledged, &claimed, &position);
  g_assert_cmpuint (acknowledged, ==, 5);
  g_assert_cmpuint (claimed, ==, 9);
  g_assert_cmpstr (position, ==, "here");
}

/* nothing of it is lasting then, and all of it goes into the next commit */
static void
test_rolled_back (Fixture *fixture, gconstpointer data)
{
  const LeatRefusal refusal = { sizeof refusal, "no", 422, NULL };
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);

  buffer_place_refuse (fixture->places, place, 4, &refusal);
  buffer_place_refuse (fixture->places, place, 5, &refusal);
  buffer_place_acknowledge (fixture->places, place, 5, NULL);
  commit (fixture, FALSE);
  g_assert_true (buffer_place_is_ahead (fixture->places, place));
  g_assert_false (buffer_place_claim (fixture->places, place, 9));
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM places", "0");
  commit (fixture, TRUE);
  buffer_file_expect (&fixture->file, "SELECT group_concat (row) FROM rejects", "4,5");
  buffer_file_expect (&fixture->file, "SELECT acknowledged FROM places", "5");
}

static void
test_claim_ends (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);

  buffer_place_claim (fixture->places, place, 9);
  buffer_place_acknowledge (fixture->places, place, 8, NULL);
  assert_place (fixture, place, 8, 9);
  buffer_place_acknowledge (fixture->places, place, 9, NULL);
  assert_place (fixture, place, 9, 0);
  buffer_place_acknowledge (fixture->places, place, 7, NULL);
  assert_place (fixture, place, 9, 0);
}

/* so many, and they make a commit of their own */
static void
test_due (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  guint64 id = 0;

  commit (fixture, TRUE);
  while (!buffer_place_acknowledge (fixture->places, place, ++id, NULL))
    g_assert_cmpuint (id, <, 100000);
  g_assert_cmpuint (id, >, 1);
}

static void
test_beginning (Fixture *fixture, gconstpointer data)
{
  BufferPlace *first = buffer_places_enter (fixture->places, "mes", FALSE, everything, 100);
  BufferPlace *second;

  assert_place (fixture, first, 0, 0);
  buffer_place_acknowledge (fixture->places, first, 40, NULL);
  second = buffer_places_enter (fixture->places, "archive", FALSE, everything, 100);
  assert_place (fixture, second, 40, 0);
  second = buffer_places_enter (fixture->places, "mes", TRUE, everything, 100);
  assert_place (fixture, second, 0, 0);
}

/* the file is another one now: those that are entered go into it */
static void
test_other_file (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);

  buffer_place_acknowledge (fixture->places, place, 5, NULL);
  commit (fixture, TRUE);
  g_assert_true (buffer_database_run (fixture->file.database, "DELETE FROM places", NULL));
  g_assert_true (buffer_places_load (fixture->places, fixture->file.database, NULL));
  commit (fixture, TRUE);
  buffer_file_expect (&fixture->file, "SELECT acknowledged FROM places", "5");
  buffer_places_leave (fixture->places, place);
}

#define ADD(name, function) \
  g_test_add ("/buffer-places/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("written", test_written);
  ADD ("rolled-back", test_rolled_back);
  ADD ("claim-ends", test_claim_ends);
  ADD ("due", test_due);
  ADD ("beginning", test_beginning);
  ADD ("other-file", test_other_file);
  return g_test_run ();
}
