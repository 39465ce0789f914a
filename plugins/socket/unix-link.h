/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-link.h - a connection to a program of this machine as a link */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass unix_link_class;

G_END_DECLS
