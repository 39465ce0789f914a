/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-probe.c - leat probe: listens to a line, and proposes a section for the key file */
#include "look/answer.h"
#include "look/human-text.h"
#include "decode/leat-modules.h"
#include "leat-signals.h"
#include "leat-main.h"
#include "probe/line-keeper.h"
#include "probe/probe-guess.h"
#include "probe/probe-report.h"
#include "probe/probe-take.h"
#include "probe/probe-wishes.h"
#include "look/terminal.h"
#include <string.h>
#include <unistd.h>

/* who is asked at a rate that is right answers sooner */
#define ANSWER_TIME (2 * G_USEC_PER_SEC)

/* a line on stderr for each trial in which something is sent, before it is */
static void
tell_questions (const LeatLineSettings *settings, gpointer user_data)
{
  const LeatProbeWishes *wishes = user_data;
  char format[LEAT_LINE_FORMAT_MAX];

  if (wishes->questions == NULL)
    return;
  if (settings != NULL)
    g_printerr ("leat probe: asks at %u %s: %s\n", settings->rate,
                leat_line_settings_spell (settings, format), wishes->sent);
  else
    g_printerr ("leat probe: asks: %s\n", wishes->sent);
}

/* @klass: of the link of the device */
static gboolean
listen (const LeatProbeWishes *wishes, const LeatLinkClass *klass, LeatLineProbe *probe,
        GError **error)
{
  const gboolean has_rates = leat_options_find (klass->options, "baud-rate") != NULL;
  const LeatLineSearch search = {
    .rates = has_rates ? wishes->rates : NULL,
    .duration = wishes->duration,
    .each = wishes->questions != NULL ? ANSWER_TIME : 0,
    .tell = tell_questions,
    .user_data = (gpointer) wishes,
  };
  LeatLineKeeper *keeper = leat_line_keeper_new (wishes->device);
  g_autoptr (LeatProgress) progress = leat_progress_new (wishes->questions != NULL);
  g_auto (LeatLineListener) listener = { .signals = -1 };
  gboolean done;

  leat_line_listener_init (&listener, klass, wishes->device);
  listener.words = wishes->options;
  listener.questions = wishes->questions;
  listener.progress = progress;
  listener.signals = leat_signals_open ();
  done = leat_line_probe_run (probe, &listener, &search, error);
  leat_line_keeper_let_go (keeper, listener.was_open);
  close (listener.signals);
  leat_progress_erase (progress);
  if (listener.notes->len > 0)
    g_printerr ("leat probe: %s", listener.notes->str);
  return done;
}

static gboolean
hear (const LeatProbeWishes *wishes, LeatdRegistry *registry, LeatLineProbe *probe, GError **error)
{
  const LeatLinkClass *klass;

  if (wishes->is_recording)
    return leat_probe_take_recording (probe, wishes->device, error);
  klass = leat_modules_find_link (registry, wishes->device, error);
  return klass != NULL && listen (wishes, klass, probe, error);
}

static void
set_silent (const LeatProbeWishes *wishes, const LeatLineProbe *probe, GError **error)
{
  char text[LEAT_HUMAN_TEXT_MAX];
  gint64 time = 0;

  for (guint i = 0; i < probe->trials->len; i++)
    time += g_array_index (probe->trials, LeatLineTrial, i).time;
  if (wishes->is_recording)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "%s: has no bytes in it", wishes->device);
  else if (wishes->questions != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND,
                 "%s: no answer in %s; see that the cable crosses receive and transmit, and that "
                 "the machine knows the question",
                 wishes->device, leat_human_duration (time, text));
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND,
                 "%s: silent for %s; let the machine measure or print meanwhile (trigger it), see "
                 "that the cable crosses receive and transmit, wait for longer with --for, or ask "
                 "it with --active",
                 wishes->device, leat_human_duration (time, text));
}

static void
add_trials (JsonBuilder *builder, const LeatLineProbe *probe)
{
  json_builder_set_member_name (builder, "trials");
  json_builder_begin_array (builder);
  for (guint i = 0; i < probe->trials->len; i++)
    {
      const LeatLineTrial *trial = &g_array_index (probe->trials, LeatLineTrial, i);
      char format[LEAT_LINE_FORMAT_MAX];

      json_builder_begin_object (builder);
      leat_answer_add_number (builder, "baud_rate", trial->score.heard_at.rate);
      leat_answer_add_text (builder, "format",
                            leat_line_settings_spell (&trial->score.heard_at, format));
      leat_answer_add_text (builder, "is", leat_line_settings_spell (&trial->score.is, format));
      leat_answer_add_number (builder, "milliseconds", trial->time / 1000);
      leat_answer_add_number (builder, "bytes", (gint64) trial->score.n_bytes);
      leat_answer_add_number (builder, "errors", (gint64) trial->score.n_errors);
      leat_answer_add_number (builder, "text_percent", (gint64) (trial->score.text * 100));
      leat_answer_add_number (builder, "score_percent", (gint64) (trial->score.score * 100));
      leat_answer_add_flag (builder, "best", trial == probe->best);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
tell_json (const LeatProbeFindings *findings, const LeatProbeGuess *guess)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();
  g_autofree char *section = leat_probe_report_section (findings);
  const GString *schema = guess->proposal.text;

  leat_answer_add_text (builder, "device", findings->device);
  leat_answer_add_flag (builder, "sure", leat_probe_report_is_sure (findings));
  add_trials (builder, findings->probe);
  leat_answer_add_text (builder, "preset", guess->known.preset);
  leat_answer_add_text (builder, "known_schema", guess->known.schema);
  leat_answer_add_text (builder, "sent", findings->sent);
  leat_answer_add_text (builder, "section", section);
  leat_answer_add_text (builder, "file", findings->schema_path);
  leat_answer_add_text (builder, "schema", schema != NULL ? schema->str : NULL);
  leat_answer_end (builder);
}

static void
tell (const LeatProbeFindings *findings, const LeatProbeGuess *guess)
{
  g_autofree char *table = NULL, *section = NULL;
  LeatTerminal terminal;

  if (leat_answer_is_json ())
    {
      tell_json (findings, guess);
      return;
    }
  leat_terminal_look (&terminal);
  table = leat_probe_report_table (findings, terminal.unicode ? LEAT_TEXT_PLAIN : LEAT_TEXT_ASCII);
  section = leat_probe_report_section (findings);
  g_printerr ("%s", table);
  g_print ("%s", section);
}

static gboolean
probe (const LeatProbeWishes *wishes, GError **error)
{
  g_autoptr (LeatdRegistry) registry = leat_modules_load (NULL, wishes->plugin_path);
  g_auto (LeatLineProbe) heard = { NULL };
  g_auto (LeatProbeGuess) guess = { .framer = NULL };
  LeatProbeFindings findings = { .device = wishes->is_recording ? NULL : wishes->device,
                                 .name = wishes->name,
                                 .probe = &heard,
                                 .known = &guess.known,
                                 .sent = wishes->sent };

  leat_line_probe_init (&heard);
  leatd_config_prepend_schema_path ((const char *const *) wishes->schema_path);
  findings.plugin = leat_modules_find_reader (registry, findings.device, error);
  if (findings.plugin == NULL || !hear (wishes, registry, &heard, error))
    return FALSE;
  if (heard.best == NULL)
    {
      set_silent (wishes, &heard, error);
      return FALSE;
    }
  if (!leat_probe_guess_init (&guess, registry, wishes->name, wishes->device, heard.best->bytes,
                              error))
    return FALSE;
  if (guess.known.preset != NULL)
    leat_line_score_prove (&heard.best->score);
  else if (guess.lines.frames != NULL)
    findings.frames = &guess.lines;
  if (wishes->output != NULL && guess.proposal.text != NULL)
    {
      findings.schema_path = wishes->output;
      if (!leat_answer_write_new (wishes->output, guess.proposal.text, error))
        return FALSE;
    }
  tell (&findings, &guess);
  return TRUE;
}

int
leat_word_probe (int argc, char **argv)
{
  g_auto (LeatProbeWishes) wishes = { NULL };
  g_autoptr (GError) error = NULL;

  if (!leat_probe_wishes_read (&wishes, argc, argv, &error))
    return leat_answer_misuse (error->message);
  if (!probe (&wishes, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  return LEAT_EXIT_OK;
}
