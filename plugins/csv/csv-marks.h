/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-marks.h - how much of which file is safe, over restarts */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* How a file is known again, and cut back to what is safe:
 *
 * Each flush has a serial, counted from 1. Its position lists every file that was written since the
 * flush before, or is open, with its length: all of it is safe then. A file that is opened later is
 * not in that position. So before its first byte is written it is put on a second list, which the
 * host keeps on the disk (leat_sink_remember()): with the length that it has, all of which is safe,
 * or as one that was made, and with the serial of the last flush.
 *
 * At open(), whatever was written behind the flush with serial N is in the files of its position,
 * or in those of the second list with serial N or later. Nothing else is cut, and what somebody
 * else put in their place (another inode) is left alone. */

#define CSV_MARK_MADE (-1)

typedef struct {
  char   *path;
  guint64 inode;
  gint64  length;   /* what is safe; CSV_MARK_MADE: nothing, it was made for what came behind */
  guint64 serial;   /* of the last flush before it was opened */
} CsvMark;

CsvMark   *csv_mark_new        (const char *path, guint64 inode, gint64 length, guint64 serial);
/* Cuts the file back or removes it, if it is still the same; what was done is noted. @time: of the
 * position, seconds since 1970; 0: not known. If the file was written to long after that, what is
 * taken out of it is kept beside it. */
gboolean   csv_mark_restore    (const CsvMark *self, gint64 time, LeatSink *sink, GError **error);

/* a list of them; each path stands there once */
GPtrArray *csv_marks_new       (void);
void       csv_marks_put       (GPtrArray *self, CsvMark *mark /* (transfer full) */);
/* takes those with a lower serial out; how many there were */
guint      csv_marks_forget    (GPtrArray *self, guint64 serial);
char      *csv_marks_to_string (const GPtrArray *self, guint64 serial, gint64 time);
gboolean   csv_marks_read      (GPtrArray *self, const char *text, guint64 *serial, gint64 *time);

G_END_DECLS
