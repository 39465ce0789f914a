/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-framing.c - finds the frames of a stream, as its source's framer= says */
#include "leatd-stream.h"

LeatFraming *
leatd_stream_framing_new (const LeatdSourceConfig *config, const char **module, GError **error)
{
  const LeatdModule *bringer = NULL;
  LeatFramer *framer = leatd_config_new_framer (config->config, config->settings.framer, error);

  if (framer == NULL)
    return NULL;
  leatd_registry_find_framer (leatd_config_get_registry (config->config), framer->klass->name,
                              &bringer);
  if (bringer != NULL)
    *module = bringer->path;
  return leat_framing_new (framer, (gsize) config->settings.max_frame);
}
