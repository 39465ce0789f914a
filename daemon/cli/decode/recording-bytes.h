/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording-bytes.h - the bytes of a recording, raw or pcapng, as if they were read now */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatRecordingBytes:
 * @bytes: what came; of pcapng what came over the stream that says something first
 * @bad: as long: of each byte, 1: an error of the line fell on it
 * @errors: of the line, how many
 * @time: between the first and the last read, µs; 0: not known
 */
typedef struct {
  GByteArray *bytes;
  GByteArray *bad;
  guint64     errors;
  gint64      time;
} LeatRecordingBytes;

/* does a recording (pcapng) begin where @fd stands? A pipe is never looked into */
gboolean leat_recording_bytes_judge (int fd);
/* of @path, "-": standard input: up to 16 MiB; what is behind adds nothing to any guess. What
 * cannot be read of pcapng is told on stderr and passed over */
gboolean leat_recording_bytes_init  (LeatRecordingBytes *self, const char *path, GError **error);
void     leat_recording_bytes_clear (LeatRecordingBytes *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatRecordingBytes, leat_recording_bytes_clear)
G_END_DECLS
