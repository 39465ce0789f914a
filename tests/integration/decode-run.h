/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-run.h - a run of leat decode, and a folder for what it reads */
#pragma once
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* a record, as a PV200 sends it */
#define GOOD "18/10/13,14:03:22, 17, 1,1.730,2.104,\r\n"

/* a folder for recordings and key files */
typedef struct {
  char *folder;
  char *input;
} Fixture;

/* what a run of leat decode gave */
typedef struct {
  char *output;
  char *errors;
  int code;
} Run;

static inline void
run_clear (Run *self)
{
  g_free (self->output);
  g_free (self->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static inline void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("leat-decode-XXXXXX", NULL);
  self->input = g_build_filename (self->folder, "recording", NULL);
}

static inline void
tear_down (Fixture *self, gconstpointer data)
{
  g_remove (self->input);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->input);
  g_free (self->folder);
}

static inline void
write_file (const char *path, const void *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);
}

/* @options as a shell would read them; @input: a file for standard input, or NULL */
static inline void
run_decode (Run *self, const char *options, const char *input)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *command = g_strconcat (g_getenv ("LEAT_COMMAND"), " decode ", options, NULL);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  *self = (Run) { 0 };
  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  g_subprocess_launcher_set_stdin_file_path (launcher, input != NULL ? input : "/dev/null");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &self->output, &self->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  self->code = g_subprocess_get_exit_status (process);
}

#define add(path, data, function) \
  g_test_add ("/decode/" path, Fixture, data, set_up, function, tear_down)
