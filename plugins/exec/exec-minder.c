/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-minder.c - reads a child's standard error in a thread of its own
 *
 * A sink's thread waits for records most of its time: what its child says meanwhile is told at once
 * all the same. */
#include "exec-minder.h"

static gpointer
work (gpointer data)
{
  ExecMinder *self = data;

  while (!g_atomic_int_get (&self->stops))
    g_main_context_iteration (self->context, TRUE);
  return NULL;
}

void
exec_minder_begin (ExecMinder *self, int fd, ExecLogTell tell, gpointer owner)
{
  *self = (ExecMinder) { .context = g_main_context_new () };
  g_main_context_push_thread_default (self->context);
  exec_errors_begin (&self->errors, fd, tell, owner);
  g_main_context_pop_thread_default (self->context);
  self->thread = g_thread_new ("exec-errors", work, self);
}

void
exec_minder_stop (ExecMinder *self)
{
  if (self->thread == NULL)
    return;
  g_atomic_int_set (&self->stops, 1);
  g_main_context_wakeup (self->context);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->context, g_main_context_unref); /* what is in it has a reference */
}
