/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-loop.c - a main context that is served by another one */
/*
 * libsoup works in the main context that was the thread's when it connected. That is one of its
 * own, so that a handshake which is waited for runs nothing else; afterwards it is a source of the
 * thread's.
 */
#include "websocket-loop.h"
#include <string.h>

struct _WebsocketLoop {
  GSource parent;
  GMainContext *inner;
  gboolean is_held;
  gint priority;
  GArray *wanted; /* of GPollFD: what inner asks for */
  GArray *polled; /* the same as this source has it polled: moved only when it is otherwise */
};

static void
forget_polls (WebsocketLoop *self)
{
  for (guint i = 0; i < self->polled->len; i++)
    g_source_remove_poll (&self->parent, &g_array_index (self->polled, GPollFD, i));
  g_array_set_size (self->polled, 0);
}

static gboolean
is_polled (const WebsocketLoop *self)
{
  if (self->wanted->len != self->polled->len)
    return FALSE;
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const GPollFD *wanted = &g_array_index (self->wanted, GPollFD, i);
      const GPollFD *there = &g_array_index (self->polled, GPollFD, i);

      if (wanted->fd != there->fd || wanted->events != there->events)
        return FALSE;
    }
  return TRUE;
}

/* to add one wakes the outer context: done each time it would never rest */
static void
update_polls (WebsocketLoop *self)
{
  if (is_polled (self))
    return;
  forget_polls (self);
  g_array_append_vals (self->polled, self->wanted->data, self->wanted->len);
  for (guint i = 0; i < self->polled->len; i++)
    g_source_add_poll (&self->parent, &g_array_index (self->polled, GPollFD, i));
}

static gint
query (WebsocketLoop *self)
{
  gint timeout, n_wanted;

  while ((n_wanted = g_main_context_query (self->inner, self->priority, &timeout,
                                           (GPollFD *) (gpointer) self->wanted->data,
                                           (gint) self->wanted->len)) > (gint) self->wanted->len)
    g_array_set_size (self->wanted, (guint) n_wanted);
  g_array_set_size (self->wanted, (guint) n_wanted);
  return timeout;
}

/* what is ready already is found by check(), too: inner has its own to be called */
static gboolean
loop_prepare (GSource *source, gint *timeout)
{
  WebsocketLoop *self = (WebsocketLoop *) source;

  *timeout = -1;
  if (self->is_held)
    {
      forget_polls (self);
      return FALSE;
    }
  g_main_context_prepare (self->inner, &self->priority);
  *timeout = query (self);
  update_polls (self);
  return FALSE;
}

static gboolean
loop_check (GSource *source)
{
  WebsocketLoop *self = (WebsocketLoop *) source;

  return !self->is_held &&
         g_main_context_check (self->inner, self->priority,
                               (GPollFD *) (gpointer) self->polled->data, (gint) self->polled->len);
}

static gboolean
loop_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_autoptr (GMainContext) inner = g_main_context_ref (((WebsocketLoop *) source)->inner);

  g_main_context_push_thread_default (inner);
  g_main_context_dispatch (inner);
  g_main_context_pop_thread_default (inner);
  return G_SOURCE_CONTINUE;
}

static void
loop_finalize (GSource *source)
{
  WebsocketLoop *self = (WebsocketLoop *) source;

  g_array_unref (self->wanted);
  g_array_unref (self->polled);
  g_main_context_unref (self->inner);
}

WebsocketLoop *
websocket_loop_new (GMainContext *inner)
{
  static GSourceFuncs functions = {
    .prepare = loop_prepare,
    .check = loop_check,
    .dispatch = loop_dispatch,
    .finalize = loop_finalize,
  };
  WebsocketLoop *self = (WebsocketLoop *) g_source_new (&functions, sizeof (WebsocketLoop));

  self->inner = g_main_context_ref (inner);
  self->wanted = g_array_new (FALSE, TRUE, sizeof (GPollFD));
  self->polled = g_array_new (FALSE, TRUE, sizeof (GPollFD));
  g_main_context_acquire (inner);
  g_source_set_static_name (&self->parent, "websocket");
  g_source_attach (&self->parent, g_main_context_get_thread_default ());
  return self;
}

void
websocket_loop_free (WebsocketLoop *self)
{
  if (self == NULL)
    return;
  g_main_context_release (self->inner);
  forget_polls (self);
  g_source_destroy (&self->parent);
  g_source_unref (&self->parent);
}

void
websocket_loop_set_held (WebsocketLoop *self, gboolean is_held)
{
  self->is_held = is_held;
}
