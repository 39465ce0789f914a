/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-report.c - what was heard of a line, as a table, and as a section of a key file */
#include "probe-report.h"
#include "look/human-text.h"
#include "leat-option-host.h"
#include <string.h>

#define WIDTH 9

/* --- the table --- */

char *
leat_probe_report_reason (const LeatLineScore *score)
{
  char format[LEAT_LINE_FORMAT_MAX];

  leat_line_settings_spell (&score->is, format);
  if (leat_line_settings_equal (&score->is, &score->heard_at))
    return NULL;
  if (score->unproved)
    return g_strdup_printf ("%s, perhaps: errors where a parity bit would be 0", format);
  if (score->is.parity == 'N')
    return g_strdup_printf ("%s, perhaps: the eighth bit is always 1", format);
  return g_strdup_printf ("%s: the eighth bit is the parity of the others", format);
}

static void
append_number (GString *table, guint64 number, LeatTextFlags flags)
{
  char text[LEAT_HUMAN_TEXT_MAX];

  leat_text_row_append (table, leat_human_count (number, text), WIDTH - 1, flags | LEAT_TEXT_RIGHT);
}

static void
append_share (GString *table, double share, LeatTextFlags flags)
{
  char text[16];

  g_snprintf (text, sizeof text, "%.0f%%", share * 100);
  leat_text_row_append (table, text, WIDTH - 1, flags | LEAT_TEXT_RIGHT);
}

/* whole frames by line ends, as many as there seem to be */
static guint
count_frames (const LeatLineTrial *trial)
{
  g_auto (LeatGuessFrames) frames = { NULL };

  if (!leat_guess_frames_init (&frames, (const char *) trial->bytes->data, trial->bytes->len, NULL))
    return 0;
  return frames.frames->len;
}

static void
append_trial (GString *table, const LeatProbeFindings *self, const LeatLineTrial *trial,
              LeatTextFlags flags)
{
  const LeatLineScore *score = &trial->score;
  g_autofree char *reason = leat_probe_report_reason (score);
  const guint n_frames = trial == self->probe->best && self->known->preset != NULL
                             ? self->known->payloads->len
                             : count_frames (trial);
  char format[LEAT_LINE_FORMAT_MAX], rate[16], time[LEAT_HUMAN_TEXT_MAX];

  g_snprintf (rate, sizeof rate, "%u", score->heard_at.rate);
  leat_line_settings_spell (&score->heard_at, format);
  leat_text_row_append (table, trial == self->probe->best ? "*" : "", 1, flags);
  leat_text_row_append (table, score->heard_at.rate > 0 ? rate : "-", WIDTH, flags);
  leat_text_row_append (table, score->heard_at.rate > 0 ? format : "-", WIDTH - 3, flags);
  leat_text_row_append (table, leat_human_duration (trial->time, time), WIDTH - 1, flags);
  append_number (table, score->n_bytes, flags);
  append_number (table, score->n_errors, flags);
  append_share (table, score->text, flags);
  append_number (table, n_frames, flags);
  if (reason != NULL)
    g_string_append_printf (table, " %s", reason);
  leat_text_row_end (table);
}

char *
leat_probe_report_table (const LeatProbeFindings *self, LeatTextFlags flags)
{
  static const char *const titles[] = { "BYTES", "ERRORS", "TEXT", "FRAMES" };
  GString *table = g_string_new ("  ");

  leat_text_row_append (table, "RATE", WIDTH, flags);
  leat_text_row_append (table, "FORMAT", WIDTH - 3, flags);
  leat_text_row_append (table, "HEARD", WIDTH - 1, flags);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    leat_text_row_append (table, titles[i], WIDTH - 1, flags | LEAT_TEXT_RIGHT);
  leat_text_row_end (table);
  for (guint i = 0; i < self->probe->trials->len; i++)
    append_trial (table, self, &g_array_index (self->probe->trials, LeatLineTrial, i), flags);
  return g_string_free (table, FALSE);
}

/* --- the section --- */

gboolean
leat_probe_report_is_sure (const LeatProbeFindings *self)
{
  return self->probe->best != NULL && (self->probe->best->score.heard_at.rate == 0 ||
                                       self->probe->best->score.score >= LEAT_LINE_SURE);
}

static const char *
name_parity (char parity)
{
  return parity == 'E' ? "even" : parity == 'O' ? "odd" : "none";
}

/* how its line is set */
static void
append_line (GString *section, const LeatProbeFindings *self)
{
  const LeatLineScore *score = &self->probe->best->score;

  if (score->heard_at.rate == 0)
    return;
  if (!leat_probe_report_is_sure (self))
    g_string_append_printf (section,
                            "# UNSURE: what was heard so is %.0f%% text, %.0f%% of it with errors; "
                            "look at it by leat ports --watch\n",
                            score->text * 100,
                            100.0 * (double) score->n_errors / (double) score->n_bytes);
  g_string_append_printf (section, "baud-rate=%u\ndata-bits=%u\nparity=%s\nstop-bits=%u\n",
                          score->is.rate, score->is.data_bits, name_parity (score->is.parity),
                          score->is.stop_bits);
}

static void
append_framer (GString *section, const LeatProbeFindings *self)
{
  if (self->known->preset != NULL)
    g_string_append_printf (section, "framer=%s\n", self->known->preset);
  else if (self->frames != NULL)
    g_string_append_printf (section, "framer=%s\n", self->name);
  else
    g_string_append (section, "# UNSURE: nothing in it seems to end a frame but silence; leat "
                              "describe lists framers\nframer=gap\n");
}

/* one that is written for it, or one that is there */
static void
append_schema (GString *section, const LeatProbeFindings *self)
{
  const LeatGuessKnown *known = self->known;
  const gboolean uses_known = self->schema_path == NULL && known->preset != NULL &&
                              known->schema != NULL;

  if (self->schema_path != NULL)
    {
      g_autofree char *path = leat_escape_do (self->schema_path, strlen (self->schema_path));

      g_string_append_printf (section, "schema=%s%s\n",
                              strchr (self->schema_path, '/') != NULL ? "" : "./", path);
    }
  if (uses_known)
    g_string_append_printf (section, "schema=%s\n", known->schema);
  else if (known->schema != NULL)
    g_string_append_printf (
        section,
        "# UNSURE: it may be a machine that is known: its frames fit schema=%s; "
        "leat plugins tells more\n",
        known->schemas->str);
  else if (self->schema_path == NULL)
    g_string_append (section,
                     "# without a schema a record is its frame; --write FILE writes one\n");
}

char *
leat_probe_report_section (const LeatProbeFindings *self)
{
  const char *spelt = self->device != NULL ? self->device : "/dev/ttyUSB0";
  g_autofree char *device = leat_escape_do (spelt, strlen (spelt));
  GString *section;

  if (self->probe->best == NULL)
    return NULL;
  section = g_string_new (NULL);
  g_string_append_printf (section, "[source %s]\nplugin=%s\n", self->name, self->plugin);
  if (self->device == NULL)
    g_string_append (section, "# UNSURE: a recording does not say where its machine is\n");
  g_string_append_printf (section, "device=%s\n", device);
  append_line (section, self);
  append_framer (section, self);
  append_schema (section, self);
  if (self->known->preset != NULL || self->frames == NULL)
    return g_string_free (section, FALSE);
  g_string_append_printf (section, "\n[framer %s]\n", self->name);
  if (self->frames->doubt != NULL)
    g_string_append_printf (section, "# UNSURE: %s\n", self->frames->doubt);
  g_string_append (section, self->frames->framer);
  return g_string_free (section, FALSE);
}
