/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-window.c - what was sent to a child, and what it has answered */
#include "exec-window.h"

static void
sent_free (gpointer data)
{
  ExecSent *self = data;

  g_free (self->id);
  g_free (self->reason);
  g_free (self);
}

void
exec_window_init (ExecWindow *self)
{
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, sent_free);
  g_queue_init (&self->order);
}

void
exec_window_reset (ExecWindow *self)
{
  g_queue_init (&self->order); /* its links are in what the table frees */
  g_hash_table_remove_all (self->by_id);
}

void
exec_window_clear (ExecWindow *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
}

ExecSent *
exec_window_find (ExecWindow *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

ExecSent *
exec_window_add (ExecWindow *self, const char *id)
{
  ExecSent *sent = g_new0 (ExecSent, 1);

  sent->id = g_strdup (id);
  sent->link.data = sent;
  g_queue_push_tail_link (&self->order, &sent->link);
  g_hash_table_insert (self->by_id, sent->id, sent);
  return sent;
}

void
exec_window_remove (ExecWindow *self, ExecSent *sent)
{
  g_queue_unlink (&self->order, &sent->link);
  g_hash_table_remove (self->by_id, sent->id);
}

void
exec_window_forget_open (ExecWindow *self)
{
  GList *next;

  for (GList *link = self->order.head; link != NULL; link = next)
    {
      next = link->next;
      if (exec_sent_is_open (link->data))
        exec_window_remove (self, link->data);
    }
}

gboolean
exec_window_acknowledge (ExecWindow *self, const char *id)
{
  ExecSent *sent = exec_window_find (self, id);

  if (sent == NULL || !exec_sent_is_open (sent))
    return FALSE;
  sent->is_safe = TRUE;
  return TRUE;
}

gboolean
exec_window_acknowledge_through (ExecWindow *self, const char *id)
{
  ExecSent *last = exec_window_find (self, id);
  gboolean any = FALSE;

  if (last == NULL)
    return FALSE;
  for (GList *link = &last->link; link != NULL; link = link->prev)
    {
      ExecSent *sent = link->data;

      any = any || exec_sent_is_open (sent);
      sent->is_safe = sent->reason == NULL;
    }
  return any;
}

gboolean
exec_window_refuse (ExecWindow *self, const char *id, const char *reason)
{
  ExecSent *sent = exec_window_find (self, id);

  if (sent == NULL || !exec_sent_is_open (sent))
    return FALSE;
  sent->reason = g_strdup (reason);
  return TRUE;
}
