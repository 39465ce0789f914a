/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words-export.c - leat store export: records as JSON lines or as CSV */
#include <string.h>
#include "buffer-walk.h"
#include "buffer-words.h"

typedef struct {
  BufferListening listening;
  GPtrArray      *columns;   /* names of all fields of all schemas; NULL: JSON */
  GString        *line;
} Export;

static gboolean
export_json (const LeatRecord *record, guint64 id, gpointer user_data, GError **error)
{
  Export *self = user_data;

  g_string_truncate (self->line, 0);
  leat_json_append_record (self->line, record);
  self->listening.print (self->line->str, self->listening.user_data);
  return TRUE;
}

/* RFC 4180: quoted where it must be; a line end inside would not be one line for print() */
static void
append_cell (GString *line, const char *text, gsize length)
{
  const gboolean quoted = memchr (text, ',', length) != NULL || memchr (text, '"', length) != NULL;

  if (quoted)
    g_string_append_c (line, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, (guchar) text[i] < 0x20 ? ' ' : text[i]);
    }
  if (quoted)
    g_string_append_c (line, '"');
}

static void
append_value (GString *line, const LeatValue *value)
{
  g_autoptr (GString) json = NULL;

  if (leat_value_is_text (value))
    {
      append_cell (line, value->string, value->length);
      return;
    }
  json = g_string_new (NULL);
  leat_json_append_value (json, value);
  if (json->len > 1 && json->str[0] == '"')
    append_cell (line, json->str + 1, json->len - 2);
  else if (strcmp (json->str, "null") != 0)
    append_cell (line, json->str, json->len);
}

static gboolean
export_csv (const LeatRecord *record, guint64 id, gpointer user_data, GError **error)
{
  Export *self = user_data;
  const LeatOrigin *origin = record->origin;
  g_autofree char *name = leat_record_make_id (record);
  char time[LEAT_VALUE_TEXT_MAX];

  leat_time_write (record->time, time);
  g_string_truncate (self->line, 0);
  append_cell (self->line, name, strlen (name));
  g_string_append_c (self->line, ',');
  append_cell (self->line, origin->source, strlen (origin->source));
  g_string_append_printf (self->line, ",%s,%s", leat_schema_get_name (origin->schema), time);
  for (guint i = 0; i < self->columns->len; i++)
    {
      guint field;

      g_string_append_c (self->line, ',');
      if (leat_schema_find_field (origin->schema, g_ptr_array_index (self->columns, i), &field))
        append_value (self->line, &record->values[field]);
    }
  self->listening.print (self->line->str, self->listening.user_data);
  return TRUE;
}

/* of all schemas, each name once, in the order of the schemas */
static GPtrArray *
find_columns (BufferDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error, "SELECT fields FROM schemas ORDER BY id", "");

  if (row == NULL)
    return NULL;
  while (buffer_database_step (database, row, NULL))
    {
      g_auto (GStrv) lines = g_strsplit ((const char *) sqlite3_column_text (row, 0), "\n", -1);

      for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
        {
          char *name = g_strndup (lines[i], strcspn (lines[i], " "));

          if (g_ptr_array_find_with_equal_func (columns, name, g_str_equal, NULL))
            g_free (name);
          else
            g_ptr_array_add (columns, name);
        }
    }
  return g_steal_pointer (&columns);
}

static void
tell_header (Export *self)
{
  g_string_assign (self->line, "id,source,schema,time");
  for (guint i = 0; i < self->columns->len; i++)
    g_string_append_printf (self->line, ",%s", (const char *) g_ptr_array_index (self->columns, i));
  self->listening.print (self->line->str, self->listening.user_data);
}

static gboolean
export_all (const BufferWalk *walk, BufferDatabase *database, gboolean csv,
            const BufferListening *listening, GError **error)
{
  g_autoptr (GPtrArray) columns = csv ? find_columns (database, error) : NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  Export self = { *listening, columns, line };

  if (csv && columns == NULL)
    return FALSE;
  if (csv)
    tell_header (&self);
  return buffer_walk_run (walk, database, csv ? export_csv : export_json, &self, error);
}

gboolean
buffer_word_export (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_autofree char *source = NULL, *from = NULL, *to = NULL;
  gboolean csv = FALSE;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, NULL, NULL },
    { "source", 0, 0, G_OPTION_ARG_STRING, &source, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv)
      none = buffer_words_parse (arguments, entries, 0, 0,
                                 "[--csv] [--source GLOB] [--from TIME] [--to TIME]", error);
  BufferWalk walk = { .from = G_MININT64, .to = G_MAXINT64, .sink = sink };
  g_autoptr (BufferDatabase) database = NULL;

  walk.source = source;
  if (none == NULL || !buffer_words_parse_time (from, &walk.from, error) ||
      !buffer_words_parse_time (to, &walk.to, error))
    return FALSE;
  database = buffer_words_open (sink, FALSE, error);
  return database != NULL && export_all (&walk, database, csv, &listening, error);
}
