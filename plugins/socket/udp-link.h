/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* udp-link.h - datagrams that machines send to a port of this one, as a link */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass udp_link_class;

G_END_DECLS
