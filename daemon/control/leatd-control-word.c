/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-word.c - a word of a store for somebody on the bus, in a thread of its own */
#include "control/leatd-control-private.h"
#include "pipeline/leatd-store-words.h"
#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#define WORDS_MAX 4              /* at the same time */
#define LINES_SIZE (1024 * 1024) /* of an answer */
#define PATIENCE (60 * 1000)     /* ms that a reader may be slow */

/* its thread's, which outlives the control if it must: the process ends without it */
typedef struct {
  LeatdConfig *config; /* keeps @store */
  const LeatdSinkConfig *store;
  const LeatStoreWord *word;
  GStrv arguments;
  GDBusMethodInvocation *invocation;
  int fd; /* -1: the lines are answered */
  GStrvBuilder *lines;
  gsize size;
  GError *error; /* of a write */
} Job;

static gint n_words; /* atomic */

static void
job_free (Job *self)
{
  g_clear_pointer (&self->lines, g_strv_builder_unref);
  g_clear_error (&self->error);
  g_strfreev (self->arguments);
  if (self->fd >= 0)
    close (self->fd);
  leatd_config_unref (self->config);
  g_free (self);
}

/* FALSE: whoever reads is gone, or does not read */
static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      struct pollfd ready = { .fd = fd, .events = POLLOUT };
      const gssize written = write (fd, text, length);

      if (written < 0 && errno == EAGAIN && poll (&ready, 1, PATIENCE) == 0)
        errno = ETIMEDOUT;
      if (written < 0 && errno != EAGAIN && errno != EINTR)
        return FALSE;
      text += MAX (written, 0);
      length -= (gsize) MAX (written, 0);
    }
  return TRUE;
}

static void
job_write (Job *self, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  if (self->error == NULL && !write_all (self->fd, text, strlen (text)))
    g_set_error (&self->error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: cannot be written: %s",
                 self->store->name, g_strerror (errno));
}

static void
on_line (const char *line, gpointer user_data)
{
  Job *self = user_data;
  g_autofree char *valid = NULL;

  if (self->fd >= 0)
    {
      job_write (self, line);
      return;
    }
  self->size += strlen (line) + 1;
  if (self->size > LINES_SIZE)
    return;
  valid = g_utf8_make_valid (line, -1);
  g_strv_builder_add (self->lines, valid);
}

/* the rest is for nobody when whoever reads is gone */
static gboolean
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  return ((const Job *) user_data)->error == NULL;
}

static void
job_answer (Job *self)
{
  g_auto (GStrv) lines = NULL;

  if (self->fd >= 0)
    {
      g_dbus_method_invocation_return_value (self->invocation, NULL);
      return;
    }
  lines = g_strv_builder_end (self->lines);
  g_dbus_method_invocation_return_value (self->invocation, g_variant_new ("(^as)", lines));
}

static gpointer
job_run (gpointer data)
{
  Job *self = data;
  const LeatdStoreListener listener = { on_line, on_progress, self };
  g_autoptr (GError) error = NULL;
  sigset_t pipe;

  /* a reader that goes away is an error of this thread, and not the end of the daemon */
  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe, NULL);
  leatd_store_words_run (self->store, self->word, (const char *const *) self->arguments, &listener,
                         &error);
  if (self->error != NULL) /* and not that it was ended for that */
    {
      g_clear_error (&error);
      error = g_steal_pointer (&self->error);
    }
  if (error != NULL && error->domain != LEAT_ERROR)
    {
      GError *ours = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_FAILED, error->message);

      g_error_free (error);
      error = ours;
    }
  if (error != NULL)
    g_dbus_method_invocation_return_gerror (self->invocation, error);
  else
    job_answer (self);
  job_free (self);
  g_atomic_int_add (&n_words, -1);
  return NULL;
}

/* what would be taken for an option by the word; (nullable) */
static const char *
find_option (GStrv arguments)
{
  static const char *const own[] = { "--all", "--yes", "--from", "--to", "--source", NULL };

  for (; *arguments != NULL; arguments++)
    if (**arguments == '-' && !g_strv_contains (own, *arguments))
      return *arguments;
  return NULL;
}

static GError *
judge (const LeatdSinkConfig *store, const LeatStoreWord *word, const char *name, GStrv arguments)
{
  const char *option = find_option (arguments);

  if (word == NULL)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED, "%s: such a store cannot %s", store->name,
                        name);
  if (option != NULL)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: \"%s\" is no name and no time",
                        store->name, option);
  return NULL;
}

void
leatd_control_word (const LeatdSinkConfig *store, const char *word, GStrv arguments, int fd,
                    GDBusMethodInvocation *invocation)
{
  Job *job = g_new0 (Job, 1);
  GError *error;

  job->config = leatd_config_ref (store->config);
  job->store = store;
  job->word = leatd_store_words_find (store->klass, word);
  job->arguments = arguments;
  job->invocation = invocation;
  job->fd = fd;
  job->lines = g_strv_builder_new ();
  error = judge (store, job->word, word, arguments);
  if (error == NULL && g_atomic_int_add (&n_words, 1) >= WORDS_MAX)
    {
      g_atomic_int_add (&n_words, -1);
      error = g_error_new (LEAT_ERROR, LEAT_ERROR_BUSY, "%s: %d words are at work already",
                           store->name, WORDS_MAX);
    }
  if (error != NULL)
    {
      leatd_control_fail (invocation, error);
      job_free (job);
      return;
    }
  if (fd >= 0)
    g_unix_set_fd_nonblocking (fd, TRUE, NULL);
  g_thread_unref (g_thread_new ("store-word", job_run, job));
}
