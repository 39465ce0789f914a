/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reloader.c - the key file is read anew while the daemon runs */
#include "leatd-reloader.h"
#include "config/leatd-config-diff.h"
#include "leatd-notify.h"
#include "worker/leatd-event.h"

struct _LeatdReloader {
  LeatdReloaderSetup setup;
  char *path;
  LeatdConfig *config; /* as it is, or, while a reload is under way, is to be */
  LeatdReloadAnswer answer;
  gpointer answer_data;
  gboolean is_under_way;
  gboolean is_due; /* another one, behind it */
  GSource *signal; /* that was heard and not yet followed; NULL: none */
};

LeatdReloader *
leatd_reloader_new (const LeatdReloaderSetup *setup)
{
  LeatdReloader *self = g_new0 (LeatdReloader, 1);

  self->setup = *setup;
  self->path = g_strdup (setup->path);
  self->config = leatd_config_ref (setup->config);
  return self;
}

void
leatd_reloader_free (LeatdReloader *self)
{
  if (self == NULL)
    return;
  if (self->signal != NULL)
    g_source_destroy (self->signal);
  g_clear_pointer (&self->signal, g_source_unref);
  leatd_config_unref (self->config);
  g_free (self->path);
  g_free (self);
}

char *
leatd_reloader_get_status (LeatdConfig *config)
{
  const guint n_sources = leatd_config_get_sources (config)->len;
  const guint n_sinks = leatd_config_get_sinks (config)->len;

  return g_strdup_printf ("%u source%s, %u sink%s", n_sources, n_sources == 1 ? "" : "s", n_sinks,
                          n_sinks == 1 ? "" : "s");
}

/* sd_notify(3): a service that reloads says so, and when it is ready again */
static void
tell_manager_begin (void)
{
  g_autofree char *state = g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT
                                            "\nSTATUS=reads its key file anew",
                                            g_get_monotonic_time ());

  leatd_notify (state);
}

static void
tell_manager_end (LeatdConfig *config)
{
  g_autofree char *status = leatd_reloader_get_status (config);
  g_autofree char *state = g_strdup_printf ("READY=1\nSTATUS=%s", status);

  leatd_notify (state);
}

/* all of them, in the log: who asked may have gone */
static void
tell_faults (const LeatFaults *faults)
{
  g_autofree char *text = leat_faults_to_string (faults);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      leatd_event (G_LOG_LEVEL_WARNING, "leatd", "reload", "nothing is changed: %s", lines[i]);
}

static void
reloader_refuse (LeatdReloader *self, const LeatFaults *faults)
{
  tell_faults (faults);
  tell_manager_end (self->config);
  self->answer (NULL, faults, self->answer_data);
}

static void
on_reloaded (const GPtrArray *changes, gpointer user_data)
{
  LeatdReloader *self = user_data;

  self->is_under_way = FALSE;
  self->setup.renewed (self->config, self->setup.user_data);
  tell_manager_end (self->config);
  leatd_event (G_LOG_LEVEL_INFO, "leatd", "reloaded", "it goes on as its key file says");
  self->answer (changes, NULL, self->answer_data);
  if (!self->is_due)
    return;
  self->is_due = FALSE;
  leatd_reloader_signal (self);
}

/* (transfer full) (nullable): NULL: @faults say why not */
static LeatdConfig *
reloader_load (LeatdReloader *self, LeatFaults *faults)
{
  g_autoptr (LeatdConfig)
      config = leatd_config_load (self->path, leatd_config_get_registry (self->config), faults);
  const char *fixed = config != NULL ? leatd_config_find_fixed (self->config, config) : NULL;

  if (fixed == NULL)
    return g_steal_pointer (&config);
  leat_faults_add (faults, self->path, 0, "daemon", fixed,
                   "cannot change while leatd runs; restart it");
  return NULL;
}

/**
 * leatd_reloader_reload:
 * @drain: µs that sinks which go have to empty what they read from; 0: it stays in their store
 * @answer: called once: when it is refused, before this returns; when it is done, later
 */
void
leatd_reloader_reload (LeatdReloader *self, gint64 drain, LeatdReloadAnswer answer,
                       gpointer user_data)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = NULL;
  g_autoptr (LeatdConfig) former = NULL;
  g_autoptr (GError) error = NULL;

  if (self->is_under_way)
    {
      leat_faults_add (faults, self->path, 0, NULL, NULL,
                       "is being read already; reload again when that is done");
      answer (NULL, faults, user_data);
      return;
    }
  self->answer = answer;
  self->answer_data = user_data;
  tell_manager_begin ();
  config = reloader_load (self, faults);
  if (config == NULL)
    {
      reloader_refuse (self, faults);
      return;
    }
  former = g_steal_pointer (&self->config);
  self->config = leatd_config_ref (config);
  self->is_under_way = TRUE;
  if (leatd_pipeline_reload (self->setup.pipeline, config, drain, on_reloaded, self, &error))
    return;
  self->is_under_way = FALSE;
  leatd_config_unref (self->config);
  self->config = g_steal_pointer (&former);
  leat_faults_add (faults, self->path, 0, NULL, NULL, "%s", error->message);
  reloader_refuse (self, faults);
}

/* whoever sent the signal hears nothing: it is in the log */
static void
on_signal_answered (const GPtrArray *changes, const LeatFaults *faults, gpointer user_data)
{
}

static gboolean
on_signal (gpointer user_data)
{
  LeatdReloader *self = user_data;

  g_clear_pointer (&self->signal, g_source_unref);
  if (self->is_under_way)
    self->is_due = TRUE;
  else
    leatd_reloader_reload (self, 0, on_signal_answered, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * leatd_reloader_signal:
 *
 * Not here and now: GLib forgets a signal that comes while the handler of the one before runs.
 */
void
leatd_reloader_signal (LeatdReloader *self)
{
  if (self->signal != NULL)
    return;
  self->signal = g_idle_source_new ();
  g_source_set_priority (self->signal, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->signal, on_signal, self, NULL);
  g_source_attach (self->signal, g_main_context_get_thread_default ());
}
