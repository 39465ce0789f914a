/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-follow.h - reads a file and what takes its place, as it grows: tail -F with a memory */
#pragma once
#include "file-place.h"
#include "file-watch.h"
G_BEGIN_DECLS

/**
 * FileFollowSetup:
 * @link: told of what happens to the file
 * @path: of the file
 * @at_end: begin at its end, where no place is given
 * @last_line: how a file ends whose last frame is not whole: %LEAT_END_STREAM or %LEAT_END_CUT
 * @interval: µs between two looks where the kernel does not tell of changes
 * @asks_kernel: whether it is asked
 * @rotate_wait: µs for which who wrote to a file that was moved away may go on with it
 */
typedef struct {
  LeatLink   *link;
  const char *path;
  gboolean    at_end;
  LeatEnd     last_line;
  gint64      interval;
  gboolean    asks_kernel;
  gint64      rotate_wait;
} FileFollowSetup;

typedef struct _FileFollow FileFollow;

/* @place: (nullable): of file_follow_get_place(), of this life or another; *@found: that byte is
 * still there */
FileFollow *file_follow_new       (const FileFollowSetup *setup, const char *place,
                                   gboolean *found, GError **error);
void        file_follow_free      (FileFollow *self);
int         file_follow_get_fd    (const FileFollow *self);
gssize      file_follow_read      (FileFollow *self, guint8 *data, gsize size,
                                   LeatArrival *arrival, GError **error);
/* (transfer full): where byte @offset is, of all that was read */
char       *file_follow_get_place (FileFollow *self, guint64 offset);

G_END_DECLS
