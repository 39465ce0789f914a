/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-omron.c - Omron FZ, FH, FQ2 and F250 as a source */
#include "vision-omron-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
  int series;
  int separator;
  gint64 judgement_column;
  VisionOmronGrammar grammar;
} VisionOmron;

/* in the order of VisionOmronSeries */
static const char *const omron_series[] = { "fz", "fq2", "f250", NULL };
static const char *const omron_separators[] = { "comma", "blank", "tab", "semicolon", NULL };
static const char omron_separator_characters[] = { ',', ' ', '\t', ';' };

static const LeatOption omron_options[] = {
  LEAT_OPTION_CHOICE (VisionOmron, series, .key = "series", .preset = "fz",
                      .choices = omron_series,
                      .summary = "What judgements mean: fz (FZ3, FZ4, FZ5, FH): 1 good, -1 bad; "
                                 "fq2: 0 good, -1000 bad; f250: 0 good, -1 bad."),
  LEAT_OPTION_INT (VisionOmron, judgement_column, .key = "judgement-column", .preset = "0",
                   .minimum = 0, .maximum = 1000,
                   .summary = "Which value of a result is the judgement, from 1; 0: none is."),
  LEAT_OPTION_CHOICE (VisionOmron, separator, .key = "separator", .preset = "comma",
                      .choices = omron_separators,
                      .summary = "What the machine is set to put between values."),
  VISION_OPTIONS (VisionOmron),
  LEAT_OPTION_END,
};

static gboolean
omron_init (LeatSource *source, GError **error)
{
  VisionOmron *self = (VisionOmron *) source;

  self->grammar = (VisionOmronGrammar) {
    .series = (VisionOmronSeries) self->series,
    .judgement_column = (guint) self->judgement_column,
    .separator = omron_separator_characters[self->separator],
  };
  return vision_source_init (&self->vision, &vision_omron_language, &self->grammar, error);
}

const LeatSourceClass vision_omron_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionOmron),
  .name = "omron",
  .summary = "Results and triggers of an Omron FZ, FH, FQ2 or F250, as text.",
  .options = omron_options,
  .framer = "omron",
  .schema = "result-line",
  .init = omron_init,
  VISION_CLASS_MEMBERS,
};
