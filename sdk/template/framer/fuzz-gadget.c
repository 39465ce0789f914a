/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-gadget.c - any bytes: nothing crashes, and every byte is in a frame or in noise */
#include <leat-host.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const LeatPlugin *leat_plugin_get (void);
  LeatFramer *framer = leat_framer_instance_new (leat_plugin_get ()->framers[0]);
  LeatArrival arrival = { .struct_size = sizeof arrival };
  g_autoptr (LeatFraming) framing = NULL;
  gsize seen = 0;
  LeatPiece piece;

  if (!leat_framer_instance_init (framer, NULL))
    g_error ("its own presets are refused");
  framing = leat_framing_new (framer, 256);
  memcpy (leat_framing_reserve (framing, size), data, size);
  leat_framing_commit (framing, size, &arrival);
  leat_framing_end (framing, LEAT_END_STREAM, arrival.moment);
  while (leat_framing_next (framing, &piece))
    seen += piece.length;
  if (seen + leat_framing_get_skipped (framing) != size)
    g_error ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes are gone", size - seen, size);
  return 0;
}
