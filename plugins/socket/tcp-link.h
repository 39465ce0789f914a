/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tcp-link.h - a TCP connection to a machine as a link, plain or in TLS */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass tcp_link_class;
extern const LeatLinkClass tls_link_class;

G_END_DECLS
