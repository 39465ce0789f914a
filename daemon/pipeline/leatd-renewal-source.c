/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-renewal-source.c - a source that goes on with other options, in the same worker */
#include "leatd-renewal-source.h"
#include "config/leatd-config-diff.h"
#include "source/leatd-source-private.h"

typedef enum {
  RENEWAL_NEW,
  RENEWAL_BEGUN,
  RENEWAL_APPLIED,
} RenewalPhase;

struct _LeatdSourceRenewal {
  LeatdSourceWorker *worker;
  LeatdSourceParts parts; /* those to come, then those that were */
  LeatdConfig *made_of;   /* what those that were are made of; NULL: their configuration */
  gboolean shares_link;
  char **live; /* keys that may change in place, if no others do; NULL: some do */
  RenewalPhase phase;
};

/**
 * leatd_source_renewal_new:
 * @worker: runs, or not; outlives it
 * @config: of the same name and class
 *
 * Makes the source anew, and its link if that is another one.
 *
 * Returns: (transfer full) (nullable): nothing is changed yet
 */
LeatdSourceRenewal *
leatd_source_renewal_new (LeatdSourceWorker *worker, const LeatdSourceConfig *config,
                          GError **error)
{
  g_autoptr (LeatdSourceRenewal) self = g_new0 (LeatdSourceRenewal, 1);

  self->worker = worker;
  self->shares_link = leatd_source_config_shares_link (worker->config, config);
  self->live = leatd_source_config_list_live (worker->config, config);
  return leatd_source_parts_make (&self->parts, worker, config, !self->shares_link, error)
             ? g_steal_pointer (&self)
             : NULL;
}

void
leatd_source_renewal_free (LeatdSourceRenewal *self)
{
  if (self->phase == RENEWAL_BEGUN)
    {
      leatd_wish_unpark (&self->worker->wish);
      g_atomic_int_set (&self->worker->released, 0);
    }
  leatd_source_parts_clear (&self->parts);
  g_clear_pointer (&self->made_of, leatd_config_unref);
  g_strfreev (self->live);
  g_free (self);
}

LeatdSourceWorker *
leatd_source_renewal_get_worker (LeatdSourceRenewal *self)
{
  return self->worker;
}

static void
renewal_wake (LeatdSourceRenewal *self)
{
  LeatdSourceWorker *worker = self->worker;

  g_main_context_wakeup (worker->context);
  g_mutex_lock (&worker->mutex);
  g_cond_broadcast (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

gboolean
leatd_source_renewal_is_in_place (LeatdSourceRenewal *self)
{
  return self->live != NULL;
}

/* what a source blocks in is the machine's silence: there is nothing to be waited for */
static void
renewal_park (LeatdSourceRenewal *self)
{
  g_atomic_int_set (&self->worker->keeps_link, self->shares_link);
  leatd_wish_park (&self->worker->wish);
  leatd_wish_hurry (&self->worker->wish);
  renewal_wake (self);
}

void
leatd_source_renewal_begin (LeatdSourceRenewal *self)
{
  self->phase = RENEWAL_BEGUN;
  if (self->live == NULL)
    {
      renewal_park (self);
      return;
    }
  leatd_wish_park_amid (&self->worker->wish);
  renewal_wake (self);
}

void
leatd_source_renewal_hurry (LeatdSourceRenewal *self)
{
  if (self->phase != RENEWAL_BEGUN || leatd_source_renewal_is_ready (self))
    return;
  leatd_source_worker_release (self->worker);
  if (self->live == NULL)
    return;
  g_clear_pointer (&self->live, g_strfreev);
  renewal_park (self);
}

gboolean
leatd_source_renewal_is_ready (LeatdSourceRenewal *self)
{
  return self->phase == RENEWAL_BEGUN && leatd_wish_is_parked (&self->worker->wish);
}

gboolean
leatd_source_renewal_is_applied (LeatdSourceRenewal *self)
{
  return self->phase == RENEWAL_APPLIED;
}

static void
renewal_swap (LeatdSourceRenewal *self)
{
  LeatdSourceWorker *worker = self->worker;
  const LeatdSourceParts former = { worker->config, worker->source, worker->stream,
                                    self->shares_link ? NULL : worker->link };

  g_ptr_array_set_size (worker->left, 0); /* they know of what goes */
  worker->config = self->parts.config;
  worker->source = self->parts.source;
  worker->stream = self->parts.stream;
  if (!self->shares_link)
    worker->link = self->parts.link;
  self->parts = former;
}

/* its instance, link and stream go on, and with them what they were made of */
static void
renewal_set_live (LeatdSourceRenewal *self)
{
  LeatdSourceWorker *worker = self->worker;
  const LeatdSourceConfig *former = worker->config;

  if (worker->made_of == NULL)
    worker->made_of = leatd_config_ref (former->config);
  worker->config = self->parts.config;
  worker->live = g_strdupv (self->live);
  if (worker->link != NULL)
    leatd_link_service_change (worker->link, former, worker->config);
  self->parts.config = former;
}

static void
renewal_make_anew (LeatdSourceRenewal *self)
{
  LeatdSourceWorker *worker = self->worker;

  renewal_swap (self);
  self->made_of = g_steal_pointer (&worker->made_of);
  if (!self->shares_link)
    return;
  leatd_link_service_change (worker->link, self->parts.config, worker->config);
  leatd_link_service_renew (worker->link, worker->config, worker->stream);
  leatd_stream_take_over (worker->stream, self->parts.stream,
                          leatd_source_config_shares_framer (worker->config, self->parts.config));
}

void
leatd_source_renewal_apply (LeatdSourceRenewal *self)
{
  LeatdSourceWorker *worker = self->worker;
  const LeatdSourceSettings *settings;

  if (self->live != NULL)
    renewal_set_live (self);
  else
    renewal_make_anew (self);
  settings = &worker->config->settings;
  leatd_backoff_init (&worker->backoff, settings->retry_first, settings->retry_longest);
  if (worker->recorder != NULL)
    leatd_recorder_configure (worker->recorder, settings, worker->setup.state_dir);
  self->phase = RENEWAL_APPLIED;
  leatd_wish_unpark (&worker->wish);
}
