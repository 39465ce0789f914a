/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reload.c - a pipeline goes on as another configuration says, without loss
 *
 * All that is needed is made first; if anything of it fails, nothing is changed. Sources and sinks
 * that are as before are not touched. One with other options stays, with its queue, its place in a
 * store, its counters; it parks between two lives, gets its new instance, and goes on: nobody waits
 * for anybody but a store for its readers. What is removed comes to its end as it does when the
 * daemon stops: sources first, then the sinks that they gave to. What is new begins behind that, as
 * it may want the same device or file; what is meant for it waits in its queue. */
#include "leatd-reload-private.h"
#include "sink/leatd-sink-private.h"

/* --- begin --- */

/* what is in the one and not in the other goes to the third */
static void
sort_out (GPtrArray *former, const GPtrArray *next, GPtrArray *leaving)
{
  for (guint i = 0; i < former->len; i++)
    if (!g_ptr_array_find ((GPtrArray *) next, former->pdata[i], NULL))
      g_ptr_array_add (leaving, former->pdata[i]);
  g_ptr_array_set_free_func (former, NULL);
  g_ptr_array_set_size (former, 0);
  g_ptr_array_extend (former, (GPtrArray *) next, NULL, NULL);
}

static void
reload_take_over (LeatdReload *self)
{
  LeatdPipeline *pipeline = self->pipeline;

  g_mutex_lock (&pipeline->mutex);
  sort_out (pipeline->sources, self->next_sources, pipeline->leaving_sources);
  sort_out (pipeline->sinks, self->next_sinks, pipeline->leaving_sinks);
  g_ptr_array_set_free_func (pipeline->sources, (GDestroyNotify) leatd_source_worker_free);
  g_ptr_array_set_free_func (pipeline->sinks, (GDestroyNotify) leatd_sink_worker_free);
  g_mutex_unlock (&pipeline->mutex);
  for (guint i = 0; i < self->new_sources->len; i++)
    leatd_pipeline_count_source (pipeline, self->new_sources->pdata[i]);
}

/* one that is replaced is noted as changed already */
static void
note_removed (LeatdReload *self, gboolean is_sink, const char *name)
{
  const gboolean is_replaced = is_sink ? leatd_pipeline_find_sink (self->pipeline, name) != NULL
                                       : leatd_pipeline_find_source (self->pipeline, name) != NULL;

  if (!is_replaced)
    leatd_reload_note (self, is_sink, name, LEATD_RELOAD_REMOVED);
}

static void
reload_note_removed (LeatdReload *self)
{
  const GPtrArray *sources = self->pipeline->leaving_sources;
  const GPtrArray *sinks = self->pipeline->leaving_sinks;

  for (guint i = 0; i < sources->len; i++)
    note_removed (self, FALSE, leatd_source_worker_get_name (sources->pdata[i]));
  for (guint i = 0; i < sinks->len; i++)
    note_removed (self, TRUE, leatd_sink_worker_get_name (sinks->pdata[i]));
}

/* --- what is to be done now --- */

/* its new ways are known by its new options */
static void
reload_renew_sources (LeatdReload *self)
{
  gboolean renewed = FALSE;

  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceRenewal *renewal = g_ptr_array_index (self->sources, i);

      if (!leatd_source_renewal_is_ready (renewal))
        continue;
      g_mutex_lock (&self->pipeline->mutex);
      leatd_source_renewal_apply (renewal);
      g_mutex_unlock (&self->pipeline->mutex);
      renewed = TRUE;
    }
  if (renewed)
    leatd_pipeline_route (self->pipeline);
}

/* a store behind the last of its readers */
static gboolean
may_park (LeatdSinkWorker *worker)
{
  for (guint i = 0; i < worker->readers->len; i++)
    if (!leatd_wish_is_parked (&((LeatdSinkWorker *) worker->readers->pdata[i])->wish))
      return FALSE;
  return TRUE;
}

/* does its store still wait to be made anew? */
static gboolean
awaits_store (LeatdReload *self, LeatdSinkWorker *store)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkRenewal *renewal = g_ptr_array_index (self->sinks, i);

      if (leatd_sink_renewal_get_worker (renewal) == store &&
          !leatd_sink_renewal_is_in_place (renewal) && !leatd_sink_renewal_is_applied (renewal))
        return TRUE;
    }
  return FALSE;
}

/* the worker of the store that it is to read from; NULL: none */
static LeatdSinkWorker *
find_store (LeatdReload *self, LeatdSinkRenewal *renewal)
{
  const LeatdSinkConfig *config = leatd_sink_renewal_get_config (renewal);

  return config->via != NULL ? leatd_pipeline_find_sink (self->pipeline, config->via->name) : NULL;
}

/* TRUE: one was, and another may be now */
static gboolean
reload_renew_a_sink (LeatdReload *self)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkRenewal *renewal = g_ptr_array_index (self->sinks, i);
      LeatdSinkWorker *store = find_store (self, renewal);

      if (leatd_sink_renewal_is_in_place (renewal) ||
          may_park (leatd_sink_renewal_get_worker (renewal)))
        leatd_sink_renewal_begin (renewal);
      if (!leatd_sink_renewal_is_ready (renewal) || (store != NULL && awaits_store (self, store)))
        continue;
      g_mutex_lock (&self->pipeline->mutex);
      leatd_sink_renewal_apply (renewal, store);
      g_mutex_unlock (&self->pipeline->mutex);
      return TRUE;
    }
  return FALSE;
}

static void
reload_renew_sinks (LeatdReload *self)
{
  gboolean renewed = FALSE;

  while (reload_renew_a_sink (self))
    renewed = TRUE;
  if (renewed)
    leatd_pipeline_route (self->pipeline);
}

static void
reload_start_sources (LeatdReload *self)
{
  for (guint i = 0; i < self->new_sources->len; i++)
    leatd_source_worker_start (g_ptr_array_index (self->new_sources, i));
  g_ptr_array_set_size (self->new_sources, 0);
}

static void
reload_start_sinks (LeatdReload *self)
{
  for (guint i = 0; i < self->new_sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->new_sinks, i);
      const LeatdSinkConfig *store = leatd_sink_worker_get_config (worker)->via;

      if (store != NULL)
        leatd_sink_worker_read_from (worker,
                                     leatd_pipeline_find_sink (self->pipeline, store->name));
      leatd_sink_worker_start (worker);
    }
  g_ptr_array_set_size (self->new_sinks, 0);
}

static gboolean
reload_has_renewed_sinks (LeatdReload *self)
{
  for (guint i = 0; i < self->sinks->len; i++)
    if (!leatd_sink_renewal_is_applied (g_ptr_array_index (self->sinks, i)))
      return FALSE;
  return TRUE;
}

static gboolean
reload_is_done (LeatdReload *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (!leatd_source_renewal_is_applied (g_ptr_array_index (self->sources, i)))
      return FALSE;
  return reload_has_renewed_sinks (self) &&
         leatd_pipeline_have_left (self->pipeline->leaving_sources, self->pipeline->leaving_sinks);
}

/* --- the end --- */

/* What did not return in time goes on as it was, or ends when it does: a source that is still to
 * leave gives to those who are there now. */
static void
reload_finish (LeatdReload *self)
{
  LeatdPipeline *pipeline = self->pipeline;

  pipeline->reload = NULL;
  leatd_reload_complete (self);
  reload_start_sources (self);
  reload_start_sinks (self);
  for (guint i = 0; i < pipeline->leaving_sources->len; i++)
    leatd_pipeline_route_source (pipeline, pipeline->leaving_sources->pdata[i]);
  leatd_reload_tell (self);
  self->reloaded (self->changes, self->user_data);
  leatd_reload_free (self);
  leatd_pipeline_free_left (pipeline);
}

/**
 * leatd_reload_look:
 *
 * Something has come to rest: does that what can be done now. Main thread.
 */
void
leatd_reload_look (LeatdReload *self)
{
  LeatdPipeline *pipeline = self->pipeline;

  reload_renew_sources (self);
  leatd_pipeline_look_at_leaving (pipeline);
  reload_renew_sinks (self);
  leatd_pipeline_look_at_leaving (pipeline);
  if (leatd_pipeline_have_left (pipeline->leaving_sources, NULL))
    reload_start_sources (self);
  if (leatd_pipeline_have_left (NULL, pipeline->leaving_sinks) && reload_has_renewed_sinks (self))
    reload_start_sinks (self); /* a store would have to wait for such a reader too */
  if (reload_is_done (self))
    reload_finish (self);
}

/* the whole pipeline is to stop: what is not done yet is not done */
void
leatd_reload_give_up (LeatdReload *self)
{
  reload_finish (self);
}

/* what could change in place had it returned in time */
static void
hurry_source (LeatdReload *self, LeatdSourceRenewal *renewal)
{
  const gboolean was_in_place = leatd_source_renewal_is_in_place (renewal);

  leatd_source_renewal_hurry (renewal);
  if (was_in_place && !leatd_source_renewal_is_in_place (renewal))
    leatd_reload_note (self, FALSE,
                       leatd_source_worker_get_name (leatd_source_renewal_get_worker (renewal)),
                       LEATD_RELOAD_CHANGED);
}

static void
hurry_sink (LeatdReload *self, LeatdSinkRenewal *renewal)
{
  const gboolean was_in_place = leatd_sink_renewal_is_in_place (renewal);

  leatd_sink_renewal_hurry (renewal);
  if (was_in_place && !leatd_sink_renewal_is_in_place (renewal))
    leatd_reload_note (self, TRUE,
                       leatd_sink_worker_get_name (leatd_sink_renewal_get_worker (renewal)),
                       LEATD_RELOAD_CHANGED);
}

static void
reload_hurry (LeatdReload *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    hurry_source (self, g_ptr_array_index (self->sources, i));
  for (guint i = 0; i < self->sinks->len; i++)
    hurry_sink (self, g_ptr_array_index (self->sinks, i));
}

static void
reload_release_sources (LeatdReload *self)
{
  const GPtrArray *sources = self->pipeline->leaving_sources;

  for (guint i = 0; i < sources->len; i++)
    leatd_source_worker_release (g_ptr_array_index (sources, i));
}

/* what is not out of a sink that goes by now does not get out, and is named; readers are cancelled
 * before others, for a store waits for them */
static void
reload_cancel_sinks (LeatdReload *self, gboolean only_readers)
{
  const GPtrArray *sinks = self->pipeline->leaving_sinks;

  for (guint i = 0; i < sinks->len; i++)
    if (!only_readers || leatd_sink_worker_is_reader (sinks->pdata[i]))
      leatd_sink_worker_cancel (g_ptr_array_index (sinks, i));
}

static gboolean
on_quarter (gpointer user_data)
{
  LeatdReload *self = user_data;

  self->quarters++;
  if (self->quarters == 2)
    reload_hurry (self);
  if (self->quarters == 3)
    reload_release_sources (self);
  if (self->quarters == 2 + self->drain_quarters)
    reload_cancel_sinks (self, TRUE);
  if (self->quarters == 3 + self->drain_quarters)
    reload_cancel_sinks (self, FALSE);
  if (self->quarters < 4 + self->drain_quarters)
    return G_SOURCE_CONTINUE;
  reload_finish (self);
  return G_SOURCE_REMOVE;
}

/* whether they empty what they read from */
static void
reload_let_drain (LeatdReload *self, gint64 quarter)
{
  const GPtrArray *sinks = self->pipeline->leaving_sinks;

  if (sinks->len > 0)
    self->drain_quarters = (guint) ((self->drain + quarter - 1) / quarter);
  for (guint i = 0; i < sinks->len; i++)
    leatd_sink_worker_remove (g_ptr_array_index (sinks, i), self->drain);
}

static void
reload_begin (LeatdReload *self)
{
  LeatdPipeline *pipeline = self->pipeline;
  const gint64 quarter = MAX (leatd_config_get_daemon (pipeline->config)->stop_timeout / 4, 1000);

  pipeline->reload = self;
  self->has_begun = TRUE;
  reload_take_over (self);
  reload_note_removed (self);
  reload_let_drain (self, quarter);
  leatd_config_unref (pipeline->config);
  pipeline->config = leatd_config_ref (self->config);
  leatd_watch_set_disk_low (pipeline->watch, leatd_config_get_daemon (self->config)->disk_low);
  leatd_pipeline_route (pipeline);
  for (guint i = 0; i < self->sources->len; i++)
    leatd_source_renewal_begin (g_ptr_array_index (self->sources, i));
  self->timer = g_timeout_source_new ((guint) (quarter / 1000));
  g_source_set_callback (self->timer, on_quarter, self, NULL);
  g_source_attach (self->timer, pipeline->context);
  leatd_pipeline_look_soon (pipeline);
}

/**
 * leatd_pipeline_reload:
 * @config: judged; its state directory, and what else cannot change while leatd runs, is as before
 * @drain: µs that sinks which are removed have beside stop-timeout= to get out what waits for them,
 *   in a store too; 0: what a store has for them stays there
 * @reloaded: called once, in the main thread, after this has returned
 *
 * Main thread.
 *
 * Returns: %FALSE if nothing is changed: %LEAT_ERROR_BUSY while another one is under way or the
 *   pipeline stops, or why something cannot be made
 */
gboolean
leatd_pipeline_reload (LeatdPipeline *self, LeatdConfig *config, gint64 drain,
                       LeatdReloadedFunc reloaded, gpointer user_data, GError **error)
{
  LeatdReload *reload;

  if (self->reload != NULL || self->phase != LEATD_PHASE_RUNNING)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                           self->reload != NULL ? "a reload is under way; its answer comes first"
                                                : "the daemon stops");
      return FALSE;
    }
  reload = leatd_reload_plan (self, config, error);
  if (reload == NULL)
    return FALSE;
  reload->drain = drain;
  reload->reloaded = reloaded;
  reload->user_data = user_data;
  reload_begin (reload);
  return TRUE;
}
