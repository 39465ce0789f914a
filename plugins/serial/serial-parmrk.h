/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-parmrk.h - undoes the marks that termios PARMRK puts into the bytes of a line */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

gsize serial_parmrk_decode (const guint8 *raw, gsize raw_length, guint8 *data, gsize size,
                            gsize *used,
                            gboolean *line_error);
gsize serial_parmrk_count  (const guint8 *raw, gsize raw_length);

G_END_DECLS
