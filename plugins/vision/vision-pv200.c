/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv200.c - Panasonic PV200 as a source */
#include "vision-pv200-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
  gboolean trigger_echo;
  VisionPv200Grammar grammar;
} VisionPv200;

static const LeatOption pv200_options[] = {
  LEAT_OPTION_BOOL (VisionPv200, trigger_echo, .key = "trigger-echo", .preset = "no",
                    .summary = "Whether the machine answers trigger-command= by its echo; no: by "
                               "its result alone."),
  VISION_OPTIONS (VisionPv200),
  LEAT_OPTION_END,
};

static gboolean
pv200_init (LeatSource *source, GError **error)
{
  VisionPv200 *self = (VisionPv200 *) source;

  self->grammar.echoes = self->trigger_echo;
  return vision_source_init (&self->vision, &vision_pv200_language, &self->grammar, error);
}

const LeatSourceClass vision_pv200_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionPv200),
  .name = "pv200",
  .summary = "Results of a Panasonic PV200.",
  .options = pv200_options,
  .framer = "pv200",
  .schema = "pv200",
  .init = pv200_init,
  VISION_CLASS_MEMBERS,
};
