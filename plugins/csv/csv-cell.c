/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-cell.c - one cell: quotes, values, the list of qualities */
#include "csv-cell.h"
#include <string.h>

static gboolean
needs_quotes (const char *text, gsize length, char delimiter)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
      return TRUE;
  return FALSE;
}

char *
csv_cell_write_text (char *cursor, const char *text, gsize length, char delimiter)
{
  if (!needs_quotes (text, length, delimiter))
    {
      if (length > 0)
        memcpy (cursor, text, length);
      return cursor + length;
    }
  *cursor++ = '"';
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        *cursor++ = '"';
      *cursor++ = text[i];
    }
  *cursor++ = '"';
  return cursor;
}

char *
csv_cell_write_base64 (char *cursor, gconstpointer data, gsize length)
{
  int state = 0;
  int save = 0;

  if (length == 0)
    return cursor;
  cursor += g_base64_encode_step (data, length, FALSE, cursor, &state, &save);
  return cursor + g_base64_encode_close (FALSE, cursor, &state, &save);
}

char *
csv_cell_write_value (char *cursor, const LeatValue *value, char delimiter)
{
  if (G_LIKELY (value->length == 0))
    return leat_value_write (value, cursor);
  if (!leat_value_is_present (value))
    return cursor;
  if (value->type == LEAT_TYPE_BYTES)
    return csv_cell_write_base64 (cursor, value->bytes, value->length);
  return csv_cell_write_text (cursor, value->string, value->length, delimiter);
}

/* what was undecodable is any bytes, and stands in a list whose entries a ';' parts */
static void
append_escaped (GString *list, const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);

  for (const char *cursor = valid; *cursor != '\0'; cursor++)
    {
      if (*cursor == ';' || *cursor == '\\')
        g_string_append_c (list, '\\');
      g_string_append_c (list, *cursor);
    }
}

static void
append_entry (GString *list, const char *text)
{
  if (list->len > 0)
    g_string_append_c (list, ';');
  g_string_append (list, text);
}

static void
append_flags (GString *list, guint32 flags)
{
  if ((flags & LEAT_RECORD_CLOCK_UNSYNCED) != 0)
    append_entry (list, "clock=unsynced");
  if ((flags & LEAT_RECORD_TEST) != 0)
    append_entry (list, "test");
  if ((flags & LEAT_RECORD_LINE_ERROR) != 0)
    append_entry (list, "line_error");
  if ((flags & LEAT_RECORD_SURPLUS) != 0)
    append_entry (list, "surplus");
}

char *
csv_cell_write_quality (char *cursor, const LeatRecord *record, GString *list, char delimiter)
{
  const LeatSchema *schema = record->origin->schema;
  guint n_fields = leat_schema_get_n_fields (schema);

  g_string_truncate (list, 0);
  append_flags (list, record->flags);
  for (guint i = 0; i < n_fields; i++)
    {
      const LeatValue *value = &record->values[i];
      LeatQuality quality = leat_value_get_quality (value);

      if (quality == LEAT_QUALITY_GOOD)
        continue;
      append_entry (list, leat_schema_get_field (schema, i)->name);
      g_string_append_c (list, '=');
      g_string_append (list, leat_quality_get_name (quality));
      if (quality == LEAT_QUALITY_UNDECODABLE)
        {
          g_string_append_c (list, ':');
          append_escaped (list, value->string, value->length);
        }
    }
  return csv_cell_write_text (cursor, list->str, list->len, delimiter);
}
