/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-link.h - a recording in place of a device */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass replay_link_class;

G_END_DECLS
