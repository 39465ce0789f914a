/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline.c - the sources, queues and sinks of a configuration, running */
#include "leatd-pipeline.h"
#include "leatd-pipeline-private.h"
#include <errno.h>
#include <glib/gstdio.h>

static gboolean
pipeline_make_directory (LeatdPipeline *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->state_dir, name, NULL);

  if (g_mkdir_with_parents (path, 0750) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "%s: cannot be made: %s; state-dir= in [daemon] names another place", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
pipeline_make_rejects (LeatdPipeline *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->state_dir, "rejects", NULL);

  self->rejects = leatd_rejects_new (path, leatd_config_get_daemon (self->config)->rejects_size,
                                     error);
  return self->rejects != NULL;
}

/* any thread: something has come to rest, look at it in the main thread, and not before its next
 * turn */
void
leatd_pipeline_look_soon (gpointer pipeline)
{
  LeatdPipeline *self = pipeline;
  /* not g_main_context_invoke(): it calls here and now while the main thread does not iterate */
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, leatd_pipeline_look, self, NULL);
  g_source_attach (source, self->context);
}

/* thread of a sink or junction, whenever its queue has run empty: of interest only behind the last
 * source, or while all come to rest */
static void
pipeline_queue_empty (gpointer user_data)
{
  LeatdPipeline *self = user_data;

  if (g_atomic_int_get (&self->n_sources_reading) == 0 || g_atomic_int_get (&self->stopping) != 0)
    leatd_pipeline_look_soon (self);
}

static void
pipeline_source_rested (gpointer user_data)
{
  LeatdPipeline *self = user_data;

  g_atomic_int_add (&self->n_sources_reading, -1);
  leatd_pipeline_look_soon (self);
}

static void
pipeline_show_components (gpointer user_data, LeatComponentFunc func, gpointer func_data)
{
  leatd_pipeline_each_component (user_data, func, func_data);
}

static gboolean
lives_on_others (const LeatdSourceConfig *config)
{
  return LEAT_CLASS_HAS (config->klass, records) || LEAT_CLASS_HAS (config->klass, events);
}

LeatdSourceWorker *
leatd_pipeline_make_source (LeatdPipeline *self, const LeatdSourceConfig *config, GError **error)
{
  const LeatdSourceWorkerSetup setup = {
    .config = config,
    .state_dir = self->state_dir,
    .rejects = self->rejects,
    .stuck_watch = self->stuck_watch,
    .context = self->context,
    .idle = pipeline_queue_empty,
    .rested = lives_on_others (config) ? leatd_pipeline_look_soon : pipeline_source_rested,
    .parked = leatd_pipeline_look_soon,
    .ended = leatd_pipeline_look_soon,
    .each_component = pipeline_show_components,
    .user_data = self,
  };
  LeatdSourceWorker *worker = leatd_source_worker_new (&setup, error);

  if (worker == NULL)
    g_prefix_error (error, "%s: ", config->name);
  return worker;
}

LeatdSinkWorker *
leatd_pipeline_make_sink (LeatdPipeline *self, const LeatdSinkConfig *config, GError **error)
{
  const LeatdSinkWorkerSetup setup = {
    .config = config,
    .state_dir = self->state_dir,
    .rejects = self->rejects,
    .stuck_watch = self->stuck_watch,
    .context = self->context,
    .idle = pipeline_queue_empty,
    .parked = leatd_pipeline_look_soon,
    .ended = leatd_pipeline_look_soon,
    .user_data = self,
  };
  LeatdSinkWorker *worker = leatd_sink_worker_new (&setup, error);

  if (worker == NULL)
    g_prefix_error (error, "%s: ", config->name);
  return worker;
}

/* it is one of those that read until they are at rest */
void
leatd_pipeline_count_source (LeatdPipeline *self, LeatdSourceWorker *worker)
{
  if (!leatd_source_worker_lives_on_others (worker))
    g_atomic_int_inc (&self->n_sources_reading);
}

static gboolean
pipeline_make_sources (LeatdPipeline *self, GError **error)
{
  const GPtrArray *configs = leatd_config_get_sources (self->config);

  for (guint i = 0; i < configs->len; i++)
    {
      LeatdSourceWorker *worker = leatd_pipeline_make_source (self, configs->pdata[i], error);

      if (worker == NULL)
        return FALSE;
      g_ptr_array_add (self->sources, worker);
      leatd_pipeline_count_source (self, worker);
    }
  return TRUE;
}

static gboolean
pipeline_make_sinks (LeatdPipeline *self, GError **error)
{
  const GPtrArray *configs = leatd_config_get_sinks (self->config);

  for (guint i = 0; i < configs->len; i++)
    {
      LeatdSinkWorker *worker = leatd_pipeline_make_sink (self, configs->pdata[i], error);

      if (worker == NULL)
        return FALSE;
      g_ptr_array_add (self->sinks, worker);
    }
  return TRUE;
}

/* each sink that has a store with the worker of that */
static void
pipeline_connect_readers (LeatdPipeline *self)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->sinks, i);
      const LeatdSinkConfig *store = leatd_sink_worker_get_config (worker)->via;

      if (store != NULL)
        leatd_sink_worker_read_from (worker, leatd_pipeline_find_sink (self, store->name));
    }
}

static void
pipeline_make_watch (LeatdPipeline *self)
{
  const LeatdWatchSetup setup = {
    .state_dir = self->state_dir,
    .disk_low = leatd_config_get_daemon (self->config)->disk_low,
    .sinks = self->sinks,
    .context = self->context,
  };

  self->watch = leatd_watch_new (&setup);
}

/**
 * leatd_pipeline_new:
 *
 * Makes the state directory, the rejects, all sources and sinks and the ways between them, and
 * touches no device. What is called back later is called in the thread-default context of who calls
 * this.
 *
 * Returns: (transfer full) (nullable): a pipeline that has not begun
 */
LeatdPipeline *
leatd_pipeline_new (LeatdConfig *config, GError **error)
{
  const LeatdDaemonSettings *settings = leatd_config_get_daemon (config);
  LeatdPipeline *self = g_new0 (LeatdPipeline, 1);

  self->config = leatd_config_ref (config);
  self->context = g_main_context_ref_thread_default ();
  self->state_dir = g_strdup (settings->state_dir);
  self->stuck_watch = leatd_stuck_watch_new (settings->stuck_after, self->context);
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_source_worker_free);
  self->sinks = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_sink_worker_free);
  self->leaving_sources = g_ptr_array_new_with_free_func (
      (GDestroyNotify) leatd_source_worker_free);
  self->leaving_sinks = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_sink_worker_free);
  g_mutex_init (&self->mutex);
  if (!pipeline_make_directory (self, "sources", error) ||
      !pipeline_make_directory (self, "sinks", error) ||
      !pipeline_make_directory (self, "rejects", error) || !pipeline_make_rejects (self, error) ||
      !pipeline_make_sources (self, error) || !pipeline_make_sinks (self, error))
    {
      leatd_pipeline_free (self);
      return NULL;
    }
  pipeline_connect_readers (self);
  leatd_pipeline_route (self);
  pipeline_make_watch (self);
  return self;
}

/* every worker has ended, or none began */
void
leatd_pipeline_free (LeatdPipeline *self)
{
  GSource *look;

  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_pointer (&self->watch, leatd_watch_free);
  /* outlets point to inlets: both outlive the last of their threads, then go in any order */
  leatd_pipeline_take_back_leaving (self);
  g_clear_pointer (&self->leaving_sources, g_ptr_array_unref);
  g_clear_pointer (&self->leaving_sinks, g_ptr_array_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->sinks, g_ptr_array_unref);
  while ((look = g_main_context_find_source_by_user_data (self->context, self)) != NULL)
    g_source_destroy (look);
  g_clear_pointer (&self->stuck_watch, leatd_stuck_watch_free);
  if (self->rejects != NULL)
    leatd_rejects_free (self->rejects);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  leatd_config_unref (self->config);
  g_free (self->state_dir);
  g_free (self);
}

void
leatd_pipeline_start (LeatdPipeline *self)
{
  leatd_watch_look (self->watch);
  for (guint i = 0; i < self->sinks->len; i++)
    leatd_sink_worker_start (g_ptr_array_index (self->sinks, i));
  for (guint i = 0; i < self->sources->len; i++)
    leatd_source_worker_start (g_ptr_array_index (self->sources, i));
}

/**
 * leatd_pipeline_on_done:
 * @done: called once, when every source has come to its end by itself and all that they gave is out
 *
 * Junctions then end with the last source that feeds them. Before it starts.
 */
void
leatd_pipeline_on_done (LeatdPipeline *self, void (*done) (gpointer), gpointer user_data)
{
  self->done = done;
  self->done_data = user_data;
}

const GPtrArray *
leatd_pipeline_get_sources (LeatdPipeline *self)
{
  return self->sources;
}

const GPtrArray *
leatd_pipeline_get_sinks (LeatdPipeline *self)
{
  return self->sinks;
}

LeatdSourceWorker *
leatd_pipeline_find_source (LeatdPipeline *self, const char *name)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (g_str_equal (leatd_source_worker_get_name (self->sources->pdata[i]), name))
      return self->sources->pdata[i];
  return NULL;
}

LeatdSinkWorker *
leatd_pipeline_find_sink (LeatdPipeline *self, const char *name)
{
  for (guint i = 0; i < self->sinks->len; i++)
    if (g_str_equal (leatd_sink_worker_get_name (self->sinks->pdata[i]), name))
      return self->sinks->pdata[i];
  return NULL;
}

gboolean
leatd_pipeline_has (LeatdPipeline *self, const char *name)
{
  return leatd_pipeline_find_source (self, name) != NULL ||
         leatd_pipeline_find_sink (self, name) != NULL;
}
