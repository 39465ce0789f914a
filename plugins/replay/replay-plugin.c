/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-plugin.c - the module that plays recordings back */
#include "replay-link.h"

static const LeatLinkClass *const replay_links[] = { &replay_link_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "replay", .version = "0.1.0",
                    .summary = "Recordings in place of devices.",
                    .license = "LGPL-2.1-or-later", .links = replay_links)
