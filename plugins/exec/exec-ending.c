/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-ending.c - ends a child and all of its group: asked first, then killed
 *
 * Its input is at its end, which ends many; then the child's group gets SIGTERM. When the child has
 * exited and nobody holds its pipes any more, or its time is up, the group gets SIGKILL. Who has
 * left the group by setsid() is not found: that its output is still held is all that is seen of it.
 */
#include "exec-ending.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

/* µs that the kernel has to close what killed processes held */
#define LAST_WAIT (G_USEC_PER_SEC / 2)

typedef struct {
  ExecEnding *ending;
  ExecChild *child;
  ExecErrors *errors;
  gint64 until;
  gboolean output_ended;
} Work;

/* so that nobody waits for room in a pipe while it ends */
static void
drain_output (Work *work)
{
  char bytes[16 * 1024];
  gssize length;

  while (!work->output_ended)
    {
      length = read (work->child->output, bytes, sizeof bytes);
      if (length > 0)
        work->ending->n_lost += (gsize) length;
      else if (length < 0 && errno == EINTR)
        continue;
      else if (length < 0 && errno == EAGAIN)
        return;
      else
        work->output_ended = TRUE;
      if (g_get_monotonic_time () > work->until)
        return;
    }
}

static gboolean
is_over (Work *work)
{
  return exec_child_look (work->child) && work->output_ended && work->errors->fd < 0;
}

/* one round: until something happens, or time is up */
static gboolean
wait_once (Work *work)
{
  const gint64 left = work->until - g_get_monotonic_time ();
  struct pollfd polled[] = {
    { .fd = work->child->has_exited ? -1 : work->child->life, .events = POLLIN },
    { .fd = work->output_ended ? -1 : work->child->output, .events = POLLIN },
    { .fd = work->errors->fd, .events = POLLIN },
  };

  if (left <= 0)
    return FALSE;
  poll (polled, G_N_ELEMENTS (polled), (int) MIN (left / 1000 + 1, 1000));
  drain_output (work);
  exec_errors_read (work->errors);
  return TRUE;
}

static void
wait_until_over (Work *work, gint64 time)
{
  work->until = g_get_monotonic_time () + time;
  drain_output (work);
  while (!is_over (work) && wait_once (work))
    ;
}

void
exec_ending_run (ExecEnding *self, ExecChild *child, ExecErrors *errors, gint64 patience,
                 gint64 grace)
{
  Work work = { .ending = self, .child = child, .errors = errors };

  *self = (ExecEnding) { 0 };
  exec_child_close_input (child);
  wait_until_over (&work, patience);
  exec_child_signal (child, SIGTERM);
  wait_until_over (&work, grace);
  exec_child_signal (child, SIGKILL);
  wait_until_over (&work, LAST_WAIT);
  self->is_held = child->has_exited && (!work.output_ended || errors->fd >= 0);
  exec_errors_end (errors);
  exec_child_reap (child);
}
