/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-crc.h - a cyclic redundancy check of any width up to 64 bits */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* as the catalogue of parametrised CRC algorithms (reveng.sourceforge.io) writes them down */
typedef struct {
  guint    width;   /* bits: 1 to 64 */
  guint64  poly;    /* without its highest bit */
  guint64  init;
  guint64  xorout;
  gboolean refin;
  gboolean refout;
} LeatCrcModel;

/* Eight bytes at a time, by eight tables (slicing-by-8). Immutable; any thread. */
typedef struct {
  LeatCrcModel model;
  guint64      begin;
  guint64      tables[8][256];
} LeatCrc;

void    leat_crc_init    (LeatCrc *self, const LeatCrcModel *model);
guint64 leat_crc_compute (const LeatCrc *self, const guint8 *data, gsize length);

G_END_DECLS
