/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-push-framer.c - finds pictures that are pushed, one behind the other
 *
 * Nothing in the stream marks a beginning, and a picture may hold anything that looks like a
 * header. So no header is searched for: behind a picture that is refused goes on what its own
 * header says, and behind one that is no header nothing is taken until the connection is another
 * one. */
#include "pictures-push-framer.h"
#include <string.h>

/* a header that says more is none: its bytes stand in the other order, or it is none at all */
#define LARGEST (256 * 1024 * 1024)

typedef struct {
  LeatFramer parent;
  PushGrammar grammar;

  guint64 rest; /* of a picture that is passed over */
  gboolean is_lost;
} PushFramer;

static const char *const order_names[] = {
  [PUSH_BIG] = "big",
  [PUSH_LITTLE] = "little",
  [PUSH_N_ORDERS] = NULL,
};
static const char *const counts_names[] = {
  [PUSH_COUNTS_DATA] = "data", [PUSH_COUNTS_NAME] = "name", [PUSH_COUNTS_TYPE] = "type",
  [PUSH_COUNTS_ALL] = "all",   [PUSH_N_COUNTS] = NULL,
};

static const LeatOption push_framer_options[] = {
  LEAT_OPTION_CHOICE (PushFramer, grammar.order, .key = "byte-order", .preset = "big",
                      .choices = order_names,
                      .summary = "How the size is written: the high byte first, or the low one. No "
                                 "manual was found that says it: the preset is assumed."),
  LEAT_OPTION_CHOICE (PushFramer, grammar.counts, .key = "size-counts", .preset = "data",
                      .choices = counts_names,
                      .summary = "What the size counts: data: the picture alone; name: the file "
                                 "name, too; type: all that follows the size; all: the size as "
                                 "well. No manual was found that says it: the preset is assumed."),
  LEAT_OPTION_END
};

/* the frame of a picture that is none: @used bytes of it are kept */
static LeatScan
refuse (const LeatScanInput *input, PushRefusal refusal, const char *text, gsize used,
        LeatFrame *frame)
{
  const gsize most = MIN (input->max_frame, PUSH_HEADER) - 1;
  const gsize length = MIN (strlen (text), most);

  input->scratch[0] = (guint8) refusal;
  memcpy (input->scratch + 1, text, length);
  frame->payload = input->scratch;
  frame->length = length + 1;
  frame->used = used;
  return LEAT_SCAN_FRAME;
}

/* (transfer full): whether another byte-order= makes a picture of it; "" if not */
static char *
make_hint (const PushFramer *self, const LeatScanInput *input)
{
  const PushGrammar other = { PUSH_LITTLE - self->grammar.order, self->grammar.counts };
  const gint64 size = pictures_header_get_size (&other, input->data);

  if (size <= 0 || (guint64) size + PUSH_HEADER > input->max_frame)
    return g_strdup ("");
  return g_strdup_printf ("; byte-order=%s: %" G_GINT64_FORMAT, order_names[other.order], size);
}

/* (transfer full) (nullable): why there is no header */
static char *
find_fault (const PushFramer *self, const LeatScanInput *input, gint64 size)
{
  g_autofree char *hint = NULL;

  if (size < 0)
    return g_strdup ("no header: its size does not count what size-counts= says");
  if (!pictures_header_has_name (input->data))
    return g_strdup ("no header: its file name has control characters");
  if (size <= LARGEST)
    return NULL;
  hint = make_hint (self, input);
  return g_strdup_printf ("no header: a picture of %" G_GINT64_FORMAT " bytes%s", size, hint);
}

static LeatScan
push_framer_get_lost (PushFramer *self, const LeatScanInput *input, const char *text, gsize used,
                      LeatFrame *frame)
{
  self->is_lost = TRUE;
  return refuse (input, PUSH_OUT_OF_STEP, text, used, frame);
}

/* the header is sound, the picture is not: the next one stands behind it */
static LeatScan
push_framer_pass (PushFramer *self, const LeatScanInput *input, PushRefusal refusal, gint64 size,
                  LeatFrame *frame)
{
  const guint64 came = input->length - PUSH_HEADER;
  g_autofree char *hint = make_hint (self, input);
  g_autofree char *text = NULL;

  self->rest = (guint64) size;
  if (refusal == PUSH_CUT)
    text = g_strdup_printf ("cut: %" G_GUINT64_FORMAT " of its %" G_GINT64_FORMAT " bytes came",
                            came, size);
  else if (refusal == PUSH_EMPTY)
    text = g_strdup ("a picture of no bytes");
  else
    text = g_strdup_printf ("too large: %" G_GINT64_FORMAT " bytes; max-frame= allows %zu, with "
                            "its header%s",
                            size, input->max_frame, hint);
  return refuse (input, refusal, text, PUSH_HEADER, frame);
}

static LeatScan
push_framer_wait (PushFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  if (input->end == LEAT_END_NO)
    return LEAT_SCAN_MORE;
  if (input->max_frame < PUSH_HEADER)
    return push_framer_get_lost (self, input, "max-frame= is too small", input->length, frame);
  self->is_lost = TRUE;
  return refuse (input, PUSH_CUT, "cut: in the midst of its header", input->length, frame);
}

static LeatScan
push_framer_skip (gsize length, LeatFrame *frame)
{
  frame->used = length;
  return LEAT_SCAN_SKIP;
}

static LeatScan
push_framer_scan_header (PushFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const gint64 size = pictures_header_get_size (&self->grammar, input->data);
  g_autofree char *fault = find_fault (self, input, size);

  if (fault != NULL)
    return push_framer_get_lost (self, input, fault, PUSH_HEADER, frame);
  if (size == 0)
    return push_framer_pass (self, input, PUSH_EMPTY, size, frame);
  if ((guint64) size + PUSH_HEADER > input->max_frame)
    return push_framer_pass (self, input, PUSH_TOO_LARGE, size, frame);
  if (input->length - PUSH_HEADER < (guint64) size)
    return input->end == LEAT_END_NO ? LEAT_SCAN_MORE
                                     : push_framer_pass (self, input, PUSH_CUT, size, frame);
  frame->used = frame->length = PUSH_HEADER + (gsize) size;
  return LEAT_SCAN_FRAME;
}

static LeatScan
push_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  PushFramer *self = (PushFramer *) framer;
  const guint64 passed = MIN (self->rest, input->length);

  frame->payload = input->data;
  if (self->is_lost)
    return push_framer_skip (input->length, frame);
  self->rest -= passed;
  if (passed > 0)
    return push_framer_skip ((gsize) passed, frame);
  if (input->length < PUSH_HEADER)
    return push_framer_wait (self, input, frame);
  return push_framer_scan_header (self, input, frame);
}

static void
push_framer_reset (LeatFramer *framer)
{
  PushFramer *self = (PushFramer *) framer;

  self->rest = 0;
  self->is_lost = FALSE;
}

const LeatFramerClass picture_push_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (PushFramer),
  .name = "picture-push",
  .summary = "Pictures with a size, a type and a file name before them, as Cognex DataMan pushes "
             "them.",
  .options = push_framer_options,
  .scan = push_framer_scan,
  .reset = push_framer_reset,
};
