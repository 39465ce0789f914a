/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-keeper.h - leaves a serial port as it was found */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct _LeatLineKeeper LeatLineKeeper;

/* remembers how the port of @device is set, and keeps it open, so that DTR and RTS stay as they are
 * while others open and close it; NULL: it is no port of this machine, or may not be opened */
LeatLineKeeper *leat_line_keeper_new     (const char *device);
/* @restores: somebody may have set it otherwise */
void            leat_line_keeper_let_go  (LeatLineKeeper *self, gboolean restores);

G_END_DECLS
