/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-bytes.h - bytes that a device writes as text */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef enum {
  LEAT_BYTES_HEX,
  LEAT_BYTES_BASE64,
} LeatBytesForm;

gboolean leat_bytes_read (LeatBytesForm form, const char *text, gsize length, guint8 *bytes,
                          gsize *n_bytes);

G_END_DECLS
