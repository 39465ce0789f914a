/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-link.h - many clients that connect to one port, as a link */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass listen_link_class;

G_END_DECLS
