/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-json-source.c - a child that speaks JSON lines as a source: plugins in any language
 *
 * leat-exec(7) has every message. A record with an id is acknowledged when it is safe, and not
 * before: what is not acknowledged the child sends again, in this life or the next. */
#include "exec-json-source.h"
#include "exec-answers.h"
#include "exec-message.h"
#include <string.h>

/* types that nobody knows: so many are told, each once */
#define UNKNOWN_MAX 16

typedef struct {
  LeatSource source;
  ExecGrammar *grammar;
  ExecAnswers answers;
  GHashTable *open;    /* ids that are on their way → Record, which its settlement frees */
  GHashTable *unknown; /* types that were told of */
  char *state;         /* as the child said last */
  guint64 life;
  gboolean greeted;
} ExecJsonSource;

typedef struct {
  ExecJsonSource *source;
  char *id;
  guint64 life; /* of the child that sent it last */
} Record;

static const LeatOption exec_json_source_options[] = {
  LEAT_OPTION_END,
};

static gboolean
write_answer (gpointer owner, GBytes *bytes, GError **error)
{
  return leat_source_write (owner, bytes, error);
}

static gboolean
exec_json_source_init (LeatSource *source, GError **error)
{
  ExecJsonSource *self = (ExecJsonSource *) source;

  self->grammar = exec_grammar_new ();
  exec_answers_init (&self->answers, write_answer, source);
  self->open = g_hash_table_new (g_str_hash, g_str_equal);
  self->unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return TRUE;
}

static void
exec_json_source_clear (LeatSource *source)
{
  ExecJsonSource *self = (ExecJsonSource *) source;

  exec_answers_clear (&self->answers);
  g_clear_pointer (&self->grammar, exec_grammar_free);
  g_clear_pointer (&self->open, g_hash_table_unref);
  g_clear_pointer (&self->unknown, g_hash_table_unref);
  g_clear_pointer (&self->state, g_free);
}

/* a child that does not read what it asked for is not served */
static void
check_answers (ExecJsonSource *self, gboolean added)
{
  if (added)
    exec_answers_flush (&self->answers);
  else
    leat_source_fail (&self->source,
                      g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                                   "the child does not read its standard input: %d bytes of "
                                   "acknowledgements waited for it",
                                   EXEC_ANSWERS_MAX));
}

static gboolean
exec_json_source_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  ExecJsonSource *self = (ExecJsonSource *) source;
  LeatLink *link = leat_source_open_link (source, cancellable, error);

  if (link == NULL)
    return FALSE;
  self->life++;
  self->greeted = FALSE;
  exec_answers_reset (&self->answers);
  g_hash_table_remove_all (self->unknown);
  g_clear_pointer (&self->state, g_free);
  check_answers (self, exec_answers_greet (&self->answers, EXEC_MESSAGE_VERSION,
                                           leat_link_get_source (link)));
  return TRUE;
}

/* the pipe's end follows, and SIGTERM */
static void
exec_json_source_stop (LeatSource *source)
{
  ExecJsonSource *self = (ExecJsonSource *) source;

  exec_answers_add (&self->answers, "stop", NULL);
  exec_answers_flush (&self->answers);
  exec_answers_reset (&self->answers);
}

/* --- what is acknowledged --- */

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->id);
  g_free (record);
}

/* a child that has gone meanwhile is not told: the next one sends it again, or not */
static void
on_settled (gboolean safe, gpointer data)
{
  Record *record = data;
  ExecJsonSource *self = record->source;

  g_hash_table_remove (self->open, record->id);
  if (record->life == self->life)
    check_answers (self, exec_answers_add (&self->answers, safe ? "ack" : "unsafe", "id",
                                           record->id, NULL));
}

static void
await (ExecJsonSource *self, LeatStream *stream, const char *id)
{
  Record *record = g_new0 (Record, 1);

  record->source = self;
  record->id = g_strdup (id);
  record->life = self->life;
  g_hash_table_insert (self->open, record->id, record);
  leat_stream_when_settled (stream, on_settled, record, record_free);
}

/* it was sent before, and is on its way still: one answer will do for both */
static gboolean
is_open (ExecJsonSource *self, const char *id)
{
  Record *record = id != NULL ? g_hash_table_lookup (self->open, id) : NULL;

  if (record != NULL)
    record->life = self->life;
  return record != NULL;
}

/* sent again it would be refused again; @reason: (transfer full) */
static LeatVerdict
refuse (ExecJsonSource *self, const char *id, GError *reason, GError **error)
{
  if (id != NULL)
    check_answers (self, exec_answers_add (&self->answers, "refused", "id", id, "reason",
                                           reason->message, NULL));
  g_propagate_error (error, reason);
  return LEAT_VERDICT_REJECTED;
}

/* --- what the child says --- */

static gboolean
decode (LeatStream *stream, const ExecMessage *message, const LeatArrival *arrival,
        LeatBatch *batch, GError **error)
{
  const LeatOrigin *origin = leat_stream_get_origin (stream);
  const gboolean has_format = leat_schema_get_text (origin->schema) != NULL;

  if (!has_format) /* no schema= */
    {
      leat_batch_append (batch, origin, arrival->moment);
      leat_batch_set_string (batch, 0, message->fields, -1);
    }
  else if (!leat_schema_decode (origin->schema, (const guint8 *) message->fields,
                                strlen (message->fields), batch, origin, arrival->moment, error))
    return FALSE;
  if (message->test)
    leat_batch_add_flags (batch, LEAT_RECORD_TEST);
  return TRUE;
}

static LeatVerdict
take_record (ExecJsonSource *self, LeatStream *stream, const ExecMessage *message,
             const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (is_open (self, message->id))
    return LEAT_VERDICT_TAKEN;
  if (!decode (stream, message, arrival, batch, &reason))
    return refuse (self, message->id, g_steal_pointer (&reason), error);
  if (message->id != NULL)
    await (self, stream, message->id);
  return LEAT_VERDICT_TAKEN;
}

static LeatVerdict
take_reject (ExecJsonSource *self, const ExecMessage *message, GError **error)
{
  return refuse (self, message->id,
                 g_error_new_literal (LEAT_ERROR, LEAT_ERROR_MALFORMED,
                                      exec_message_get_reason (message)),
                 error);
}

static LeatVerdict
take_hello (ExecJsonSource *self, LeatStream *stream, const ExecMessage *message)
{
  const char *schema = leat_schema_get_name (leat_stream_get_origin (stream)->schema);
  g_autofree char *version = exec_message_tell_version (message);

  self->greeted = TRUE;
  if (version != NULL)
    leat_source_fail (&self->source, g_error_new_literal (LEAT_ERROR, LEAT_ERROR_CONFIG, version));
  else if (message->role != NULL && !g_str_equal (message->role, "source"))
    leat_source_fail (&self->source,
                      g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                   "the child says that it is a %s: it is for a group [sink NAME]",
                                   message->role));
  else if (message->schema != NULL && !g_str_equal (message->schema, schema))
    leat_source_fail (&self->source,
                      g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                   "the child makes records of schema %s, and schema= makes %s of "
                                   "them",
                                   message->schema, schema));
  return LEAT_VERDICT_TAKEN;
}

static void
take_log (ExecJsonSource *self, const ExecMessage *message)
{
  g_autofree char *text = exec_message_tell_log (message);

  leat_source_note (&self->source, "log", "%s", text);
}

static void
take_other (ExecJsonSource *self, const char *type)
{
  if (g_hash_table_size (self->unknown) < UNKNOWN_MAX &&
      g_hash_table_add (self->unknown, g_strdup (type)))
    leat_source_note (&self->source, "message",
                      "the child's messages of type \"%.40s\" are not known here, and passed over",
                      type);
}

static LeatVerdict
take_message (ExecJsonSource *self, LeatStream *stream, const ExecMessage *message,
              const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  switch (message->kind)
    {
    case EXEC_MESSAGE_HELLO:
      return take_hello (self, stream, message);
    case EXEC_MESSAGE_RECORD:
      return take_record (self, stream, message, arrival, batch, error);
    case EXEC_MESSAGE_REJECT:
      return take_reject (self, message, error);
    case EXEC_MESSAGE_LOG:
      take_log (self, message);
      break;
    case EXEC_MESSAGE_STATE:
      if (exec_message_is_new_state (message, &self->state))
        leat_source_note (&self->source, "state", "%s", self->state);
      break;
    case EXEC_MESSAGE_ACK:
    case EXEC_MESSAGE_BUSY:
    case EXEC_MESSAGE_HELD:
    case EXEC_MESSAGE_OTHER:
      take_other (self, message->type);
      break;
    }
  return LEAT_VERDICT_TAKEN;
}

static LeatVerdict
exec_json_source_frame (LeatSource *source, LeatStream *stream, const LeatFrame *frame,
                        const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  ExecJsonSource *self = (ExecJsonSource *) source;
  g_auto (ExecMessage) message = { 0 };

  if (!exec_message_parse (&message, self->grammar, frame->payload, frame->length, error))
    return LEAT_VERDICT_REJECTED;
  if (self->greeted || message.kind == EXEC_MESSAGE_HELLO)
    return take_message (self, stream, &message, arrival, batch, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
               "a child begins with {\"type\":\"hello\",\"version\":%d}", EXEC_MESSAGE_VERSION);
  return LEAT_VERDICT_REJECTED;
}

static void
exec_json_source_command (LeatSource *source, LeatCommand *command)
{
  ExecJsonSource *self = (ExecJsonSource *) source;
  GVariant *argument = leat_command_get_argument (command);
  const char *text = argument != NULL && g_variant_is_of_type (argument, G_VARIANT_TYPE_STRING)
                         ? g_variant_get_string (argument, NULL)
                         : NULL;

  check_answers (self, exec_answers_add (&self->answers, "command", "name",
                                         leat_command_get_name (command), "argument", text, NULL));
  leat_command_answer (command, NULL);
}

const LeatSourceClass exec_json_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (ExecJsonSource),
  .name = "exec-json",
  .summary = "Records of a child process that speaks JSON lines, and is told of each record that "
             "is safe: a plugin in any language.",
  .options = exec_json_source_options,
  .schemes = "exec",
  .framer = "delimiter",
  .init = exec_json_source_init,
  .clear = exec_json_source_clear,
  .start = exec_json_source_start,
  .stop = exec_json_source_stop,
  .frame = exec_json_source_frame,
  .command = exec_json_source_command,
};
