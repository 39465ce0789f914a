/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-plugin.c - pictures that machines make, and records of where they are */
#include "pictures-push-framer.h"
#include "pictures-push-source.h"
#include "pictures-source.h"

static const LeatSourceClass *const pictures_sources[] = {
  &picture_folder_class,
  &picture_push_class,
  &pictures_class,
  NULL,
};

static const LeatFramerClass *const pictures_framers[] = { &picture_push_framer_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "pictures", .version = "0.1.0",
                    .summary = "Pictures of vision machines, stored by the ids of records.",
                    .license = "LGPL-2.1-or-later", .sources = pictures_sources,
                    .framers = pictures_framers)
