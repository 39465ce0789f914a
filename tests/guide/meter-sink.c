/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* meter-sink.c - a sink: a line of JSON for each record, to standard output */
#include <leat.h>
#include <stdio.h>

typedef struct {
  LeatSink sink;   /* first */
  guint64 n_taken; /* not yet called safe */
} MeterSink;

static gboolean
meter_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  ((MeterSink *) sink)->n_taken = 0;
  return TRUE;
}

static gboolean
meter_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  leat_json_append_batch (text, batch, from, count, LEAT_JSON_LINES);
  if (fwrite (text->str, 1, text->len, stdout) != text->len)
    return leat_error_fail (error, LEAT_ERROR_FAILED, "standard output takes nothing any more");
  *taken = count;
  ((MeterSink *) sink)->n_taken += count;
  return TRUE;
}

static gboolean
meter_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
             GError **error)
{
  if (fflush (stdout) != 0)
    return leat_error_fail (error, LEAT_ERROR_FAILED, "standard output takes nothing any more");
  *safe = ((MeterSink *) sink)->n_taken;
  ((MeterSink *) sink)->n_taken = 0;
  return TRUE;
}

static void
meter_close (LeatSink *sink)
{
}

static const LeatSinkClass meter_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (MeterSink),
  .name = "meter",
  .summary = "A line of JSON for each record.",
  .open = meter_open,
  .write = meter_write,
  .flush = meter_flush,
  .close = meter_close,
};

static const LeatSinkClass *const sinks[] = { &meter_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "meter-sink", .version = "1.0", .summary = "Standard output.",
                    .license = "LGPL-2.1-or-later", .sinks = sinks)
