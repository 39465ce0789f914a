/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places.c - tests that what is ahead of the file comes into it, or stays ahead */
#include "buffer-file.h"
#include "buffer-places.h"

static const char *const everything[] = { "*", NULL };

typedef struct {
  BufferFile file;
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

/* "8: 9 12": acknowledged, claimed */
static void
assert_place (Fixture *fixture, BufferPlace *place, const char *expected)
{
  g_autoptr (GArray) claims = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  guint64 acknowledged = 77;

  buffer_place_get (fixture->places, place, &acknowledged, &claims, NULL);
  g_string_printf (found, "%" G_GUINT64_FORMAT ":", acknowledged);
  for (guint i = 0; i < claims->len; i++)
    g_string_append_printf (found, " %" G_GUINT64_FORMAT, g_array_index (claims, guint64, i));
  g_assert_cmpstr (found->str, ==, expected);
}

/* TRUE: it is lasting already */
static gboolean
claim (Fixture *fixture, BufferPlace *place, guint64 end)
{
  return buffer_place_claim (fixture->places, place, &end, 1);
}

/* what the file says is all that is known */
static void
load_anew (Fixture *fixture)
{
  buffer_places_free (fixture->places);
  fixture->places = buffer_places_new ();
  g_assert_true (buffer_places_load (fixture->places, fixture->file.database, NULL));
}

static void
test_written (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  g_autofree char *position = NULL;
  guint64 acknowledged;

  buffer_place_acknowledge (fixture->places, place, 5, "here");
  g_assert_false (claim (fixture, place, 9));
  commit (fixture, TRUE);
  g_assert_false (buffer_places_are_ahead (fixture->places));
  g_assert_true (claim (fixture, place, 9));
  buffer_file_expect (&fixture->file,
                      "SELECT reader || again || acknowledged || claimed || position || sources"
                      " FROM places",
                      "mes059here[\"*\"]");

  load_anew (fixture);
  place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  assert_place (fixture, place, "5: 9");
  buffer_place_get (fixture->places, place, &acknowledged, NULL, &position);
  g_assert_cmpstr (position, ==, "here");
}

/* several with one commit; of those, the open ones come back, each place its own */
static void
test_several_claims (Fixture *fixture, gconstpointer data)
{
  static const guint64 ends[] = { 10, 20, 30 };
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  BufferPlace *again = buffer_places_enter (fixture->places, "mes", TRUE, everything, 0);

  g_assert_false (buffer_place_claim (fixture->places, place, ends, G_N_ELEMENTS (ends)));
  g_assert_false (claim (fixture, again, 7));
  commit (fixture, TRUE);
  g_assert_true (buffer_place_claim (fixture->places, place, ends, G_N_ELEMENTS (ends)));
  g_assert_true (claim (fixture, place, 10));
  buffer_place_acknowledge (fixture->places, place, 10, NULL);
  g_assert_true (claim (fixture, place, 20));
  commit (fixture, TRUE);
  load_anew (fixture);
  place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  again = buffer_places_enter (fixture->places, "mes", TRUE, everything, 0);
  assert_place (fixture, place, "10: 20 30");
  assert_place (fixture, again, "0: 7");
  /* they are lasting, as they were */
  g_assert_true (claim (fixture, place, 20));
}

/* a request that is halved, and at last sent in another way: what is behind it stays */
static void
test_halves (Fixture *fixture, gconstpointer data)
{
  static const guint64 ends[] = { 8, 16 };
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);

  g_assert_false (buffer_place_claim (fixture->places, place, ends, G_N_ELEMENTS (ends)));
  commit (fixture, TRUE);
  g_assert_false (claim (fixture, place, 4));
  g_assert_false (claim (fixture, place, 2));
  assert_place (fixture, place, "0: 2 4 8 16");
  commit (fixture, TRUE);
  load_anew (fixture);
  place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  assert_place (fixture, place, "0: 2 4 8 16");
  buffer_place_acknowledge (fixture->places, place, 3, NULL);
  g_assert_false (claim (fixture, place, 8));
  assert_place (fixture, place, "3: 8 16");
  commit (fixture, TRUE);
  load_anew (fixture);
  assert_place (fixture, buffer_places_enter (fixture->places, "mes", FALSE, everything, 0),
                "3: 8 16");
}

/* who is expected has a place before it comes, by what the file says of others; a file that is
 * opened again brings it no further */
static void
test_expected (Fixture *fixture, gconstpointer data)
{
  BufferPlace *mes = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  BufferMarks marks;

  buffer_place_acknowledge (fixture->places, mes, 5, NULL);
  commit (fixture, TRUE);
  buffer_places_free (fixture->places);
  fixture->places = buffer_places_new ();
  buffer_places_expect (fixture->places, "archive");
  buffer_places_expect (fixture->places, "archive");
  g_assert_true (buffer_places_load (fixture->places, fixture->file.database, NULL));
  mes = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  buffer_place_acknowledge (fixture->places, mes, 9, NULL);
  commit (fixture, FALSE);
  g_assert_true (buffer_places_load (fixture->places, fixture->file.database, NULL));
  commit (fixture, TRUE);
  buffer_file_expect (&fixture->file,
                      "SELECT group_concat (acknowledged) FROM"
                      " (SELECT acknowledged FROM places ORDER BY reader)",
                      "5,9");
  buffer_places_get_marks (fixture->places, TRUE, &marks);
  g_assert_cmpuint (marks.by_present, ==, 5);
  assert_place (fixture, buffer_places_enter (fixture->places, "archive", FALSE, everything, 9),
                "5:");
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
  g_assert_false (claim (fixture, place, 9));
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM places", "0");
  commit (fixture, TRUE);
  buffer_file_expect (&fixture->file, "SELECT group_concat (row) FROM rejects", "4,5");
  buffer_file_expect (&fixture->file, "SELECT acknowledged FROM places", "5");
}

static void
test_claim_ends (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);

  claim (fixture, place, 9);
  buffer_place_acknowledge (fixture->places, place, 8, NULL);
  assert_place (fixture, place, "8: 9");
  buffer_place_acknowledge (fixture->places, place, 9, NULL);
  assert_place (fixture, place, "9:");
  buffer_place_acknowledge (fixture->places, place, 7, NULL);
  assert_place (fixture, place, "9:");
}

/* so many, and they are to make a commit of their own; many more, and nobody goes on before */
static void
test_due (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);
  guint64 id = 0;

  commit (fixture, TRUE);
  while (buffer_place_acknowledge (fixture->places, place, ++id, NULL) == BUFFER_DUE_NOT)
    g_assert_cmpuint (id, <, 100000);
  g_assert_cmpuint (id, >, 1);
  while (buffer_place_acknowledge (fixture->places, place, ++id, NULL) == BUFFER_DUE_SOON)
    g_assert_cmpuint (id, <, 100000);
  g_assert_cmpint (buffer_place_acknowledge (fixture->places, place, id, NULL), ==, BUFFER_DUE_NOW);
  commit (fixture, TRUE);
  g_assert_cmpint (buffer_place_acknowledge (fixture->places, place, id + 1, NULL), ==,
                   BUFFER_DUE_NOT);
}

static void
test_beginning (Fixture *fixture, gconstpointer data)
{
  BufferPlace *first = buffer_places_enter (fixture->places, "mes", FALSE, everything, 100);
  BufferPlace *second;

  assert_place (fixture, first, "0:");
  buffer_place_acknowledge (fixture->places, first, 40, NULL);
  second = buffer_places_enter (fixture->places, "archive", FALSE, everything, 100);
  assert_place (fixture, second, "40:");
  second = buffer_places_enter (fixture->places, "mes", TRUE, everything, 100);
  assert_place (fixture, second, "0:");
}

/* the file is another one now: those that are entered go into it */
static void
test_other_file (Fixture *fixture, gconstpointer data)
{
  BufferPlace *place = buffer_places_enter (fixture->places, "mes", FALSE, everything, 0);

  static const guint64 ends[] = { 8, 16 };

  buffer_place_acknowledge (fixture->places, place, 5, NULL);
  buffer_place_claim (fixture->places, place, ends, G_N_ELEMENTS (ends));
  commit (fixture, TRUE);
  g_assert_true (
      buffer_database_run (fixture->file.database, "DELETE FROM places; DELETE FROM claims", NULL));
  g_assert_true (buffer_places_load (fixture->places, fixture->file.database, NULL));
  g_assert_false (claim (fixture, place, 8));
  commit (fixture, TRUE);
  buffer_file_expect (&fixture->file, "SELECT acknowledged || ' ' || claimed FROM places", "5 16");
  buffer_file_expect (&fixture->file, "SELECT group_concat (up_to) FROM claims", "8");
  buffer_places_leave (fixture->places, place);
}

/* TRUE: it is told who is forgotten; @now: in ns */
static gboolean
look_for_absent (Fixture *fixture, gint64 now, gboolean committed)
{
  g_autofree char *told = NULL;

  g_assert_true (buffer_database_run (fixture->file.database, "BEGIN", NULL));
  g_assert_true (buffer_places_note_absent (fixture->places, fixture->file.database, now, NULL));
  g_assert_true (
      buffer_places_expire (fixture->places, fixture->file.database, now, 1000, &told, NULL));
  g_assert_true (
      buffer_database_run (fixture->file.database, committed ? "COMMIT" : "ROLLBACK", NULL));
  g_assert_true (buffer_places_forget (fixture->places, fixture->file.database, NULL));
  return told != NULL;
}

/* whose absence, or end, does not come into a file that is full is absent, or at its end, later */
static void
test_absent_rolled_back (Fixture *fixture, gconstpointer data)
{
  BufferMarks marks;

  g_assert_true (buffer_database_run (fixture->file.database,
                                      "INSERT INTO places (reader, again, acknowledged, claimed,"
                                      " sources, seen) VALUES ('old', 0, 5, 0, '[]', 0)",
                                      NULL));
  g_assert_true (buffer_places_load (fixture->places, fixture->file.database, NULL));
  g_assert_false (look_for_absent (fixture, 100, FALSE));
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM absent", "0");
  g_assert_false (look_for_absent (fixture, 200, TRUE));
  buffer_file_expect (&fixture->file, "SELECT since FROM absent", "100");
  g_assert_false (look_for_absent (fixture, 1000100, TRUE));
  g_assert_true (look_for_absent (fixture, 1000101, FALSE));
  buffer_places_get_marks (fixture->places, TRUE, &marks);
  g_assert_true (marks.has_readers);
  g_assert_true (look_for_absent (fixture, 1000101, TRUE));
  buffer_places_get_marks (fixture->places, TRUE, &marks);
  g_assert_false (marks.has_readers);
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM places", "0");
}

#define ADD(name, function) \
  g_test_add ("/buffer-places/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("written", test_written);
  ADD ("expected", test_expected);
  ADD ("rolled-back", test_rolled_back);
  ADD ("claim-ends", test_claim_ends);
  ADD ("several-claims", test_several_claims);
  ADD ("halves", test_halves);
  ADD ("due", test_due);
  ADD ("beginning", test_beginning);
  ADD ("other-file", test_other_file);
  ADD ("absent-rolled-back", test_absent_rolled_back);
  return g_test_run ();
}
