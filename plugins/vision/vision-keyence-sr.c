/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-sr.c - Keyence SR code readers as a source */
#include "vision-keyence-sr-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
  gboolean trigger_answer;
  char *no_read;
  char *overflow;
  VisionKeyenceSrGrammar grammar;
} VisionKeyenceSr;

static const LeatOption keyence_sr_options[] = {
  LEAT_OPTION_BOOL (VisionKeyenceSr, trigger_answer, .key = "trigger-answer", .preset = "no",
                    .summary = "Whether the reader acknowledges the trigger by OK,LON; no: its "
                               "code alone comes."),
  LEAT_OPTION_STRING (VisionKeyenceSr, no_read, .key = "no-read", .preset = "ERROR",
                      .summary = "What the reader sends where it has read no code; the record's "
                                 "judgement is bad."),
  LEAT_OPTION_STRING (VisionKeyenceSr, overflow, .key = "overflow", .preset = "OVER",
                      .summary = "What the reader sends for a code that is too long for it; the "
                                 "record's judgement is bad."),
  VISION_OPTIONS (VisionKeyenceSr),
  LEAT_OPTION_END,
};

static gboolean
keyence_sr_init (LeatSource *source, GError **error)
{
  VisionKeyenceSr *self = (VisionKeyenceSr *) source;

  self->grammar = (VisionKeyenceSrGrammar) { self->trigger_answer, self->no_read, self->overflow };
  return vision_source_init (&self->vision, &vision_keyence_sr_language, &self->grammar, error);
}

const LeatSourceClass vision_keyence_sr_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionKeyenceSr),
  .name = "keyence-sr",
  .summary = "Codes of Keyence SR readers, one or several heads on a line.",
  .options = keyence_sr_options,
  .framer = "keyence",
  .schema = "code-reader",
  .init = keyence_sr_init,
  VISION_CLASS_MEMBERS,
};
