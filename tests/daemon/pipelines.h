/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pipelines.h - runs whole pipelines of fixtures in a test, from the text of a key file */
#pragma once
#include "pipeline/leatd-pipeline.h"
#include "scratch.h"
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/**
 * TestPipeline:
 * @directory: its own; "DIR" in the key file's text stands for it
 * @stopped: leatd_pipeline_stop() has come to its end
 * @done: all sources have come to theirs, and all is out
 * @left: what did not get out
 * @balance: leatd_pipeline_to_json() at the end
 */
typedef struct {
  char          *directory;
  LeatdRegistry *registry;
  LeatdConfig   *config;
  LeatdPipeline *pipeline;
  gboolean       stopped;
  gboolean       stuck;
  gboolean       done;
  char         **left;
  JsonNode      *balance;
} TestPipeline;

static inline void
test_pipeline_done (gpointer user_data)
{
  ((TestPipeline *) user_data)->done = TRUE;
}

static inline void
test_pipeline_stopped (gboolean stuck, const char *const *left, gpointer user_data)
{
  TestPipeline *self = user_data;

  self->stopped = TRUE;
  self->stuck = stuck;
  self->left = g_strdupv ((char **) left);
}

/* the text, with the test's own folder for DIR */
static inline char *
test_pipeline_expand (TestPipeline *self, const char *text)
{
  g_autoptr (GString) string = g_string_new ("[daemon]\nstate-dir=DIR/state\n");

  g_string_append (string, text);
  g_string_replace (string, "DIR", self->directory, 0);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static inline TestPipeline *
test_pipeline_begin (void)
{
  TestPipeline *self = g_new0 (TestPipeline, 1);

  self->directory = g_dir_make_tmp ("leat-pipeline-XXXXXX", NULL);
  g_assert_nonnull (self->directory);
  return self;
}

static inline void
test_pipeline_write (TestPipeline *self, const char *name, const char *data, gssize length)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);

  g_assert_true (g_file_set_contents (path, data, length, NULL));
}

static inline void
test_pipeline_load (TestPipeline *self, const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *expanded = NULL;
  g_autofree char *said = NULL;
  g_autofree char *paths = g_strconcat (g_getenv ("LEAT_FIXTURES"), ":", g_getenv ("LEAT_PLUGINS"),
                                        NULL);
  g_auto (GStrv) directories = g_strsplit (paths, ":", -1);

  expanded = test_pipeline_expand (self, text);
  self->registry = leatd_registry_new ((const char *const *) directories, NULL, faults);
  self->config = leatd_config_load_text ("test.conf", expanded, self->registry, faults);
  said = leat_faults_to_string (faults);
  g_assert_cmpstr (said, ==, "");
  self->pipeline = leatd_pipeline_new (self->config, &error);
  g_assert_no_error (error);
  leatd_pipeline_on_done (self->pipeline, test_pipeline_done, self);
}

static inline TestPipeline *
test_pipeline_new (const char *text)
{
  TestPipeline *self = test_pipeline_begin ();

  test_pipeline_load (self, text);
  return self;
}

/* its next life, behind the end of the one before: with another key file */
static inline void
test_pipeline_renew (TestPipeline *self, const char *text)
{
  leatd_pipeline_free (self->pipeline);
  leatd_config_unref (self->config);
  leatd_registry_unref (self->registry);
  g_clear_pointer (&self->balance, json_node_unref);
  g_clear_pointer (&self->left, g_strfreev);
  self->done = self->stopped = FALSE;
  test_pipeline_load (self, text);
}

static inline void
test_pipeline_await (const gboolean *what)
{
  while (!*what)
    g_main_context_iteration (NULL, TRUE);
}

/* stops it and takes the balance */
static inline void
test_pipeline_stop (TestPipeline *self)
{
  g_autofree char *json = NULL;

  leatd_pipeline_stop (self->pipeline, test_pipeline_stopped, self);
  test_pipeline_await (&self->stopped);
  json = leatd_pipeline_to_json (self->pipeline);
  self->balance = json_from_string (json, NULL);
}

/* starts it, waits until all sources have come to their end, and stops it */
static inline void
test_pipeline_run (TestPipeline *self)
{
  leatd_pipeline_start (self->pipeline);
  test_pipeline_await (&self->done);
  test_pipeline_stop (self);
}

/* a counter of the balance: "sources", "fixture", "records" */
static inline gint64
test_pipeline_count (TestPipeline *self, const char *kind, const char *name, const char *counter)
{
  JsonObject *all = json_object_get_object_member (json_node_get_object (self->balance), kind);

  return json_object_get_int_member (json_object_get_object_member (all, name), counter);
}

/* a file of its directory, "" if it is not there */
static inline char *
test_pipeline_read (TestPipeline *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    text = g_strdup ("");
  return text;
}

/* waits until @text stands in a file of its directory */
static inline void
test_pipeline_await_text (TestPipeline *self, const char *name, const char *text)
{
  g_autofree char *so_far = test_pipeline_read (self, name);

  while (strstr (so_far, text) == NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
      g_free (so_far);
      so_far = test_pipeline_read (self, name);
    }
}

static inline void
test_pipeline_free (TestPipeline *self)
{
  g_clear_pointer (&self->pipeline, leatd_pipeline_free);
  leatd_config_unref (self->config);
  leatd_registry_unref (self->registry);
  g_clear_pointer (&self->balance, json_node_unref);
  g_strfreev (self->left);
  scratch_remove (self->directory);
  g_free (self->directory);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPipeline, test_pipeline_free)
