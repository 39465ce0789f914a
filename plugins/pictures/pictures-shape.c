/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-shape.c - what the record of a picture looks like, and how it is made */
#include "pictures-shape.h"
#include <string.h>

#define NOWHERE G_MAXUINT

enum {
  FIELD_RECORD,
  FIELD_PICTURE,
  FIELD_SIZE,
  FIELD_CHECKSUM,
  FIELD_NAME,
  FIELD_STATE,
  N_FIELDS,
};

static const LeatField picture_fields[N_FIELDS] = {
  [FIELD_RECORD] = { .name = "record",
                     .type = LEAT_TYPE_STRING,
                     .summary = "Id of the result that it is of." },
  [FIELD_PICTURE] = { .name = "picture",
                      .type = LEAT_TYPE_STRING,
                      .summary = "Where the picture is stored: a path." },
  [FIELD_SIZE] = { .name = "picture_size",
                   .type = LEAT_TYPE_INT,
                   .unit = "B",
                   .summary = "Its size." },
  [FIELD_CHECKSUM] = { .name = "picture_checksum",
                       .type = LEAT_TYPE_STRING,
                       .summary = "SHA-256 of its bytes, hexadecimal." },
  [FIELD_NAME] = { .name = "picture_name",
                   .type = LEAT_TYPE_STRING,
                   .summary = "The name that the machine gave it." },
  [FIELD_STATE] = { .name = "picture_state",
                    .type = LEAT_TYPE_STRING,
                    .summary = "stored; unpaired: stored, and of no result that is known; missing: "
                               "none came in time; too-large, lost: it was not stored." },
};

const LeatRecordTable pictures_table = {
  .struct_size = sizeof (LeatRecordTable),
  .name = "picture",
  .summary = "A picture that was stored, or was not.",
  .fields = picture_fields + FIELD_PICTURE,
  .n_fields = N_FIELDS - FIELD_PICTURE,
};

static const char *const states[] = {
  [PICTURE_STORED] = "stored",       [PICTURE_MISSING] = "missing",
  [PICTURE_UNPAIRED] = "unpaired",   [PICTURE_TOO_LARGE] = "too-large",
  [PICTURE_LOST] = "lost",
};

struct _PicturesShape {
  LeatSchema *schema;
  guint n_results;    /* fields of the result */
  guint skipped;      /* the first of those of the picture, without results */
  LeatSchema *looked; /* that @indexes are of */
  guint *indexes;     /* of each field of the result */
};

/* (nullable): that all of them have */
static LeatSchema *
find_common (const LeatInput *inputs, guint n_inputs)
{
  LeatSchema *common = n_inputs > 0 ? inputs[0].schema : NULL;

  for (guint i = 1; i < n_inputs && common != NULL; i++)
    if (inputs[i].schema == NULL ||
        strcmp (leat_schema_get_hash (inputs[i].schema), leat_schema_get_hash (common)) != 0)
      common = NULL;
  return common;
}

static gboolean
judge_common (const LeatSchema *common, GError **error)
{
  for (guint i = 0; i < N_FIELDS; i++)
    if (leat_schema_find_field (common, picture_fields[i].name, NULL))
      return leat_error_fail (error, LEAT_ERROR_CONFIG,
                              "from: the results have a field %s, which is the picture's here; "
                              "another name must be given to it in their schema",
                              picture_fields[i].name);
  return TRUE;
}

/**
 * pictures_shape_new:
 * @inputs: (nullable): where results come from; %NULL: there are none
 */
PicturesShape *
pictures_shape_new (const LeatInput *inputs, guint n_inputs, GError **error)
{
  g_autoptr (PicturesShape) self = g_new0 (PicturesShape, 1);
  LeatSchema *common = find_common (inputs, n_inputs);
  g_autofree LeatField *fields = NULL;

  if (common != NULL && !judge_common (common, error))
    return NULL;
  self->skipped = inputs != NULL ? 0 : FIELD_PICTURE;
  self->n_results = common != NULL ? leat_schema_get_n_fields (common) : 0;
  self->indexes = g_new0 (guint, self->n_results + 1);
  fields = g_new0 (LeatField, self->n_results + N_FIELDS);
  for (guint i = 0; i < self->n_results; i++)
    fields[i] = *leat_schema_get_field (common, i);
  memcpy (fields + self->n_results, picture_fields + self->skipped,
          (N_FIELDS - self->skipped) * sizeof *fields);
  self->schema = leat_schema_new (pictures_table.name, fields,
                                  self->n_results + N_FIELDS - self->skipped);
  return g_steal_pointer (&self);
}

void
pictures_shape_free (PicturesShape *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->looked, leat_schema_unref);
  g_free (self->indexes);
  g_free (self);
}

LeatSchema *
pictures_shape_get_schema (PicturesShape *self)
{
  return self->schema;
}

/* a result may be of another schema than was known: of a program of its own */
static void
shape_look (PicturesShape *self, LeatSchema *schema)
{
  if (schema == self->looked)
    return;
  g_clear_pointer (&self->looked, leat_schema_unref);
  self->looked = leat_schema_ref (schema);
  for (guint i = 0; i < self->n_results; i++)
    {
      const LeatField *field = leat_schema_get_field (self->schema, i);
      guint index;

      self->indexes[i] = leat_schema_find_field (schema, field->name, &index) &&
                                 leat_schema_get_field (schema, index)->type == field->type
                             ? index
                             : NOWHERE;
    }
}

static void
set_text (LeatBatch *batch, guint field, const char *text)
{
  if (text == NULL)
    return;
  if (g_utf8_validate (text, -1, NULL))
    leat_batch_set_string (batch, field, text, -1);
  else
    leat_batch_set_undecodable (batch, field, text, (gssize) strlen (text));
}

static void
shape_set_result (PicturesShape *self, LeatBatch *batch, const LeatRecord *result)
{
  g_autofree char *id = leat_record_make_id (result);

  shape_look (self, result->origin->schema);
  leat_batch_add_flags (batch, (LeatRecordFlags) result->flags);
  for (guint i = 0; i < self->n_results; i++)
    if (self->indexes[i] != NOWHERE)
      leat_batch_set_value (batch, i, &result->values[self->indexes[i]]);
  set_text (batch, self->n_results + FIELD_RECORD, id);
}

void
pictures_shape_append (PicturesShape *self, LeatBatch *batch, const LeatOrigin *origin,
                       const LeatRecord *result, const Picture *picture, PictureState state,
                       guint64 sequence)
{
  const guint first = self->n_results - self->skipped; /* of those behind it */

  leat_batch_append (batch, origin,
                     result != NULL ? (LeatMoment) { result->time, result->monotonic }
                                    : leat_clock_now ());
  leat_batch_set_sequence (batch, sequence);
  if (result != NULL)
    shape_set_result (self, batch, result);
  if (picture != NULL)
    {
      set_text (batch, first + FIELD_PICTURE, picture->path);
      leat_batch_set_int (batch, first + FIELD_SIZE, picture->size);
      set_text (batch, first + FIELD_CHECKSUM, picture->checksum);
      set_text (batch, first + FIELD_NAME, picture->name);
    }
  set_text (batch, first + FIELD_STATE, states[state]);
}
