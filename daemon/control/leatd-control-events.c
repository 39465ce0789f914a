/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-events.c - what has happened, on the bus: the last events, and each as it comes */
#include "control/leatd-control-private.h"
#include "worker/leatd-ear.h"

/* events that are kept for who asks later */
#define KEPT_MAX 1000

struct _LeatdControlEvents {
  LeatDBusManager *manager;
  GMainContext *context;
  gulong handler;
  LeatdEar *ear;
  GQueue kept;  /* of GVariant, as GetEvents() gives them, oldest first */
  guint64 last; /* number of the newest */

  GMutex mutex;   /* of what follows */
  GSource *heard; /* to be taken; NULL: nothing is */
};

static void
events_emit (LeatdControlEvents *self, const LeatEvent *event)
{
  const guint64 time = (guint64) event->moment.time / 1000;
  const char *level = leat_level_get_name (event->level);
  const char *about = event->about != NULL ? event->about : "";
  GVariant *told = g_variant_new ("(ttsssss)", ++self->last, time, level, event->component,
                                  event->event, event->text, about);

  g_queue_push_tail (&self->kept, g_variant_ref_sink (told));
  if (g_queue_get_length (&self->kept) > KEPT_MAX)
    g_variant_unref (g_queue_pop_head (&self->kept));
  leat_dbus_manager_emit_event (self->manager, self->last, time, level, event->component,
                                event->event, event->text, about);
}

static void
events_take (LeatdControlEvents *self)
{
  g_autoptr (GPtrArray) events = NULL;
  guint64 missed;

  events = leatd_ear_take (self->ear, &missed);
  self->last += missed; /* a number that is missing is an event that is */
  for (guint i = 0; events != NULL && i < events->len; i++)
    events_emit (self, g_ptr_array_index (events, i));
}

/* in the main thread */
static gboolean
on_heard (gpointer user_data)
{
  LeatdControlEvents *self = user_data;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->heard, g_source_unref);
  g_mutex_unlock (&self->mutex);
  events_take (self);
  return G_SOURCE_REMOVE;
}

/* any thread */
static void
on_event (gpointer user_data)
{
  LeatdControlEvents *self = user_data;

  g_mutex_lock (&self->mutex);
  if (self->heard == NULL)
    {
      self->heard = g_idle_source_new ();
      g_source_set_priority (self->heard, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->heard, on_heard, self, NULL);
      g_source_attach (self->heard, self->context);
    }
  g_mutex_unlock (&self->mutex);
}

static gboolean
on_get_events (LeatDBusManager *manager, GDBusMethodInvocation *invocation, guint64 after,
               gpointer user_data)
{
  LeatdControlEvents *self = user_data;
  GVariantBuilder builder;

  events_take (self);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ttsssss)"));
  for (GList *link = self->kept.head; link != NULL; link = link->next)
    {
      guint64 number;

      g_variant_get_child (link->data, 0, "t", &number);
      if (number > after)
        g_variant_builder_add_value (&builder, link->data);
    }
  leat_dbus_manager_complete_get_events (manager, invocation, g_variant_builder_end (&builder));
  return TRUE;
}

LeatdControlEvents *
leatd_control_events_new (LeatDBusManager *manager)
{
  LeatdControlEvents *self = g_new0 (LeatdControlEvents, 1);

  self->manager = g_object_ref (manager);
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->mutex);
  self->handler = g_signal_connect (manager, "handle-get-events", G_CALLBACK (on_get_events), self);
  self->ear = leatd_ear_new (NULL, on_event, self);
  return self;
}

void
leatd_control_events_free (LeatdControlEvents *self)
{
  leatd_ear_free (self->ear);
  if (self->heard != NULL)
    g_source_destroy (self->heard);
  g_clear_pointer (&self->heard, g_source_unref);
  g_signal_handler_disconnect (self->manager, self->handler);
  g_queue_clear_full (&self->kept, (GDestroyNotify) g_variant_unref);
  g_object_unref (self->manager);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
