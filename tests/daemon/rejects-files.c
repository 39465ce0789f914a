/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-files.c - tests what is shown of the files of rejects; leat rejects itself is tested from
 * the outside */
#include "rejects/rejects-files.h"
#include "some-rejects.h"

/* three rejects, a second apart */
static void
set_up (Place *place, gconstpointer data)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *path = NULL;

  place_make (place, data);
  path = g_build_filename (place->directory, "0000000001.jsonl", NULL);
  g_assert_cmpint (g_mkdir (place->directory, 0700), ==, 0);
  for (guint i = 1; i <= 3; i++)
    {
      guint8 bytes[4];
      LeatdReject reject = some_reject (i, sizeof bytes, bytes);

      reject.source = i == 2 ? "scale" : "camera0";
      reject.arrival.time = G_GINT64_CONSTANT (1539410602000000000) + i * LEAT_NSEC_PER_SEC;
      leatd_reject_line_append (lines, i, &reject);
    }
  g_assert_true (g_file_set_contents (path, lines->str, -1, NULL));
}

typedef gboolean (*Show) (const char *directory, LeatRejectsWishes *wishes, GError **error);

/* "1 3": the first column of what is shown, without its heading */
static void
assert_shows (Place *place, Show show, LeatRejectsWishes *wishes, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char line[256];

  wishes->out = tmpfile ();
  g_assert_true (show (place->directory, wishes, &error));
  rewind (wishes->out);
  while (fgets (line, sizeof line, wishes->out) != NULL)
    if (g_ascii_isdigit (g_strchug (line)[0]))
      g_string_append_printf (ids, "%s%c", ids->len > 0 ? " " : "", line[0]);
  fclose (wishes->out);
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_list (Place *place, gconstpointer data)
{
  LeatRejectsWishes all = { .n_found = 0 };
  LeatRejectsWishes source = { .source = "cam*" };
  LeatRejectsWishes stage = { .stage = "schema" };
  LeatRejectsWishes since = { .since = "2018-10-13T06:03:24.000000000Z" };

  assert_shows (place, leat_rejects_files_list, &all, "1 2 3");
  g_assert_cmpuint (all.n_found, ==, 3);
  assert_shows (place, leat_rejects_files_list, &source, "1 3");
  assert_shows (place, leat_rejects_files_list, &stage, "");
  assert_shows (place, leat_rejects_files_list, &since, "2 3");
  g_assert_cmpuint (since.n_found, ==, 2);
}

static void
test_show (Place *place, gconstpointer data)
{
  LeatRejectsWishes wishes = { .out = tmpfile () };
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_rejects_files_show (place->directory, 2, &wishes, &error));
  wishes.n_found = 0;
  g_assert_false (leat_rejects_files_show (place->directory, 4, &wishes, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  fclose (wishes.out);
}

static void
test_export (Place *place, gconstpointer data)
{
  LeatRejectsWishes wishes = { .out = tmpfile (), .raw = TRUE, .source = "camera0" };

  g_assert_true (leat_rejects_files_export (place->directory, &wishes, NULL));
  g_assert_cmpint (ftell (wishes.out), ==, 8);
  fclose (wishes.out);
}

static void
test_clear (Place *place, gconstpointer data)
{
  guint64 n_cleared;

  g_assert_true (leat_rejects_files_clear (place->directory, G_MAXUINT64,
                                           "2018-10-13T06:03:25.000000000Z", &n_cleared, NULL));
  g_assert_cmpuint (n_cleared, ==, 2);
  g_assert_true (leat_rejects_files_clear (place->directory, 3, "", &n_cleared, NULL));
  g_assert_cmpuint (n_cleared, ==, 0);
  g_assert_true (leat_rejects_files_clear (place->directory, G_MAXUINT64, "", &n_cleared, NULL));
  g_assert_cmpuint (n_cleared, ==, 1);
}

#define ADD(name, function) \
  g_test_add ("/rejects-files/" name, Place, NULL, set_up, function, place_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("list", test_list);
  ADD ("show", test_show);
  ADD ("export", test_export);
  ADD ("clear", test_clear);
  return g_test_run ();
}
