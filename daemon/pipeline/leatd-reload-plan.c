/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reload-plan.c - what is to become of each source and sink, and what that needs */
#include "config/leatd-config-diff.h"
#include "leatd-reload-private.h"
#include "sink/leatd-sink-private.h"

static void
change_free (gpointer data)
{
  LeatdReloadChange *change = data;

  g_free (change->name);
  g_free (change);
}

/* what is known of it later takes the place of what was planned */
void
leatd_reload_note (LeatdReload *self, gboolean is_sink, const char *name, LeatdReloadWhat what)
{
  LeatdReloadChange *change;

  for (guint i = 0; i < self->changes->len; i++)
    {
      change = g_ptr_array_index (self->changes, i);
      if (change->is_sink != is_sink || !g_str_equal (change->name, name))
        continue;
      change->what = what;
      return;
    }
  change = g_new0 (LeatdReloadChange, 1);
  change->is_sink = is_sink;
  change->name = g_strdup (name);
  change->what = what;
  g_ptr_array_add (self->changes, change);
}

/* what was not applied goes on as it was; what was made and is not the pipeline's goes */
void
leatd_reload_free (LeatdReload *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->sinks, g_ptr_array_unref);
  if (!self->has_begun)
    {
      g_ptr_array_set_free_func (self->new_sources, (GDestroyNotify) leatd_source_worker_free);
      g_ptr_array_set_free_func (self->new_sinks, (GDestroyNotify) leatd_sink_worker_free);
    }
  g_ptr_array_unref (self->new_sources);
  g_ptr_array_unref (self->new_sinks);
  g_ptr_array_unref (self->next_sources);
  g_ptr_array_unref (self->next_sinks);
  g_ptr_array_unref (self->changes);
  leatd_config_unref (self->config);
  g_free (self);
}

static gboolean
plan_new_source (LeatdReload *self, const LeatdSourceConfig *config, gboolean replaces,
                 GError **error)
{
  LeatdSourceWorker *worker = leatd_pipeline_make_source (self->pipeline, config, error);

  if (worker == NULL)
    return FALSE;
  g_ptr_array_add (self->new_sources, worker);
  g_ptr_array_add (self->next_sources, worker);
  leatd_reload_note (self, FALSE, config->name,
                     replaces ? LEATD_RELOAD_CHANGED : LEATD_RELOAD_ADDED);
  return TRUE;
}

/* one that has come to its end, or is of another class, is replaced */
static gboolean
plan_source (LeatdReload *self, const LeatdSourceConfig *config, GError **error)
{
  LeatdSourceWorker *worker = leatd_pipeline_find_source (self->pipeline, config->name);
  const LeatdSourceConfig *former = worker != NULL ? leatd_source_worker_get_config (worker) : NULL;
  LeatdSourceRenewal *renewal;

  if (worker == NULL)
    return plan_new_source (self, config, FALSE, error);
  if (leatd_source_config_equals (former, config))
    {
      g_ptr_array_add (self->next_sources, worker);
      leatd_reload_note (self, FALSE, config->name, LEATD_RELOAD_KEPT);
      return TRUE;
    }
  if (former->klass != config->klass || leatd_source_worker_has_ended (worker))
    return plan_new_source (self, config, TRUE, error);
  renewal = leatd_source_renewal_new (worker, config, error);
  if (renewal == NULL)
    {
      g_prefix_error (error, "%s: ", config->name);
      return FALSE;
    }
  g_ptr_array_add (self->sources, renewal);
  g_ptr_array_add (self->next_sources, worker);
  leatd_reload_note (self, FALSE, config->name,
                     leatd_source_renewal_is_in_place (renewal) ? LEATD_RELOAD_CHANGED_IN_PLACE
                                                                : LEATD_RELOAD_CHANGED);
  return TRUE;
}

static gboolean
plan_sources (LeatdReload *self, GError **error)
{
  const GPtrArray *configs = leatd_config_get_sources (self->config);

  for (guint i = 0; i < configs->len; i++)
    if (!plan_source (self, g_ptr_array_index (configs, i), error))
      return FALSE;
  return TRUE;
}

/* a store's instance, which its readers know, is to be another one */
static gboolean
is_made_anew (LeatdReload *self, LeatdSinkWorker *store)
{
  for (guint i = 0; i < self->sinks->len; i++)
    if (leatd_sink_renewal_get_worker (self->sinks->pdata[i]) == store)
      return !leatd_sink_renewal_is_in_place (self->sinks->pdata[i]);
  return FALSE;
}

/* the worker that a sink of the new configuration is to have */
static LeatdSinkWorker *
next_of (LeatdReload *self, const LeatdSinkConfig *config)
{
  guint index = 0;

  g_ptr_array_find ((GPtrArray *) leatd_config_get_sinks (self->config), config, &index);
  return g_ptr_array_index (self->next_sinks, index);
}

static LeatdSinkWorker *
plan_new_sink (LeatdReload *self, const LeatdSinkConfig *config, gboolean replaces, GError **error)
{
  LeatdSinkWorker *worker = leatd_pipeline_make_sink (self->pipeline, config, error);

  if (worker == NULL)
    return NULL;
  g_ptr_array_add (self->new_sinks, worker);
  leatd_reload_note (self, TRUE, config->name,
                     replaces ? LEATD_RELOAD_CHANGED : LEATD_RELOAD_ADDED);
  return worker;
}

/* @lets_go: of its store for a while, whatever changes, to know it as it is then */
static LeatdSinkWorker *
plan_renewal (LeatdReload *self, LeatdSinkWorker *worker, const LeatdSinkConfig *config,
              LeatdReloadWhat what, gboolean lets_go, GError **error)
{
  LeatdSinkRenewal *renewal = leatd_sink_renewal_new (worker, config, error);

  if (renewal == NULL)
    {
      g_prefix_error (error, "%s: ", config->name);
      return NULL;
    }
  g_ptr_array_add (self->sinks, renewal);
  if (lets_go)
    leatd_sink_renewal_make_anew (renewal);
  if (leatd_sink_renewal_is_in_place (renewal))
    what = LEATD_RELOAD_CHANGED_IN_PLACE;
  leatd_reload_note (self, TRUE, config->name, what);
  return worker;
}

/* what has a queue keeps it; who answers for it to sources does so to the end */
static gboolean
may_be_renewed (const LeatdSinkConfig *former, const LeatdSinkConfig *config)
{
  return former->klass == config->klass && (former->via == NULL) == (config->via == NULL) &&
         (config->via != NULL || leatd_sink_settles (former) == leatd_sink_settles (config));
}

/* (transfer none): NULL: it cannot be made */
static LeatdSinkWorker *
plan_sink (LeatdReload *self, const LeatdSinkConfig *config, GError **error)
{
  LeatdSinkWorker *worker = leatd_pipeline_find_sink (self->pipeline, config->name);
  const LeatdSinkConfig *former = worker != NULL ? leatd_sink_worker_get_config (worker) : NULL;
  LeatdSinkWorker *store = config->via != NULL ? next_of (self, config->via) : NULL;
  gboolean lets_go;

  if (worker == NULL)
    return plan_new_sink (self, config, FALSE, error);
  if (!may_be_renewed (former, config))
    return plan_new_sink (self, config, TRUE, error);
  lets_go = store != worker->store || (store != NULL && is_made_anew (self, store));
  if (!leatd_sink_config_equals (former, config) || store != worker->store)
    return plan_renewal (self, worker, config, LEATD_RELOAD_CHANGED, lets_go, error);
  if (lets_go)
    return plan_renewal (self, worker, config, LEATD_RELOAD_KEPT, TRUE, error);
  leatd_reload_note (self, TRUE, config->name, LEATD_RELOAD_KEPT);
  return worker;
}

/* stores before their readers */
static gboolean
plan_sinks (LeatdReload *self, gboolean readers, GError **error)
{
  const GPtrArray *configs = leatd_config_get_sinks (self->config);

  g_ptr_array_set_size (self->next_sinks, (gint) configs->len);
  for (guint i = 0; i < configs->len; i++)
    {
      const LeatdSinkConfig *config = g_ptr_array_index (configs, i);

      if ((config->via != NULL) != readers)
        continue;
      self->next_sinks->pdata[i] = plan_sink (self, config, error);
      if (self->next_sinks->pdata[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

/**
 * leatd_reload_plan:
 *
 * Returns: (transfer full) (nullable): all that is needed to go on as @config says; nothing is
 *   touched yet
 */
LeatdReload *
leatd_reload_plan (LeatdPipeline *pipeline, LeatdConfig *config, GError **error)
{
  g_autoptr (LeatdReload) self = g_new0 (LeatdReload, 1);

  self->pipeline = pipeline;
  self->config = leatd_config_ref (config);
  self->next_sources = g_ptr_array_new ();
  self->next_sinks = g_ptr_array_new ();
  self->new_sources = g_ptr_array_new ();
  self->new_sinks = g_ptr_array_new ();
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_source_renewal_free);
  self->sinks = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_sink_renewal_free);
  self->changes = g_ptr_array_new_with_free_func (change_free);
  return plan_sources (self, error) && plan_sinks (self, FALSE, error) &&
                 plan_sinks (self, TRUE, error)
             ? g_steal_pointer (&self)
             : NULL;
}
