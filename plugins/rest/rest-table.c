/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-table.c - names and what stands for them: the members of a form, the columns of a table */
#include "rest-table.h"
#include <string.h>

typedef struct {
  char         *name;
  RestTemplate *template;
} Column;

struct _RestTable {
  RestTemplateForm form;
  char            *what;
  GArray          *columns;
  gboolean         is_automatic;
  gboolean         has_prepared;
  LeatSchema      *schema;         /* is_automatic: whose columns they are */
};

static void
clear_column (gpointer data)
{
  Column *self = data;

  g_free (self->name);
  rest_template_free (self->template);
}

static gboolean
add_column (RestTable *self, const char *name, const char *text, GError **error)
{
  Column column = { .template = rest_template_new (text, &self->form, error) };

  if (column.template == NULL)
    return FALSE;
  column.name = g_strdup (name);
  g_array_append_val (self->columns, column);
  self->has_prepared = self->has_prepared || rest_template_has_prepared (column.template);
  return TRUE;
}

RestTable *
rest_table_new (const char *const *columns, const RestTemplateForm *form, GError **error)
{
  g_autoptr (RestTable) self = g_new0 (RestTable, 1);

  self->form = *form;
  self->form.what = self->what = g_strdup (form->what);
  self->form.zone = g_time_zone_ref (form->zone);
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  self->is_automatic = columns == NULL || columns[0] == NULL;
  for (; columns != NULL && *columns != NULL; columns++)
    {
      const char *equals = strchr (*columns, '=');
      g_autofree char *name = g_strndup (*columns,
                                         equals != NULL ? (gsize) (equals - *columns) : 0);

      if (*name == '\0')
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "%s: \"%s\" has no name and value; give such as num={fields.num}",
                       self->what, *columns);
          return NULL;
        }
      if (!add_column (self, name, equals + 1, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
rest_table_free (RestTable *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->form.zone, g_time_zone_unref);
  g_free (self->what);
  g_free (self);
}

gboolean
rest_table_has_prepared (const RestTable *self)
{
  return self->has_prepared;
}

gboolean
rest_table_is_same (const RestTable *self, LeatSchema *schema, LeatSchema *other)
{
  return !self->is_automatic || schema == other;
}

/* id, source, time, and all fields of the schema */
static void
settle (RestTable *self, LeatSchema *schema)
{
  if (!self->is_automatic || self->schema == schema)
    return;
  g_array_set_size (self->columns, 0);
  g_clear_pointer (&self->schema, leat_schema_unref);
  self->schema = leat_schema_ref (schema);
  add_column (self, "id", "{id}", NULL);
  add_column (self, "source", "{source}", NULL);
  add_column (self, "time", "{time}", NULL);
  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    {
      const char *name = leat_schema_get_field (schema, i)->name;
      g_autofree char *text = g_strdup_printf ("{fields.%s}", name);

      add_column (self, name, text, NULL);
    }
}

static void
append_name (const RestTable *self, const char *name, GString *out)
{
  g_autoptr (GString) text = g_string_new (name);
  RestPiece piece = { .text = text };

  rest_spell (self->form.spelling, &piece, out);
}

void
rest_table_append_header (RestTable *self, const LeatOrigin *origin, GString *out)
{
  settle (self, origin->schema);
  for (guint i = 0; i < self->columns->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_name (self, g_array_index (self->columns, Column, i).name, out);
    }
  g_string_append (out, "\r\n");
}

gboolean
rest_table_append (RestTable *self, const RestTemplateInput *input, char separator,
                   gboolean with_names, GString *out, GError **error)
{
  settle (self, input->record->origin->schema);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);

      if (i > 0)
        g_string_append_c (out, separator);
      if (with_names)
        {
          append_name (self, column->name, out);
          g_string_append_c (out, '=');
        }
      if (!rest_template_render (column->template, input, out, error))
        return FALSE;
    }
  return TRUE;
}
