/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk-say.c - what is said to a device next */
#include "leatd-talk-private.h"

/* frames of an answer with poll-until= alone */
#define FRAMES_MOST 1000

static gboolean
fits_answer (const guint8 *data, gsize length, gpointer line)
{
  return leatd_pattern_fits (((LeatdTalkLine *) line)->answer, data, length);
}

static gboolean
fits_until (const guint8 *data, gsize length, gpointer line)
{
  return leatd_pattern_fits (((LeatdTalkLine *) line)->until, data, length);
}

/* FALSE: the connection failed */
static gboolean
talk_send (LeatdTalk *self, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  if (bytes == NULL || self->setup.send (self->setup.owner, bytes, &error))
    return TRUE;
  leatd_talk_fail (self, g_steal_pointer (&error));
  return FALSE;
}

static void
talk_put (LeatdTalk *self, LeatdTalkKind kind, const LeatdTalkLine *line,
          const LeatQuestion *question)
{
  self->kind = kind;
  self->line = line;
  self->asked = self->setup.now (self->setup.owner);
  leat_ask_put (self->ask, self->asked, question);
}

/* without an answer that is awaited it is done with */
static void
talk_say_connect (LeatdTalk *self)
{
  const LeatdTalkLine *line = g_ptr_array_index (self->plan->connect, self->n_connected);
  const LeatQuestion question = {
    .struct_size = sizeof question,
    .timeout = leatd_talk_get_settings (self)->connect_timeout,
    .n_frames = 1,
    .fits = fits_answer,
    .user_data = (gpointer) line,
  };

  if (!talk_send (self, line->bytes))
    return;
  g_clear_pointer (&self->came, g_free);
  if (line->answer != NULL)
    talk_put (self, LEATD_TALK_CONNECT, line, &question);
  else
    self->n_connected++;
}

static void
talk_say_poll (LeatdTalk *self)
{
  const LeatdTalkSettings *settings = leatd_talk_get_settings (self);
  const LeatdTalkLine *line = g_ptr_array_index (self->plan->polls, self->turn);
  const guint least = line->until != NULL ? FRAMES_MOST : 1;
  const LeatQuestion question = {
    .struct_size = sizeof question,
    .timeout = settings->timeout,
    .settle = settings->settle,
    .gap = settings->gap,
    .n_frames = settings->frames > 0 ? (guint) settings->frames : least,
    .fits = line->answer != NULL ? fits_answer : NULL,
    .ends = line->until != NULL ? fits_until : NULL,
    .user_data = (gpointer) line,
  };

  if (!talk_send (self, line->bytes))
    return;
  leatd_count (&self->setup.counters[LEATD_SOURCE_POLLS], 1);
  talk_put (self, LEATD_TALK_POLL, line, &question);
}

/* where nothing is polled nobody's answer could be taken for another's. @line: (nullable): of one
 * that has a name, and an answer */
static void
talk_put_command (LeatdTalk *self, const LeatdTalkLine *line)
{
  const LeatdTalkSettings *settings = leatd_talk_get_settings (self);
  const gboolean polls = leatd_talk_is_polling (self);
  const LeatQuestion question = {
    .struct_size = sizeof question,
    .timeout = line != NULL ? settings->named_timeout : settings->timeout,
    .settle = polls ? settings->settle : 0,
    .gap = polls ? settings->gap : 0,
    .n_frames = 1,
    .fits = line != NULL ? fits_answer : NULL,
    .user_data = (gpointer) line,
  };

  g_clear_pointer (&self->came, g_free);
  talk_put (self, LEATD_TALK_COMMAND, line, &question);
}

/* (transfer full): what it sends; NULL: it cannot be said */
static GBytes *
talk_get_command_bytes (const LeatCommand *command, const LeatdTalkLine *named, GError **error)
{
  GBytes *bytes = NULL;

  if (named != NULL)
    return g_bytes_ref (named->bytes);
  if (leatd_talk_get_named (command) == NULL)
    bytes = leat_command_get_bytes (command);
  if (bytes == NULL)
    leat_error_fail (error, LEAT_ERROR_CONFIG, "\"%s\" needs the bytes to be sent, or a text",
                     command->name);
  return bytes;
}

/* one that is only sent is answered at once, and what the device says to it is nobody's answer */
static void
talk_say_command (LeatdTalk *self)
{
  LeatCommand *command = g_queue_pop_head (&self->commands);
  const char *name = leatd_talk_get_named (command);
  const LeatdTalkLine *named = name != NULL ? leatd_talk_plan_find_named (self->plan, name) : NULL;
  const gboolean awaits = named != NULL && named->answer != NULL;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = talk_get_command_bytes (command, named, &error);

  if (bytes != NULL)
    self->setup.send (self->setup.owner, bytes, &error);
  if (error != NULL)
    {
      leat_command_fail (command, error);
      return;
    }
  talk_put_command (self, awaits ? named : NULL);
  if (awaits || g_str_equal (command->name, "ask"))
    self->command = command;
  else
    leat_command_answer (command, g_variant_new_uint64 (g_bytes_get_size (bytes)));
}

/* is there anything to be said? A round begins */
static gboolean
talk_has_next (LeatdTalk *self, gint64 now)
{
  if (!leatd_talk_is_ready (self) || !g_queue_is_empty (&self->commands) ||
      self->turn < leatd_talk_count_polls (self))
    return TRUE;
  if (leatd_talk_count_polls (self) == 0 ||
      !leatd_poll_rounds_begin (&self->rounds, now, self->setup.wall (self->setup.owner)))
    return FALSE;
  self->turn = 0;
  return TRUE;
}

/* µs: when half a frame that stands has been silent for long enough to be none; 0: none stands */
gint64
leatd_talk_get_pending_due (LeatdTalk *self)
{
  if (!leatd_talk_is_polling (self) || !self->setup.is_pending (self->setup.owner))
    return 0;
  return self->seen + leatd_talk_get_settings (self)->settle;
}

/* FALSE: nothing is to be said, or nothing can be now */
gboolean
leatd_talk_say_next (LeatdTalk *self, gint64 now)
{
  const gint64 due = leatd_talk_get_pending_due (self);

  if (self->failed || leat_ask_get_state (self->ask) != LEAT_ASK_FREE ||
      self->setup.count_unsent (self->setup.owner) > 0 || !talk_has_next (self, now) || now < due)
    return FALSE;
  if (due > 0)
    self->setup.cut (self->setup.owner);
  self->busy = 0;
  if (!leatd_talk_is_ready (self))
    talk_say_connect (self);
  else if (!g_queue_is_empty (&self->commands))
    talk_say_command (self);
  else
    talk_say_poll (self);
  return TRUE;
}
