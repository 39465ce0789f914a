/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reloads.h - a pipeline that reads numbers from a FIFO while it is reloaded, and an oracle */
#pragma once
#include "pipelines.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* "1\r2\r3\r…" from there, and where they go to */
#define TEST_LINE "[source line]\nplugin=fixture-reader\ndevice=fixture://DIR/line\nframer=cr\n"
#define TEST_FRAMER "[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
#define TEST_FILE "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\nvia=none\nfrom=line\n"

/**
 * TestReload:
 * @pipeline: it
 * @line: the other end of the FIFO
 * @sent: the last number
 * @reloaded: an answer has come
 * @said: "source line changed;sink file kept;"
 * @is_over: atomic; for who sends from another thread
 * @drain: µs that sinks have to drain; 0 at first
 * @left: records that they left
 */
typedef struct {
  TestPipeline *pipeline;
  int           line;
  guint         sent;
  gboolean      reloaded;
  GString      *said;
  gint          is_over;
  gint64        drain;
  guint64       left;
} TestReload;

static inline TestReload *
test_reload_new (const char *text)
{
  TestReload *self = g_new0 (TestReload, 1);
  g_autofree char *path = NULL;

  self->pipeline = test_pipeline_begin ();
  self->said = g_string_new (NULL);
  path = g_build_filename (self->pipeline->directory, "line", NULL);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  self->line = open (path, O_RDWR | O_CLOEXEC);
  test_pipeline_load (self->pipeline, text);
  leatd_pipeline_start (self->pipeline->pipeline);
  return self;
}

static inline void
test_reload_free (TestReload *self)
{
  test_pipeline_free (self->pipeline);
  g_string_free (self->said, TRUE);
  close (self->line);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestReload, test_reload_free)

static inline void
test_reload_say (TestReload *self, const char *text)
{
  g_assert_cmpint (write (self->line, text, strlen (text)), ==, (gssize) strlen (text));
}

/* the next so many numbers */
static inline void
test_reload_send (TestReload *self, guint n)
{
  while (n-- > 0)
    {
      g_autofree char *frame = g_strdup_printf ("%u\r", ++self->sent);

      test_reload_say (self, frame);
    }
}

static inline void
test_reload_answered (const GPtrArray *changes, gpointer user_data)
{
  TestReload *self = user_data;

  self->reloaded = TRUE;
  self->left = 0;
  for (guint i = 0; i < changes->len; i++)
    {
      const LeatdReloadChange *change = g_ptr_array_index (changes, i);

      self->left += change->left;
      g_string_append_printf (self->said, "%s %s %s;", change->is_sink ? "sink" : "source",
                              change->name, leatd_reload_what_get_name (change->what));
    }
}

/* asks, and does not wait for the answer */
static inline void
test_reload_begin (TestReload *self, const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *expanded = test_pipeline_expand (self->pipeline, text);
  g_autoptr (LeatdConfig)
      config = leatd_config_load_text ("test.conf", expanded, self->pipeline->registry, faults);
  g_autofree char *said = leat_faults_to_string (faults);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (said, ==, "");
  self->reloaded = FALSE;
  g_string_set_size (self->said, 0);
  leatd_pipeline_reload (self->pipeline->pipeline, config, self->drain, test_reload_answered, self,
                         &error);
  g_assert_no_error (error);
}

static inline void
test_reload (TestReload *self, const char *text)
{
  test_reload_begin (self, text);
  test_pipeline_await (&self->reloaded);
}

/* the numbers in a file that a fixture's sink has written, "1 2 3 " */
static inline char *
test_reload_numbers (TestReload *self, const char *name)
{
  g_autofree char *text = test_pipeline_read (self->pipeline, name);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *numbers = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_string_append_printf (numbers, "%s ", strrchr (lines[i], ' ') + 1);
  return g_string_free (numbers, FALSE);
}

static inline char *
test_reload_expected (guint first, guint last)
{
  GString *numbers = g_string_new (NULL);

  for (guint i = first; i <= last; i++)
    g_string_append_printf (numbers, "%u ", i);
  return g_string_free (numbers, FALSE);
}

/* what it was called for, by a fixture's calls=; instances that were made and not used are none of
 * it */
static inline char *
test_reload_calls (TestReload *self)
{
  g_autofree char *text = test_pipeline_read (self->pipeline, "calls");
  GString *calls = g_string_new (text);

  g_string_replace (calls, "clear\n", "", 0);
  return g_string_free (calls, FALSE);
}

/* until a file has so many lines */
static inline void
test_reload_await (TestReload *self, const char *name, guint n_lines)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (TRUE)
    {
      g_autofree char *text = test_pipeline_read (self->pipeline, name);
      guint n = 0;

      for (const char *at = text; (at = strchr (at, '\n')) != NULL; at++)
        n++;
      if (n >= n_lines)
        return;
      if (g_get_monotonic_time () > end)
        g_error ("%s has %u lines, not %u", name, n, n_lines);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}
