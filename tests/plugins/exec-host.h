/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-host.h - a child process in a test: its link, what is read of it, what is told of it */
#pragma once
#include "exec-link.h"
#include "leat-host.h"
#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
G_BEGIN_DECLS

/**
 * ExecHost:
 * @host: first: the link's host
 * @told: "event: text", a line each
 * @output: all that was read
 * @error: of its end; %NULL: it has none, or has not ended
 * @has_ended: it has
 */
typedef struct {
  LeatLinkHost host;
  LeatLink    *link;
  GString     *told;
  GString     *output;
  GError      *error;
  gboolean     has_ended;
} ExecHost;

static inline void
exec_host_note (LeatLink *link, const char *event, const char *text)
{
  g_string_append_printf (((ExecHost *) link->host)->told, "%s: %s\n", event, text);
}

static inline const char *
exec_host_get_source (LeatLink *link)
{
  return "gauge";
}

/* @options: "key=value key=value" */
static inline void
exec_host_init (ExecHost *self, const char *options)
{
  g_auto (GStrv) pairs = g_strsplit (options, " ", -1);
  g_autoptr (GError) error = NULL;

  *self = (ExecHost) { .host = { .note = exec_host_note, .get_source = exec_host_get_source } };
  self->told = g_string_new (NULL);
  self->output = g_string_new (NULL);
  self->link = leat_link_instance_new (&exec_link_class);
  self->link->host = self;
  for (guint i = 0; pairs[i] != NULL; i++)
    for (const LeatOption *option = exec_link_class.options;
         option->type != LEAT_OPTION_TYPE_NONE; option++)
      {
        g_autofree char *key = g_strconcat (option->key, "=", NULL);

        if (g_str_has_prefix (pairs[i], key))
          g_assert_true (leat_option_set (option, self->link, pairs[i] + strlen (key), NULL));
      }
  leat_link_instance_init (self->link, &error);
  g_assert_no_error (error);
}

static inline void
exec_host_open (ExecHost *self, const char *device)
{
  g_autoptr (GError) error = NULL;

  g_string_truncate (self->output, 0);
  g_clear_error (&self->error);
  self->has_ended = FALSE;
  exec_link_class.open (self->link, device, NULL, &error);
  g_assert_no_error (error);
}

/* a turn; FALSE: nothing is there now */
static inline gboolean
exec_host_read (ExecHost *self)
{
  LeatArrival arrival = { .struct_size = sizeof arrival };
  g_autoptr (GError) error = NULL;
  guint8 data[4096];
  const gssize length = exec_link_class.read (self->link, data, sizeof data, &arrival, &error);

  if (length > 0)
    g_string_append_len (self->output, (const char *) data, length);
  if (length >= 0)
    self->has_ended = length == 0;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      self->has_ended = TRUE;
      self->error = g_steal_pointer (&error);
    }
  return length > 0;
}

static inline gboolean
exec_host_on_ready (int fd, GIOCondition condition, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* as the host does, until the output has @text in it, or (NULL) it has ended */
static inline void
exec_host_await (ExecHost *self, const char *text)
{
  g_autoptr (GSource) source = g_unix_fd_source_new (exec_link_class.get_fd (self->link), G_IO_IN);

  g_source_set_callback (source, G_SOURCE_FUNC (exec_host_on_ready), NULL, NULL);
  g_source_attach (source, NULL);
  while (TRUE)
    {
      while (!self->has_ended && exec_host_read (self))
        ;
      if (self->has_ended || (text != NULL && strstr (self->output->str, text) != NULL))
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_destroy (source);
  g_assert_true (text == NULL || strstr (self->output->str, text) != NULL);
}

static inline void
exec_host_close (ExecHost *self)
{
  exec_link_class.close (self->link);
  g_assert_cmpint (exec_link_class.get_fd (self->link), ==, -1);
}

/* a whole life */
static inline void
exec_host_run (ExecHost *self, const char *device)
{
  exec_host_open (self, device);
  exec_host_await (self, NULL);
  exec_host_close (self);
}

static inline void
exec_host_clear (ExecHost *self)
{
  leat_link_instance_free (self->link);
  g_string_free (self->told, TRUE);
  g_string_free (self->output, TRUE);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExecHost, exec_host_clear)

/* is there a process of that id that still runs, and is no zombie? */
static inline gboolean
exec_is_alive (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, ") Z ") == NULL;
}

/* entries of a folder of /proc/self */
static inline guint
exec_count (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (entries) != NULL)
    n++;
  return n;
}

G_END_DECLS
