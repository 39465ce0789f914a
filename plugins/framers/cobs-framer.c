/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cobs-framer.c - consistent overhead byte stuffing: a zero ends a frame, and none stands in it
 *
 * Cheshire and Baker, Consistent Overhead Byte Stuffing, IEEE/ACM Transactions on Networking 7(2),
 * 1999: a code byte says how many bytes up to the next zero come, itself counted; 255 says that 254
 * come and no zero. */
#include "stuffed-framer.h"
#include <string.h>

#define MARK 0x00
#define CODE_WITHOUT_ZERO 0xff

static const LeatOption cobs_framer_options[] = { LEAT_OPTION_END };

static gboolean
cobs_undo (const StuffedFramer *self, const guint8 *in, gsize length, guint8 *out,
           gsize *out_length, const char **reason)
{
  const guint8 *end = in + length;
  guint8 *begin = out;

  while (in < end)
    {
      const guint8 code = *in++;
      const gsize n = (gsize) code - 1;

      if (n > (gsize) (end - in))
        {
          *reason = "a code says more bytes than there are";
          return FALSE;
        }
      memcpy (out, in, n);
      out += n;
      in += n;
      if (code != CODE_WITHOUT_ZERO && in < end)
        *out++ = 0;
    }
  *out_length = (gsize) (out - begin);
  return TRUE;
}

static LeatScan
cobs_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  return stuffed_framer_scan ((StuffedFramer *) framer, MARK, cobs_undo, input, frame);
}

static gsize
cobs_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  return stuffed_framer_find (MARK, data, length);
}

const LeatFramerClass cobs_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (StuffedFramer),
  .name = "cobs",
  .summary = "Frames that a zero ends, by consistent overhead byte stuffing (COBS).",
  .options = cobs_framer_options,
  .scan = cobs_framer_scan,
  .find = cobs_framer_find,
  .reset = stuffed_framer_reset,
};
