/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-csv.c - any text in a cell is read back by a reader of RFC 4180; any position is read or
 * refused */
#include <stdint.h>
#include <string.h>
#include "../../plugins/csv/csv-cell.h"
#include "../../plugins/csv/csv-marks.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* RFC 4180, section 2: the cell that begins at @cursor; where it ends */
static const char *
read_cell (const char *cursor, const char *end, GString *cell)
{
  gboolean is_quoted = cursor < end && *cursor == '"';

  for (cursor += is_quoted; cursor < end; cursor++)
    {
      if (is_quoted && *cursor == '"' && (cursor + 1 == end || cursor[1] != '"'))
        return cursor + 1;
      if (!is_quoted && strchr (",\r\n\"", *cursor) != NULL && *cursor != '\0')
        return cursor;
      if (*cursor == '"')
        cursor++;
      g_string_append_c (cell, *cursor);
    }
  g_assert_false (is_quoted);
  return cursor;
}

static void
check_cell (const char *text, gsize length)
{
  gsize bound = CSV_CELL_TEXT (length);
  g_autofree char *line = g_malloc (bound);
  char *end = csv_cell_write_text (line, text, length, ',');
  g_autoptr (GString) cell = g_string_new (NULL);

  g_assert_cmpuint ((gsize) (end - line), <=, bound);
  g_assert_true (read_cell (line, end, cell) == end);
  g_assert_cmpuint (cell->len, ==, length);
  g_assert_true (length == 0 || memcmp (cell->str, text, length) == 0);
}

static void
check_marks (const char *text)
{
  g_autoptr (GPtrArray) marks = csv_marks_new ();
  g_autoptr (GPtrArray) again = csv_marks_new ();
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;
  guint64 serial, serial_again;
  gint64 time, time_again;

  if (!csv_marks_read (marks, text, &serial, &time))
    return;
  written = csv_marks_to_string (marks, serial, time);
  g_assert_true (csv_marks_read (again, written, &serial_again, &time_again));
  g_assert_cmpuint (serial, ==, serial_again);
  rewritten = csv_marks_to_string (again, serial, time_again);
  g_assert_cmpstr (rewritten, ==, written);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_cell ((const char *) data, size);
  check_marks (text);
  return 0;
}
