/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-desk.h - a session with a machine made up for tests, whose clock stands
 *
 * The machine: T, M?, RUN, SET, P?, P=n and X… are answered by themselves and ,VALUE; E,CODE is a
 * refusal; #… is a result, #CAMERA:… of a camera; S,… is its state; "User:", "Password:", "Welcome"
 * and "Wrong" are a login; V… is a part of an answer, W… the last one behind such. */
#pragma once
#include "leat-host.h"
#include "vision-session.h"
#include <string.h>
G_BEGIN_DECLS

static const VisionFault desk_faults[] = {
  { "03", "wrong-mode", "not in this mode" },
  { .code = NULL },
};

static const char *const desk_words[] = {
  [VISION_TRIGGER] = "T",       [VISION_READ_MODE] = "M?", [VISION_RUN] = "RUN",
  [VISION_SETUP] = "SET",       [VISION_READ_PROGRAM] = "P?", [VISION_PROGRAM] = "P=",
  [VISION_RESET] = "R",         [VISION_READ_RESULT] = "RES",
  [VISION_WORD] = "X",
};

static const VisionLanguage desk_language, desk_login_language;

static inline gboolean
desk_say (gconstpointer grammar, VisionAct act, const char *argument, VisionMessage *message,
          GError **error)
{
  if (act == VISION_RESET)
    return vision_language_lacks (&desk_language, act, error);
  g_string_append (message->bytes, desk_words[act]);
  message->is_silent = g_str_equal (argument, "silent");
  return vision_message_add (message, message->is_silent ? "" : argument, error);
}

static inline void
desk_answer (const VisionQuestion *question, VisionText line, VisionEvent *event)
{
  const VisionText word = vision_text_take (&line, ',');

  event->kind = VISION_STRAY;
  if (question == NULL || !vision_text_begins (word, desk_words[question->act]))
    return;
  event->kind = VISION_ANSWER;
  event->value = line;
  event->is_result = question->act == VISION_READ_RESULT;
  event->result = line;
  if (question->act == VISION_READ_MODE)
    event->mode = vision_text_is (line, "run")     ? VISION_MODE_RUN
                  : vision_text_is (line, "setup") ? VISION_MODE_SETUP
                                                   : VISION_MODE_OFFLINE;
}

static inline gboolean
desk_login (VisionText line, VisionEvent *event)
{
  static const struct {
    const char *text;
    VisionKind kind;
  } known[] = {
    { "User:", VISION_ASKS_USER },
    { "Password:", VISION_ASKS_PASSWORD },
    { "Welcome", VISION_LOGGED_IN },
    { "Wrong", VISION_LOGIN_REFUSED },
    { "Hello", VISION_NOTHING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (vision_text_is (line, known[i].text))
      {
        event->kind = known[i].kind;
        return TRUE;
      }
  return FALSE;
}

static inline void
desk_understand (gconstpointer grammar, const VisionQuestion *question, const guint8 *frame,
                 gsize length, VisionEvent *event)
{
  VisionText line = vision_text ((const char *) frame, length);

  if (desk_login (line, event))
    return;
  if (vision_text_begins (line, "#"))
    {
      event->kind = VISION_RESULT;
      event->result = vision_text (line.text + 1, line.length - 1);
      if (vision_text_begins (event->result, "!"))
        event->torn = line;
    }
  else if (vision_text_begins (line, "E,"))
    {
      event->kind = question != NULL ? VISION_REFUSAL : VISION_STRAY;
      event->code = vision_text (line.text + 2, line.length - 2);
    }
  else if (vision_text_begins (line, "S,"))
    {
      event->kind = VISION_STATE;
      event->mode = vision_text_is (line, "S,run") ? VISION_MODE_RUN : VISION_MODE_OFFLINE;
    }
  else if (vision_text_begins (line, "V") && question != NULL)
    {
      event->kind = VISION_PART;
      event->value = line;
    }
  else if (vision_text_begins (line, "W") && question != NULL && question->n_parts > 0)
    {
      event->kind = VISION_ANSWER;
      event->value = line;
      event->is_result = question->act == VISION_READ_RESULT;
    }
  else if (vision_text_begins (line, "?"))
    event->reason = "garbage";
  else
    desk_answer (question, line, event);
}

static const VisionLanguage desk_language = {
  .name = "desk",
  .acts = 1 << VISION_TRIGGER | 1 << VISION_READ_MODE | 1 << VISION_RUN | 1 << VISION_SETUP |
          1 << VISION_READ_PROGRAM | 1 << VISION_PROGRAM,
  .faults = desk_faults,
  .say = desk_say,
  .understand = desk_understand,
};

static const VisionLanguage desk_login_language = {
  .name = "desk",
  .has_login = TRUE,
  .faults = desk_faults,
  .say = desk_say,
  .understand = desk_understand,
};

/**
 * Desk:
 * @now: µs
 * @said: what was sent, with / between two
 * @told: notes, by their events, likewise
 * @held: (nullable): why
 * @failure: (nullable): what the session failed by
 * @answer: of the last command: a text, or "! " and its error
 * @frame: the last one
 * @found: the last result
 */
typedef struct {
  VisionSession *session;
  VisionOptions options;
  gint64 now;
  GString *said;
  GString *told;
  char *held;
  GError *failure;
  char *answer;
  guint8 *frame;
  VisionFound found;
} Desk;

static inline void
desk_put (GString *list, const char *text, gssize length)
{
  if (list->len > 0)
    g_string_append_c (list, '/');
  g_string_append_len (list, text, length);
}

static inline gint64
desk_now (gpointer desk)
{
  return ((Desk *) desk)->now;
}

static inline gboolean
desk_write (gpointer desk, GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  desk_put (((Desk *) desk)->said, text, (gssize) length);
  return TRUE;
}

static inline void
desk_note (gpointer desk, const char *event, const char *text)
{
  desk_put (((Desk *) desk)->told, event, -1);
}

static inline void
desk_hold (gpointer desk, const char *reason)
{
  Desk *self = desk;

  g_free (self->held);
  self->held = g_strdup (reason);
}

static inline void
desk_fail (gpointer desk, GError *error)
{
  Desk *self = desk;

  g_clear_error (&self->failure);
  self->failure = error;
}

/* what an option table would have set */
static inline void
desk_init (Desk *self, const VisionLanguage *language)
{
  const VisionSessionSetup setup = {
    .language = language,
    .options = &self->options,
    .now = desk_now,
    .write = desk_write,
    .note = desk_note,
    .hold = desk_hold,
    .fail = desk_fail,
    .owner = self,
  };

  *self = (Desk) { .now = 1000000 };
  self->options = (VisionOptions) {
    .trigger_interval = 1000,
    .result_timeout = 5000,
    .answer_timeout = 2000,
    .settle = 500,
    .read_state_interval = 1000000000,
  };
  self->said = g_string_new (NULL);
  self->told = g_string_new (NULL);
  self->session = vision_session_new (&setup);
}

static inline void
desk_clear (Desk *self)
{
  vision_session_free (self->session);
  g_string_free (self->said, TRUE);
  g_string_free (self->told, TRUE);
  g_clear_error (&self->failure);
  g_free (self->held);
  g_free (self->answer);
  g_free (self->frame);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static inline void
desk_begin (Desk *self)
{
  vision_session_begin (self->session);
  vision_session_run (self->session);
}

/* what was sent, or told, since the last time */
static inline void
desk_expect (GString *list, const char *text)
{
  g_assert_cmpstr (list->str, ==, text);
  g_string_truncate (list, 0);
}

static inline void
desk_wait (Desk *self, gint64 microseconds)
{
  self->now += microseconds;
  vision_session_run (self->session);
}

/* a microsecond passes; @reason: of a reject, or NULL */
static inline LeatVerdict
desk_hear (Desk *self, const char *frame, const char *reason)
{
  g_autoptr (GError) error = NULL;
  LeatVerdict verdict;

  g_free (self->frame);
  self->frame = g_memdup2 (frame, strlen (frame));
  self->now++;
  verdict = vision_session_frame (self->session, self->frame, strlen (frame), self->now,
                                  &self->found, &error);
  vision_session_run (self->session);
  g_assert_cmpint (verdict == LEAT_VERDICT_REJECTED, ==, error != NULL);
  if (reason != NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, reason));
    }
  return verdict;
}

typedef struct {
  LeatCommand command;
  Desk *desk;
} DeskCommand;

static inline void
desk_on_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  DeskCommand *self = (DeskCommand *) command;

  g_free (self->desk->answer);
  self->desk->answer = error != NULL ? g_strconcat ("! ", error->message, NULL)
                                     : g_variant_dup_string (answer, NULL);
  g_clear_pointer (&answer, g_variant_unref);
  g_clear_error (&error);
  g_clear_pointer (&command->argument, g_variant_unref);
  g_free (command->name);
  g_free (self);
}

static inline void
desk_command (Desk *self, const char *name, const char *argument)
{
  DeskCommand *command = g_new0 (DeskCommand, 1);

  command->command.name = g_strdup (name);
  command->command.argument = g_variant_ref_sink (g_variant_new_string (argument));
  command->command.answer = desk_on_answer;
  command->desk = self;
  g_clear_pointer (&self->answer, g_free);
  vision_session_command (self->session, &command->command);
  vision_session_run (self->session);
}

G_END_DECLS
