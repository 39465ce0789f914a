/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-talk.c - lines to a child and from it, for a thread that waits for them */
#include "exec-talk.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* what is written is forgotten when it is so much */
#define KEPT_SIZE (256 * 1024)
/* ms */
#define EXIT_WAIT 1000

void
exec_talk_init (ExecTalk *self)
{
  *self = (ExecTalk) { .child = EXEC_CHILD_NONE };
  self->out = g_string_new (NULL);
  self->in = g_string_new (NULL);
}

void
exec_talk_clear (ExecTalk *self)
{
  if (self->out == NULL)
    return;
  g_string_free (self->out, TRUE);
  g_string_free (self->in, TRUE);
  self->out = self->in = NULL;
}

void
exec_talk_begin (ExecTalk *self, const ExecChild *child, ExecLogTell tell, gpointer owner)
{
  self->child = *child;
  self->n_sent = self->n_read = 0;
  self->n_written = 0;
  g_string_truncate (self->out, 0);
  g_string_truncate (self->in, 0);
  exec_minder_begin (&self->minder, self->child.errors, tell, owner);
}

void
exec_talk_end (ExecTalk *self, const ExecOptions *options, ExecEnding *ending)
{
  exec_minder_stop (&self->minder);
  exec_ending_run (ending, &self->child, &self->minder.errors, options->term_after,
                   options->kill_after);
}

gboolean
exec_talk_has_unsent (const ExecTalk *self)
{
  return self->n_sent < self->out->len;
}

char *
exec_talk_take_line (ExecTalk *self, gsize *length)
{
  char *line = self->in->str + self->n_read;
  char *feed = memchr (line, '\n', self->in->len - self->n_read);

  if (feed == NULL)
    {
      g_string_erase (self->in, 0, (gssize) self->n_read);
      self->n_read = 0;
      return NULL;
    }
  *length = (gsize) (feed - line);
  *feed = '\0';
  self->n_read += *length + 1;
  return line;
}

/* --- the end of a child that was not ended --- */

/* its pipes are closed a moment before it can be seen that it has exited */
static gboolean
has_exited_soon (ExecTalk *self)
{
  GPollFD life = { .fd = self->child.life, .events = G_IO_IN };

  g_poll (&life, 1, EXIT_WAIT);
  return exec_child_look (&self->child);
}

static gboolean
fail_ended (ExecTalk *self, const char *what, GError **error)
{
  const gboolean has_exited = has_exited_soon (self);
  g_autofree char *how = has_exited ? exec_child_describe (&self->child) : g_strdup (what);
  g_autofree char *last = NULL;

  exec_minder_stop (&self->minder);
  exec_errors_read (&self->minder.errors);
  last = exec_log_get_last (&self->minder.errors.log);
  return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "the child %s%s%s%s",
                          has_exited ? "has ended: " : "", how,
                          last != NULL ? "; it said last: " : "", last != NULL ? last : "");
}

/* --- a turn --- */

static gboolean
is_later (gssize n)
{
  return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* FALSE: it will never take more */
static gboolean
write_some (ExecTalk *self)
{
  gssize n;

  while (exec_talk_has_unsent (self))
    {
      n = exec_child_write (&self->child, self->out->str + self->n_sent,
                            self->out->len - self->n_sent);
      if (n < 0)
        return is_later (n);
      self->n_sent += (gsize) n;
      self->n_written += (guint64) n;
      if (self->n_sent >= KEPT_SIZE)
        {
          g_string_erase (self->out, 0, (gssize) self->n_sent);
          self->n_sent = 0;
        }
    }
  g_string_truncate (self->out, 0);
  self->n_sent = 0;
  return TRUE;
}

void
exec_talk_write (ExecTalk *self)
{
  write_some (self);
}

/* < 0: nothing is there now; 0: nothing will come any more */
static gssize
read_some (ExecTalk *self)
{
  char text[16 * 1024];
  const gssize n = read (self->child.output, text, sizeof text);

  if (n > 0)
    g_string_append_len (self->in, text, n);
  return n < 0 && !is_later (n) ? 0 : n;
}

static gboolean
judge_input (ExecTalk *self, GError **error)
{
  if (self->in->len - self->n_read <= EXEC_TALK_LINE_MAX ||
      memchr (self->in->str + self->n_read, '\n', EXEC_TALK_LINE_MAX) != NULL)
    return TRUE;
  return leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                          "the child wrote a line of more than %d bytes to its standard output",
                          EXEC_TALK_LINE_MAX);
}

/* what it wrote before it ended is read first */
static gboolean
take_turn (ExecTalk *self, gboolean has_ended, GError **error)
{
  const gboolean takes = write_some (self);
  const gssize n = read_some (self);

  if (n > 0)
    return judge_input (self, error);
  if (n == 0)
    return fail_ended (self, "has closed its standard output", error);
  if (has_ended)
    return fail_ended (self, "has ended", error);
  return takes || fail_ended (self, "has closed its standard input", error);
}

/**
 * exec_talk_turn:
 * @error: return location for G_IO_ERROR_CANCELLED, LEAT_ERROR_TIMED_OUT, LEAT_ERROR_DISCONNECTED
 */
gboolean
exec_talk_turn (ExecTalk *self, gint64 until, GCancellable *cancellable, GError **error)
{
  const gint64 left = until - g_get_monotonic_time ();
  GPollFD polled[] = {
    { .fd = self->child.output, .events = G_IO_IN },
    { .fd = self->child.life, .events = G_IO_IN },
    { .fd = exec_talk_has_unsent (self) ? self->child.input : -1, .events = G_IO_OUT },
    { .fd = -1 },
  };
  int n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (left <= 0)
    return leat_error_fail (error, LEAT_ERROR_TIMED_OUT, "no answer came in time");
  if (cancellable != NULL && !g_cancellable_make_pollfd (cancellable, &polled[3]))
    return leat_error_fail (error, LEAT_ERROR_FAILED, "no descriptor is left to wait by");
  n = g_poll (polled, G_N_ELEMENTS (polled), (int) MIN (left / 1000 + 1, G_MAXINT));
  if (cancellable != NULL)
    g_cancellable_release_fd (cancellable);
  return n <= 0 || take_turn (self, polled[1].revents != 0, error);
}
