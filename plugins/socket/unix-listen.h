/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-listen.h - programs of this machine that connect to one socket, as a link */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass unix_listen_class;

G_END_DECLS
