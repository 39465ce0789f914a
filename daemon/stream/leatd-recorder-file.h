/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-recorder-file.h - the file of a recording: appended to, rotated, cut when it is full */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdRecorderFile:
 * @source: whose recording it is: for what is told
 * @path: of it; those before it are NAME.1.EXTENSION and so on
 * @files: how many there may be, with it
 * @fd: < 0: it is not open
 * @offset: behind what is whole
 *
 * In the recorder's thread.
 */
typedef struct {
  const char *source;
  char       *path;
  guint       files;
  int         fd;
  gint64      offset;
} LeatdRecorderFile;

/* goes on behind the last whole block of the file that is there; closes none */
gboolean leatd_recorder_file_open   (LeatdRecorderFile *self, GError **error);
/* makes room for another file under its name, and opens that */
gboolean leatd_recorder_file_rotate (LeatdRecorderFile *self, GError **error);
/* all of it, or nothing */
gboolean leatd_recorder_file_append (LeatdRecorderFile *self, const GByteArray *blocks,
                                     GError **error);
void     leatd_recorder_file_close  (LeatdRecorderFile *self);
/* "camera0.pcapng", 2 → "camera0.2.pcapng"; (transfer full) */
char    *leatd_recorder_file_name   (const char *path, guint number);

G_END_DECLS
