/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-app.c - the life of the daemon */
#include "leatd-app.h"
#include "leatd-command-line.h"
#include "leatd-log.h"
#include "leatd-log-queue.h"
#include "leatd-modules.h"
#include "leatd-notify.h"
#include "leatd-reloader.h"
#include "leatd-replace.h"
#include "leatd-state-dir.h"
#include "leatd-watchdog.h"
#include "control/leatd-control.h"
#include "worker/leatd-event.h"
#include "worker/leatd-kept.h"
#include "worker/leatd-types.h"
#include "pipeline/leatd-pipeline.h"
#include "plugin/leatd-guard.h"
#include "plugin/leatd-probation.h"
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#define AT_ONCE "leatd: a second signal: ended at once, what was left behind is not known\n"

typedef struct {
  LeatdCommandLine line;
  LeatdDaemonSettings settings;
  int lock; /* of the state directory; -1: none */
  LeatdRegistry *registry;
  LeatdConfig *config;
  LeatdPipeline *pipeline;
  LeatdReloader *reloader;
  LeatdControl *control;   /* NULL: --bus=none */
  LeatdWatchdog *watchdog; /* NULL: nobody watches */
  GMainLoop *loop;
  gboolean is_stopping;
  gboolean is_stuck;
  LeatdExit code;
} App;

static void
app_clear (App *self)
{
  g_clear_pointer (&self->watchdog, leatd_watchdog_free);
  g_clear_pointer (&self->control, leatd_control_free);
  g_clear_pointer (&self->reloader, leatd_reloader_free);
  g_clear_pointer (&self->pipeline, leatd_pipeline_free);
  g_clear_pointer (&self->config, leatd_config_unref);
  g_clear_pointer (&self->registry, leatd_registry_unref);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  leatd_kept_end ();
  leatd_daemon_settings_clear (&self->settings);
  leatd_command_line_clear (&self->line);
  if (self->lock >= 0)
    close (self->lock);
}

static gboolean
app_fault (App *self, LeatdExit code, const char *text)
{
  g_autofree char *line = g_strdup_printf ("leatd: %s\n", text);

  leatd_log_print (line);
  self->code = code;
  return FALSE;
}

/* what is wrong with the key file, as it is, for whoever mends it */
static gboolean
app_config_fault (App *self, const LeatFaults *faults)
{
  g_autofree char *text = leat_faults_to_string (faults);

  leatd_log_print (text);
  self->code = LEATD_EXIT_CONFIG;
  return FALSE;
}

static void
app_set_log_levels (App *self, const LeatdDaemonSettings *settings)
{
  static const GLogLevelFlags levels[] = { G_LOG_LEVEL_CRITICAL, G_LOG_LEVEL_WARNING,
                                           G_LOG_LEVEL_INFO, G_LOG_LEVEL_DEBUG };
  GLogLevelFlags level = levels[CLAMP (settings->log_level, 0, 3)];

  if (self->line.log_level != NULL)
    leatd_log_level_from_name (self->line.log_level, &level);
  leatd_log_set_levels (level, (const char *const *) settings->log_levels);
}

/* the state directory is this process's own from here on, and crashes are written down in it */
static gboolean
app_take_state_dir (App *self)
{
  g_autofree char *crashes = g_build_filename (self->settings.state_dir, "crashes", NULL);
  g_autoptr (GError) error = NULL;

  self->lock = leatd_state_dir_lock (self->settings.state_dir, &error);
  if (self->lock < 0 || !leatd_guard_install (crashes, &error))
    return app_fault (self, LEATD_EXIT_FAILED, error->message);
  return TRUE;
}

static gboolean
app_load_modules (App *self)
{
  g_auto (GStrv)
      path = leatd_registry_search_path ((const char *const *) self->line.plugin_path,
                                         (const char *const *) self->settings.plugin_path);
  g_autofree char *searched = g_strjoinv (", ", path);
  g_autofree char *none = NULL;
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  self->registry = leatd_registry_new ((const char *const *) path, self->settings.state_dir,
                                       faults);
  leatd_tell_module_faults (faults);
  if (leatd_registry_get_modules (self->registry)->len > 0)
    return TRUE;
  none = g_strdup_printf (
      "there is no plugin in %s; --plugin-path or plugin-path= in [daemon] names a folder of them",
      *searched != '\0' ? searched : "any folder");
  return app_fault (self, LEATD_EXIT_FAILED, none);
}

/* descriptors for sources that are none any more */
static void
app_drop_kept (App *self)
{
  const GPtrArray *sources = leatd_config_get_sources (self->config);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (names, ((LeatdSourceConfig *) sources->pdata[i])->name);
  g_ptr_array_add (names, NULL);
  leatd_kept_drop_others ((const char *const *) names->pdata);
}

static gboolean
app_prepare (App *self)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GError) error = NULL;

  leatd_kept_begin (leatd_notify_with_fd, self->line.keep_links);
  leatd_log_init ();
  leatd_log_set_who (leatd_name_who);
  if (!leatd_replace_finish (self->line.config, &error))
    return app_fault (self, LEATD_EXIT_FAILED, error->message);
  if (!leatd_config_peek_daemon (self->line.config, &self->settings, faults))
    return app_config_fault (self, faults);
  app_set_log_levels (self, &self->settings);
  if (!app_take_state_dir (self) || !app_load_modules (self))
    return FALSE;
  self->config = leatd_config_load (self->line.config, self->registry, faults);
  return self->config != NULL || app_config_fault (self, faults);
}

/* the last word: where every record went */
static void
app_tell_balance (App *self)
{
  g_autofree char *balance = leatd_pipeline_to_json (self->pipeline);
  g_autoptr (GError) error = NULL;

  leatd_pipeline_tell_balance (self->pipeline);
  if (self->line.balance != NULL && !g_file_set_contents (self->line.balance, balance, -1, &error))
    leatd_event (G_LOG_LEVEL_WARNING, "leatd", "balance", "%s", error->message);
  leatd_event_flush ();
}

static void
on_stopped (gboolean stuck, const char *const *left, gpointer user_data)
{
  App *self = user_data;

  self->is_stuck = stuck;
  self->code = stuck ? LEATD_EXIT_STUCK : left[0] != NULL ? LEATD_EXIT_LEFT : LEATD_EXIT_OK;
  g_main_loop_quit (self->loop);
}

static void
app_stop (App *self, const char *reason)
{
  if (self->is_stopping)
    return;
  self->is_stopping = TRUE;
  leatd_event (G_LOG_LEVEL_INFO, "leatd", "stopping", "%s: sources stop, queues drain, sinks flush",
               reason);
  leatd_notify ("STOPPING=1\nSTATUS=queues drain");
  leatd_kept_leave ();
  if (self->control != NULL)
    leatd_control_stopping (self->control);
  leatd_pipeline_stop (self->pipeline, on_stopped, self);
}

/* who sends one signal to a process and its group, as timeout(1) does, means one */
#define SAME_SIGNAL_TIME (100 * 1000000)

static struct timespec first_time;
static int first_number;

/* works whatever the main thread is busy with: only what signal-safety(7) allows */
static void
on_second_signal (int number)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  if (number == first_number &&
      (now.tv_sec - first_time.tv_sec) * LEAT_NSEC_PER_SEC + now.tv_nsec - first_time.tv_nsec <
          SAME_SIGNAL_TIME)
    return;
  leatd_log_outlet_last_word (AT_ONCE);
  _exit (LEATD_EXIT_LEFT);
}

static void
app_stop_by_signal (App *self, int number)
{
  const struct sigaction at_once = { .sa_handler = on_second_signal };
  g_autofree char *name = leatd_signal_name (number);

  clock_gettime (CLOCK_MONOTONIC, &first_time);
  first_number = number;
  sigaction (SIGTERM, &at_once, NULL);
  sigaction (SIGINT, &at_once, NULL);
  app_stop (self, name);
}

static gboolean
on_sigterm (gpointer user_data)
{
  app_stop_by_signal (user_data, SIGTERM);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_sigint (gpointer user_data)
{
  app_stop_by_signal (user_data, SIGINT);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_sighup (gpointer user_data)
{
  leatd_reloader_signal (((App *) user_data)->reloader);
  return G_SOURCE_CONTINUE;
}

static void
on_done (gpointer user_data)
{
  app_stop (user_data, "every source has come to its end");
}

static void
on_stop_asked (gboolean drain, gpointer user_data)
{
  App *self = user_data;

  app_stop (self, "asked on the bus");
  if (!drain)
    leatd_pipeline_hurry (self->pipeline);
}

static void
on_reload_asked (gint64 drain, LeatdReloadAnswer answer, gpointer answer_data, gpointer user_data)
{
  leatd_reloader_reload (((App *) user_data)->reloader, drain, answer, answer_data);
}

static void
app_make_control (App *self)
{
  const LeatdControlSetup setup = {
    .bus = self->line.bus,
    .config_path = self->line.config,
    .config = self->config,
    .pipeline = self->pipeline,
    .stop = on_stop_asked,
    .reload = on_reload_asked,
    .user_data = self,
  };

  if (!g_str_equal (self->line.bus, "none"))
    self->control = leatd_control_new (&setup);
}

static gboolean
on_forgive (gpointer user_data)
{
  App *self = user_data;
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  leatd_registry_forgive (self->registry, faults);
  leatd_tell_module_faults (faults);
  return G_SOURCE_REMOVE;
}

/* what is missing without the modules that are left out */
static void
app_tell_left_out (App *self)
{
  const char *const *left_out = leatd_config_get_left_out (self->config);

  for (gsize i = 0; left_out[i] != NULL; i++)
    leatd_event (G_LOG_LEVEL_WARNING, "leatd", "left-out", "%s", left_out[i]);
}

static void
app_tell_ready (App *self)
{
  g_autofree char *status = leatd_reloader_get_status (self->config);
  g_autofree char *state = g_strdup_printf ("READY=1\nSTATUS=%s", status);

  leatd_event (G_LOG_LEVEL_INFO, "leatd", "started", "leatd %s: %s", LEATD_VERSION, status);
  leatd_notify (state);
}

static gboolean
have_other_levels (const LeatdDaemonSettings *settings, const LeatdDaemonSettings *other)
{
  static const char *const none[] = { NULL };
  const char *const *levels = (const char *const *) settings->log_levels;
  const char *const *others = (const char *const *) other->log_levels;

  return settings->log_level != other->log_level ||
         !g_strv_equal (levels != NULL ? levels : none, others != NULL ? others : none);
}

/* levels that were set on the bus hold until those of the key file change */
static void
on_renewed (LeatdConfig *config, gpointer user_data)
{
  App *self = user_data;

  if (have_other_levels (leatd_config_get_daemon (self->config), leatd_config_get_daemon (config)))
    app_set_log_levels (self, leatd_config_get_daemon (config));
  if (self->control != NULL)
    leatd_control_reloaded (self->control, config);
  leatd_config_unref (self->config);
  self->config = leatd_config_ref (config);
  app_tell_left_out (self);
}

static void
app_make_reloader (App *self)
{
  const LeatdReloaderSetup setup = {
    .path = self->line.config,
    .config = self->config,
    .pipeline = self->pipeline,
    .renewed = on_renewed,
    .user_data = self,
  };

  self->reloader = leatd_reloader_new (&setup);
}

static gboolean
app_run (App *self)
{
  g_autoptr (GError) error = NULL;

  self->pipeline = leatd_pipeline_new (self->config, &error);
  if (self->pipeline == NULL)
    return app_fault (self, LEATD_EXIT_FAILED, error->message);

  app_drop_kept (self);
  leatd_tell_third_parties (self->registry);
  app_tell_left_out (self);
  signal (SIGPIPE, SIG_IGN);
  self->loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, on_sigterm, self);
  g_unix_signal_add (SIGINT, on_sigint, self);
  g_unix_signal_add (SIGHUP, on_sighup, self);
  g_timeout_add_seconds (LEATD_FORGIVE_AFTER_S, on_forgive, self);
  if (self->line.exit_when_done)
    leatd_pipeline_on_done (self->pipeline, on_done, self);
  app_make_reloader (self);
  app_make_control (self);
  leatd_pipeline_start (self->pipeline);
  self->watchdog = leatd_watchdog_new ();
  app_tell_ready (self);
  g_main_loop_run (self->loop);

  app_tell_balance (self);
  /* who did not return still uses what would be freed */
  if (self->is_stuck)
    {
      leatd_log_queue_flush ();
      _exit (LEATD_EXIT_STUCK);
    }
  return TRUE;
}

static LeatdExit
app_check (App *self)
{
  return leatd_config_check (self->line.config, (const char *const *) self->line.plugin_path)
             ? LEATD_EXIT_OK
             : LEATD_EXIT_CONFIG;
}

/**
 * leatd_app_run:
 *
 * The whole life of the daemon: command line, state directory, modules, key file, pipeline,
 * signals. Main thread; once in a process.
 *
 * Returns: the exit code, a #LeatdExit
 */
int
leatd_app_run (int argc, char **argv)
{
  App self = { .lock = -1, .code = LEATD_EXIT_OK };

  leatd_types_register ();
  if (leatd_command_line_parse (&self.line, argc, argv, &self.code))
    {
      leatd_config_prepend_schema_path ((const char *const *) self.line.schema_path);
      if (self.line.check)
        self.code = app_check (&self);
      else if (app_prepare (&self))
        app_run (&self);
    }
  app_clear (&self);
  return (int) self.code;
}
