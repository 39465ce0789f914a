/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-claims.c - tests where requests end: up to the last claimed one, and nowhere else */
#include "buffer-claims.h"
#include "buffer-file.h"

/* ids in a line; "": none */
static GArray *
parse (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      const guint64 end = g_ascii_strtoull (words[i], NULL, 10);

      g_array_append_val (ends, end);
    }
  return ends;
}

static void
assert_claims (const BufferClaims *claims, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < claims->len; i++)
    g_string_append_printf (found, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (claims, guint64, i));
  g_assert_cmpstr (found->str, ==, expected);
}

static const struct {
  const char *path;
  const char *before;
  const char *ends;
  const char *after;
} sets[] = {
  { "/buffer-claims/set/first", "", "10", "10" },
  { "/buffer-claims/set/several", "", "10 20 30", "10 20 30" },
  { "/buffer-claims/set/behind", "10 20", "10 20 30 40", "10 20 30 40" },
  { "/buffer-claims/set/half", "10 20 30", "5", "5 10 20 30" },
  { "/buffer-claims/set/half-of-half", "5 10 20", "2", "2 5 10 20" },
  { "/buffer-claims/set/halves-are-over", "2 5 10 20", "10", "10 20" },
  { "/buffer-claims/set/others", "2 5 10 20", "3 7 10", "3 7 10 20" },
  { "/buffer-claims/set/one-for-all", "2 5 10", "12", "12" },
};

static void
test_set (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) claims = parse (sets[i].before);
  g_autoptr (GArray) ends = parse (sets[i].ends);

  g_assert_true (buffer_claims_set (claims, (guint64 *) (gpointer) ends->data, ends->len));
  assert_claims (claims, sets[i].after);
  g_assert_false (buffer_claims_set (claims, (guint64 *) (gpointer) ends->data, ends->len));
  assert_claims (claims, sets[i].after);
}

static void
test_settle (void)
{
  g_autoptr (GArray) claims = parse ("10 20 30");

  buffer_claims_settle (claims, 9);
  assert_claims (claims, "10 20 30");
  buffer_claims_settle (claims, 20);
  assert_claims (claims, "30");
  g_assert_cmpuint (buffer_claims_get_last (claims), ==, 30);
  buffer_claims_settle (claims, 31);
  assert_claims (claims, "");
  g_assert_cmpuint (buffer_claims_get_last (claims), ==, 0);
}

/* those of a reader's place, and of no other's */
static void
test_file (void)
{
  g_autoptr (GArray) claims = parse ("10 20 30");
  g_autoptr (GArray) again = parse ("11 12");
  g_autoptr (GArray) read = buffer_claims_new ();
  g_autoptr (GError) error = NULL;
  BufferFile file;

  buffer_file_init (&file);
  g_assert_true (buffer_claims_write (claims, file.database, "mes", FALSE, &error));
  g_assert_true (buffer_claims_write (claims, file.database, "mes", FALSE, &error));
  g_assert_true (buffer_claims_write (again, file.database, "mes", TRUE, &error));
  g_assert_true (buffer_claims_load (read, file.database, "mes", FALSE, 10, 30, &error));
  assert_claims (read, "20 30");
  g_array_set_size (read, 0);
  g_assert_true (buffer_claims_load (read, file.database, "mes", TRUE, 0, 12, &error));
  assert_claims (read, "11 12");
  g_array_set_size (read, 0);
  g_assert_true (buffer_claims_load (read, file.database, "mes", FALSE, 30, 0, &error));
  assert_claims (read, "");
  g_assert_no_error (error);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    g_test_add_data_func (sets[i].path, GUINT_TO_POINTER (i), test_set);
  g_test_add_func ("/buffer-claims/settle", test_settle);
  g_test_add_func ("/buffer-claims/file", test_file);
  return g_test_run ();
}
