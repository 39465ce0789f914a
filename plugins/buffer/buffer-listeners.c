/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-listeners.c - the readers, as the sink's thread sees them */
#include "buffer-listeners.h"

struct _BufferListeners {
  gint       is_stirred;   /* atomic */
  GMutex     mutex;
  GPtrArray *listeners;
};

BufferListeners *
buffer_listeners_new (void)
{
  BufferListeners *self = g_new0 (BufferListeners, 1);

  g_mutex_init (&self->mutex);
  self->listeners = g_ptr_array_new ();
  return self;
}

void
buffer_listeners_free (BufferListeners *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->listeners);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
buffer_listeners_add (BufferListeners *self, BufferListener *listener)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->listeners, listener);
  g_mutex_unlock (&self->mutex);
}

void
buffer_listeners_remove (BufferListeners *self, BufferListener *listener)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_remove (self->listeners, listener);
  g_mutex_unlock (&self->mutex);
}

static void
claim_ahead (const BufferListener *listener, BufferPlaces *places, const GArray *segments)
{
  const guint max_records = (guint) g_atomic_int_get (&listener->claims);
  const gsize max_bytes = (gsize) g_atomic_int_get (&listener->max_bytes);
  guint64 end;

  if (max_records == 0 || g_atomic_int_get (&listener->is_waiting) == 0)
    return;
  end = buffer_fresh_foretell (listener->fresh, segments, max_records, max_bytes);
  if (end > 0)
    buffer_place_claim_ahead (places, listener->place, end);
}

void
buffer_listeners_claim_ahead (BufferListeners *self, BufferPlaces *places, const GArray *segments)
{
  if (segments->len == 0)
    return;
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->listeners->len; i++)
    claim_ahead (g_ptr_array_index (self->listeners, i), places, segments);
  g_mutex_unlock (&self->mutex);
}

void
buffer_listeners_offer (BufferListeners *self, const GArray *segments, guint64 last_id)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->listeners->len; i++)
    {
      const BufferListener *listener = g_ptr_array_index (self->listeners, i);

      if (listener->again)
        continue;
      buffer_backlog_add (listener->backlog, segments);
      buffer_fresh_offer (listener->fresh, segments, last_id);
    }
  g_mutex_unlock (&self->mutex);
}

void
buffer_listeners_recount (BufferListeners *self)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->listeners->len; i++)
    g_atomic_int_set (&((BufferListener *) g_ptr_array_index (self->listeners, i))->is_stale, TRUE);
  g_mutex_unlock (&self->mutex);
}

void
buffer_listeners_stir (BufferListeners *self)
{
  g_atomic_int_set (&self->is_stirred, TRUE);
}

void
buffer_listeners_wake (BufferListeners *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->is_stirred, TRUE, FALSE))
    return;
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->listeners->len; i++)
    {
      BufferListener *listener = g_ptr_array_index (self->listeners, i);

      if (g_atomic_int_compare_and_exchange (&listener->is_waiting, TRUE, FALSE))
        listener->wake (listener->user_data);
    }
  g_mutex_unlock (&self->mutex);
}
