/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-source.c - records that come as messages of a WebSocket */
#include "websocket-link.h"

static const LeatOption websocket_source_options[] = {
  LEAT_OPTION_END,
};

static const LeatSourceClass websocket_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "websocket",
  .summary = "Records that a service sends as messages of a WebSocket.",
  .options = websocket_source_options,
  .schemes = "ws wss",
};

static const LeatSourceClass *const websocket_sources[] = { &websocket_source_class, NULL };
static const LeatLinkClass *const websocket_links[] = { &ws_link_class, &wss_link_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "websocket", .version = "0.1.0", .summary = "WebSockets.",
                    .license = "LGPL-2.1-or-later", .sources = websocket_sources,
                    .links = websocket_links)
