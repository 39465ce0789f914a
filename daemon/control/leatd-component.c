/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-component.c - a source or sink on the bus, with its state as it changes */
#include "control/leatd-control-private.h"

/* a plugin that does not come to rest for so long, s: who waits for its pause is told so */
#define PAUSE_PATIENCE 20
#define UNRESTING "its plugin does not come to rest; it pauses when it does"

/* --- the interface, whose counters are read when they are asked for --- */

#define LEATD_TYPE_COUNTED (leatd_counted_get_type ())
G_DECLARE_FINAL_TYPE (LeatdCounted, leatd_counted, LEATD, COUNTED, LeatDBusComponentSkeleton)

struct _LeatdCounted {
  LeatDBusComponentSkeleton parent;
  LeatdPart part;
};

G_DEFINE_FINAL_TYPE (LeatdCounted, leatd_counted, LEAT_DBUS_TYPE_COMPONENT_SKELETON)

static void
counted_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  LeatdCounted *self = LEATD_COUNTED (object);
  const guint64 *counters = leatd_part_get_counters (&self->part);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sx}"));
  for (guint i = 0; self->part.counter_names[i] != NULL; i++)
    g_variant_builder_add (&builder, "{sx}", self->part.counter_names[i],
                           (gint64) leatd_counter_get (&counters[i]));
  g_value_take_variant (value, g_variant_ref_sink (g_variant_builder_end (&builder)));
}

static void
leatd_counted_class_init (LeatdCountedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = counted_get_property;
  object_class->set_property = leatd_control_set_property;
  g_object_class_override_property (object_class, 1, "counters");
}

static void
leatd_counted_init (LeatdCounted *self)
{
}

/* --- the object --- */

struct _LeatdComponent {
  LeatdPart part;
  GMainContext *context;
  LeatDBusObjectSkeleton *object;
  LeatDBusComponent *component;
  GPtrArray *pausing; /* of GDBusMethodInvocation: wait for the pause */
  GSource *patience;  /* of theirs; NULL: none waits */

  GMutex mutex;    /* of what follows */
  GSource *change; /* to be told; NULL: none is */
};

/* @fault: NULL: they are answered well */
static void
component_answer_pausing (LeatdComponent *self, LeatError code, const char *fault)
{
  g_autoptr (GPtrArray) pausing = g_steal_pointer (&self->pausing);

  self->pausing = g_ptr_array_new ();
  if (self->patience != NULL)
    g_source_destroy (self->patience);
  g_clear_pointer (&self->patience, g_source_unref);
  for (guint i = 0; i < pausing->len; i++)
    if (fault == NULL)
      leat_dbus_component_complete_pause (self->component, pausing->pdata[i]);
    else
      g_dbus_method_invocation_return_error (pausing->pdata[i], LEAT_ERROR, (gint) code, "%s: %s",
                                             self->part.name, fault);
}

static LeatdStateCode
component_show_state (LeatdComponent *self)
{
  g_autofree char *reason = NULL;
  g_autofree char *error = leatd_state_get_error (self->part.state);
  gint64 since;
  const LeatdStateCode code = leatd_state_get (self->part.state, &reason, &since);

  leat_dbus_component_set_state (self->component, leatd_state_get_name (code));
  leat_dbus_component_set_state_reason (self->component, reason != NULL ? reason : "");
  leat_dbus_component_set_since (self->component, (guint64) since / 1000);
  leat_dbus_component_set_last_error (self->component, error != NULL ? error : "");
  /* neither a signal nor an answer is to come before the properties that it tells of */
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->component));
  return code;
}

/* who waits for its pause hears of it when there is something to say */
static void
component_answer (LeatdComponent *self, LeatdStateCode code)
{
  if (code == LEATD_STATE_PAUSED)
    component_answer_pausing (self, LEAT_ERROR_FAILED, NULL);
  else if (code == LEATD_STATE_STUCK)
    component_answer_pausing (self, LEAT_ERROR_TIMED_OUT, UNRESTING);
  else if (code == LEATD_STATE_ENDED)
    component_answer_pausing (self, LEAT_ERROR_FAILED, "has come to its end");
}

/* in the main thread */
static gboolean
on_change (gpointer user_data)
{
  LeatdComponent *self = user_data;
  LeatdStateCode code;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->change, g_source_unref);
  g_mutex_unlock (&self->mutex);
  code = component_show_state (self);
  leat_dbus_component_emit_state_changed (self->component,
                                          leat_dbus_component_get_state (self->component),
                                          leat_dbus_component_get_state_reason (self->component));
  component_answer (self, code);
  return G_SOURCE_REMOVE;
}

/* any thread */
static void
on_state (gpointer user_data)
{
  LeatdComponent *self = user_data;

  g_mutex_lock (&self->mutex);
  if (self->change == NULL)
    {
      self->change = g_idle_source_new ();
      g_source_set_priority (self->change, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->change, on_change, self, NULL);
      g_source_attach (self->change, self->context);
    }
  g_mutex_unlock (&self->mutex);
}

static gboolean
on_patience (gpointer user_data)
{
  component_answer_pausing (user_data, LEAT_ERROR_TIMED_OUT, UNRESTING);
  return G_SOURCE_REMOVE;
}

static gboolean
component_refuse_ended (LeatdComponent *self, GDBusMethodInvocation *invocation)
{
  if (leatd_state_get (self->part.state, NULL, NULL) != LEATD_STATE_ENDED)
    return FALSE;
  return leatd_control_fail (invocation, g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED,
                                                      "%s: has come to its end", self->part.name));
}

static gboolean
on_pause (LeatDBusComponent *component, GDBusMethodInvocation *invocation, gpointer user_data)
{
  LeatdComponent *self = user_data;

  if (component_refuse_ended (self, invocation))
    return TRUE;
  g_ptr_array_add (self->pausing, invocation);
  if (self->patience == NULL)
    {
      self->patience = g_timeout_source_new_seconds (PAUSE_PATIENCE);
      g_source_set_callback (self->patience, on_patience, self, NULL);
      g_source_attach (self->patience, self->context);
    }
  leatd_part_pause (&self->part);
  component_answer (self, component_show_state (self)); /* it may be paused already */
  return TRUE;
}

static gboolean
on_resume (LeatDBusComponent *component, GDBusMethodInvocation *invocation, gpointer user_data)
{
  LeatdComponent *self = user_data;

  component_answer_pausing (self, LEAT_ERROR_FAILED, "was told to go on before it paused");
  leatd_part_resume (&self->part);
  leat_dbus_component_complete_resume (component, invocation);
  return TRUE;
}

static gboolean
on_restart (LeatDBusComponent *component, GDBusMethodInvocation *invocation, gpointer user_data)
{
  LeatdComponent *self = user_data;

  if (component_refuse_ended (self, invocation))
    return TRUE;
  component_answer_pausing (self, LEAT_ERROR_FAILED, "was told to go on before it paused");
  leatd_part_restart (&self->part);
  leat_dbus_component_complete_restart (component, invocation);
  return TRUE;
}

static void
component_add (LeatdComponent *self, LeatdAuthority *authority, gpointer interface)
{
  leatd_authority_guard (authority, interface);
  g_dbus_object_skeleton_add_interface (G_DBUS_OBJECT_SKELETON (self->object), interface);
}

static void
component_add_store (LeatdComponent *self, LeatdAuthority *authority)
{
  g_autoptr (LeatDBusStore) store = NULL;

  if (self->part.sink == NULL ||
      !leatd_sink_config_is_store (leatd_sink_worker_get_config (self->part.sink)))
    return;
  store = leatd_control_store_new (&self->part);
  component_add (self, authority, store);
}

char *
leatd_component_get_path (const char *kind, const char *name)
{
  GString *path = g_string_new (LEATD_BUS_PATH "/");

  g_string_append_printf (path, "%s/", kind);
  for (; *name != '\0'; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (path, *name);
    else
      g_string_append_printf (path, "_%02x", (guint) (guchar) *name);
  return g_string_free (path, FALSE);
}

/**
 * leatd_component_new:
 * @part: copied; its worker outlives this
 * @authority: judges who may call it
 *
 * Main thread.
 */
LeatdComponent *
leatd_component_new (const LeatdPart *part, LeatdAuthority *authority)
{
  LeatdComponent *self = g_new0 (LeatdComponent, 1);
  const char *kind = part->source != NULL ? "source" : "sink";
  g_autofree char *path = leatd_component_get_path (kind, part->name);
  g_autoptr (GObject) rest = part->source != NULL ? G_OBJECT (leatd_control_source_new (part))
                                                  : G_OBJECT (leatd_control_sink_new (part));
  g_auto (GStrv) third_parties = leatd_part_list_third_parties (part);
  LeatdCounted *counted = g_object_new (LEATD_TYPE_COUNTED, NULL);

  counted->part = self->part = *part;
  self->context = g_main_context_ref_thread_default ();
  self->pausing = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  self->component = LEAT_DBUS_COMPONENT (counted);
  leat_dbus_component_set_name (self->component, part->name);
  leat_dbus_component_set_kind (self->component, kind);
  leat_dbus_component_set_plugin (self->component, part->plugin);
  leat_dbus_component_set_third_parties (self->component, (const char *const *) third_parties);
  g_signal_connect (counted, "handle-pause", G_CALLBACK (on_pause), self);
  g_signal_connect (counted, "handle-resume", G_CALLBACK (on_resume), self);
  g_signal_connect (counted, "handle-restart", G_CALLBACK (on_restart), self);
  self->object = leat_dbus_object_skeleton_new (path);
  component_add (self, authority, counted);
  component_add (self, authority, rest);
  component_add_store (self, authority);
  leatd_state_watch (part->state, on_state, self);
  component_show_state (self);
  return self;
}

void
leatd_component_free (LeatdComponent *self)
{
  leatd_state_watch (self->part.state, NULL, NULL);
  component_answer_pausing (self, LEAT_ERROR_FAILED, "is no longer there");
  if (self->change != NULL)
    g_source_destroy (self->change);
  g_clear_pointer (&self->change, g_source_unref);
  g_signal_handlers_disconnect_by_data (self->component, self);
  g_ptr_array_unref (self->pausing);
  g_object_unref (self->component);
  g_object_unref (self->object);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

GDBusObjectSkeleton *
leatd_component_get_object (LeatdComponent *self)
{
  return G_DBUS_OBJECT_SKELETON (self->object);
}

gboolean
leatd_component_is_of (LeatdComponent *self, const LeatdPart *part)
{
  return self->part.source == part->source && self->part.sink == part->sink;
}
