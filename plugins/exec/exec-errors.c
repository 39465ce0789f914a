/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-errors.c - reads a child's standard error beside everything else */
#include "exec-errors.h"
#include <errno.h>
#include <unistd.h>

/* of a second; who writes more waits for the next one */
#define FLOOD_SIZE (4 * 1024 * 1024)

typedef struct {
  GSource parent;
  ExecErrors *errors;
} ErrorsSource;

/* FALSE: nothing is there, or nothing will come any more */
static gboolean
read_once (ExecErrors *self)
{
  char text[16 * 1024];
  const gssize length = self->fd >= 0 ? read (self->fd, text, sizeof text) : -1;

  if (length > 0)
    {
      self->n_read += (gsize) length;
      exec_log_feed (&self->log, text, (gsize) length, g_get_monotonic_time ());
      return TRUE;
    }
  if (length == 0 || (errno != EAGAIN && errno != EINTR))
    self->fd = -1;
  return FALSE;
}

void
exec_errors_read (ExecErrors *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - self->since >= G_USEC_PER_SEC)
    {
      self->since = now;
      self->n_read = 0;
    }
  while (self->n_read < FLOOD_SIZE && read_once (self))
    ;
}

/* polls it while there is room in its second, and wakes where something is to be done then */
static void
look_ahead (ExecErrors *self)
{
  const gboolean is_flood = self->n_read >= FLOOD_SIZE;
  const gint64 due = exec_log_get_due (&self->log);
  const gboolean is_polled = self->fd >= 0 && !is_flood;

  if (self->tag != NULL && !is_polled)
    g_source_remove_unix_fd (self->source, g_steal_pointer (&self->tag));
  else if (self->tag == NULL && is_polled)
    self->tag = g_source_add_unix_fd (self->source, self->fd, G_IO_IN);
  g_source_set_ready_time (self->source, is_flood ? self->since + G_USEC_PER_SEC : due);
}

static gboolean
on_ready (GSource *source, GSourceFunc callback, gpointer user_data)
{
  ExecErrors *self = ((ErrorsSource *) source)->errors;

  exec_errors_read (self);
  exec_log_sum_up (&self->log, g_get_monotonic_time ());
  look_ahead (self);
  return G_SOURCE_CONTINUE;
}

/**
 * exec_errors_begin:
 * @fd: does not block; stays open until exec_errors_end()
 *
 * Reads in the thread's default main context from now on.
 */
void
exec_errors_begin (ExecErrors *self, int fd, ExecLogTell tell, gpointer owner)
{
  static GSourceFuncs functions = { .dispatch = on_ready };

  *self = (ExecErrors) { .fd = fd, .since = g_get_monotonic_time () };
  exec_log_init (&self->log, tell, owner);
  self->source = g_source_new (&functions, sizeof (ErrorsSource));
  ((ErrorsSource *) self->source)->errors = self;
  self->tag = g_source_add_unix_fd (self->source, fd, G_IO_IN);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

void
exec_errors_end (ExecErrors *self)
{
  if (self->source == NULL)
    return;
  exec_errors_read (self);
  exec_log_end (&self->log, g_get_monotonic_time ());
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  exec_log_clear (&self->log);
}
