/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv310.c - Panasonic PV310 and AX40 as a source */
#include "vision-pv310-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
} VisionPv310;

static const LeatOption pv310_options[] = {
  VISION_OPTIONS (VisionPv310),
  LEAT_OPTION_END,
};

static gboolean
pv310_init (LeatSource *source, GError **error)
{
  return vision_source_init ((VisionSource *) source, &vision_pv310_language, NULL, error);
}

const LeatSourceClass vision_pv310_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionPv310),
  .name = "pv310",
  .summary = "Results and commands of a Panasonic PV310 or AX40.",
  .options = pv310_options,
  .framer = "pv310",
  .schema = "result-line",
  .init = pv310_init,
  VISION_CLASS_MEMBERS,
};
