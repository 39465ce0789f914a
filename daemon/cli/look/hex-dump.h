/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hex-dump.h - bytes in hex and as text, sixteen in a row */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* @offset: what is told as the place of the first one */
void leat_hex_dump_append (GString *text, const guint8 *bytes, gsize length, guint64 offset);

G_END_DECLS
