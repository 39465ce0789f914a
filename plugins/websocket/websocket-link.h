/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-link.h - a WebSocket to a service as a link */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass ws_link_class;
extern const LeatLinkClass wss_link_class;

G_END_DECLS
