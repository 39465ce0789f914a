/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-manager.c - the daemon as a whole, on the bus */
#include "config/leatd-describe.h"
#include "control/leatd-control-private.h"
#include "leat-clock.h"
#include "leat-host.h"
#include "leatd-log.h"

#define TEXT_MAX (256 * 1024) /* bytes of a key file: it is judged while others wait */

/* (transfer floating): @name: of the text; of too many faults the first, and how many more */
static GVariant *
tell_faults (const LeatFaults *faults, const char *name)
{
  GVariantBuilder told;
  const LeatFault *fault;
  guint n = 0;

  g_variant_builder_init (&told, G_VARIANT_TYPE ("a(susss)"));
  while ((fault = leat_faults_get (faults, n)) != NULL)
    {
      const gboolean of_text = fault->file == NULL || g_str_equal (fault->file, name);

      g_variant_builder_add (&told, "(susss)", of_text ? "" : fault->file, fault->line,
                             fault->group != NULL ? fault->group : "",
                             fault->key != NULL ? fault->key : "", fault->text);
      n++;
    }
  if (n < leat_faults_get_n (faults))
    {
      g_autofree char *rest = g_strdup_printf ("and %u more faults",
                                               leat_faults_get_n (faults) - n);

      g_variant_builder_add (&told, "(susss)", "", 0, "", "", rest);
    }
  return g_variant_builder_end (&told);
}

static gboolean
on_check_config (LeatDBusManager *manager, GDBusMethodInvocation *invocation, const char *text,
                 gpointer user_data)
{
  const LeatdControlSetup *setup = user_data;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *folder = g_path_get_dirname (setup->config_path);
  g_autofree char *name = g_build_filename (folder, "(text)", NULL);
  LeatdConfig *config;

  if (strlen (text) > TEXT_MAX)
    return leatd_control_fail (invocation,
                               g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                            "a key file of over %d bytes is not judged", TEXT_MAX));
  config = leatd_config_load_text (name, text, leatd_config_get_registry (setup->config), faults);
  g_clear_pointer (&config, leatd_config_unref);
  leat_dbus_manager_complete_check_config (manager, invocation, tell_faults (faults, name));
  return TRUE;
}

static gboolean
on_describe_plugins (LeatDBusManager *manager, GDBusMethodInvocation *invocation,
                     gpointer user_data)
{
  const LeatdControlSetup *setup = user_data;
  GError *error = NULL;
  g_autofree char *text = leatd_describe (leatd_config_get_registry (setup->config), NULL,
                                          LEATD_DESCRIBE_JSON, &error);

  if (text == NULL)
    return leatd_control_fail (invocation, error);
  leat_dbus_manager_complete_describe_plugins (manager, invocation, text);
  return TRUE;
}

static gboolean
on_list_schemas (LeatDBusManager *manager, GDBusMethodInvocation *invocation, gpointer user_data)
{
  const LeatdControlSetup *setup = user_data;
  g_autoptr (GPtrArray) paths = leatd_config_find_schemas (setup->config);
  GVariantBuilder told;

  g_variant_builder_init (&told, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (LeatFaults) faults = leat_faults_new ();
      g_autoptr (LeatSchema) schema = leat_schema_load_checked (path, faults);
      const char *summary = schema != NULL ? leat_schema_get_summary (schema) : NULL;
      g_autofree char *stem = g_path_get_basename (path);

      *strrchr (stem, '.') = '\0';
      g_variant_builder_add (&told, "(sss)", stem,
                             schema == NULL ? "has faults; leat check tells them"
                                            : (summary != NULL ? summary : ""),
                             path);
    }
  leat_dbus_manager_complete_list_schemas (manager, invocation, g_variant_builder_end (&told));
  return TRUE;
}

static gboolean
has_component (const LeatdControlSetup *setup, const char *name)
{
  return g_str_equal (name, "leatd") || *name == '\0' || leatd_pipeline_has (setup->pipeline, name);
}

static gboolean
on_set_log_level (LeatDBusManager *manager, GDBusMethodInvocation *invocation,
                  const char *component, const char *level_name, gpointer user_data)
{
  GLogLevelFlags level;

  if (!leatd_log_level_from_name (level_name, &level))
    return leatd_control_fail (invocation,
                               g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                            "there is no level %s; error, warning, info or debug "
                                            "is right",
                                            level_name));
  if (!has_component (user_data, component))
    return leatd_control_fail (invocation,
                               g_error_new (LEAT_ERROR, LEAT_ERROR_NOT_FOUND,
                                            "there is no source or sink %s", component));
  leatd_log_set_level (*component != '\0' ? component : NULL, level);
  leat_dbus_manager_complete_set_log_level (manager, invocation);
  return TRUE;
}

static gboolean
on_stop (LeatDBusManager *manager, GDBusMethodInvocation *invocation, gboolean drain,
         gpointer user_data)
{
  const LeatdControlSetup *setup = user_data;

  leat_dbus_manager_complete_stop (manager, invocation);
  setup->stop (drain, setup->user_data);
  return TRUE;
}

/* µs: while it lasts there is no other reload */
#define DRAIN_MAX (30 * 60 * (guint64) G_USEC_PER_SEC)

/* one who waits for a reload */
typedef struct {
  LeatDBusManager *manager;
  GDBusMethodInvocation *invocation; /* (transfer full) to what answers it */
} Reload;

/* (transfer floating): of those that leave records, whose name is told, and how many */
static GVariant *
tell_left (const GPtrArray *changes)
{
  GVariantBuilder told;

  g_variant_builder_init (&told, G_VARIANT_TYPE ("a(st)"));
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const LeatdReloadChange *change = g_ptr_array_index (changes, i);

      if (change->left > 0)
        g_variant_builder_add (&told, "(st)", change->name, change->left);
    }
  return g_variant_builder_end (&told);
}

/* (transfer floating) */
static GVariant *
tell_changes (const GPtrArray *changes)
{
  GVariantBuilder told;

  g_variant_builder_init (&told, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const LeatdReloadChange *change = g_ptr_array_index (changes, i);

      g_variant_builder_add (&told, "(sss)", change->is_sink ? "sink" : "source", change->name,
                             leatd_reload_what_get_name (change->what));
    }
  return g_variant_builder_end (&told);
}

static void
on_reloaded (const GPtrArray *changes, const LeatFaults *faults, gpointer user_data)
{
  Reload *self = user_data;
  g_autoptr (LeatFaults) none = leat_faults_new ();

  leat_dbus_manager_complete_reload (self->manager, self->invocation, tell_changes (changes),
                                     tell_faults (faults != NULL ? faults : none, ""),
                                     tell_left (changes));
  g_object_unref (self->manager);
  g_free (self);
}

static gboolean
on_reload (LeatDBusManager *manager, GDBusMethodInvocation *invocation, guint64 drain,
           gpointer user_data)
{
  const LeatdControlSetup *setup = user_data;
  Reload *self;

  if (drain > DRAIN_MAX)
    {
      g_dbus_method_invocation_return_error (invocation, LEAT_ERROR, LEAT_ERROR_CONFIG,
                                             "drain: half an hour is the most");
      return TRUE;
    }
  self = g_new0 (Reload, 1);
  self->manager = g_object_ref (manager);
  self->invocation = invocation;
  setup->reload ((gint64) drain, on_reloaded, self, setup->user_data);
  return TRUE;
}

void
leatd_control_manager_show_files (LeatDBusManager *manager, const char *config_path)
{
  /* who asks has another working folder */
  g_autofree char *path = g_canonicalize_filename (config_path, NULL);
  g_auto (GStrv) files = leatd_config_list_files (path);

  leat_dbus_manager_set_config_files (manager, (const char *const *) files);
}

LeatDBusManager *
leatd_control_manager_new (const LeatdControlSetup *setup)
{
  LeatDBusManager *manager = leat_dbus_manager_skeleton_new ();
  gpointer data = (gpointer) setup;

  leat_dbus_manager_set_version (manager, LEATD_VERSION);
  leat_dbus_manager_set_state (manager, "running");
  leat_dbus_manager_set_start_time (manager, (guint64) leat_clock_now ().time / 1000);
  leatd_control_manager_show_files (manager, setup->config_path);
  g_signal_connect (manager, "handle-check-config", G_CALLBACK (on_check_config), data);
  g_signal_connect (manager, "handle-describe-plugins", G_CALLBACK (on_describe_plugins), data);
  g_signal_connect (manager, "handle-list-schemas", G_CALLBACK (on_list_schemas), data);
  g_signal_connect (manager, "handle-set-log-level", G_CALLBACK (on_set_log_level), data);
  g_signal_connect (manager, "handle-reload", G_CALLBACK (on_reload), data);
  g_signal_connect (manager, "handle-stop", G_CALLBACK (on_stop), data);
  return manager;
}
