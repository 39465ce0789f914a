/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-program.c - a program that is tried: lines to it, lines from it */
#include "harness-program.h"
#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* a thing that is waited for comes within so long, µs */
#define PATIENCE (10 * G_USEC_PER_SEC)

static const char grammar[] = "[schema]\nname=said\nformat=json\n"
                              "[field type]\ntype=string\nrequired=yes\n"
                              "[field id]\ntype=string\n"
                              "[field through]\ntype=string\n"
                              "[field fields]\ntype=string\n"
                              "[field text]\ntype=string\n"
                              "[field role]\ntype=string\n"
                              "[field version]\ntype=string\n";

void
harness_said_clear (HarnessSaid *self)
{
  g_clear_pointer (&self->batch, leat_batch_unref);
}

static gboolean
parse (HarnessSaid *self, const char *line, gsize length, GError **error)
{
  g_autoptr (LeatSchema) schema = leat_schema_new_from_text ("said", grammar, -1, NULL);
  LeatOrigin *origin = leat_origin_new ("said", "00000000000000000000", schema, "", NULL);
  g_autoptr (GError) reason = NULL;
  gboolean done;

  self->batch = leat_batch_new (1);
  done = leat_schema_decode (schema, (const guint8 *) line, length, self->batch, origin,
                             (LeatMoment) { 0 }, &reason);
  leat_origin_unref (origin);
  if (!done)
    return harness_wrong (error, "writes a line that is no message (%s): %.200s", reason->message,
                          line);
  for (guint i = 0; i < SAID_N; i++)
    {
      const LeatValue *value = &leat_batch_get_record (self->batch, 0)->values[i];

      self->parts[i] = value->quality == LEAT_QUALITY_GOOD ? value->string : NULL;
    }
  return TRUE;
}

/* --- lines --- */

static void
wait_for (HarnessProgram *self, int fd, short events)
{
  struct pollfd polled = { .fd = fd, .events = events };
  const gint64 left = self->deadline - g_get_monotonic_time ();

  poll (&polled, 1, (int) (MAX (left, 0) / 1000 + 1));
}

static gboolean
is_late (const HarnessProgram *self)
{
  return g_get_monotonic_time () > self->deadline;
}

static gboolean
read_some (HarnessProgram *self, gboolean *ended)
{
  char text[16 * 1024];
  const gssize n = read (self->output, text, sizeof text);

  *ended = n == 0;
  if (n > 0)
    g_string_append_len (self->in, text, n);
  return n > 0;
}

gboolean
harness_program_tell (HarnessProgram *self, const char *text, GError **error)
{
  gsize left = strlen (text);
  gboolean ended;

  self->deadline = g_get_monotonic_time () + PATIENCE;
  while (left > 0)
    {
      const gssize n = write (self->input, text, left);

      if (n < 0 && errno != EAGAIN && errno != EINTR)
        return harness_wrong (error, "closes its standard input, or ends: %s", g_strerror (errno));
      if (n < 0 && is_late (self))
        return harness_wrong (error, "does not read its standard input");
      text += MAX (n, 0);
      left -= (gsize) MAX (n, 0);
      if (n < 0) /* it may wait until somebody reads what it says */
        {
          while (read_some (self, &ended))
            continue;
          wait_for (self, self->input, POLLOUT);
        }
    }
  self->deadline = g_get_monotonic_time () + PATIENCE;
  return TRUE;
}

gboolean
harness_program_hear (HarnessProgram *self, HarnessSaid *said, GError **error)
{
  gboolean ended = FALSE;
  char *feed;

  *said = (HarnessSaid) { 0 };
  while ((feed = memchr (self->in->str, '\n', self->in->len)) == NULL)
    {
      if (self->in->len > PROGRAM_LINE_MAX)
        return harness_wrong (error, "writes a line of more than %d bytes", PROGRAM_LINE_MAX);
      if (read_some (self, &ended))
        continue;
      if (ended)
        return TRUE;
      if (is_late (self))
        return harness_wrong (error, "says nothing for %d s", (int) (PATIENCE / G_USEC_PER_SEC));
      wait_for (self, self->output, POLLIN);
    }
  if (!parse (said, self->in->str, (gsize) (feed - self->in->str), error))
    {
      harness_said_clear (said);
      return FALSE;
    }
  g_string_erase (self->in, 0, feed + 1 - self->in->str);
  return TRUE;
}

/* --- its life --- */

static void
set_up (gpointer data)
{
  setsid (); /* whatever it starts ends with it */
  signal (SIGPIPE, SIG_DFL);
}

static gboolean
greet (HarnessProgram *self, GError **error)
{
  g_auto (HarnessSaid) said = { 0 };

  if (!harness_program_tell (self,
                             "{\"type\":\"hello\",\"version\":1,\"source\":\"harness\","
                             "\"sink\":\"harness\",\"later\":{\"added\":[1]}}\n",
                             error) ||
      !harness_program_hear (self, &said, error))
    return FALSE;
  if (said.batch == NULL)
    return harness_wrong (error, "ends before it says hello");
  if (g_strcmp0 (said.parts[SAID_TYPE], "hello") != 0)
    return harness_wrong (error, "begins with \"%s\", and not with \"hello\"",
                          said.parts[SAID_TYPE]);
  if (g_strcmp0 (said.parts[SAID_VERSION], "1") != 0)
    return harness_wrong (error, "speaks version %s, and not 1",
                          said.parts[SAID_VERSION] != NULL ? said.parts[SAID_VERSION] : "(none)");
  if (g_strcmp0 (said.parts[SAID_ROLE], "sink") == 0)
    self->role = "sink";
  else if (said.parts[SAID_ROLE] == NULL || g_str_equal (said.parts[SAID_ROLE], "source"))
    self->role = "source";
  else
    return harness_wrong (error, "has the role %s; source and sink are known",
                          said.parts[SAID_ROLE]);
  return TRUE;
}

gboolean
harness_program_begin (HarnessProgram *self, HarnessCheck *check, GError **error)
{
  char **const words = check->harness->command;
  g_autoptr (GError) told = NULL;

  *self = (HarnessProgram) { .check = check, .input = -1, .output = -1, .in = g_string_new (NULL) };
  signal (SIGPIPE, SIG_IGN);
  if (!g_spawn_async_with_pipes (NULL, words, NULL,
                                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                                     G_SPAWN_CLOEXEC_PIPES,
                                 set_up, NULL, &self->pid, &self->input, &self->output, NULL,
                                 &told))
    return harness_wrong (error, "cannot be started: %s", told->message);
  g_unix_set_fd_nonblocking (self->input, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->output, TRUE, NULL);
  return greet (self, error);
}

static void
close_end (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

void
harness_program_clear (HarnessProgram *self)
{
  if (self->pid > 0)
    {
      kill (-self->pid, SIGKILL);
      waitpid (self->pid, NULL, 0);
    }
  close_end (&self->input);
  close_end (&self->output);
  if (self->in != NULL)
    g_string_free (self->in, TRUE);
  *self = (HarnessProgram) { .input = -1, .output = -1 };
}

/* what it says meanwhile is read, so that it does not wait for that */
static gboolean
await_exit (HarnessProgram *self, int *status, GError **error)
{
  gboolean ended = FALSE;

  self->deadline = g_get_monotonic_time () + PATIENCE;
  while (waitpid (self->pid, status, WNOHANG) == 0)
    {
      if (is_late (self))
        return harness_wrong (error, "does not end within %d s of the end of its input",
                              (int) (PATIENCE / G_USEC_PER_SEC));
      while (read_some (self, &ended))
        continue;
      if (ended)
        g_usleep (1000);
      else
        wait_for (self, self->output, POLLIN);
      g_string_truncate (self->in, 0);
    }
  kill (-self->pid, SIGKILL); /* what it has left behind */
  self->pid = 0;
  return TRUE;
}

gboolean
harness_program_end (HarnessProgram *self, gboolean politely, GError **error)
{
  int status = 0;

  close_end (&self->input);
  if (!await_exit (self, &status, error))
    return FALSE;
  if (!politely || (WIFEXITED (status) && WEXITSTATUS (status) == 0))
    return TRUE;
  if (WIFSIGNALED (status))
    return harness_wrong (error, "is killed by signal %d (%s) when it is to stop",
                          WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  return harness_wrong (error, "ends with status %d when it is to stop", WEXITSTATUS (status));
}
