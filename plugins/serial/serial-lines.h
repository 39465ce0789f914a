/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-lines.h - the modem lines of a port that is open, and a break, on demand */
#pragma once
#include "serial-operations.h"
G_BEGIN_DECLS

/* a LeatLinkClass's control() of a port: "get-lines", "set-lines" ("rts=on dtr=off"), "break"
 * (true: it begins, false: it ends); @answer: floating, the lines as they are then */
gboolean serial_lines_control (const SerialOperations *operations, int fd, const char *request,
                               GVariant *argument, GVariant **answer, GError **error);

G_END_DECLS
