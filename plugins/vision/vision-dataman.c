/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-dataman.c - Cognex DataMan readers as a source */
#include "vision-dataman-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
  int response;
  char *no_read;
  VisionDatamanGrammar grammar;
} VisionDataman;

static const char *const dataman_responses[] = { "silent", "extended", NULL };

static const LeatOption dataman_options[] = {
  LEAT_OPTION_CHOICE (VisionDataman, response, .key = "dmcc-response", .preset = "silent",
                      .choices = dataman_responses,
                      .summary = "As COM.DMCC-RESPONSE of the reader is set: silent, where only "
                                 "data comes back, or extended, with a status for each command."),
  LEAT_OPTION_STRING (VisionDataman, no_read, .key = "no-read",
                      .summary = "What the reader is set to send where it has read no code; the "
                                 "record's judgement is bad then, else good."),
  VISION_OPTIONS (VisionDataman),
  LEAT_OPTION_END,
};

static gboolean
dataman_init (LeatSource *source, GError **error)
{
  VisionDataman *self = (VisionDataman *) source;

  self->grammar = (VisionDatamanGrammar) { self->response == 1, self->no_read };
  return vision_source_init (&self->vision, &vision_dataman_language, &self->grammar, error);
}

const LeatSourceClass vision_dataman_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionDataman),
  .name = "dataman",
  .summary = "Codes of Cognex DataMan readers, and their control commands.",
  .options = dataman_options,
  .framer = "dataman",
  .schema = "code-reader",
  .init = dataman_init,
  VISION_CLASS_MEMBERS,
};
