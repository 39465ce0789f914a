/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* render-records.c - the records whose requests are to be shown: from the store, or of a frame */
#include "render-records.h"
#include "sink/leatd-idle-sink.h"
#include "config/leatd-text-schema.h"

/* of a frame that no source has read */
#define NO_EPOCH "00000000000000000000"

LeatBatch *
leat_render_find (const LeatdSinkConfig *sink, const char *const *names, GError **error)
{
  LeatdIdleHost host = { .name = NULL };
  LeatSink *store;
  LeatBatch *batch;

  if (sink->via == NULL || !LEAT_CLASS_HAS (sink->via->klass->store, look))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                   "%s: reads from no store that could be looked into; --frame FILE shows what a "
                   "frame would make",
                   sink->name);
      return NULL;
    }
  store = leatd_idle_sink_new (sink->via, &host, error);
  if (store == NULL)
    return NULL;
  batch = store->klass->store->look (store, sink->name, (const char *const *) sink->settings.from,
                                     names, error);
  leat_sink_instance_free (store);
  return batch;
}

static gboolean
is_meant (const LeatdSinkConfig *sink, const LeatdSourceConfig *source, const char *name)
{
  return name != NULL ? g_str_equal (source->name, name)
                      : leatd_globs_match ((const char *const *) sink->settings.from, source->name);
}

static const LeatdSourceConfig *
find_source (const LeatdSinkConfig *sink, const char *name, GError **error)
{
  const GPtrArray *sources = leatd_config_get_sources (sink->config);
  const LeatdSourceConfig *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < sources->len; i++)
    if (is_meant (sink, sources->pdata[i], name))
      {
        found = sources->pdata[i];
        n_found++;
      }
  if (n_found == 1)
    return found;
  if (name != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "there is no source %s", name);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "%s takes the records of %u sources; --source says whose frame it is", sink->name,
                 n_found);
  return NULL;
}

static gboolean
decode (const LeatdSourceConfig *source, LeatSchema *schema, const char *frame, gsize length,
        LeatBatch *batch, GError **error)
{
  LeatPiece piece = { .frame = { .payload = (const guint8 *) frame, .length = length },
                      .arrival = { .moment = leat_clock_now () } };
  LeatOrigin *origin = leat_origin_new (source->name, NO_EPOCH, schema,
                                        leatd_config_get_daemon (source->config)->gateway,
                                        (const char *const *) source->tags);
  gboolean done = TRUE;

  if (source->schema == NULL)
    leatd_text_schema_append (batch, origin, &piece);
  else
    done = leat_schema_decode (schema, piece.frame.payload, length, batch, origin,
                               piece.arrival.moment, error);
  leat_origin_unref (origin);
  if (!done)
    return FALSE;
  leat_batch_set_sequence (batch, 1);
  if (source->settings.keep_frame)
    leat_batch_set_frame (batch, frame, length);
  return TRUE;
}

LeatBatch *
leat_render_decode (const LeatdSinkConfig *sink, const char *source, const char *path,
                    GError **error)
{
  const LeatdSourceConfig *from = find_source (sink, source, error);
  g_autoptr (LeatSchema) schema = NULL;
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autofree char *frame = NULL;
  gsize length;

  if (from == NULL ||
      !g_file_get_contents (g_str_equal (path, "-") ? "/dev/stdin" : path, &frame, &length, error))
    return NULL;
  if (length > 0 && frame[length - 1] == '\n')
    length--;
  if (length > 0 && frame[length - 1] == '\r')
    length--;
  schema = from->schema != NULL ? leat_schema_ref (from->schema) : leatd_text_schema_new ();
  if (decode (from, schema, frame, length, batch, error))
    return g_steal_pointer (&batch);
  g_prefix_error (error, "%s: ", path);
  return NULL;
}
