/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink.c - records as HTTP requests */
#include "rest-sink.h"

static gboolean
rest_sink_init (LeatSink *sink, GError **error)
{
  return rest_sink_prepare ((RestSink *) sink, error);
}

static void
rest_sink_clear (LeatSink *sink)
{
  rest_sink_dispose ((RestSink *) sink);
}

static gboolean
rest_sink_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  RestSink *self = (RestSink *) sink;

  self->n_taken = 0;
  self->session = rest_session_new (&self->settings);
  rest_sink_open_steps (self);
  return TRUE;
}

static void
rest_sink_close (LeatSink *sink)
{
  RestSink *self = (RestSink *) sink;

  g_clear_pointer (&self->session, rest_session_free);
}

static gboolean
post (RestSink *self, const LeatBatch *batch, guint from, guint count, const char *prepared,
      guint *extent, GCancellable *cancellable, GError **error)
{
  RestRequest request = { 0 };

  /* that of the step before it says nothing of this one */
  rest_answer_reset (&self->answer);
  return rest_sink_make_request (self, batch, from, count, prepared, &request, extent, error) &&
         rest_sink_send (self, self->target, &request, cancellable, error) &&
         rest_sink_judge (self, &request, error);
}

/* the steps around a request, and it */
static gboolean
take_steps (RestSink *self, const LeatBatch *batch, guint from, guint count, guint *extent,
            GCancellable *cancellable, GError **error)
{
  const LeatRecord *record = leat_batch_get_record (batch, from);
  RestPrepared *prepared;
  GError *failure = NULL;
  gboolean is_there;

  *extent = 1;
  if (!rest_sink_look_up (self, record, &is_there, cancellable, error))
    return FALSE;
  if (is_there)
    return TRUE;
  prepared = rest_sink_take_prepared (self, record, cancellable, &failure);
  if (failure == NULL)
    {
      post (self, batch, from, count, prepared != NULL ? prepared->id : NULL, extent, cancellable,
            &failure);
      rest_sink_settle (self, prepared, failure, cancellable);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
rest_sink_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                 GCancellable *cancellable, GError **error)
{
  RestSink *self = (RestSink *) sink;
  guint extent;

  *taken = 0;
  if (rest_sink_refuse_test (self, leat_batch_get_record (batch, from), error))
    return FALSE;
  if (!take_steps (self, batch, from, count, &extent, cancellable, error))
    return FALSE;
  self->n_taken += extent;
  *taken = extent;
  return TRUE;
}

static gboolean
rest_sink_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
                 GError **error)
{
  RestSink *self = (RestSink *) sink;

  *safe = self->n_taken;
  self->n_taken = 0;
  return TRUE;
}

static guint
rest_sink_get_extent (LeatSink *sink)
{
  return rest_body_is_single (((RestSink *) sink)->body) ? 1 : 0;
}

/* Ids that first steps gave are remembered, and shared by records; behind a lost answer it is the
 * next record that is looked up. Both are known to one instance alone. */
static gboolean
rest_sink_overlap (LeatSink *sink, GError **error)
{
  const RestOptions *options = &((RestSink *) sink)->options;

  if (options->prepare_url == NULL && options->lookup_url == NULL)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s: takes one record after the other; with it, leave order=none out",
               options->prepare_url != NULL ? "prepare-url" : "lookup-url");
  return FALSE;
}

static const LeatSinkClass rest_sink_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (RestSink),
  .name = "rest",
  .summary = "Sends records to a web service, as HTTP requests.",
  .options = rest_options,
  .flags = LEAT_SINK_REQUESTS,
  .init = rest_sink_init,
  .clear = rest_sink_clear,
  .open = rest_sink_open,
  .write = rest_sink_write,
  .flush = rest_sink_flush,
  .close = rest_sink_close,
  .render = rest_sink_render,
  .get_extent = rest_sink_get_extent,
  .overlap = rest_sink_overlap,
};

static const LeatSinkClass *const sinks[] = { &rest_sink_class, NULL };

LEAT_PLUGIN_DEFINE (
  .name = "rest",
  .version = "0.1.0",
  .summary = "Web services: records as HTTP requests.",
  .license = "LGPL-2.1-or-later",
  .sinks = sinks)
