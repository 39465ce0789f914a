/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-listeners.c - who hears of events beside the log */
#include "leatd-listeners.h"

struct _LeatdListener {
  char *source;
  LeatdListenFunc func;
  gpointer user_data;
};

/* Whoever tells of an event reads: events of many threads do not wait for each other. */
static GRWLock lock;
static GPtrArray *listeners; /* of LeatdListener */

/* not NULL: this thread is in a listener */
static GPrivate telling = G_PRIVATE_INIT (NULL);

/**
 * leatd_listener_add:
 * @source: (nullable): the source that makes records of what it hears. Of what is about such a
 *   source, none of them hears: a sink that cannot take these records makes no more of them
 * @func: hears of each event
 *
 * Any thread.
 */
LeatdListener *
leatd_listener_add (const char *source, LeatdListenFunc func, gpointer user_data)
{
  LeatdListener *self = g_new0 (LeatdListener, 1);

  self->source = g_strdup (source);
  self->func = func;
  self->user_data = user_data;
  g_rw_lock_writer_lock (&lock);
  if (listeners == NULL)
    listeners = g_ptr_array_new ();
  g_ptr_array_add (listeners, self);
  g_rw_lock_writer_unlock (&lock);
  return self;
}

/**
 * leatd_listener_remove:
 * @self: (transfer full) (nullable):
 *
 * When it returns, its function is not running and is not called again. Any thread.
 */
void
leatd_listener_remove (LeatdListener *self)
{
  if (self == NULL)
    return;
  g_rw_lock_writer_lock (&lock);
  g_ptr_array_remove (listeners, self);
  if (listeners->len == 0)
    g_clear_pointer (&listeners, g_ptr_array_unref);
  g_rw_lock_writer_unlock (&lock);
  g_free (self->source);
  g_free (self);
}

/* is it about records that were made of events, or about who makes them? */
static gboolean
is_about_hearing (const LeatEvent *event)
{
  for (guint i = 0; i < listeners->len; i++)
    {
      const char *source = ((const LeatdListener *) listeners->pdata[i])->source;

      if (source != NULL &&
          (g_str_equal (source, event->component) || g_strcmp0 (source, event->about) == 0))
        return TRUE;
    }
  return FALSE;
}

/* under the lock */
static void
tell_all (const LeatEvent *event)
{
  const gboolean about_hearing = is_about_hearing (event);

  for (guint i = 0; i < listeners->len; i++)
    {
      const LeatdListener *listener = g_ptr_array_index (listeners, i);

      if (listener->source == NULL || !about_hearing)
        listener->func (event, listener->user_data);
    }
}

/**
 * leatd_listeners_tell:
 *
 * Any thread; in it, all are told before it returns.
 */
void
leatd_listeners_tell (const LeatEvent *event)
{
  if (g_private_get (&telling) != NULL)
    return;
  g_private_set (&telling, &telling);
  g_rw_lock_reader_lock (&lock);
  if (listeners != NULL)
    tell_all (event);
  g_rw_lock_reader_unlock (&lock);
  g_private_set (&telling, NULL);
}
