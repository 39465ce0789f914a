/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* follower.h - a word of leat that goes on until it is ended, line by line */
#pragma once
#include <gio/gio.h>
#include <string.h>
G_BEGIN_DECLS

typedef struct {
  GSubprocess *process;
  GDataInputStream *lines;
  GDataInputStream *errors;
} Follower;

/* @words: as a shell would read them */
static inline Follower *
follower_new (const char *words)
{
  Follower *self = g_new0 (Follower, 1);
  g_autofree char *command = g_strconcat (g_getenv ("LEAT_COMMAND"), " ", words, NULL);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  self->process = g_subprocess_newv ((const char *const *) arguments,
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                         G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                     &error);
  g_assert_no_error (error);
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
  return self;
}

/* (transfer full): the first line from here on that has @text in it */
static inline char *
follower_read (GDataInputStream *lines, const char *text)
{
  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      if (line == NULL)
        g_error ("it ended before it said \"%s\"", text);
      if (strstr (line, text) != NULL)
        return line;
      g_free (line);
    }
}

static inline void
follower_await (Follower *self, const char *text)
{
  g_free (follower_read (self->lines, text));
}

static inline void
follower_await_error (Follower *self, const char *text)
{
  g_free (follower_read (self->errors, text));
}

/* as Ctrl-C does */
static inline void
follower_free (Follower *self)
{
  g_subprocess_send_signal (self->process, SIGINT);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->lines);
  g_object_unref (self->errors);
  g_object_unref (self->process);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Follower, follower_free)
G_END_DECLS
