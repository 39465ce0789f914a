/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-marks.h - bytes that begin or end a frame, several of them */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* what may stand at a place */
typedef enum {
  FRAME_MATCH_NONE,
  FRAME_MATCH_BEGINS, /* a mark, or a longer one, may: more bytes will tell */
  FRAME_MATCH_FOUND,
} FrameMatch;

typedef struct {
  const guint8 *text;
  gsize         length;
  guint         tag; /* the framer's */
} FrameMark;

/* Where several fit the longest counts. */
typedef struct {
  GArray  *longest_first; /* of FrameMark, its text in the option */
  int      first;         /* the byte that all begin with; -1: there is none */
  gboolean begins[256];   /* one begins with this byte */
} FrameMarks;

/* @key, @what: for the error, as in "delimiter", "the bytes that end a frame, as in \\r\\n"; @list:
 * (nullable): of GBytes, is to live as long; their tag is 0. None at all is an error. */
gboolean   frame_marks_init   (FrameMarks *self, const char *key, const char *what, GPtrArray *list,
                               GError **error);
/* others beside them */
gboolean   frame_marks_add    (FrameMarks *self, const char *key, const char *what, GPtrArray *list,
                               guint tag, GError **error);
void       frame_marks_clear  (FrameMarks *self);
/* the longest that stands at data[0]; @more: bytes may come that make it a longer one */
FrameMatch frame_marks_match  (const FrameMarks *self, const guint8 *data, gsize length,
                               gboolean more, const FrameMark **found);
/* the first place from *@at on where one stands or begins; with NONE, where to look when there is
 * more. No byte is looked at more often than the marks have bytes together, plus once. */
FrameMatch frame_marks_search (const FrameMarks *self, const guint8 *data, gsize length,
                               gboolean more, gsize *at, const FrameMark **found);

G_END_DECLS
