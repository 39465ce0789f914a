/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-format.c - how lines are to look: which columns, what parts them */
#include "csv-format.h"
#include <string.h>

static const char *const names[] = { "id",     "source", "epoch", "sequence", "gateway",
                                     "schema", "time",   "frame", "quality" };

gboolean
csv_column_is_reserved (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_field_name (const char *name)
{
  return g_ascii_islower (*name) &&
         name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

const char *
csv_column_get_field_name (const char *column)
{
  return g_str_has_prefix (column, "field.") ? column + strlen ("field.") : column;
}

static gboolean
check_column (const char *column, GError **error)
{
  if (g_str_equal (column, "*") || is_field_name (csv_column_get_field_name (column)))
    return TRUE;
  if (g_str_has_prefix (column, "tag.") && column[strlen ("tag.")] != '\0')
    return TRUE;
  g_set_error (
      error, LEAT_ERROR, LEAT_ERROR_CONFIG,
      "columns: \"%s\" is no column; there are id, source, epoch, sequence, gateway, schema, "
      "time, frame, quality, tag.KEY, the names of fields, and * for all fields",
      column);
  return FALSE;
}

/* a delimiter must not be part of a number, a time or a name, so that they need no quotes */
static gboolean
check_delimiter (const char *delimiter, GError **error)
{
  gboolean is_one = delimiter[0] != '\0' && delimiter[1] == '\0';

  if (is_one && (delimiter[0] == '\t' || strchr (",;|^~!#$%&*= ", delimiter[0]) != NULL))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "delimiter: \"%s\" cannot part cells; give one of , ; | or \\t", delimiter);
  return FALSE;
}

static gboolean
check_columns (const CsvFormat *self, GError **error)
{
  if (self->columns == NULL || self->columns[0] == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "columns: there is none; leave the key out for id;source;time;*;quality");
      return FALSE;
    }
  for (guint i = 0; self->columns[i] != NULL; i++)
    {
      if (!check_column (self->columns[i], error))
        return FALSE;
      if (g_strv_contains (self->columns + i + 1, self->columns[i]))
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "columns: \"%s\" stands there twice",
                       self->columns[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * csv_format_check:
 * @delimiter: the text that is to become the delimiter
 *
 * Judges columns and delimiter.
 *
 * Returns: %FALSE with %LEAT_ERROR_CONFIG, of both
 */
gboolean
csv_format_check (const CsvFormat *self, const char *delimiter, GError **error)
{
  g_autoptr (GError) all = NULL;
  GError *one = NULL;

  check_delimiter (delimiter, &all);
  if (!check_columns (self, &one))
    leat_error_join (&all, one);
  if (all == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&all));
  return FALSE;
}

/**
 * csv_format_find_absent:
 * @schema: what records look like
 *
 * Returns: (transfer full) (nullable): the columns that are meant for fields but of none that the
 *   schema has, parted by commas
 */
char *
csv_format_find_absent (const CsvFormat *self, LeatSchema *schema)
{
  GString *absent = g_string_new (NULL);
  guint index;

  for (guint i = 0; self->columns[i] != NULL; i++)
    {
      const char *column = self->columns[i];

      if (!g_str_equal (column, "*") && !csv_column_is_reserved (column) &&
          !g_str_has_prefix (column, "tag.") &&
          !leat_schema_find_field (schema, csv_column_get_field_name (column), &index))
        g_string_append_printf (absent, "%s%s", absent->len > 0 ? ", " : "", column);
    }
  return g_string_free (absent, absent->len == 0);
}
