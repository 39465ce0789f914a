/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* slip-framer.c - frames as on a serial line for IP, RFC 1055: C0 ends one, DB escapes
 *
 * An escape before another byte is a protocol violation there, and left to the receiver: here the
 * frame is none. */
#include "stuffed-framer.h"

#define MARK 0xc0
#define ESCAPE 0xdb
#define ESCAPED_MARK 0xdc
#define ESCAPED_ESCAPE 0xdd

static const LeatOption slip_framer_options[] = { LEAT_OPTION_END };

static int
get_meaning (guint8 byte)
{
  return byte == ESCAPED_MARK ? MARK : byte == ESCAPED_ESCAPE ? ESCAPE : -1;
}

static gboolean
slip_undo (const StuffedFramer *self, const guint8 *in, gsize length, guint8 *out,
           gsize *out_length, const char **reason)
{
  *reason = "an escape before a byte that needs none";
  return stuffed_unescape (ESCAPE, get_meaning, in, length, out, out_length);
}

static LeatScan
slip_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  return stuffed_framer_scan ((StuffedFramer *) framer, MARK, slip_undo, input, frame);
}

static gsize
slip_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  return stuffed_framer_find (MARK, data, length);
}

const LeatFramerClass slip_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (StuffedFramer),
  .name = "slip",
  .summary = "Frames that C0 ends, with DB as escape (SLIP, RFC 1055).",
  .options = slip_framer_options,
  .scan = slip_framer_scan,
  .find = slip_framer_find,
  .reset = stuffed_framer_reset,
};
