/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-answers.c - what a child is told in JSON lines, and waits until it reads */
#include "exec-answers.h"

/* given to the host at once, which takes some of these */
#define PIECE_SIZE (16 * 1024)
/* ms until a child that was slow is tried again */
#define RETRY_EVERY 20

void
exec_answers_init (ExecAnswers *self, ExecAnswersWrite write, gpointer owner)
{
  *self = (ExecAnswers) { .write = write, .owner = owner, .waiting = g_string_new (NULL) };
}

void
exec_answers_reset (ExecAnswers *self)
{
  if (self->retry != NULL)
    g_source_destroy (self->retry);
  g_clear_pointer (&self->retry, g_source_unref);
  g_string_truncate (self->waiting, 0);
  self->n_sent = 0;
}

void
exec_answers_clear (ExecAnswers *self)
{
  if (self->waiting == NULL)
    return;
  exec_answers_reset (self);
  g_string_free (self->waiting, TRUE);
  self->waiting = NULL;
}

static void
append_pair (GString *line, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_c (line, ',');
  leat_json_append_string (line, name, -1);
  g_string_append_c (line, ':');
  leat_json_append_string (line, value, -1);
}

static gboolean
end_line (ExecAnswers *self)
{
  g_string_append (self->waiting, "}\n");
  if (self->waiting->len - self->n_sent <= EXEC_ANSWERS_MAX)
    return TRUE;
  exec_answers_reset (self);
  return FALSE;
}

gboolean
exec_answers_greet (ExecAnswers *self, guint version, const char *source)
{
  g_string_append_printf (self->waiting, "{\"type\":\"hello\",\"version\":%u", version);
  append_pair (self->waiting, "source", source);
  return end_line (self);
}

gboolean
exec_answers_add (ExecAnswers *self, const char *type, ...)
{
  const char *name;
  va_list pairs;

  g_string_append (self->waiting, "{\"type\":");
  leat_json_append_string (self->waiting, type, -1);
  va_start (pairs, type);
  while ((name = va_arg (pairs, const char *)) != NULL)
    append_pair (self->waiting, name, va_arg (pairs, const char *));
  va_end (pairs);
  return end_line (self);
}

/* FALSE: not now, or never */
static gboolean
send_piece (ExecAnswers *self)
{
  const gsize length = MIN (self->waiting->len - self->n_sent, PIECE_SIZE);
  g_autoptr (GBytes) piece = g_bytes_new (self->waiting->str + self->n_sent, length);
  g_autoptr (GError) error = NULL;

  if (self->write (self->owner, piece, &error))
    {
      self->n_sent += length;
      return TRUE;
    }
  if (!g_error_matches (error, LEAT_ERROR, LEAT_ERROR_BUSY))
    exec_answers_reset (self); /* nobody reads it: the next child is told what it sends again */
  return FALSE;
}

static gboolean
on_retry (gpointer user_data)
{
  ExecAnswers *self = user_data;

  g_clear_pointer (&self->retry, g_source_unref);
  exec_answers_flush (self);
  return G_SOURCE_REMOVE;
}

void
exec_answers_flush (ExecAnswers *self)
{
  if (self->retry != NULL)
    return;
  while (self->n_sent < self->waiting->len && send_piece (self))
    ;
  if (self->n_sent == self->waiting->len)
    {
      exec_answers_reset (self);
      return;
    }
  self->retry = g_timeout_source_new (RETRY_EVERY);
  g_source_set_callback (self->retry, on_retry, self, NULL);
  g_source_attach (self->retry, g_main_context_get_thread_default ());
}
