/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-gone.c - tests what becomes of a store whose file is taken away under it */
#include <glib/gstdio.h>
#include "buffer-store-fixture.h"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_tear_down (fixture, NULL);
}

static void
assert_noted (Fixture *fixture, const char *pattern, gboolean noted)
{
  g_autofree char *notes = buffer_worker_notes (&fixture->worker);

  if (g_pattern_match_simple (pattern, notes) != noted)
    g_error ("%s: %s", pattern, notes);
}

static void
take_away (Fixture *fixture, const char *name)
{
  g_autofree char *path = buffer_worker_path (&fixture->worker, name);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* an older state of the same file, as from a backup */
static void
replace (Fixture *fixture, const char *name)
{
  g_autofree char *path = buffer_worker_path (&fixture->worker, name);
  g_autofree char *other = g_strconcat (path, ".other", NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (g_file_set_contents (other, text, (gssize) length, NULL));
  g_assert_cmpint (g_rename (other, path), ==, 0);
}

typedef struct {
  const char *path;
  const char *name;
  void      (*take) (Fixture *fixture, const char *name);
} Case;

static const Case cases[] = {
  { "/buffer-gone/at-work/deleted", "buffer.db", take_away },
  { "/buffer-gone/at-work/replaced", "buffer.db", replace },
  { "/buffer-gone/at-work/log-deleted", "buffer.db-wal", take_away },
  { "/buffer-gone/at-work/log-replaced", "buffer.db-wal", replace },
};

/* what was called safe is there after a kill, and what a reader has had it does not get again */
static void
test_at_work (Fixture *fixture, gconstpointer data)
{
  const Case *test = data;
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autofree char *numbers = NULL, *rest = NULL, *notes = NULL;
  guint64 last = 0;

  fixture_put (fixture, 5);
  numbers = buffer_worker_numbers (&fixture->worker, reader, 2, &last);
  g_assert_cmpstr (numbers, ==, "1-2");
  g_assert_true (fixture->store->ack (reader, last, NULL, NULL));
  g_assert_true (fixture_claim (fixture, reader, last + 2, NULL));

  test->take (fixture, test->name);
  for (notes = NULL; notes == NULL || strstr (notes, "put back") == NULL;)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      buffer_worker_put_stubbornly (&fixture->worker, fixture->origin, &fixture->next, 1);
      g_free (notes);
      notes = buffer_worker_notes (&fixture->worker);
    }
  /* and that is all: the new one is in its place for several looks */
  for (gint64 quiet = g_get_monotonic_time () + 1200 * 1000; g_get_monotonic_time () < quiet;)
    buffer_worker_put_stubbornly (&fixture->worker, fixture->origin, &fixture->next, 1);
  assert_noted (fixture, "*file-gone*file-gone*", FALSE);
  rest = buffer_worker_query (&fixture->worker, "SELECT count(*) = max (id) FROM rows");
  g_assert_cmpstr (rest, ==, "1\n");
  g_free (rest);
  rest = buffer_worker_query (&fixture->worker, "SELECT max (sequence) FROM rows");
  g_assert_cmpuint (g_ascii_strtoull (rest, NULL, 10), ==, fixture->next - 1);
  g_free (rest);
  rest = buffer_worker_query (&fixture->worker, "PRAGMA quick_check");
  g_assert_cmpstr (rest, ==, "ok\n");
  fixture->store->close_reader (reader);
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_free (numbers);
  numbers = buffer_worker_numbers (&fixture->worker, reader, 100, &last);
  g_assert_cmpstr (numbers, ==, "3-4");
  fixture->store->close_reader (reader);
}

/* stopped, and it is gone, or nothing is left of it: that is told, once */
static void
test_at_rest (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = buffer_worker_path (&fixture->worker, "buffer.db");

  fixture_put (fixture, 5);
  buffer_worker_end (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_end (&fixture->worker);
  assert_noted (fixture, "*file-gone*", FALSE);
  if (data != NULL)
    g_assert_true (g_file_set_contents (path, "", 0, NULL));
  else
    take_away (fixture, "buffer.db");
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_noted (fixture, "*file-gone: FOLDER/buffer.db: is not there any more, or is empty; *",
                TRUE);
  fixture_put (fixture, 5);
  buffer_worker_end (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_noted (fixture, "*file-gone*file-gone*", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, &cases[i], set_up, test_at_work, tear_down);
  g_test_add ("/buffer-gone/at-rest/deleted", Fixture, NULL, set_up, test_at_rest, tear_down);
  g_test_add ("/buffer-gone/at-rest/empty", Fixture, "", set_up, test_at_rest, tear_down);
  return g_test_run ();
}
