/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* words.h - runs leat as a user would, and sees what it prints and how it ends */
#pragma once
#include <gio/gio.h>
#include <string.h>
#include "../daemon/scratch.h"
G_BEGIN_DECLS

/**
 * Words:
 * @folder: a test's own; "DIR" stands for it in what is given and what is told
 * @output: of the last run
 * @errors: likewise
 * @code: likewise
 */
typedef struct {
  char *folder;
  char *output;
  char *errors;
  int   code;
} Words;

static inline void
words_set_up (Words *self, gconstpointer data)
{
  self->folder = scratch_new ();
}

static inline void
words_tear_down (Words *self, gconstpointer data)
{
  scratch_free (self->folder);
  g_free (self->output);
  g_free (self->errors);
}

static inline void
words_write (Words *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *above = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static inline char *
words_replace (const char *text, const char *find, const char *by)
{
  g_autoptr (GString) string = g_string_new (text);

  g_string_replace (string, find, by, 0);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

/* the program that the environment names with @words, as a shell would read them; modules are the
 * fixtures and our own */
static inline void
words_run_program (Words *self, const char *program, const char *words)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *expanded = words_replace (words, "DIR", self->folder);
  g_autofree char *command = g_strconcat (g_getenv (program), " ", expanded, NULL);
  g_autofree char *modules =
      g_strconcat (g_getenv ("LEAT_FIXTURES"), ":", g_getenv ("LEAT_PLUGINS"), NULL);
  g_autofree char *output = NULL, *errors = NULL;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  g_subprocess_launcher_setenv (launcher, "LEAT_PLUGIN_PATH", modules, TRUE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  self->code = g_subprocess_get_exit_status (process);
  g_free (self->output);
  g_free (self->errors);
  self->output = words_replace (output, self->folder, "DIR");
  self->errors = words_replace (errors, self->folder, "DIR");
}

/* leat @words */
static inline void
words_run (Words *self, const char *words)
{
  words_run_program (self, "LEAT_COMMAND", words);
}

static inline void
words_expect (Words *self, int code, const char *output, const char *errors)
{
  g_assert_cmpstr (self->errors, ==, errors);
  g_assert_cmpstr (self->output, ==, output);
  g_assert_cmpint (self->code, ==, code);
}

G_END_DECLS
