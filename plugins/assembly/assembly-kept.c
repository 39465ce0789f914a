/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-kept.c - a record that waits: a copy of its own, for its batch may be large */
#include "assembly-kept.h"
#include <string.h>

AssemblyKept *
assembly_kept_alloc (const LeatOrigin *origin, guint32 n_values, guint32 n_text)
{
  AssemblyKept *self = g_malloc (sizeof *self + n_values * sizeof (LeatValue) + n_text);

  memset (self, 0, sizeof *self);
  self->table.n_refs = 1;
  self->origin = leat_origin_ref (origin);
  self->n_values = n_values;
  self->n_text = n_text;
  return self;
}

gboolean
assembly_kept_mend (AssemblyKept *self)
{
  const char *text = assembly_kept_get_text (self);
  gsize left = self->n_text;

  for (guint i = 0; i < self->n_values; i++)
    {
      LeatValue *value = &self->values[i];
      const gsize size = (gsize) value->length + 1;

      if (!assembly_value_has_text (value))
        continue;
      if (size > left || text[size - 1] != '\0')
        return FALSE;
      value->string = text;
      text += size;
      left -= size;
    }
  return left == 0;
}

/**
 * assembly_kept_new:
 * @record: copied
 * @source: which of the sources it is of
 * @number: of its arrival
 */
AssemblyKept *
assembly_kept_new (const LeatRecord *record, guint source, guint64 number)
{
  const guint n_values = leat_schema_get_n_fields (record->origin->schema);
  gsize n_text = 0;
  AssemblyKept *self;
  char *text;

  for (guint i = 0; i < n_values; i++)
    if (assembly_value_has_text (&record->values[i]))
      n_text += (gsize) record->values[i].length + 1;
  self = assembly_kept_alloc (record->origin, n_values, (guint32) n_text);
  self->table.source = source;
  self->table.number = number;
  self->time = record->time;
  self->monotonic = record->monotonic;
  self->sequence = record->sequence;
  self->flags = record->flags;
  memcpy (self->values, record->values, n_values * sizeof (LeatValue));
  text = assembly_kept_get_text (self);
  for (guint i = 0; i < n_values && n_text > 0; i++)
    {
      LeatValue *value = &self->values[i];

      if (!assembly_value_has_text (value))
        continue;
      memcpy (text, value->string, value->length);
      text[value->length] = '\0';
      value->string = text;
      text += value->length + 1;
    }
  return self;
}

AssemblyKept *
assembly_kept_ref (AssemblyKept *self)
{
  self->table.n_refs++;
  return self;
}

void
assembly_kept_free (gpointer self)
{
  leat_origin_unref (((AssemblyKept *) self)->origin);
  g_free (self);
}

void
assembly_kept_unref (gpointer data)
{
  AssemblyKept *self = data;

  if (--self->table.n_refs == 0)
    assembly_kept_free (self);
}
