/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-cvx.c - Keyence CV-X and XG-X as a source */
#include "vision-keyence-cvx-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
} VisionKeyenceCvx;

static const LeatOption keyence_cvx_options[] = {
  VISION_OPTIONS (VisionKeyenceCvx),
  LEAT_OPTION_END,
};

static gboolean
keyence_cvx_init (LeatSource *source, GError **error)
{
  return vision_source_init ((VisionSource *) source, &vision_keyence_cvx_language, NULL, error);
}

const LeatSourceClass vision_keyence_cvx_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionKeyenceCvx),
  .name = "keyence-cvx",
  .summary = "Results, triggers, mode and programs of a Keyence CV-X or XG-X.",
  .options = keyence_cvx_options,
  .framer = "keyence",
  .schema = "result-line",
  .init = keyence_cvx_init,
  VISION_CLASS_MEMBERS,
};
