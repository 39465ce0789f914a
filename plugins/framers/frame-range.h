/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-range.h - which bytes of a frame, as FROM:TO */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* from 0 on, the byte at TO is not in it any more */
typedef struct {
  gsize from;
  gint64 to;        /* below 0: so many bytes before the end */
  gboolean is_open; /* up to the end */
} FrameRange;

/* @key: for the error */
gboolean frame_range_read (FrameRange *self, const char *key, const char *text, GError **error);
/* @end: what an open or negative TO counts from; FALSE: a frame so short has no such bytes */
gboolean frame_range_find (const FrameRange *self, gsize end, gsize *begin, gsize *length);

G_END_DECLS
