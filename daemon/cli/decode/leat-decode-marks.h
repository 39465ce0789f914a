/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-marks.h - where in a recording the line was silent, and for how long */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatDecodeMarks:
 * @marks: (nullable): of the file, in the order of the recording
 * @path: (nullable): the file, for messages
 * @next: the first that was not passed
 * @fed: bytes of the recording so far
 *
 * What silence ends depends on silence, which a recording of bytes does not have.
 */
typedef struct {
  GArray     *marks;
  const char *path;
  guint       next;
  guint64     fed;
} LeatDecodeMarks;

/* @path: lines of "OFFSET DURATION", as in "17 50ms"; NULL: the line was never silent */
gboolean leat_decode_marks_init   (LeatDecodeMarks *self, const char *path, GError **error);
void     leat_decode_marks_clear  (LeatDecodeMarks *self);
/* of the next @size bytes, those before the next mark */
gsize    leat_decode_marks_limit  (const LeatDecodeMarks *self, gsize size);
/* @length bytes were fed; µs for which the line was silent behind them */
gint64   leat_decode_marks_pass   (LeatDecodeMarks *self, gsize length);
/* the recording is at its end: are all marks within it? */
gboolean leat_decode_marks_finish (const LeatDecodeMarks *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatDecodeMarks, leat_decode_marks_clear)
G_END_DECLS
