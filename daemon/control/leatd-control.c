/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control.c - the daemon on the bus: an object manager, the daemon, its sources and sinks */
#include "control/leatd-bus.h"
#include "control/leatd-control-private.h"

struct _LeatdControl {
  LeatdControlSetup setup;
  LeatdBus *bus;
  LeatdAuthority *authority;
  GDBusObjectManagerServer *objects;
  LeatDBusManager *manager;
  LeatdControlEvents *events;
  GPtrArray *components; /* of LeatdComponent */
};

gboolean
leatd_control_fail (GDBusMethodInvocation *invocation, GError *error)
{
  g_dbus_method_invocation_take_error (invocation, error);
  return TRUE;
}

void
leatd_control_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
}

static void
on_connected (GDBusConnection *connection, gpointer user_data)
{
  LeatdControl *self = user_data;
  g_autoptr (GError) error = NULL;

  /* one connection a time, and no other object at that path: it cannot fail */
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->manager), connection,
                                    LEATD_BUS_PATH, &error);
  g_assert_no_error (error);
  g_dbus_object_manager_server_set_connection (self->objects, connection);
}

static void
on_lost (gpointer user_data)
{
  LeatdControl *self = user_data;

  g_dbus_object_manager_server_set_connection (self->objects, NULL);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->manager));
}

static void
control_add (LeatdControl *self, const LeatdPart *part)
{
  LeatdComponent *component = leatd_component_new (part, self->authority);

  g_ptr_array_add (self->components, component);
  g_dbus_object_manager_server_export (self->objects, leatd_component_get_object (component));
}

static gboolean
control_shows (LeatdControl *self, const LeatdPart *part)
{
  for (guint i = 0; i < self->components->len; i++)
    if (leatd_component_is_of (g_ptr_array_index (self->components, i), part))
      return TRUE;
  return FALSE;
}

/* those that are not there yet */
static void
control_add_all (LeatdControl *self)
{
  const GPtrArray *sources = leatd_pipeline_get_sources (self->setup.pipeline);
  const GPtrArray *sinks = leatd_pipeline_get_sinks (self->setup.pipeline);

  for (guint i = 0; i < sources->len; i++)
    {
      const LeatdPart part = leatd_part_of_source (g_ptr_array_index (sources, i));

      if (!control_shows (self, &part))
        control_add (self, &part);
    }
  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdPart part = leatd_part_of_sink (g_ptr_array_index (sinks, i));

      if (!control_shows (self, &part))
        control_add (self, &part);
    }
}

static gboolean
is_there (LeatdPipeline *pipeline, LeatdComponent *component)
{
  const GPtrArray *sources = leatd_pipeline_get_sources (pipeline);
  const GPtrArray *sinks = leatd_pipeline_get_sinks (pipeline);

  for (guint i = 0; i < sources->len; i++)
    if (leatd_component_is_of (component, &(LeatdPart) { .source = sources->pdata[i] }))
      return TRUE;
  for (guint i = 0; i < sinks->len; i++)
    if (leatd_component_is_of (component, &(LeatdPart) { .sink = sinks->pdata[i] }))
      return TRUE;
  return FALSE;
}

static void
control_remove_gone (LeatdControl *self)
{
  for (guint i = self->components->len; i > 0; i--)
    {
      LeatdComponent *component = g_ptr_array_index (self->components, i - 1);
      GDBusObject *object = G_DBUS_OBJECT (leatd_component_get_object (component));

      if (is_there (self->setup.pipeline, component))
        continue;
      g_dbus_object_manager_server_unexport (self->objects, g_dbus_object_get_object_path (object));
      g_ptr_array_remove_index (self->components, i - 1);
    }
}

void
leatd_control_reloaded (LeatdControl *self, LeatdConfig *config)
{
  self->setup.config = config;
  control_remove_gone (self); /* one that was replaced makes room for its successor's path */
  control_add_all (self);
  leatd_control_manager_show_files (self->manager, self->setup.config_path);
}

/**
 * leatd_control_new:
 * @setup: copied; what it points to outlives the control
 *
 * Shows the daemon on the bus as soon as there is one, and again whenever it comes back. Main
 * thread.
 */
LeatdControl *
leatd_control_new (const LeatdControlSetup *setup)
{
  LeatdControl *self = g_new0 (LeatdControl, 1);
  const LeatdBusSetup bus = {
    .bus = setup->bus,
    .name = LEATD_BUS_NAME,
    .connected = on_connected,
    .lost = on_lost,
    .user_data = self,
  };

  self->setup = *setup;
  self->authority = leatd_authority_new (g_str_equal (setup->bus, "system"));
  self->objects = g_dbus_object_manager_server_new (LEATD_BUS_PATH);
  self->components = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_component_free);
  self->manager = leatd_control_manager_new (&self->setup);
  self->events = leatd_control_events_new (self->manager);
  leatd_authority_guard (self->authority, G_DBUS_INTERFACE_SKELETON (self->manager));
  control_add_all (self);
  self->bus = leatd_bus_new (&bus);
  return self;
}

void
leatd_control_stopping (LeatdControl *self)
{
  leat_dbus_manager_set_state (self->manager, "stopping");
}

void
leatd_control_free (LeatdControl *self)
{
  if (self == NULL)
    return;
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->manager));
  leatd_authority_free (self->authority);
  g_ptr_array_unref (self->components); /* who waits for a pause is answered */
  leatd_bus_free (self->bus);
  g_object_unref (self->objects);
  leatd_control_events_free (self->events);
  g_object_unref (self->manager);
  g_free (self);
}
