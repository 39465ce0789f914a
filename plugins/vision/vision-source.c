/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-source.c - what the sources of all families are made of: options, link, records */
#include "vision-source.h"

const char *const vision_trigger_choices[] = { "external", "interval", "command", NULL };
const char *const vision_run_mode_choices[] = { "keep", "run", "setup", NULL };
const char *const vision_setup_results_choices[] = { "test", "reject", "record", NULL };

static gint64
source_now (gpointer owner)
{
  return leat_clock_now ().monotonic / 1000;
}

static gboolean
source_write (gpointer owner, GBytes *bytes, GError **error)
{
  return leat_source_write (owner, bytes, error);
}

static void
source_note (gpointer owner, const char *event, const char *text)
{
  leat_source_note (owner, event, "%s", text);
}

static void
source_hold (gpointer owner, const char *reason)
{
  leat_source_hold (owner, reason);
}

static void
source_fail (gpointer owner, GError *error)
{
  leat_source_fail (owner, error);
}

/* can the machine be told what the key file wants of it? */
static gboolean
judge_act (const VisionLanguage *language, gconstpointer grammar, const char *key, VisionAct act,
           const char *argument, GError **error)
{
  VisionMessage message = { .bytes = g_string_new (NULL) };
  const gboolean knows = language->say (grammar, act, argument, &message, error);

  g_string_free (message.bytes, TRUE);
  if (!knows)
    g_prefix_error (error, "%s: ", key);
  return knows;
}

static gboolean
judge_options (const VisionOptions *options, const VisionLanguage *language, gconstpointer grammar,
               GError **error)
{
  const char *trigger = options->trigger_command != NULL ? options->trigger_command : "";
  const VisionAct mode = options->run_mode == VISION_WANT_RUN ? VISION_RUN : VISION_SETUP;

  return (options->trigger == VISION_TRIGGER_EXTERNAL ||
          judge_act (language, grammar, "trigger", VISION_TRIGGER, trigger, error)) &&
         (options->run_mode == VISION_KEEP_MODE ||
          judge_act (language, grammar, "run-mode", mode, "", error)) &&
         (options->program == NULL ||
          judge_act (language, grammar, "program", VISION_PROGRAM, options->program, error));
}

gboolean
vision_source_init (VisionSource *self, const VisionLanguage *language, gconstpointer grammar,
                    GError **error)
{
  const VisionSessionSetup setup = {
    .language = language,
    .grammar = grammar,
    .options = &self->options,
    .now = source_now,
    .write = source_write,
    .note = source_note,
    .hold = source_hold,
    .fail = source_fail,
    .owner = self,
  };

  self->session = vision_session_new (&setup);
  self->records = vision_records_new (language, &self->options);
  return judge_options (&self->options, language, grammar, error);
}

void
vision_source_clear (LeatSource *source)
{
  VisionSource *self = (VisionSource *) source;

  g_clear_pointer (&self->session, vision_session_free);
  g_clear_pointer (&self->records, vision_records_free);
}

LeatSchema *
vision_source_shape (LeatSource *source, LeatSchema *schema, LeatFindSchemaFunc find,
                     gpointer finder, GError **error)
{
  return vision_records_shape (((VisionSource *) source)->records, schema, find, finder, error);
}

static void
source_run (VisionSource *self)
{
  const gint64 due = vision_session_run (self->session);
  const gint64 wait = due - source_now (self);

  if (self->timer != NULL) /* its clock is another one, and stops while the machine sleeps */
    g_source_set_ready_time (self->timer,
                             due == G_MAXINT64 ? -1 : g_get_monotonic_time () + MAX (wait, 0));
}

static gboolean
on_timer (gpointer user_data)
{
  source_run (user_data);
  return G_SOURCE_CONTINUE;
}

gboolean
vision_source_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  VisionSource *self = (VisionSource *) source;

  if (leat_source_open_link (source, cancellable, error) == NULL)
    return FALSE;
  self->timer = leat_timer_new (on_timer, self);
  g_source_set_ready_time (self->timer, 0);
  vision_session_begin (self->session);
  return TRUE;
}

void
vision_source_stop (LeatSource *source)
{
  VisionSource *self = (VisionSource *) source;

  vision_session_end (self->session);
  g_clear_pointer (&self->timer, leat_timer_free);
}

LeatVerdict
vision_source_frame (LeatSource *source, LeatStream *stream, const LeatFrame *frame,
                     const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  VisionSource *self = (VisionSource *) source;
  const LeatOrigin *origin = leat_stream_get_origin (stream);
  VisionFound found;
  LeatVerdict verdict = vision_session_frame (self->session, frame->payload, frame->length,
                                              arrival->moment.monotonic / 1000, &found, error);

  if (verdict == LEAT_VERDICT_RECORD && leat_schema_get_text (origin->schema) != NULL)
    verdict = vision_records_append (self->records, origin, batch, &found, arrival->moment, error)
                  ? LEAT_VERDICT_TAKEN
                  : LEAT_VERDICT_REJECTED;
  source_run (self);
  return verdict;
}

void
vision_source_command (LeatSource *source, LeatCommand *command)
{
  VisionSource *self = (VisionSource *) source;

  if (g_str_equal (leat_command_get_name (command), "send"))
    leat_command_send (command, source);
  else
    vision_session_command (self->session, command);
  source_run (self);
}
