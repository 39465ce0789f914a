/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-session.c - what is said to a machine while its link is open: in turn, each with a
 * deadline */
#include "vision-session-private.h"

/* commands of people that may wait */
#define SAYINGS_MAX 64

void
vision_saying_free (VisionSaying *self, GError *error)
{
  if (self != NULL && self->command != NULL && error != NULL)
    leat_command_fail (g_steal_pointer (&self->command), g_steal_pointer (&error));
  g_clear_error (&error);
  if (self == NULL)
    return;
  g_free (self->argument);
  g_free (self);
}

VisionSession *
vision_session_new (const VisionSessionSetup *setup)
{
  VisionSession *self = g_new0 (VisionSession, 1);

  self->setup = *setup;
  self->answers = leat_ask_new ();
  self->results = leat_ask_new ();
  self->value = g_string_new (NULL);
  self->scratch = g_string_new (NULL);
  self->message.bytes = g_string_new (NULL);
  g_queue_init (&self->sayings);
  return self;
}

void
vision_session_free (VisionSession *self)
{
  if (self == NULL)
    return;
  vision_session_end (self);
  leat_ask_free (self->answers);
  leat_ask_free (self->results);
  g_string_free (self->value, TRUE);
  g_string_free (self->scratch, TRUE);
  g_string_free (self->message.bytes, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (self->held); i++)
    g_free (self->held[i]);
  g_free (self->told);
  g_free (self->program);
  g_free (self);
}

gint64
vision_session_now (VisionSession *self)
{
  return self->setup.now (self->setup.owner);
}

void
vision_session_note (VisionSession *self, const char *event, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->setup.note (self->setup.owner, event, text);
}

void
vision_session_hold (VisionSession *self, VisionHold hold, char *reason)
{
  const char *first = NULL;

  g_free (self->held[hold]);
  self->held[hold] = reason;
  for (guint i = 0; i < G_N_ELEMENTS (self->held) && first == NULL; i++)
    first = self->held[i];
  if (g_strcmp0 (first, self->told) == 0)
    return;
  g_free (self->told);
  self->told = g_strdup (first);
  self->setup.hold (self->setup.owner, first);
}

gboolean
vision_session_can (const VisionSession *self, VisionAct act)
{
  return (self->setup.language->acts & 1u << act) != 0;
}

static VisionSaying *
saying_new (VisionAct act, const char *argument, LeatCommand *command)
{
  VisionSaying *self = g_new0 (VisionSaying, 1);

  self->act = act;
  self->argument = g_strdup (argument);
  self->command = command;
  return self;
}

void
vision_session_add (VisionSession *self, VisionAct act, const char *argument, LeatCommand *command)
{
  g_queue_push_tail (&self->sayings, saying_new (act, argument, command));
}

void
vision_session_add_first (VisionSession *self, VisionAct act, const char *argument)
{
  g_queue_push_head (&self->sayings, saying_new (act, argument, NULL));
}

gboolean
vision_session_is_waiting (VisionSession *self, VisionAct act)
{
  if (self->said != NULL && self->said->act == act &&
      leat_ask_get_state (self->answers) == LEAT_ASK_ASKED)
    return TRUE;
  for (const GList *item = self->sayings.head; item != NULL; item = item->next)
    if (((const VisionSaying *) item->data)->act == act)
      return TRUE;
  return FALSE;
}

/* commands are taken from now on */
void
vision_session_ready (VisionSession *self)
{
  self->logged_in = TRUE;
  vision_state_begin (self);
  vision_trigger_begin (self);
}

void
vision_session_begin (VisionSession *self)
{
  const gint64 now = vision_session_now (self);

  leat_ask_reset (self->answers, now, self->setup.options->settle);
  leat_ask_reset (self->results, now, 0);
  for (guint i = 0; i < G_N_ELEMENTS (self->held); i++)
    g_clear_pointer (&self->held[i], g_free);
  g_clear_pointer (&self->told, g_free);
  g_clear_pointer (&self->program, g_free);
  self->mode = VISION_MODE_UNKNOWN;
  self->n_unanswered = 0;
  self->look_due = G_MAXINT64;
  self->trigger_due = G_MAXINT64;
  self->open = TRUE;
  self->logged_in = FALSE;
  self->login_due = now + self->setup.options->answer_timeout;
  if (!self->setup.language->has_login)
    vision_session_ready (self);
}

static GError *
make_disconnected (void)
{
  return g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                      "the connection ended before it was answered");
}

void
vision_session_end (VisionSession *self)
{
  VisionSaying *saying;

  self->open = FALSE;
  vision_saying_free (g_steal_pointer (&self->said), make_disconnected ());
  while ((saying = g_queue_pop_head (&self->sayings)) != NULL)
    vision_saying_free (saying, make_disconnected ());
}

/* --- saying --- */

static gboolean
does_fit (const guint8 *data, gsize length, gpointer user_data)
{
  return ((VisionSession *) user_data)->fits;
}

static gboolean
does_end (const guint8 *data, gsize length, gpointer user_data)
{
  return ((VisionSession *) user_data)->ends;
}

static void
session_await (VisionSession *self, gint64 now)
{
  const LeatQuestion question = {
    .struct_size = sizeof question,
    .timeout = self->setup.options->answer_timeout,
    .settle = self->setup.options->settle,
    .n_frames = G_MAXUINT,
    .fits = does_fit,
    .ends = does_end,
    .user_data = self,
  };

  g_string_truncate (self->value, 0);
  self->n_parts = 0;
  leat_ask_put (self->answers, now, &question);
}

/* what was said last is answered; its frames may come again, so that it is kept */
void
vision_session_done (VisionSession *self, GVariant *answer, GError *error)
{
  LeatCommand *command = g_steal_pointer (&self->said->command);

  if (command == NULL)
    {
      if (answer != NULL)
        g_variant_unref (g_variant_ref_sink (answer));
      g_clear_error (&error);
    }
  else if (error != NULL)
    leat_command_fail (command, error);
  else
    leat_command_answer (command, answer != NULL ? answer : g_variant_new_string (""));
}

static void
session_send (VisionSession *self, gint64 now)
{
  g_autoptr (GBytes) bytes = g_bytes_new (self->message.bytes->str, self->message.bytes->len);
  GError *error = NULL;

  if (!self->setup.write (self->setup.owner, bytes, &error))
    {
      vision_session_done (self, NULL, g_error_copy (error));
      self->setup.fail (self->setup.owner, error);
      return;
    }
  if (self->said->act == VISION_TRIGGER)
    vision_trigger_sent (self, now);
  if (self->message.is_silent)
    vision_session_done (self, NULL, NULL);
  else
    session_await (self, now);
}

/* FALSE: nothing may be said now */
static gboolean
session_say_next (VisionSession *self, gint64 now)
{
  const VisionLanguage *language = self->setup.language;
  GError *error = NULL;

  if (!self->logged_in || leat_ask_get_state (self->answers) != LEAT_ASK_FREE ||
      g_queue_is_empty (&self->sayings))
    return FALSE;
  vision_saying_free (self->said, NULL);
  self->said = g_queue_pop_head (&self->sayings);
  g_string_truncate (self->message.bytes, 0);
  self->message.is_silent = FALSE;
  if (self->said->act == VISION_TRIGGER)
    error = vision_trigger_refuse (self);
  if (error == NULL && language->say (self->setup.grammar, self->said->act, self->said->argument,
                                      &self->message, &error))
    session_send (self, now);
  else
    vision_session_done (self, NULL, error);
  return TRUE;
}

static void
session_given_up (VisionSession *self)
{
  const gint64 milliseconds = self->setup.options->answer_timeout / 1000;
  g_autofree char *what = g_strdup_printf ("to %s: no answer in %" G_GINT64_FORMAT
                                           " ms (answer-timeout=)",
                                           vision_act_get_name (self->said->act), milliseconds);

  vision_session_done (self, NULL, g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT, "%s", what));
  if (self->said->act == VISION_TRIGGER)
    vision_trigger_refused (self);
  if (self->n_unanswered++ > 0)
    return;
  vision_session_note (self, "no-answer", "%s", what);
  vision_session_hold (self, VISION_HOLD_ANSWER,
                       g_strdup_printf ("does not answer: asked %s; read-state=no if it cannot",
                                        what));
}

static void
session_watch_login (VisionSession *self, gint64 now)
{
  if (self->logged_in || now < self->login_due)
    return;
  self->login_due = G_MAXINT64;
  self->setup.fail (self->setup.owner,
                    g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT,
                                 "no login in %" G_GINT64_FORMAT
                                 " ms (answer-timeout=): the machine did not ask for a name, or "
                                 "did not say that it was right",
                                 self->setup.options->answer_timeout / 1000));
}

gint64
vision_session_run (VisionSession *self)
{
  gint64 now, due;

  if (!self->open)
    return G_MAXINT64;
  now = vision_session_now (self);
  session_watch_login (self, now);
  if (leat_ask_is_given_up (self->answers, now))
    session_given_up (self);
  due = vision_trigger_run (self, now);
  if (now >= self->look_due)
    vision_state_look (self);
  while (session_say_next (self, now))
    ;
  due = MIN (due, leat_ask_get_due (self->answers));
  due = MIN (due, leat_ask_get_due (self->results));
  due = MIN (due, self->trigger_due);
  return MIN (due, self->logged_in ? self->look_due : self->login_due);
}

/* --- commands of people --- */

static GError *
session_judge (VisionSession *self, VisionAct act)
{
  if (g_queue_get_length (&self->sayings) >= SAYINGS_MAX)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_BUSY, "%d commands wait already", SAYINGS_MAX);
  if (act == VISION_TRIGGER && self->setup.options->trigger == VISION_TRIGGER_EXTERNAL)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                        "its triggers come from outside (trigger=external); trigger=command lets "
                        "it be triggered");
  return NULL;
}

void
vision_session_command (VisionSession *self, LeatCommand *command)
{
  static const struct {
    const char *name;
    VisionAct act;
  } known[] = {
    { "trigger", VISION_TRIGGER }, { "mode", VISION_READ_MODE },  { "run", VISION_RUN },
    { "setup", VISION_SETUP },     { "program", VISION_PROGRAM }, { "reset", VISION_RESET },
    { "say", VISION_WORD },
  };
  GVariant *variant = leat_command_get_argument (command);
  const char *argument = variant != NULL && g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING)
                             ? g_variant_get_string (variant, NULL)
                             : "";

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].name, leat_command_get_name (command)))
      {
        const gboolean reads = known[i].act == VISION_PROGRAM && *argument == '\0';
        const VisionAct act = reads ? VISION_READ_PROGRAM : known[i].act;
        GError *error = session_judge (self, act);

        if (act == VISION_TRIGGER && *argument == '\0' &&
            self->setup.options->trigger_command != NULL)
          argument = self->setup.options->trigger_command;
        if (error != NULL)
          leat_command_fail (command, error);
        else if (act == VISION_PROGRAM)
          vision_state_add_program (self, argument, command);
        else
          vision_session_add (self, act, argument, command);
        return;
      }
  leat_command_fail (command,
                     g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                  "no command \"%s\"; %s knows send, trigger, program, mode, run, "
                                  "setup, reset and say",
                                  leat_command_get_name (command), self->setup.language->name));
}
