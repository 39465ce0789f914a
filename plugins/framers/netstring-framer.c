/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netstring-framer.c - a length as digits, a colon, so many bytes, a comma
 *
 * Bernstein, Netstrings, 1997: the length has no needless zero in front. A byte is looked at only
 * where a length, a colon or a comma may be: no more often than a length has digits, and once. */
#include "framers.h"

typedef struct {
  LeatFramer parent;
  gint64 max_length; /* option */
} NetstringFramer;

static const LeatOption netstring_framer_options[] = {
  LEAT_OPTION_SIZE (NetstringFramer, max_length, .key = "max-length", .preset = "64000",
                    .minimum = 0, .maximum = 16777216,
                    .summary = "Bytes that a string may have; a greater length is none."),
  LEAT_OPTION_END
};

/* its digits; 0 with a @reason: there is none */
static gsize
read_length (const NetstringFramer *self, const LeatScanInput *input, gsize *length,
             const char **reason)
{
  gsize n = 0;

  for (*length = 0; n < input->length && g_ascii_isdigit (input->data[n]); n++)
    {
      *length = *length * 10 + (gsize) (input->data[n] - '0');
      *reason = n > 0 && input->data[0] == '0' ? "a length with a zero in front"
                                               : "longer than max-length";
      if ((n > 0 && input->data[0] == '0') || *length > (gsize) self->max_length)
        return 0;
    }
  *reason = "no length";
  return n;
}

static LeatScan
netstring_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  gsize length;
  const gsize n = read_length ((NetstringFramer *) framer, input, &length, &frame->reason);
  const gsize used = n + 1 + length + 1;

  if (n == 0 || (n < input->length && input->data[n] != ':'))
    return LEAT_SCAN_BAD;
  if (n == input->length || used > input->length)
    return framers_wait (input, "no end of frame", frame);
  frame->reason = "no comma behind the bytes";
  if (input->data[used - 1] != ',')
    return LEAT_SCAN_BAD;
  frame->used = used;
  frame->payload = input->data + n + 1;
  frame->length = length;
  return LEAT_SCAN_FRAME;
}

static gsize
netstring_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  gsize at = 0;

  while (at < length && !g_ascii_isdigit (data[at]))
    at++;
  return at;
}

const LeatFramerClass netstring_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (NetstringFramer),
  .name = "netstring",
  .summary = "A length as digits, a colon, so many bytes, a comma: 5:hello, (netstrings).",
  .options = netstring_framer_options,
  .scan = netstring_framer_scan,
  .find = netstring_framer_find,
};
