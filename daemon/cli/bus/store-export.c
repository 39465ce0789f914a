/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-export.c - records of a store, as the leatd that has it writes them */
#include "store-export.h"
#include "leat-error.h"
#include "look/progress.h"
#include <errno.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE (64 * 1024)

/* the call, which answers when all is written: in a thread of its own, for this one reads */
typedef struct {
  LeatBusClient *client;
  const char    *path;
  GVariant      *arguments;
  GUnixFDList   *sent;
  GError        *error;
} Call;

static gpointer
call_run (gpointer data)
{
  Call *self = data;
  const LeatBusCall call = { .path = self->path,
                             .interface = "Store",
                             .method = "Export",
                             .arguments = self->arguments,
                             .timeout = G_MAXINT,
                             .sent = self->sent };
  g_autoptr (GVariant) answer = leat_bus_client_call (self->client, &call, &self->error);

  /* the last end of the pipe on this side: whoever reads comes to the end */
  g_clear_object (&self->sent);
  return NULL;
}

static guint64
count_lines (const char *text, gsize length)
{
  const char *end = text + length;
  guint64 n_lines = 0;

  while ((text = memchr (text, '\n', (gsize) (end - text))) != NULL)
    {
      text++;
      n_lines++;
    }
  return n_lines;
}

/* how many there are, nobody knows before */
static gboolean
copy (int fd, gboolean quiet, GError **error)
{
  /* records that run over the same terminal show by themselves how it goes */
  g_autoptr (LeatProgress) progress = leat_progress_new (quiet || isatty (STDOUT_FILENO));
  g_autofree char *piece = g_malloc (PIECE);
  guint64 n_lines = 0;
  gssize length;

  while ((length = read (fd, piece, PIECE)) != 0)
    {
      if (length < 0 && errno == EINTR)
        continue;
      if (length < 0 || fwrite (piece, 1, (gsize) length, stdout) < (gsize) length)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "standard output: %s",
                       g_strerror (errno));
          return FALSE;
        }
      n_lines += count_lines (piece, (gsize) length);
      leat_progress_tell (progress, n_lines, 0);
    }
  return TRUE;
}

static gboolean
flush (GError **error)
{
  if (fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "standard output: %s", g_strerror (errno));
  return FALSE;
}

static const char *
get_text (const char *text)
{
  return text != NULL ? text : "";
}

gboolean
leat_store_export (LeatBusClient *client, const char *path, const LeatStoreWish *wish,
                   gboolean quiet, GError **error)
{
  Call call = { .client = client, .path = path };
  GThread *thread;
  int ends[2];
  gboolean copied;

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return FALSE;
  call.sent = g_unix_fd_list_new_from_array (&ends[1], 1);
  call.arguments = g_variant_new ("(hsss)", 0, get_text (wish->source), get_text (wish->from),
                                  get_text (wish->to));
  thread = g_thread_new ("export", call_run, &call);
  copied = copy (ends[0], quiet, error);
  close (ends[0]);
  g_thread_join (thread);
  if (!copied)
    {
      g_clear_error (&call.error);
      return FALSE;
    }
  if (call.error != NULL)
    {
      g_propagate_error (error, call.error);
      return FALSE;
    }
  return flush (error);
}
