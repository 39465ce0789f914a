/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-schemas.c - what records look like, kept once for each text of a schema */
#include "buffer-schemas.h"

/* a line each: NAME TYPE ROLE [UNIT] */
static char *
write_fields (const LeatSchema *schema)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    {
      const LeatField *field = leat_schema_get_field (schema, i);
      g_autofree char *unit = field->unit != NULL ? g_strescape (field->unit, NULL) : NULL;

      g_string_append_printf (text, "%s %s %u%s%s\n", field->name, leat_type_get_name (field->type),
                              field->role, unit != NULL ? " " : "", unit != NULL ? unit : "");
    }
  return g_string_free (text, FALSE);
}

static void
clear_field (gpointer data)
{
  LeatField *field = data;

  g_free ((char *) field->name);
  g_free ((char *) field->unit);
}

static gboolean
read_field (const char *line, LeatField *field)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  const guint n_words = g_strv_length (words);
  guint64 role;

  *field = (LeatField) { NULL };
  if (n_words < 3 || !leat_type_from_name (words[1], &field->type) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, LEAT_ROLE_TIME, &role, NULL))
    return FALSE;
  field->role = (LeatRole) role;
  field->name = g_strdup (words[0]);
  field->unit = n_words == 4 ? g_strcompress (words[3]) : NULL;
  return TRUE;
}

static LeatSchema *
read_fields (const char *name, const char *text)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (LeatField));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_array_set_clear_func (fields, clear_field);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      LeatField field;

      if (*lines[i] == '\0')
        continue;
      if (!read_field (lines[i], &field))
        return NULL;
      g_array_append_val (fields, field);
    }
  return leat_schema_new (name, (const LeatField *) fields->data, fields->len);
}

gboolean
buffer_schemas_store (BufferDatabase *database, LeatSchema *schema, gint64 *id, GError **error)
{
  g_autofree char *fields = write_fields (schema);
  g_autoptr (sqlite3_stmt) statement = buffer_database_query (
      database, error,
      "INSERT INTO schemas (hash, name, fields, text) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (hash) DO UPDATE SET hash = hash RETURNING id",
      "ssss", leat_schema_get_hash (schema), leat_schema_get_name (schema), fields,
      leat_schema_get_text (schema));

  if (statement == NULL || !buffer_database_step (database, statement, error))
    return FALSE;
  *id = sqlite3_column_int64 (statement, 0);
  buffer_database_step (database, statement, NULL);
  return TRUE;
}

/* @fields are what the rows were written by: a text that now gives others is not for them */
static gboolean
has_fields (const LeatSchema *schema, const char *fields)
{
  g_autofree char *own = write_fields (schema);

  return g_str_equal (own, fields);
}

LeatSchema *
buffer_schemas_load (BufferDatabase *database, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT name, fields, text FROM schemas WHERE id = ?", "i", id);
  g_autoptr (LeatSchema) schema = NULL;
  const char *name, *fields, *text;

  if (row == NULL || !buffer_database_step (database, row, error))
    return NULL;
  name = (const char *) sqlite3_column_text (row, 0);
  fields = (const char *) sqlite3_column_text (row, 1);
  text = (const char *) sqlite3_column_text (row, 2);
  if (text != NULL)
    schema = leat_schema_new_from_text (name, text, -1, NULL);
  if (schema != NULL && has_fields (schema, fields))
    return g_steal_pointer (&schema);
  return read_fields (name, fields);
}
