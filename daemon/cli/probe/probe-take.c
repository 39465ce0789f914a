/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-take.c - the bytes of a recording, as if they were heard */
#include "probe-take.h"
#include "decode/recording-bytes.h"

gboolean
leat_probe_take_recording (LeatLineProbe *self, const char *path, GError **error)
{
  static const LeatLineSettings unknown = { 0, 8, 'N', 1 };
  g_auto (LeatRecordingBytes) heard = { .bytes = NULL };

  if (!leat_recording_bytes_init (&heard, path, error))
    return FALSE;
  leat_line_probe_take (self, &unknown, heard.bytes, heard.bad, heard.time);
  return TRUE;
}
