/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema.c - the fields of a kind of record, shared by all who hold records of it */
#include "leat-schema-private.h"

gboolean
leat_draft_is_field_name (const char *name)
{
  if (!g_ascii_islower (name[0]))
    return FALSE;
  return name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* schemas without a text of their own are told apart by what a reader of their records can see */
static char *
hash_fields (const char *name, const LeatField *fields, guint n_fields)
{
  g_autoptr (GString) text = g_string_new (name);

  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (text, "\n%s %u %u %s", fields[i].name, fields[i].type, fields[i].role,
                            fields[i].unit != NULL ? fields[i].unit : "");
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
}

/**
 * leat_schema_new:
 * @name: what its records are called
 * @fields: (array length=n_fields): copied, with their texts
 * @n_fields: number of @fields
 *
 * Makes a schema of a source that decodes its frames itself: leat_schema_decode() refuses it.
 *
 * Returns: (transfer full): a new schema
 */
LeatSchema *
leat_schema_new (const char *name, const LeatField *fields, guint n_fields)
{
  LeatSchema *self = g_new0 (LeatSchema, 1);

  self->n_refs = 1;
  self->name = g_strdup (name);
  self->hash = hash_fields (name, fields, n_fields);
  self->n_fields = n_fields;
  self->fields = g_new0 (LeatField, n_fields);
  for (guint i = 0; i < n_fields; i++)
    {
      g_warn_if_fail (leat_draft_is_field_name (fields[i].name));
      self->fields[i].name = g_strdup (fields[i].name);
      self->fields[i].type = fields[i].type;
      self->fields[i].role = fields[i].role;
      self->fields[i].unit = g_strdup (fields[i].unit);
      self->fields[i].summary = g_strdup (fields[i].summary);
    }
  return self;
}

/**
 * leat_schema_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
LeatSchema *
leat_schema_ref (LeatSchema *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

/**
 * leat_schema_unref:
 * @self: (transfer full):
 *
 * Any thread; the last one frees it.
 */
void
leat_schema_unref (LeatSchema *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;

  for (guint i = 0; i < self->n_fields; i++)
    {
      g_free ((char *) self->fields[i].name);
      g_free ((char *) self->fields[i].unit);
      g_free ((char *) self->fields[i].summary);
    }
  g_clear_pointer (&self->decoder, leat_decoder_free);
  g_clear_pointer (&self->keyfile, leat_keyfile_free);
  g_free (self->fields);
  g_free (self->name);
  g_free (self->summary);
  g_free (self->hash);
  g_free (self->text);
  g_free (self);
}

/**
 * leat_schema_get_name:
 *
 * Returns: what its records are called
 */
const char *
leat_schema_get_name (const LeatSchema *self)
{
  return self->name;
}

/**
 * leat_schema_get_summary:
 *
 * Returns: (nullable): what its file says of it in one sentence
 */
const char *
leat_schema_get_summary (const LeatSchema *self)
{
  return self->summary;
}

/**
 * leat_schema_get_hash:
 *
 * Tells apart two schemas of one name, also over restarts: 64 hexadecimal digits, the SHA-256 of
 * the schema's text. Of a schema without a text: that of its name and fields.
 */
const char *
leat_schema_get_hash (const LeatSchema *self)
{
  return self->hash;
}

/**
 * leat_schema_get_text:
 *
 * What leat_schema_new_from_text() makes the same schema of, in another process and another year.
 *
 * Returns: (nullable): the text of its file; %NULL: it was made by leat_schema_new()
 */
const char *
leat_schema_get_text (const LeatSchema *self)
{
  return self->text;
}

/**
 * leat_schema_get_n_fields:
 *
 * Returns: how many values each of its records has
 */
guint
leat_schema_get_n_fields (const LeatSchema *self)
{
  return self->n_fields;
}

/**
 * leat_schema_get_field:
 * @index: below leat_schema_get_n_fields()
 *
 * Fields have the order of the file.
 */
const LeatField *
leat_schema_get_field (const LeatSchema *self, guint index)
{
  g_return_val_if_fail (index < self->n_fields, NULL);
  return &self->fields[index];
}

/**
 * leat_schema_find_field:
 * @index: (out) (optional): its place, untouched if there is none
 *
 * Returns: whether there is a field of that name
 */
gboolean
leat_schema_find_field (const LeatSchema *self, const char *name, guint *index)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (strcmp (self->fields[i].name, name) == 0)
      {
        if (index != NULL)
          *index = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * leat_schema_find_role:
 * @index: (out) (optional): the first field of that role, untouched if there is none
 *
 * Returns: whether a field has that role
 */
gboolean
leat_schema_find_role (const LeatSchema *self, LeatRole role, guint *index)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (self->fields[i].role == role)
      {
        if (index != NULL)
          *index = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * leat_schema_decode:
 * @frame: (array length=length): what the framer found, without its delimiters; any bytes
 * @length: of @frame
 * @batch: gets one record more
 * @origin: of the record; its schema is @self
 * @arrival: when the first byte of @frame came
 * @error: return location
 *
 * Makes a record of a frame. A field that cannot be decoded gets its quality and its text; one
 * that is `required=` makes the frame a reject: %LEAT_ERROR_MALFORMED names field, column, byte
 * and text, and @batch is as it was before.
 *
 * Any thread; several may decode by one schema at once, each into a batch of its own.
 *
 * Returns: whether @frame became a record
 */
gboolean
leat_schema_decode (LeatSchema *self, const guint8 *frame, gsize length, LeatBatch *batch,
                    const LeatOrigin *origin, LeatMoment arrival, GError **error)
{
  g_return_val_if_fail (self->decoder == NULL || origin->schema == self, FALSE);

  if (self->decoder != NULL)
    return leat_decoder_decode (self->decoder, self, frame, length, batch, origin, arrival, error);
  g_set_error (
      error, LEAT_ERROR, LEAT_ERROR_FAILED,
      "schema %s: it has no file that says how a frame becomes its fields; its source must decode",
      self->name);
  return FALSE;
}
