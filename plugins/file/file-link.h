/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-link.h - a file, a FIFO or standard input as a link */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatLinkClass file_link_class;

G_END_DECLS
