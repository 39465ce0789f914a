/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* columns.c - tests where columns begin and end, against a splitter that goes byte by byte */
#include <string.h>
#include "leat-columns.h"

/* what RFC 4180 says, in its simplest form; NULL: the quotes are not sound */
static GPtrArray *
split_slowly (const LeatColumnForm *form, const char *frame, gsize length)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) column = g_string_new (NULL);
  gboolean quoted = FALSE, begun = FALSE, closed = FALSE;

  for (gsize i = 0; i <= length; i++)
    if (i == length || (!quoted && frame[i] == form->delimiter))
      {
        if (i == length && quoted)
          return NULL;
        g_ptr_array_add (columns, g_strndup (column->str, column->len));
        g_string_truncate (column, 0);
        begun = closed = FALSE;
      }
    else if (quoted && frame[i] == form->quote && i + 1 < length && frame[i + 1] == form->quote)
      g_string_append_c (column, frame[i++]);
    else if (frame[i] == form->quote && form->has_quote && (quoted || !begun))
      {
        closed = quoted;
        quoted = !quoted;
        begun = TRUE;
      }
    else if (closed)
      return NULL;
    else
      {
        g_string_append_c (column, frame[i]);
        begun = TRUE;
      }
  return g_steal_pointer (&columns);
}

static void
assert_columns (const LeatColumnForm *form, const char *frame, gsize length)
{
  g_autoptr (GPtrArray) expected = split_slowly (form, frame, length);
  g_autofree char *exact = g_memdup2 (frame, length);
  LeatColumns columns;
  const LeatQuotes quotes = leat_columns_find (&columns, form, exact, (guint32) length);

  g_assert_cmpint (quotes == LEAT_QUOTES_SOUND, ==, expected != NULL);
  if (expected == NULL)
    return;
  g_assert_cmpuint (columns.n, ==, expected->len);
  for (guint i = 0; i < MIN (columns.n, form->n_used); i++)
    {
      const LeatSpan span = leat_columns_get (&columns, form, i, i);
      g_autoptr (GString) text = g_string_new_len (span.text, (gssize) span.length);

      if (columns.has_quotes && leat_columns_is_quoted (&columns, form, i, i))
        {
          g_string_truncate (text, 0);
          leat_columns_unquote (&columns, form, i, i, text);
        }
      g_assert_cmpstr (text->str, ==, expected->pdata[i]);
    }
}

static void
test_random (gconstpointer data)
{
  static const char bytes[] = ",,\"ab\"";
  const gboolean has_quote = GPOINTER_TO_INT (data);
  const LeatColumnForm form = { .delimiter = ',',
                                .quote = '"',
                                .has_quote = has_quote,
                                .n_used = 5 };

  for (guint i = 0; i < 100000; i++)
    {
      char frame[24];
      const gsize length = (gsize) g_test_rand_int_range (0, sizeof frame + 1);

      for (gsize k = 0; k < length; k++)
        frame[k] = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];
      assert_columns (&form, frame, length);
    }
}

/* each byte as a delimiter, among all others: the search in words must not see a neighbour */
static void
test_each_byte (void)
{
  for (int delimiter = 0; delimiter < 256; delimiter++)
    {
      const LeatColumnForm form = { .delimiter = (char) delimiter, .n_used = 1 };
      char frame[256];
      LeatColumns columns;

      for (int i = 0; i < 256; i++)
        frame[i] = (char) i;
      g_assert_cmpint (leat_columns_find (&columns, &form, frame, sizeof frame), ==,
                       LEAT_QUOTES_SOUND);
      g_assert_cmpuint (columns.n, ==, 2);
      g_assert_cmpuint (columns.begin[1], ==, (guint) delimiter + 1);
    }
}

static void
test_most (void)
{
  const LeatColumnForm form = { .delimiter = ',', .n_used = LEAT_COLUMNS_MAX };
  g_autofree char *frame = g_strnfill (100000, ',');
  LeatColumns columns;

  leat_columns_find (&columns, &form, frame, 100000);
  g_assert_cmpuint (columns.n, ==, 100001);
  g_assert_cmpuint (columns.last_begin, ==, 100000);
  g_assert_cmpuint (leat_columns_get (&columns, &form, LEAT_COLUMNS_MAX - 1, LEAT_COLUMNS_MAX - 1)
                        .length,
                    ==, 0);
  leat_columns_find (&columns, &form, frame, LEAT_COLUMNS_MAX - 1);
  g_assert_cmpuint (columns.n, ==, LEAT_COLUMNS_MAX);
  g_assert_cmpuint (leat_columns_get (&columns, &form, 0, LEAT_COLUMNS_MAX - 1).length, ==,
                    LEAT_COLUMNS_MAX - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/columns/random", GINT_TO_POINTER (FALSE), test_random);
  g_test_add_data_func ("/columns/random-quotes", GINT_TO_POINTER (TRUE), test_random);
  g_test_add_func ("/columns/each-byte", test_each_byte);
  g_test_add_func ("/columns/most", test_most);
  return g_test_run ();
}
