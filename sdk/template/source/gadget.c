/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gadget.c - the gadget as a source: its results become records, its heartbeat and errors do not */
#include <leat.h>
#include "gadget-language.h"

typedef struct {
  LeatSource source; /* first */
  gboolean heartbeat;
} GadgetSource;

static const LeatOption gadget_options[] = {
  LEAT_OPTION_BOOL (GadgetSource, heartbeat, .key = "heartbeat", .preset = "yes",
                    .summary = "Whether it sends HB between its results."),
  LEAT_OPTION_END,
};

/* In the source's thread, for each frame that the framer has found. What is to be decoded by the
 * schema is a RECORD; what is done with is TAKEN; what is REJECTED is kept with the reason. */
static LeatVerdict
gadget_frame (LeatSource *source, LeatStream *stream, const LeatFrame *frame,
              const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  GadgetSource *self = (GadgetSource *) source;
  guint code = 0;

  switch (gadget_understand (frame->payload, frame->length, &code))
    {
    case GADGET_RESULT:
      return LEAT_VERDICT_RECORD;
    case GADGET_ALIVE:
      return self->heartbeat ? LEAT_VERDICT_TAKEN : LEAT_VERDICT_RECORD;
    case GADGET_ERROR:
      break;
    }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_REJECTED, "the gadget says error %u", code);
  return LEAT_VERDICT_REJECTED;
}

/* The host opens the link that device= names, reads it, finds frames, reconnects, and sends what
 * `leat send` asks for: start() and command() are for those who need more. */
static const LeatSourceClass gadget_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (GadgetSource),
  .name = "gadget",
  .summary = "Results of the gadget.",
  .options = gadget_options,
  .schemes = "serial tcp file",
  .frame = gadget_frame,
};

static const LeatSourceClass *const gadget_sources[] = { &gadget_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "gadget", .version = "0.1.0", .summary = "The gadget.",
                    .license = "LGPL-2.1-or-later", .sources = gadget_sources)
