/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gadget.c - frames as the gadget sends them: an exclamation mark, text, a carriage return */
#include <leat.h>
#include <string.h>

typedef struct {
  LeatFramer framer; /* first */
  GBytes *start;
  GBytes *end;
} GadgetFramer;

static const LeatOption gadget_options[] = {
  LEAT_OPTION_BYTES (GadgetFramer, start, .key = "start", .preset = "!",
                     .summary = "What every frame begins with."),
  LEAT_OPTION_BYTES (GadgetFramer, end, .key = "end", .preset = "\\r",
                     .summary = "What every frame ends with."),
  LEAT_OPTION_END,
};

static gboolean
gadget_init (LeatFramer *framer, GError **error)
{
  GadgetFramer *self = (GadgetFramer *) framer;

  if (g_bytes_get_size (self->start) == 0)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "start: one byte is the least");
  if (g_bytes_get_size (self->end) == 0)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "end: one byte is the least");
  return TRUE;
}

/* No byte is read behind input->length. More than one look at a byte is fine, as long as there is a
 * bound: here each is looked at again whenever more bytes have come. */
static LeatScan
gadget_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  GadgetFramer *self = (GadgetFramer *) framer;
  gsize start_length, end_length;
  const guint8 *start = g_bytes_get_data (self->start, &start_length);
  const guint8 *end = g_bytes_get_data (self->end, &end_length);
  const guint8 *found = NULL;

  frame->reason = "no start";
  if (memcmp (input->data, start, MIN (start_length, input->length)) != 0)
    return LEAT_SCAN_BAD;
  if (input->length > start_length)
    found = memmem (input->data + start_length, input->length - start_length, end, end_length);
  if (found != NULL)
    {
      frame->payload = input->data + start_length;
      frame->length = (gsize) (found - frame->payload);
      frame->used = start_length + frame->length + end_length;
      return LEAT_SCAN_FRAME;
    }
  frame->reason = "no end";
  return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : LEAT_SCAN_BAD;
}

/* where noise may end: at the next byte that a frame may begin with */
static gsize
gadget_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  const guint8 *start = g_bytes_get_data (((GadgetFramer *) framer)->start, NULL);
  const guint8 *found = memchr (data, start[0], length);

  return found != NULL ? (gsize) (found - data) : length;
}

static const LeatFramerClass gadget_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (GadgetFramer),
  .name = "gadget",
  .summary = "Frames between a start and an end.",
  .options = gadget_options,
  .init = gadget_init,
  .scan = gadget_scan,
  .find = gadget_find,
};

static const LeatFramerClass *const gadget_framers[] = { &gadget_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "gadget", .version = "0.1.0", .summary = "The gadget.",
                    .license = "LGPL-2.1-or-later", .framers = gadget_framers)
