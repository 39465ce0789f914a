/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-link.h - a child process as a link */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass exec_link_class;

G_END_DECLS
