/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ear.c - what one has heard of events and not taken yet */
#include "leatd-ear.h"
#include <string.h>

struct _LeatdEar {
  LeatdListener *listener;
  void (*notify) (gpointer user_data);
  gpointer user_data;
  GMutex mutex; /* of what follows */
  GQueue events;
  guint64 missed;
};

static void
event_free (gpointer data)
{
  LeatEvent *event = data;

  g_free ((char *) event->component);
  g_free ((char *) event->event);
  g_free ((char *) event->text);
  g_free ((char *) event->about);
  g_free (event);
}

/* it goes into records and onto the bus, which both want valid text of a bounded length */
static LeatEvent *
event_copy (const LeatEvent *event)
{
  LeatEvent *copy = g_new0 (LeatEvent, 1);

  *copy = *event;
  copy->component = g_utf8_make_valid (event->component, -1);
  copy->event = g_utf8_make_valid (event->event, -1);
  copy->text = g_utf8_make_valid (event->text, (gssize) strnlen (event->text, LEATD_EAR_TEXT_MAX));
  copy->about = g_strdup (event->about);
  return copy;
}

static void
on_event (const LeatEvent *event, gpointer user_data)
{
  LeatdEar *self = user_data;
  LeatEvent *copy = event_copy (event);
  LeatEvent *oldest = NULL;

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->events, copy);
  if (g_queue_get_length (&self->events) > LEATD_EAR_MAX)
    {
      oldest = g_queue_pop_head (&self->events);
      self->missed++;
    }
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&oldest, event_free);
  self->notify (self->user_data);
}

LeatdEar *
leatd_ear_new (const char *source, void (*notify) (gpointer user_data), gpointer user_data)
{
  LeatdEar *self = g_new0 (LeatdEar, 1);

  self->notify = notify;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  self->listener = leatd_listener_add (source, on_event, self);
  return self;
}

void
leatd_ear_free (LeatdEar *self)
{
  if (self == NULL)
    return;
  leatd_listener_remove (self->listener);
  g_queue_clear_full (&self->events, event_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
leatd_ear_has_heard (LeatdEar *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return !g_queue_is_empty (&self->events);
}

GPtrArray *
leatd_ear_take (LeatdEar *self, guint64 *missed)
{
  GPtrArray *taken = NULL;
  LeatEvent *event;

  g_mutex_lock (&self->mutex);
  *missed = self->missed;
  self->missed = 0;
  if (!g_queue_is_empty (&self->events))
    taken = g_ptr_array_new_with_free_func (event_free);
  while ((event = g_queue_pop_head (&self->events)) != NULL)
    g_ptr_array_add (taken, event);
  g_mutex_unlock (&self->mutex);
  return taken;
}
