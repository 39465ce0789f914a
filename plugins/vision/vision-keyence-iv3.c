/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-iv3.c - Keyence IV3 as a source */
#include "vision-keyence-iv3-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
} VisionKeyenceIv3;

static const LeatOption keyence_iv3_options[] = {
  VISION_OPTIONS (VisionKeyenceIv3),
  LEAT_OPTION_END,
};

static gboolean
keyence_iv3_init (LeatSource *source, GError **error)
{
  return vision_source_init ((VisionSource *) source, &vision_keyence_iv3_language, NULL, error);
}

const LeatSourceClass vision_keyence_iv3_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionKeyenceIv3),
  .name = "keyence-iv3",
  .summary = "Results, triggers and programs of a Keyence IV3.",
  .options = keyence_iv3_options,
  .framer = "keyence",
  .schema = "result-line",
  .init = keyence_iv3_init,
  VISION_CLASS_MEMBERS,
};
