/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-hearing.c - what the child of a sink says, and what that means for what was sent to it */
#include "exec-hearing.h"
#include "exec-log.h"
#include <string.h>

/* lines that are no message, or about nothing: so many of a child are told */
#define STRANGE_MAX 10
/* bytes of one that is */
#define SHOWN_MAX 200
#define MOST_SECONDS 86400

void
exec_hearing_init (ExecHearing *self, LeatSink *sink)
{
  *self = (ExecHearing) { .sink = sink, .grammar = exec_grammar_new () };
  exec_window_init (&self->window);
}

void
exec_hearing_clear (ExecHearing *self)
{
  g_clear_pointer (&self->grammar, exec_grammar_free);
  exec_window_clear (&self->window);
  g_clear_pointer (&self->state, g_free);
  g_clear_error (&self->put_off);
}

void
exec_hearing_reset (ExecHearing *self)
{
  exec_window_reset (&self->window);
  g_clear_error (&self->put_off);
  g_clear_pointer (&self->state, g_free);
  self->greeted = self->moved = FALSE;
  self->n_strange = 0;
}

static void
put_off (ExecHearing *self, LeatError code, const char *text)
{
  g_clear_error (&self->put_off);
  self->put_off = g_error_new_literal (LEAT_ERROR, (int) code, text);
}

static void
tell_strange (ExecHearing *self, const char *what, const char *line)
{
  g_autofree char *text = NULL;

  if (self->n_strange++ >= STRANGE_MAX)
    return;
  text = exec_log_make_readable (line, MIN (strlen (line), SHOWN_MAX));
  leat_sink_warn (self->sink, "message", "%s: %s%s", what, text,
                  self->n_strange == STRANGE_MAX ? "; more of this is passed over in silence" : "");
}

static void
take_hello (ExecHearing *self, const ExecMessage *message)
{
  g_autofree char *text = exec_message_tell_version (message);

  self->greeted = self->moved = TRUE;
  if (text == NULL && g_strcmp0 (message->role, "sink") != 0)
    text = g_strdup ("the child does not say \"role\":\"sink\": it may be a source's");
  if (text != NULL)
    put_off (self, LEAT_ERROR_CONFIG, text);
}

static void
take_answer (ExecHearing *self, gboolean known, const ExecMessage *message)
{
  const char *id = message->through != NULL ? message->through : message->id;

  if (known)
    self->moved = TRUE;
  else
    tell_strange (self, "the child answers for a record that it was not sent, or twice",
                  id != NULL ? id : "(no id)");
}

static void
take_ack (ExecHearing *self, const ExecMessage *message)
{
  take_answer (self,
               message->through != NULL
                   ? exec_window_acknowledge_through (&self->window, message->through)
                   : message->id != NULL && exec_window_acknowledge (&self->window, message->id),
               message);
}

static void
take_reject (ExecHearing *self, const ExecMessage *message)
{
  take_answer (self,
               message->id != NULL && exec_window_refuse (&self->window, message->id,
                                                          exec_message_get_reason (message)),
               message);
}

static void
take_log (ExecHearing *self, const ExecMessage *message)
{
  g_autofree char *text = exec_message_tell_log (message);

  leat_sink_note (self->sink, "log", "%s", text);
}

static void
take_message (ExecHearing *self, const ExecMessage *message)
{
  switch (message->kind)
    {
    case EXEC_MESSAGE_HELLO:
      take_hello (self, message);
      break;
    case EXEC_MESSAGE_ACK:
      take_ack (self, message);
      break;
    case EXEC_MESSAGE_REJECT:
      take_reject (self, message);
      break;
    case EXEC_MESSAGE_BUSY:
      if (message->seconds > 0)
        leat_sink_retry_after (self->sink, MIN (message->seconds, MOST_SECONDS) * G_USEC_PER_SEC);
      put_off (self, LEAT_ERROR_BUSY, exec_message_get_reason (message));
      break;
    case EXEC_MESSAGE_HELD:
      put_off (self, LEAT_ERROR_HELD, exec_message_get_reason (message));
      break;
    case EXEC_MESSAGE_LOG:
      take_log (self, message);
      break;
    case EXEC_MESSAGE_STATE:
      if (exec_message_is_new_state (message, &self->state))
        leat_sink_note (self->sink, "state", "%s", self->state);
      break;
    case EXEC_MESSAGE_RECORD:
    case EXEC_MESSAGE_OTHER:
      tell_strange (self, "the child's message is of a type that no sink has", message->type);
      break;
    }
}

/**
 * exec_hearing_take:
 * @line: ends with a NUL that @length does not count
 *
 * In the sink's thread.
 */
void
exec_hearing_take (ExecHearing *self, const char *line, gsize length)
{
  g_auto (ExecMessage) message = { 0 };
  g_autoptr (GError) error = NULL;

  if (!exec_message_parse (&message, self->grammar, (const guint8 *) line, length, &error))
    tell_strange (self, error->message, line);
  else if (self->greeted || message.kind == EXEC_MESSAGE_HELLO)
    take_message (self, &message);
  else
    tell_strange (self, "a child begins with {\"type\":\"hello\",\"version\":1,\"role\":\"sink\"}",
                  line);
}
