/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-checksum.h - the checksums that machines send, by their names */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatChecksumForm:
 * @LEAT_CHECKSUM_BIG: bytes, the highest first
 * @LEAT_CHECKSUM_LITTLE: bytes, the lowest first
 * @LEAT_CHECKSUM_HEX: hexadecimal digits of either case, the highest first, with or without
 *   leading zeros
 * @LEAT_CHECKSUM_HEX_LITTLE: two hexadecimal digits a byte, the lowest byte first
 *
 * How a checksum stands in a frame.
 */
typedef enum {
  LEAT_CHECKSUM_BIG,
  LEAT_CHECKSUM_LITTLE,
  LEAT_CHECKSUM_HEX,
  LEAT_CHECKSUM_HEX_LITTLE,
} LeatChecksumForm;

/**
 * LeatChecksum:
 *
 * One way to make a number of bytes. Immutable; any thread.
 */
typedef struct _LeatChecksum LeatChecksum;

LeatChecksum *leat_checksum_new       (const char *text, GError **error);
void          leat_checksum_free      (LeatChecksum *self);
guint         leat_checksum_get_width (const LeatChecksum *self);
guint64       leat_checksum_compute   (const LeatChecksum *self, const guint8 *data, gsize length);
gboolean      leat_checksum_agrees    (const LeatChecksum *self, const guint8 *data, gsize length,
                                       LeatChecksumForm form, const guint8 *field,
                                       gsize field_length);

#pragma GCC visibility pop
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatChecksum, leat_checksum_free)
G_END_DECLS
