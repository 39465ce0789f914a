/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-im.c - Keyence IM as a source */
#include "vision-keyence-im-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
  gboolean line_sums;
  VisionKeyenceImGrammar grammar;
} VisionKeyenceIm;

static const LeatOption keyence_im_options[] = {
  LEAT_OPTION_BOOL (VisionKeyenceIm, line_sums, .key = "line-sums", .preset = "no",
                    .summary = "Whether the machine is set to end each line with two hexadecimal "
                               "digits, the sum of its bytes; a block with a wrong one is a "
                               "reject."),
  VISION_OPTIONS (VisionKeyenceIm),
  LEAT_OPTION_END,
};

static gboolean
keyence_im_init (LeatSource *source, GError **error)
{
  VisionKeyenceIm *self = (VisionKeyenceIm *) source;

  self->grammar.has_sums = self->line_sums;
  return vision_source_init (&self->vision, &vision_keyence_im_language, &self->grammar, error);
}

const LeatSourceClass vision_keyence_im_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionKeyenceIm),
  .name = "keyence-im",
  .summary = "Measurements of a Keyence IM, a record for each block.",
  .options = keyence_im_options,
  .framer = "keyence-im",
  .schema = "result-line",
  .init = keyence_im_init,
  VISION_CLASS_MEMBERS,
};
