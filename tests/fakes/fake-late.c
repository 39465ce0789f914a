/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-late.c - requests that a server answers later */
#include "fake-late.h"

typedef struct {
  FakeLate *late;
  SoupServerMessage *message;
} Waiting;

static void
waiting_free (gpointer data)
{
  g_object_unref (((Waiting *) data)->message);
  g_free (data);
}

static gboolean
go_on (gpointer data)
{
  Waiting *self = data;

  g_atomic_int_add (&self->late->n_waiting, -1);
  soup_server_message_unpause (self->message);
  return G_SOURCE_REMOVE;
}

void
fake_late_answer (FakeLate *self, SoupServerMessage *message, guint milliseconds)
{
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);
  Waiting *waiting = g_new0 (Waiting, 1);
  const gint n_waiting = g_atomic_int_add (&self->n_waiting, 1) + 1;

  waiting->late = self;
  waiting->message = g_object_ref (message);
  if (n_waiting > g_atomic_int_get (&self->most))
    g_atomic_int_set (&self->most, n_waiting);
  soup_server_message_pause (message);
  g_source_set_callback (source, go_on, waiting, waiting_free);
  g_source_attach (source, g_main_context_get_thread_default ());
}

guint
fake_late_get_most (FakeLate *self)
{
  return (guint) g_atomic_int_get (&self->most);
}
