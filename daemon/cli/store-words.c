/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-words.c - asks a store of the key file one of its words, without opening it */
#include "store-words.h"

/* what a sink finds as its host here: it is not at work, so nothing is retried or answered */
typedef struct {
  LeatSinkHost host; /* first */
  const char *name;
  const char *state_dir;
} WordHost;

static void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
}

static void
host_answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  g_printerr ("%s: %s: %s\n", ((WordHost *) sink->host)->name, event, text);
}

/* facts are the daemon's, which may be running */
static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: only leatd keeps facts of its sinks",
               ((WordHost *) sink->host)->name);
  return FALSE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  return NULL;
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((WordHost *) sink->host)->state_dir;
}

const LeatdSinkConfig *
leat_store_words_choose (LeatdConfig *config, const char *name, GError **error)
{
  const GPtrArray *sinks = leatd_config_get_sinks (config);
  const LeatdSinkConfig *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdSinkConfig *sink = g_ptr_array_index (sinks, i);

      if (!leatd_sink_config_is_store (sink) || (name != NULL && !g_str_equal (sink->name, name)))
        continue;
      found = sink;
      n_found++;
    }
  if (n_found == 1)
    return found;
  if (name != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "there is no store %s", name);
  else if (n_found == 0)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "the key file has no store");
  else
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "the key file has several stores; --name says which is meant");
  return NULL;
}

const LeatStoreWord *
leat_store_words_find (const LeatSinkClass *klass, const char *name)
{
  const LeatStoreWord *words = LEAT_CLASS_HAS (klass, store) ? klass->store->words : NULL;

  for (; words != NULL && words->name != NULL; words++)
    if (g_str_equal (words->name, name))
      return words;
  return NULL;
}

gboolean
leat_store_words_run (const LeatdSinkConfig *store, const LeatStoreWord *word,
                      const char *const *arguments, LeatStorePrint print, gpointer user_data,
                      GError **error)
{
  WordHost host = { .host = { .retry_after = host_retry_after,
                              .answer = host_answer,
                              .note = host_note,
                              .remember = host_remember,
                              .recall = host_recall,
                              .get_state_dir = host_get_state_dir },
                    .name = store->name,
                    .state_dir = leatd_config_get_daemon (store->config)->state_dir };
  LeatSink *sink = leatd_config_new_sink (store, &host, error);
  gboolean done = sink != NULL && word->run (sink, arguments, print, user_data, error);

  g_clear_pointer (&sink, leat_sink_instance_free);
  return done;
}
