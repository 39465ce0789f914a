/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* daemon-process.h - a real leatd in a folder of its own, with the fixtures as its plugins */
#pragma once
#include "scratch.h"
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
G_BEGIN_DECLS

typedef struct {
  char             *folder;
  char             *config;   /* @ in a key file stands for the folder */
  GSubprocess      *process;
  GDataInputStream *log;
  GString          *said;     /* all lines of stderr so far */
  GDataInputStream *calls;    /* of a fixture with calls=@/calls */
} Daemon;

static inline void
daemon_init (Daemon *self, const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, "@", -1);
  g_autofree char *filled = NULL;

  self->folder = scratch_new ();
  self->config = g_build_filename (self->folder, "leat.conf", NULL);
  self->said = g_string_new (NULL);
  filled = g_strjoinv (self->folder, pieces);
  g_file_set_contents (self->config, filled, -1, NULL);
}

/* calls=@/calls is a FIFO from here on: what a fixture is called for can be awaited */
static inline void
daemon_hear_calls (Daemon *self)
{
  g_autofree char *path = g_build_filename (self->folder, "calls", NULL);
  g_autoptr (GInputStream) stream = NULL;
  int fd;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  /* for writing too, so that it has no end */
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  stream = g_unix_input_stream_new (fd, TRUE);
  self->calls = g_data_input_stream_new (stream);
}

static inline void
daemon_await_call (Daemon *self, const char *call)
{
  g_autofree char *line = NULL;

  do
    {
      g_free (line);
      line = g_data_input_stream_read_line (self->calls, NULL, NULL, NULL);
      g_assert_nonnull (line);
    }
  while (!g_str_has_prefix (line, call));
}

/* @more: blank separated words; @plugins: their folder */
static inline void
daemon_start (Daemon *self, const char *plugins, const char *more)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *line =
      g_strdup_printf ("%s --bus=none --config %s --plugin-path %s %s", g_getenv ("LEATD_COMMAND"),
                       self->config, plugins, more);
  g_auto (GStrv) words = g_strsplit (g_strstrip (line), " ", -1);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->process);
  g_clear_object (&self->log);
  g_string_truncate (self->said, 0);
  /* what is installed on this machine is not what is tested */
  g_subprocess_launcher_setenv (launcher, "LEAT_PLUGIN_PATH", "", TRUE);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words, &error);
  g_assert_no_error (error);
  self->log = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
}

static inline gboolean
daemon_read_line (Daemon *self)
{
  g_autofree char *line = g_data_input_stream_read_line (self->log, NULL, NULL, NULL);

  if (line != NULL)
    g_string_append_printf (self->said, "%s\n", line);
  return line != NULL;
}

/* until the daemon says this */
static inline void
daemon_await (Daemon *self, const char *text)
{
  while (strstr (self->said->str, text) == NULL)
    if (!daemon_read_line (self))
      g_error ("leatd ended without saying \"%s\"; it said:\n%s", text, self->said->str);
}

static inline void
daemon_assert_said (Daemon *self, const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, "@", -1);
  g_autofree char *filled = g_strjoinv (self->folder, pieces);

  if (strstr (self->said->str, filled) == NULL)
    g_error ("leatd did not say \"%s\"; it said:\n%s", filled, self->said->str);
}

/* until it has ended; its exit code, or minus the signal that ended it */
static inline int
daemon_end (Daemon *self)
{
  g_autoptr (GError) error = NULL;

  while (daemon_read_line (self))
    ;
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_if_exited (self->process) ? g_subprocess_get_exit_status (self->process)
                                                    : -g_subprocess_get_term_sig (self->process);
}

static inline char *
daemon_read_file (Daemon *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static inline void
daemon_clear (Daemon *self)
{
  g_clear_object (&self->calls);
  g_clear_object (&self->log);
  g_clear_object (&self->process);
  g_string_free (self->said, TRUE);
  g_free (self->config);
  scratch_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Daemon, daemon_clear)

G_END_DECLS
