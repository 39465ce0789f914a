/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-message.c - what a child says in JSON lines: a line as a message
 *
 * A message is read as any machine's JSON is: by a schema. An object in it is given as it stands
 * there, so that numbers keep their digits until the user's schema makes fields of them. */
#include "exec-message.h"
#include <string.h>

enum { TYPE, ID, FIELDS, TEXT, LEVEL, SCHEMA, ROLE, THROUGH, VERSION, SECONDS, TEST, N_PARTS };

static const char grammar[] =
    "[schema]\nname=exec-message\nformat=json\n"
    "[field type]\ntype=string\nrequired=yes\n"
    "[field id]\ntype=string\n"
    "[field fields]\ntype=string\n"
    "[field text]\ntype=string\n"
    "[field level]\ntype=string\n"
    "[field schema]\ntype=string\n"
    "[field role]\ntype=string\n"
    "[field through]\ntype=string\n"
    "[field version]\ntype=int\n"
    "[field seconds]\ntype=int\n"
    "[field test]\ntype=bool\n";

struct _ExecGrammar {
  LeatSchema *schema;
  LeatOrigin *origin;
};

ExecGrammar *
exec_grammar_new (void)
{
  ExecGrammar *self = g_new0 (ExecGrammar, 1);

  self->schema = leat_schema_new_from_text ("exec-message", grammar, -1, NULL);
  self->origin = leat_origin_new ("exec", "00000000000000000000", self->schema, "", NULL);
  return self;
}

void
exec_grammar_free (ExecGrammar *self)
{
  leat_origin_unref (self->origin);
  leat_schema_unref (self->schema);
  g_free (self);
}

static ExecMessageKind
find_kind (const char *type)
{
  static const char *const types[] = { "hello", "record", "reject", "log",
                                       "state", "ack",    "busy",   "held" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i], type))
      return (ExecMessageKind) i;
  return EXEC_MESSAGE_OTHER;
}

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, text);
  return FALSE;
}

/* what is neither there nor a text is NULL; a NUL would end it too early */
static gboolean
take_text (const LeatValue *value, const char **text, GError **error)
{
  *text = NULL;
  if (value->quality == LEAT_QUALITY_MISSING)
    return TRUE;
  if (value->quality != LEAT_QUALITY_GOOD || strlen (value->string) != value->length)
    return fail (error, "a text in it has a NUL");
  *text = value->string;
  return TRUE;
}

static gint64
take_number (const LeatValue *value)
{
  return value->quality == LEAT_QUALITY_GOOD && value->length == 0 ? value->integer : 0;
}

static gboolean
take_parts (ExecMessage *self, const LeatValue *values, GError **error)
{
  const char **texts[] = { [TYPE] = &self->type,   [ID] = &self->id,       [FIELDS] = &self->fields,
                           [TEXT] = &self->text,   [LEVEL] = &self->level,
                           [SCHEMA] = &self->schema, [ROLE] = &self->role,
                           [THROUGH] = &self->through };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!take_text (&values[i], texts[i], error))
      return FALSE;
  self->version = take_number (&values[VERSION]);
  self->seconds = take_number (&values[SECONDS]);
  self->test = values[TEST].quality == LEAT_QUALITY_GOOD && values[TEST].boolean;
  self->kind = find_kind (self->type);
  return TRUE;
}

static gboolean
judge (const ExecMessage *self, GError **error)
{
  if (self->id != NULL && (*self->id == '\0' || strlen (self->id) > EXEC_MESSAGE_ID_MAX))
    return fail (error, "an id has 1 to 256 bytes");
  if (self->kind == EXEC_MESSAGE_RECORD && (self->fields == NULL || *self->fields != '{'))
    return fail (error, "a record has fields, an object");
  return TRUE;
}

/**
 * exec_message_parse:
 * @line: without its end
 * @error: return location for LEAT_ERROR_MALFORMED
 *
 * Work is linear in @length.
 */
gboolean
exec_message_parse (ExecMessage *self, ExecGrammar *with, const guint8 *line, gsize length,
                    GError **error)
{
  const LeatMoment moment = { 0 };

  *self = (ExecMessage) { 0 };
  if (!g_utf8_validate_len ((const char *) line, length, NULL)) /* RFC 8259, section 8.1 */
    return fail (error, "it is no valid UTF-8");
  self->memory = leat_batch_new (1);
  if (leat_schema_decode (with->schema, line, length, self->memory, with->origin, moment, error) &&
      take_parts (self, leat_batch_get_record (self->memory, 0)->values, error) &&
      judge (self, error))
    return TRUE;
  exec_message_clear (self);
  return FALSE;
}

void
exec_message_clear (ExecMessage *self)
{
  g_clear_pointer (&self->memory, leat_batch_unref);
}

const char *
exec_message_get_reason (const ExecMessage *self)
{
  return self->text != NULL ? self->text : "the child gives no reason";
}

char *
exec_message_tell_log (const ExecMessage *self)
{
  return g_strconcat (self->level != NULL ? self->level : "", self->level != NULL ? ": " : "",
                      self->text, NULL);
}

char *
exec_message_tell_version (const ExecMessage *self)
{
  if (self->version == EXEC_MESSAGE_VERSION)
    return NULL;
  return g_strdup_printf ("the child speaks version %" G_GINT64_FORMAT
                          " of the protocol; %d is understood here",
                          self->version, EXEC_MESSAGE_VERSION);
}

gboolean
exec_message_is_new_state (const ExecMessage *self, char **state)
{
  if (self->text == NULL || g_strcmp0 (*state, self->text) == 0)
    return FALSE;
  g_free (*state);
  *state = g_strdup (self->text);
  return TRUE;
}
