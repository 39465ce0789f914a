/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-records.c - results become records: which schema, and what the frame does not say */
#include "vision-records.h"
#include "vision-session-private.h"
#include <string.h>

#define NO_FIELD G_MAXUINT

typedef enum {
  GIVEN_TRIGGER,
  GIVEN_LATENCY,
  GIVEN_PROGRAM,
  GIVEN_CAMERA,
  GIVEN_JUDGEMENT,
  N_GIVEN,
} Given;

/* as a schema file would have them */
static const struct {
  const char *name;
  LeatType type;
  LeatRole role;
  const char *text;
} given[N_GIVEN] = {
  [GIVEN_TRIGGER] = { "trigger", LEAT_TYPE_INT, LEAT_ROLE_NONE, "type=int\n" },
  [GIVEN_LATENCY] = { "latency", LEAT_TYPE_DECIMAL, LEAT_ROLE_NONE, "type=decimal\nunit=ms\n" },
  [GIVEN_PROGRAM] = { "program", LEAT_TYPE_STRING, LEAT_ROLE_PROGRAM,
                      "type=string\nrole=program\n" },
  [GIVEN_CAMERA] = { "camera", LEAT_TYPE_STRING, LEAT_ROLE_CAMERA, "type=string\nrole=camera\n" },
  [GIVEN_JUDGEMENT] = { "judgement", LEAT_TYPE_STRING, LEAT_ROLE_JUDGEMENT,
                        "type=string\nrole=judgement\n" },
};

/* records of one schema */
typedef struct {
  char *program;      /* NULL: of all that have none of their own */
  LeatSchema *schema; /* program's; NULL: that of the stream */
  const LeatSchema *found; /* whose fields these are */
  guint fields[N_GIVEN];
  const LeatOrigin *like; /* a reference: of the stream, when origin was made */
  LeatOrigin *origin;
} Kind;

struct _VisionRecords {
  const VisionLanguage *language;
  const VisionOptions *options;
  GPtrArray *kinds; /* of Kind; the first is that of all programs */
};

static void
kind_free (gpointer data)
{
  Kind *self = data;

  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->origin, leat_origin_unref);
  g_clear_pointer (&self->like, leat_origin_unref);
  g_free (self->program);
  g_free (self);
}

static Kind *
records_add_kind (VisionRecords *self, const char *program, LeatSchema *schema)
{
  Kind *kind = g_new0 (Kind, 1);

  kind->program = g_strdup (program);
  kind->schema = schema;
  g_ptr_array_add (self->kinds, kind);
  return kind;
}

VisionRecords *
vision_records_new (const VisionLanguage *language, const VisionOptions *options)
{
  VisionRecords *self = g_new0 (VisionRecords, 1);

  self->language = language;
  self->options = options;
  self->kinds = g_ptr_array_new_with_free_func (kind_free);
  records_add_kind (self, NULL, NULL);
  return self;
}

void
vision_records_free (VisionRecords *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->kinds);
  g_free (self);
}

/* --- schemas --- */

static gboolean
records_know (const VisionRecords *self, Given which)
{
  const VisionOptions *options = self->options;
  const guint reads = 1u << VISION_READ_PROGRAM | 1u << VISION_PROGRAM;

  switch (which)
    {
    case GIVEN_TRIGGER:
    case GIVEN_LATENCY:
      return options->trigger != VISION_TRIGGER_EXTERNAL;
    case GIVEN_PROGRAM:
      return options->program_schema != NULL || options->program != NULL ||
             (options->read_state && (self->language->acts & reads) != 0);
    case GIVEN_CAMERA:
      return options->camera != NULL || self->language->gives_camera;
    case GIVEN_JUDGEMENT:
      return self->language->gives_judgement;
    case N_GIVEN:
      break;
    }
  return FALSE;
}

static gboolean
schema_has (const LeatSchema *schema, Given which)
{
  guint index;

  return leat_schema_find_field (schema, given[which].name, &index) ||
         (given[which].role != LEAT_ROLE_NONE &&
          leat_schema_find_role (schema, given[which].role, &index));
}

/* (transfer full) */
static LeatSchema *
records_extend (const VisionRecords *self, LeatSchema *schema, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_GIVEN; i++)
    if (records_know (self, (Given) i) && !schema_has (schema, (Given) i))
      g_string_append_printf (text, "\n[field %s]\n%sgiven=yes\n", given[i].name, given[i].text);
  if (text->len == 0 || leat_schema_get_text (schema) == NULL)
    return leat_schema_ref (schema);
  g_string_prepend (text, leat_schema_get_text (schema));
  return leat_schema_new_from_text (leat_schema_get_name (schema), text->str, (gssize) text->len,
                                    error);
}

static gboolean
records_add_program (VisionRecords *self, const char *item, LeatFindSchemaFunc find,
                     gpointer finder, GError **error)
{
  const char *colon = strchr (item, ':');
  g_autofree char *program = colon != NULL ? g_strndup (item, (gsize) (colon - item)) : NULL;
  g_autoptr (LeatSchema) schema = NULL;
  LeatSchema *extended;

  if (colon == NULL || colon == item || colon[1] == '\0')
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "program-schema: \"%s\" is no PROGRAM:SCHEMA, such as 001:inspect-a",
                            item);
  schema = find (finder, colon + 1, error);
  extended = schema != NULL ? records_extend (self, schema, error) : NULL;
  if (extended == NULL)
    {
      g_prefix_error (error, "program-schema: %s: ", item);
      return FALSE;
    }
  records_add_kind (self, program, extended);
  return TRUE;
}

LeatSchema *
vision_records_shape (VisionRecords *self, LeatSchema *schema, LeatFindSchemaFunc find,
                      gpointer finder, GError **error)
{
  char **items = self->options->program_schema;

  g_ptr_array_set_size (self->kinds, 1);
  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    if (!records_add_program (self, items[i], find, finder, error))
      return NULL;
  return records_extend (self, schema, error);
}

/* --- records --- */

static Kind *
records_find_kind (VisionRecords *self, const char *program)
{
  for (guint i = 1; i < self->kinds->len && program != NULL; i++)
    {
      Kind *kind = g_ptr_array_index (self->kinds, i);

      if (vision_program_equal (kind->program, program))
        return kind;
    }
  return g_ptr_array_index (self->kinds, 0);
}

static void
kind_find_fields (Kind *self, const LeatSchema *schema)
{
  self->found = schema;
  for (guint i = 0; i < N_GIVEN; i++)
    {
      guint index = NO_FIELD;

      if (!leat_schema_find_field (schema, given[i].name, &index) &&
          given[i].role != LEAT_ROLE_NONE)
        leat_schema_find_role (schema, given[i].role, &index);
      if (index != NO_FIELD && leat_schema_get_field (schema, index)->type != given[i].type)
        index = NO_FIELD;
      self->fields[i] = index;
    }
}

/* of a program's schema: in the epoch of the stream, so that records keep one numbering */
static const LeatOrigin *
kind_get_origin (Kind *self, const LeatOrigin *stream)
{
  if (self->schema == NULL)
    return stream;
  if (self->like != stream)
    {
      g_clear_pointer (&self->origin, leat_origin_unref);
      g_clear_pointer (&self->like, leat_origin_unref);
      self->like = leat_origin_ref (stream);
      self->origin = leat_origin_new (stream->source, stream->epoch, self->schema, stream->gateway,
                                      stream->tags);
    }
  return self->origin;
}

/* the field, if the frame has said nothing of it */
static gboolean
kind_wants (const Kind *self, const LeatBatch *batch, Given which, guint *field)
{
  const LeatRecord *record = leat_batch_get_record (batch, leat_batch_get_n_records (batch) - 1);

  *field = self->fields[which];
  return *field != NO_FIELD && record->values[*field].quality == LEAT_QUALITY_MISSING;
}

static void
kind_set_text (const Kind *self, LeatBatch *batch, Given which, const char *text, gsize length)
{
  guint field;

  if (text == NULL || !kind_wants (self, batch, which, &field))
    return;
  if (g_utf8_validate (text, (gssize) length, NULL))
    leat_batch_set_string (batch, field, text, (gssize) length);
  else
    leat_batch_set_undecodable (batch, field, text, (gssize) length);
}

static void
kind_set_trigger (const Kind *self, LeatBatch *batch, const VisionFound *found)
{
  guint field;

  if (found->trigger == 0)
    return;
  if (kind_wants (self, batch, GIVEN_TRIGGER, &field))
    leat_batch_set_int (batch, field, (gint64) found->trigger);
  if (kind_wants (self, batch, GIVEN_LATENCY, &field))
    leat_batch_set_decimal (batch, field, found->latency, 3);
}

gboolean
vision_records_append (VisionRecords *self, const LeatOrigin *origin, LeatBatch *batch,
                       const VisionFound *found, LeatMoment arrival, GError **error)
{
  static const char *const words[] = { NULL, "good", "bad", "none" };
  const char *judgement = words[found->judgement];
  const char *camera = found->camera.text != NULL ? found->camera.text : self->options->camera;
  Kind *kind = records_find_kind (self, found->program);
  const LeatOrigin *own = kind_get_origin (kind, origin);

  if (!leat_schema_decode (own->schema, (const guint8 *) found->result.text, found->result.length,
                           batch, own, arrival, error))
    return FALSE;
  if (kind->found != own->schema)
    kind_find_fields (kind, own->schema);
  kind_set_trigger (kind, batch, found);
  kind_set_text (kind, batch, GIVEN_PROGRAM, found->program,
                 found->program != NULL ? strlen (found->program) : 0);
  kind_set_text (kind, batch, GIVEN_CAMERA, camera,
                 found->camera.text != NULL ? found->camera.length
                                            : (camera != NULL ? strlen (camera) : 0));
  kind_set_text (kind, batch, GIVEN_JUDGEMENT, judgement,
                 judgement != NULL ? strlen (judgement) : 0);
  if (found->is_test)
    leat_batch_add_flags (batch, LEAT_RECORD_TEST);
  return TRUE;
}
