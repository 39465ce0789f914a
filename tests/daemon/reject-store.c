/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reject-store.c - tests what appends lines: never outgrows its limit, never leaves half a line */
#include "rejects/leatd-reject-store.h"
#include "disk-in-hand.h"
#include "heard.h"
#include "some-rejects.h"

static LeatdRejectStore *
begin (Place *place, gint64 max_size)
{
  g_autoptr (GError) error = NULL;
  LeatdRejectStore *store = leatd_reject_store_new (place->directory, max_size, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

/* rejects @first to @first + @n - 1 in one commit */
static gboolean
try_commit (LeatdRejectStore *store, guint first, guint n, gsize length, LeatdRejectLoss *loss,
            GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree guint8 *data = g_malloc (length + 1);
  const guint64 id = leatd_reject_store_get_next_id (store);

  for (guint i = 0; i < n; i++)
    {
      const LeatdReject reject = some_reject (first + i, length, data);

      leatd_reject_line_append (lines, id + i, &reject);
    }
  return leatd_reject_store_commit (store, lines, n, loss, error);
}

static void
commit (LeatdRejectStore *store, guint first, guint n, gsize length)
{
  g_autoptr (GError) error = NULL;
  LeatdRejectLoss loss = { 0 };

  try_commit (store, first, n, length, &loss, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loss.n_rejects, ==, 0);
}

static void
assert_numbers_from (Place *place, guint first, gsize length)
{
  for (guint i = 0; i < place->lines->len; i++)
    assert_is (line_at (place, i), first + i, length);
}

static gint64
sum_sizes (Place *place, guint *n_files, gint64 *largest)
{
  g_autoptr (GArray) files = leatd_reject_files_scan (place->directory, NULL);
  gint64 sum = 0;

  *n_files = files->len;
  *largest = 0;
  for (guint i = 0; i < files->len; i++)
    {
      const LeatdRejectFile *file = &g_array_index (files, LeatdRejectFile, i);

      sum += file->size;
      *largest = MAX (*largest, file->size);
    }
  return sum;
}

static void
test_store_go_on (Place *place, gconstpointer data)
{
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (LeatdRejectStore) store = begin (place, MIB);

      g_assert_cmpuint (leatd_reject_store_get_next_id (store), ==, round * 5 + 1);
      commit (store, round * 5, 2, 10);
      commit (store, round * 5 + 2, 3, 10);
    }
  assert_all_from (place, 1, 20);
  assert_numbers_from (place, 0, 10);
  g_assert_cmpuint (heard_count ("*"), ==, 0);
}

/* the oldest files give way, whole, counted, told; what is left is the newest without a hole */
static void
test_store_bounded (Place *place, gconstpointer data)
{
  const gint64 max_size = 100000;
  g_autoptr (LeatdRejectStore) store = begin (place, max_size);
  LeatdRejectLoss loss = { 0 };
  guint n_files;
  gint64 largest;

  for (guint n = 0; n < 2000; n += 10)
    {
      g_assert_true (try_commit (store, n, 10, 100, &loss, NULL));
      g_assert_cmpint (sum_sizes (place, &n_files, &largest), <=, max_size);
      g_assert_cmpint (largest, <=, max_size / 8);
      g_assert_cmpuint (loss.n_bytes, ==, loss.n_rejects * 100);
    }
  g_assert_cmpint (sum_sizes (place, &n_files, &largest), >, max_size * 3 / 4);
  g_assert_cmpuint (n_files, >=, 7);
  assert_all_from (place, loss.n_rejects + 1, (guint) (2000 - loss.n_rejects));
  assert_numbers_from (place, (guint) loss.n_rejects, 100);
  g_assert_cmpuint (heard_count ("rejects drop: * rejects (1 to * gave way: *rejects-size"), ==, 1);
}

/* one commit may take all of the room there is: then nothing else stays, and it gives way in turn
 * */
static void
test_store_one_large (Place *place, gconstpointer data)
{
  g_autoptr (LeatdRejectStore) store = begin (place, 20000);
  LeatdRejectLoss loss = { 0 };

  for (guint n = 0; n < 10; n++)
    commit (store, n, 1, 100);
  g_assert_true (try_commit (store, 10, 1, 14000, &loss, NULL));
  g_assert_cmpuint (loss.n_rejects, ==, 10);
  g_assert_cmpuint (loss.n_bytes, ==, 1000);
  assert_all_from (place, 11, 1);
  assert_numbers_from (place, 10, 14000);

  g_assert_true (try_commit (store, 11, 1, 100, &loss, NULL));
  g_assert_cmpuint (loss.n_rejects, ==, 11);
  g_assert_cmpuint (loss.n_bytes, ==, 15000);
  assert_all_from (place, 12, 1);
}

/* a last line that is torn at any byte is cut and told; what is before it stays, ids go on */
static void
test_store_torn (Place *place, gconstpointer data)
{
  g_autofree char *path = leatd_reject_files_path (place->directory, 1);
  g_autofree char *whole = NULL;
  gsize length, last;

  {
    g_autoptr (LeatdRejectStore) store = begin (place, MIB);

    commit (store, 0, 2, 10);
  }
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  last = (gsize) ((char *) memrchr (whole, '\n', length - 1) + 1 - whole);

  for (gsize cut = last - 1; cut < length; cut++)
    {
      g_autoptr (LeatdRejectStore) store = NULL;
      const guint n_whole = cut >= last ? 1 : 0;
      const gboolean is_torn = cut > 0 && whole[cut - 1] != '\n';

      heard_forget ();
      g_assert_true (g_file_set_contents (path, whole, (gssize) cut, NULL));
      store = begin (place, MIB);
      commit (store, 7, 1, 10);
      g_assert_cmpuint (heard_count ("rejects cut: */0000000001.jsonl: its last line was torn, * "
                                     "bytes are cut off"),
                        ==, is_torn);
      assert_all_from (place, 1, n_whole + 1);
      assert_is (line_at (place, n_whole), 7, 10);
    }
}

/* a power cut may leave NULs where the last line was to be */
static void
test_store_torn_zeros (Place *place, gconstpointer data)
{
  g_autofree char *path = leatd_reject_files_path (place->directory, 1);

  {
    g_autoptr (LeatdRejectStore) store = begin (place, MIB);

    commit (store, 0, 2, 10);
  }
  g_assert_cmpint (truncate (path, 100000), ==, 0);
  {
    g_autoptr (LeatdRejectStore) store = begin (place, MIB);

    commit (store, 2, 1, 10);
  }
  assert_all_from (place, 1, 3);
  assert_numbers_from (place, 0, 10);
  g_assert_cmpuint (heard_count ("rejects cut: *"), ==, 1);
}

/* what failed may be committed again, and comes once */
static void
test_store_sync_fails (Place *place, gconstpointer data)
{
  g_autoptr (LeatdRejectStore) store = begin (place, MIB);
  LeatdRejectLoss loss = { 0 };

  commit (store, 0, 1, 10);
  disk_set (TRUE, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (try_commit (store, 1, 5, 10, &loss, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
      g_assert_cmpuint (leatd_reject_store_get_next_id (store), ==, 2);
      assert_all_from (place, 1, 1);
    }
  disk_set (FALSE, FALSE);
  commit (store, 1, 5, 10);
  assert_all_from (place, 1, 6);
  assert_numbers_from (place, 0, 10);
}

/* a write that ends half-way: no half line is left, nothing comes twice, in an old file or a new
 * one */
static void
test_store_write_fails (Place *place, gconstpointer data)
{
  g_autoptr (LeatdRejectStore) store = begin (place, 40000);
  LeatdRejectLoss loss = { 0 };

  for (guint n = 0; n < 60; n += 3)
    {
      g_autoptr (GError) error = NULL;

      disk_set_room (n % 2 == 0 ? 100 : 3000);
      if (!try_commit (store, n, 3, 200, &loss, &error))
        g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
      disk_set_room (RLIM_INFINITY);
      if (error != NULL)
        g_assert_true (try_commit (store, n, 3, 200, &loss, NULL));
      assert_all_from (place, loss.n_rejects + 1, n + 3 - (guint) loss.n_rejects);
    }
  assert_numbers_from (place, (guint) loss.n_rejects, 200);
}

/* someone deletes, moves or replaces what we write to */
static void
test_store_gone (Place *place, gconstpointer data)
{
  g_autoptr (LeatdRejectStore) store = begin (place, MIB);
  g_autofree char *aside = g_strconcat (place->directory, "-aside", NULL);
  guint64 n_cleared;

  commit (store, 0, 1, 10);
  scratch_remove (place->directory);
  commit (store, 1, 1, 10);
  assert_all_from (place, 2, 1);

  g_assert_cmpint (g_rename (place->directory, aside), ==, 0);
  commit (store, 2, 1, 10);
  assert_all_from (place, 3, 1);

  g_assert_true (leatd_reject_files_clear (place->directory, G_MAXUINT64, &n_cleared, NULL));
  g_assert_cmpuint (n_cleared, ==, 1);
  commit (store, 3, 2, 10);
  assert_all_from (place, 4, 2);

  g_assert_true (leatd_reject_files_clear (place->directory, 5, &n_cleared, NULL));
  g_assert_cmpuint (n_cleared, ==, 1);
  commit (store, 5, 1, 10);
  assert_all_from (place, 5, 2);
  assert_numbers_from (place, 4, 10);
}

/* ids do not come back when all was cleared while no one wrote */
static void
test_store_cleared_at_rest (Place *place, gconstpointer data)
{
  guint64 n_cleared;

  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (LeatdRejectStore) store = begin (place, MIB);

      g_assert_cmpuint (leatd_reject_store_get_next_id (store), ==, round * 4 + 1);
      commit (store, round * 4, 4, 10);
      assert_all_from (place, round * 4 + 1, 4);
      g_clear_pointer (&store, leatd_reject_store_free);
      g_assert_true (leatd_reject_files_clear (place->directory, G_MAXUINT64, &n_cleared, NULL));
      g_assert_cmpuint (n_cleared, ==, 4);
      g_assert_cmpuint (read_all (place), ==, 0);
    }
}

static void
silence (Place *place, gconstpointer data)
{
  heard_forget ();
  place_make (place, data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/reject-store/" name, Place, NULL, silence, func, place_clear)
  ADD ("go-on", test_store_go_on);
  ADD ("bounded", test_store_bounded);
  ADD ("one-large", test_store_one_large);
  ADD ("torn", test_store_torn);
  ADD ("torn-zeros", test_store_torn_zeros);
  ADD ("sync-fails", test_store_sync_fails);
  ADD ("write-fails", test_store_write_fails);
  ADD ("gone", test_store_gone);
  ADD ("cleared-at-rest", test_store_cleared_at_rest);
  return g_test_run ();
}
