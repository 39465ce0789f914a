/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* meter-source.c - a meter as a source: its heartbeat is no record, its errors are rejects */
#include <leat.h>
#include <string.h>

static gboolean
begins_with (const LeatFrame *frame, const char *word)
{
  return frame->length >= strlen (word) && memcmp (frame->payload, word, strlen (word)) == 0;
}

static LeatVerdict
meter_frame (LeatSource *source, LeatStream *stream, const LeatFrame *frame,
             const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  if (begins_with (frame, "HB"))
    return LEAT_VERDICT_TAKEN;
  if (!begins_with (frame, "ER"))
    return LEAT_VERDICT_RECORD;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_REJECTED, "the meter says %.*s", (int) frame->length,
               frame->payload);
  return LEAT_VERDICT_REJECTED;
}

static const LeatSourceClass meter_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "meter",
  .summary = "Results of the meter.",
  .schemes = "serial tcp file",
  .framer = "meter",
  .frame = meter_frame,
};

static const LeatSourceClass *const sources[] = { &meter_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "meter-source", .version = "1.0", .summary = "The meter.",
                    .license = "LGPL-2.1-or-later", .sources = sources)
