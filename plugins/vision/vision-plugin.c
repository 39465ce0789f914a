/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-plugin.c - the families of vision machines that this module knows */
#include "vision-source.h"

static const LeatSourceClass *const vision_sources[] = {
  &vision_dataman_class,
  &vision_in_sight_class,
  &vision_keyence_cvx_class,
  &vision_keyence_im_class,
  &vision_keyence_iv3_class,
  &vision_keyence_sr_class,
  &vision_omron_class,
  &vision_pv200_class,
  &vision_pv310_class,
  NULL,
};

LEAT_PLUGIN_DEFINE (.name = "vision", .version = "0.1.0",
                    .summary = "Vision machines: triggers, programs, results.",
                    .license = "LGPL-2.1-or-later", .sources = vision_sources)
