/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reject-files.c - tests a directory of files of rejects: what is in it, read and cleared */
#include "rejects/leatd-reject-files.h"
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "some-rejects.h"

/* a file of lines with the ids @first to @last, and @tail behind them */
static void
write_lines (Place *place, guint64 first, guint64 last, const char *tail)
{
  g_autofree char *path = leatd_reject_files_path (place->directory, first);
  g_autoptr (GString) lines = g_string_new (NULL);
  guint8 data[20];

  for (guint64 id = first; id <= last; id++)
    {
      const LeatdReject reject = some_reject ((guint) id, sizeof data, data);

      leatd_reject_line_append (lines, id, &reject);
    }
  g_string_append (lines, tail);
  g_mkdir (place->directory, 0700);
  g_assert_true (g_file_set_contents (path, lines->str, (gssize) lines->len, NULL));
}

static void
write_text (Place *place, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (place->directory, name, NULL);

  g_mkdir (place->directory, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* "1 5 7": the first ids of the files */
static char *
list_files (Place *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) files = leatd_reject_files_scan (place->directory, &error);
  GString *names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    g_string_append_printf (names, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (files, LeatdRejectFile, i).first);
  return g_string_free (names, FALSE);
}

static void
assert_files (Place *place, const char *expected)
{
  g_autofree char *found = list_files (place);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_files_scan (Place *place, gconstpointer data)
{
  assert_files (place, "");
  write_lines (place, 10000000000, 10000000000, "");
  write_lines (place, 9, 9, "");
  write_lines (place, 10, 10, "");
  write_lines (place, 1, 8, "");
  write_lines (place, 9999999999, 9999999999, "");
  write_text (place, "1.jsonl", "too few digits");
  write_text (place, "rest.new", "half replaced");
  write_text (place, "000000000x.jsonl", "no number");
  write_text (place, "0000000003.json", "another suffix");
  write_text (place, "99999999999999999999999.jsonl", "no number that we can hold");
  assert_files (place, "1 9 10 9999999999 10000000000");
}

static void
test_files_no_directory (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (place->directory, "", 0, NULL));
  g_assert_null (leatd_reject_files_scan (place->directory, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_true (g_str_has_suffix (error->message, "/rejects: cannot read: Not a directory"));
  g_clear_error (&error);
  g_assert_cmpint (leatd_reject_files_lock (place->directory, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
}

/* a line that is broken is named and passed over; one that has no end is no fault at the very end
 * */
static void
test_files_broken (Place *place, gconstpointer data)
{
  g_autofree char *first = leatd_reject_files_path (place->directory, 1);
  g_autofree char *second = leatd_reject_files_path (place->directory, 5);
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);

  write_lines (place, 1, 3, "rubbish\n{\"id\":4,");
  write_lines (place, 5, 6, "\n{\"id\":8}\n{\"id\":9,\"time\":\"2018");
  g_assert_cmpuint (read_all (place), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (line_at (place, i)->id, ==, i < 3 ? i + 1 : i + 2);

  g_assert_cmpuint (place->broken->len, ==, 4);
  g_ptr_array_add (expected, g_strconcat (first, ":4: it is no JSON object", NULL));
  g_ptr_array_add (expected, g_strconcat (first, ":5: it is no JSON object", NULL));
  g_ptr_array_add (expected, g_strconcat (second, ":3: it is no JSON object", NULL));
  g_ptr_array_add (expected, g_strconcat (second, ":4: it lacks \"time\"", NULL));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (place->broken->pdata[i], ==, expected->pdata[i]);
}

/* a clear that was killed between its two steps leaves the same lines in two files: they come once
 * */
static void
test_files_overlap (Place *place, gconstpointer data)
{
  write_lines (place, 1, 6, "");
  write_lines (place, 4, 6, "");
  assert_all_from (place, 1, 6);
}

static gboolean
stop_at_3 (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  on_line (line, text, length, user_data);
  return line->id != 3;
}

static void
test_files_from (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_lines (place, 1, 4, "");
  write_lines (place, 5, 8, "");
  for (guint from = 0; from <= 10; from++)
    {
      const guint first = MAX (from, 1);

      g_ptr_array_set_size (place->lines, 0);
      g_assert_true (
          leatd_reject_files_read (place->directory, from, on_line, on_broken, place, &error));
      g_assert_cmpuint (place->lines->len, ==, first <= 8 ? 9 - first : 0);
      if (first <= 8)
        g_assert_cmpuint (line_at (place, 0)->id, ==, first);
    }

  g_ptr_array_set_size (place->lines, 0);
  g_assert_true (
      leatd_reject_files_read (place->directory, 2, stop_at_3, on_broken, place, &error));
  g_assert_cmpuint (place->lines->len, ==, 2);
}

/* files 1-4, 5-8, 9-12 */
typedef struct {
  const char *path;
  guint64     before;
  const char *files;
  guint       first;   /* that is left */
} Case;

static const Case cases[] = {
  { "/reject-files/clear/nothing", 0, "1 5 9", 1 },
  { "/reject-files/clear/still-nothing", 1, "1 5 9", 1 },
  { "/reject-files/clear/one", 2, "2 5 9", 2 },
  { "/reject-files/clear/all-of-a-file-but-one", 4, "4 5 9", 4 },
  { "/reject-files/clear/a-file", 5, "5 9", 5 },
  { "/reject-files/clear/a-file-and-one", 6, "6 9", 6 },
  { "/reject-files/clear/two-files", 9, "9", 9 },
  { "/reject-files/clear/all-but-one", 12, "12", 12 },
  { "/reject-files/clear/all", 13, "13", 13 },
  { "/reject-files/clear/more-than-all", 1000, "13", 13 },
  { "/reject-files/clear/whatever-there-is", G_MAXUINT64, "13", 13 },
};

static void
test_files_clear (Place *place, gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  guint64 n_cleared;

  write_lines (place, 1, 4, "");
  write_lines (place, 5, 8, "");
  write_lines (place, 9, 12, "{\"id\":13,");
  for (guint again = 0; again < 2; again++)
    {
      g_assert_true (leatd_reject_files_clear (place->directory, c->before, &n_cleared, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n_cleared, ==, again ? 0 : c->first - 1);
      assert_files (place, c->files);
      assert_all_from (place, c->first, 13 - c->first);
    }
}

static void
test_files_clear_rights (Place *place, gconstpointer data)
{
  g_autofree char *path = leatd_reject_files_path (place->directory, 1);
  g_autofree char *rest = leatd_reject_files_path (place->directory, 3);
  guint64 n_cleared;
  GStatBuf before, after;

  write_lines (place, 1, 4, "");
  g_assert_cmpint (g_chmod (path, 0604), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (chown (path, 12345, 54321), ==, 0);
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  g_assert_true (leatd_reject_files_clear (place->directory, 3, &n_cleared, NULL));
  g_assert_cmpint (g_stat (rest, &after), ==, 0);
  g_assert_cmpuint (after.st_mode, ==, before.st_mode);
  g_assert_cmpuint (after.st_uid, ==, before.st_uid);
  g_assert_cmpuint (after.st_gid, ==, before.st_gid);
}

static gpointer
clear_all (gpointer user_data)
{
  Place *place = user_data;
  guint64 n_cleared;

  g_assert_true (leatd_reject_files_clear (place->directory, G_MAXUINT64, &n_cleared, NULL));
  return GUINT_TO_POINTER ((guint) n_cleared);
}

/* who writes holds the lock: what it writes meanwhile is cleared too, or stays, but is never cut */
static void
test_files_lock (Place *place, gconstpointer data)
{
  g_autoptr (GThread) thread = NULL;
  int lock;

  write_lines (place, 1, 4, "");
  lock = leatd_reject_files_lock (place->directory, NULL);
  g_assert_cmpint (lock, >=, 0);
  thread = g_thread_new ("clear", clear_all, place);
  write_lines (place, 1, 9, "");
  g_assert_cmpuint (read_all (place), ==, 9);
  close (lock);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (g_steal_pointer (&thread))), ==, 9);
  assert_files (place, "10");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/reject-files/" name, Place, NULL, place_make, func, place_clear)
  ADD ("scan", test_files_scan);
  ADD ("no-directory", test_files_no_directory);
  ADD ("broken", test_files_broken);
  ADD ("overlap", test_files_overlap);
  ADD ("from", test_files_from);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Place, &cases[i], place_make, test_files_clear, place_clear);
  ADD ("clear/rights", test_files_clear_rights);
  ADD ("lock", test_files_lock);
  return g_test_run ();
}
