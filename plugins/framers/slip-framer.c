/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* slip-framer.c - frames as on a serial line for IP, RFC 1055: C0 ends one, DB escapes
 *
 * An escape before another byte is a protocol violation there, and left to the receiver: here the
 * frame is none. */
#include "stuffed-framer.h"
#include <string.h>

#define MARK 0xc0
#define ESCAPE 0xdb
#define ESCAPED_MARK 0xdc
#define ESCAPED_ESCAPE 0xdd

static const LeatOption slip_framer_options[] = { LEAT_OPTION_END };

/* what stands behind an escape at @in; -1: nothing that may */
static int
unescape (const guint8 *in, const guint8 *end)
{
  if (in + 1 >= end)
    return -1;
  return in[1] == ESCAPED_MARK ? MARK : in[1] == ESCAPED_ESCAPE ? ESCAPE : -1;
}

static gboolean
slip_undo (const guint8 *in, gsize length, guint8 *out, gsize *out_length, const char **reason)
{
  const guint8 *end = in + length;
  guint8 *begin = out;

  while (in < end)
    {
      const guint8 *escape = memchr (in, ESCAPE, (gsize) (end - in));
      const gsize n = (gsize) ((escape != NULL ? escape : end) - in);
      const int byte = escape != NULL ? unescape (escape, end) : 0;

      if (byte < 0)
        {
          *reason = "an escape before a byte that needs none";
          return FALSE;
        }
      memcpy (out, in, n);
      out += n;
      in += n;
      if (escape == NULL)
        break;
      *out++ = (guint8) byte;
      in += 2;
    }
  *out_length = (gsize) (out - begin);
  return TRUE;
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
