/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scratch.h - a folder of a test's own, gone when the test is */
#pragma once
#include <gio/gio.h>
#include <glib/gstdio.h>
G_BEGIN_DECLS

static inline char *
scratch_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("leat-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static inline void
scratch_remove (const char *path)
{
  gboolean is_link = g_file_test (path, G_FILE_TEST_IS_SYMLINK);
  g_autoptr (GDir) folder = is_link ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      scratch_remove (inner);
    }
  g_remove (path);
}

static inline void
scratch_free (char *folder)
{
  scratch_remove (folder);
  g_free (folder);
}

/* g_auto (Scratch) folder = scratch_new (); */
typedef char *Scratch;
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Scratch, scratch_free, NULL)

/* a real copy: @as is another file than the @name of the folder that @variable names */
static inline char *
scratch_copy_module (const char *folder, const char *variable, const char *name, const char *as)
{
  g_autofree char *from = g_build_filename (g_getenv (variable), name, NULL);
  char *to = g_build_filename (folder, as, NULL);
  g_autofree char *data = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (from, &data, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, data, (gssize) length, &error);
  g_assert_no_error (error);
  return to;
}

/* a sanitizer in a child must not turn its signal into an exit code */
static inline void
scratch_let_children_crash (void)
{
  const char *there = g_getenv ("ASAN_OPTIONS");
  g_autofree char *options = g_strconcat (
      there != NULL ? there : "", ":handle_segv=0:handle_sigbus=0:handle_abort=0", NULL);

  g_setenv ("ASAN_OPTIONS", options, TRUE);
}

G_END_DECLS
