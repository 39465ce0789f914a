/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-link.c - a child process as a link
 *
 * The child's exit is the end of the link, whoever else may hold its output by then: what stands in
 * the pipe is read first. A child that closes its output and goes on has nothing more to say, and
 * is ended. */
#include "exec-link.h"
#include "exec-command.h"
#include "exec-ending.h"
#include "exec-options.h"
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

typedef enum { RESTART_ALWAYS, RESTART_ON_FAILURE, RESTART_NO } Restart;

typedef struct {
  LeatLink link;
  ExecOptions options;
  int restart;

  char *device;
  ExecChild child;
  ExecErrors errors;
  int wakeup; /* an epoll descriptor of output and life; -1: not open */
  gboolean output_ended;
  GSource *overdue;   /* the output has ended, and the child goes on */
  guint n_signals;    /* that it got for that */
  gboolean is_deaf;   /* it has closed its input, which was told */
} ExecLink;

static const char *const restart_choices[] = { "always", "on-failure", "no", NULL };

static const LeatOption exec_link_options[] = {
  EXEC_OPTIONS (ExecLink, options, "LEAT_SOURCE, the name of the source"),
  LEAT_OPTION_CHOICE (ExecLink, restart, .key = "restart", .preset = "always",
                      .choices = restart_choices,
                      .summary = "Whether a child that has exited is started again, after the wait "
                                 "of retry-first=; on-failure: not if its status is 0. One that is "
                                 "not is the end of the source."),
  LEAT_OPTION_END,
};

static gboolean
exec_link_init (LeatLink *link, GError **error)
{
  ExecLink *self = (ExecLink *) link;

  self->child = (ExecChild) EXEC_CHILD_NONE;
  self->wakeup = -1;
  return exec_options_check (&self->options, error);
}

static void
exec_link_clear (LeatLink *link)
{
  g_clear_pointer (&((ExecLink *) link)->device, g_free);
}

static gboolean
exec_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_auto (GStrv) words = exec_command_parse (device, error);

  return words != NULL;
}

static void
watch (ExecLink *self, int fd)
{
  struct epoll_event event = { .events = EPOLLIN };

  epoll_ctl (self->wakeup, EPOLL_CTL_ADD, fd, &event);
}

static void
tell_line (const char *line, gpointer owner)
{
  leat_link_note (owner, "stderr", "%s", line);
}

static gboolean
exec_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  ExecLink *self = (ExecLink *) link;

  if (!exec_options_spawn (&self->options, &self->child, device, EXEC_SOURCE,
                           leat_link_get_source (link), error))
    {
      g_prefix_error (error, "exec: ");
      return FALSE;
    }
  g_free (self->device);
  self->device = g_strdup (device);
  self->output_ended = self->is_deaf = FALSE;
  self->n_signals = 0;
  self->wakeup = epoll_create1 (EPOLL_CLOEXEC);
  watch (self, self->child.output);
  watch (self, self->child.life);
  exec_errors_begin (&self->errors, self->child.errors, tell_line, self);
  return TRUE;
}

static void
stop_waiting (ExecLink *self)
{
  if (self->overdue == NULL)
    return;
  g_source_destroy (self->overdue);
  g_clear_pointer (&self->overdue, g_source_unref);
}

static void
exec_link_close (LeatLink *link)
{
  ExecLink *self = (ExecLink *) link;
  ExecEnding ending;

  stop_waiting (self);
  exec_ending_run (&ending, &self->child, &self->errors, self->options.term_after,
                   self->options.kill_after);
  if (ending.n_lost > 0)
    leat_link_note (link, "output",
                    "%" G_GSIZE_FORMAT " bytes that the child wrote while it ended "
                    "were not read any more",
                    ending.n_lost);
  if (ending.is_held)
    leat_link_note (link, "left",
                    "a process that the child started has left its group (setsid), and is left "
                    "alone");
  close (self->wakeup);
  self->wakeup = -1;
}

static int
exec_link_get_fd (LeatLink *link)
{
  return ((ExecLink *) link)->wakeup;
}

static int
exec_link_get_output_fd (LeatLink *link)
{
  return ((ExecLink *) link)->child.input;
}

/* asked first, then killed; its exit is what is read then */
static gboolean
on_overdue (gpointer user_data)
{
  ExecLink *self = user_data;

  exec_child_signal (&self->child, self->n_signals++ == 0 ? SIGTERM : SIGKILL);
  return G_SOURCE_CONTINUE;
}

/* most children exit in the next moment */
static void
wait_for_exit (ExecLink *self)
{
  epoll_ctl (self->wakeup, EPOLL_CTL_DEL, self->child.output, NULL);
  self->output_ended = TRUE;
  self->overdue = g_timeout_source_new ((guint) (self->options.kill_after / 1000));
  g_source_set_callback (self->overdue, on_overdue, self, NULL);
  g_source_attach (self->overdue, g_main_context_get_thread_default ());
}

/* (transfer full): why the link is at its end */
static char *
describe_end (ExecLink *self)
{
  g_autofree char *how = exec_child_describe (&self->child);
  g_autofree char *last = NULL;

  exec_errors_read (&self->errors);
  last = exec_log_get_last (&self->errors.log);
  return g_strconcat (self->n_signals > 0 ? "closed its output and went on: " : "", how,
                      last != NULL ? "; it said last: " : NULL, last, NULL);
}

/* 0: it is not started again; -1: it is */
static gssize
end_link (ExecLink *self, GError **error)
{
  const gboolean failed = exec_child_has_failed (&self->child);
  g_autofree char *text = describe_end (self);

  if (!self->output_ended)
    leat_link_note (&self->link, "background",
                    "what the child left running is ended with it: a program must stay in the "
                    "foreground");
  if (self->restart == RESTART_ALWAYS || (self->restart == RESTART_ON_FAILURE && failed))
    {
      g_set_error (error, LEAT_ERROR, failed ? LEAT_ERROR_FAILED : LEAT_ERROR_DISCONNECTED,
                   "%s: %s", self->device, text);
      return -1;
    }
  if (failed)
    leat_link_note (&self->link, "exit", "%s: %s, and is not started again (restart=)",
                    self->device, text);
  return 0;
}

/* < 0: nothing is there now; 0: nothing will come any more */
static gssize
read_output (ExecLink *self, guint8 *data, gsize size)
{
  gssize length;

  do
    length = self->output_ended ? 0 : read (self->child.output, data, size);
  while (length < 0 && errno == EINTR);
  return length;
}

static gssize
exec_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  ExecLink *self = (ExecLink *) link;
  gssize length = read_output (self, data, size);

  if (length <= 0 && exec_child_look (&self->child))
    {
      length = read_output (self, data, size); /* what it wrote before it exited */
      self->output_ended = self->output_ended || length == 0;
      if (length <= 0)
        return end_link (self, error);
    }
  if (length > 0)
    {
      arrival->moment = leat_clock_now ();
      arrival->byte_time = 0;
      arrival->end = LEAT_END_NO;
      arrival->line_error = FALSE;
      return length;
    }
  if (length == 0 && !self->output_ended)
    wait_for_exit (self);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
  return -1;
}

/* a child that reads no more may still have something to say: that it is deaf ends nothing */
static gssize
exec_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  ExecLink *self = (ExecLink *) link;
  const gssize written = exec_child_write (&self->child, data, length);

  if (written >= 0)
    return written;
  if (errno == EAGAIN || errno == EINTR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
      return -1;
    }
  if (!self->is_deaf)
    leat_link_note (link, "input",
                    "the child has closed its standard input: what is sent to it is "
                    "given up");
  self->is_deaf = TRUE;
  return (gssize) length;
}

const LeatLinkClass exec_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (ExecLink),
  .schemes = "exec",
  .summary = "A child process: exec:/usr/bin/thing --flag \"a b\". What it writes to its standard "
             "output is read, what is sent goes to its standard input, and its standard error to "
             "the log. No shell sees the command.",
  .options = exec_link_options,
  .flags = LEAT_LINK_CAN_WAIT | LEAT_LINK_READ_OUT,
  .init = exec_link_init,
  .clear = exec_link_clear,
  .open = exec_link_open,
  .close = exec_link_close,
  .get_fd = exec_link_get_fd,
  .read = exec_link_read,
  .write = exec_link_write,
  .judge_device = exec_link_judge_device,
  .get_output_fd = exec_link_get_output_fd,
};
