/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-store-words.c - asks a store of the key file one of its words, without opening it */
#include "leatd-store-words.h"
#include "sink/leatd-idle-sink.h"

const LeatdSinkConfig *
leatd_store_words_choose (LeatdConfig *config, const char *name, GError **error)
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
leatd_store_words_get (const LeatSinkClass *klass)
{
  if (!LEAT_CLASS_HAS (klass, store) || !LEAT_CLASS_HAS (klass->store, words))
    return NULL;
  return klass->store->words;
}

const LeatStoreWord *
leatd_store_words_find (const LeatSinkClass *klass, const char *name)
{
  const LeatStoreWord *words = leatd_store_words_get (klass);

  for (; words != NULL && words->name != NULL; words++)
    if (g_str_equal (words->name, name))
      return words;
  return NULL;
}

gboolean
leatd_store_words_run (const LeatdSinkConfig *store, const LeatStoreWord *word,
                       const char *const *arguments, const LeatdStoreListener *listener,
                       GError **error)
{
  LeatdIdleHost host = { .progress = listener->progress, .user_data = listener->user_data };
  LeatSink *sink = leatd_idle_sink_new (store, &host, error);
  gboolean done = sink != NULL &&
                  word->run (sink, arguments, listener->print, listener->user_data, error);

  g_clear_pointer (&sink, leat_sink_instance_free);
  return done;
}

static void
keep_line (const char *line, gpointer user_data)
{
  char **kept = user_data;

  g_free (*kept);
  *kept = g_strdup (line);
}

gboolean
leatd_store_words_find_file (const LeatdSinkConfig *store, char **path, GError **error)
{
  static const char *const no_arguments[] = { NULL };
  const LeatStoreWord *word = leatd_store_words_find (store->klass, "files");
  const LeatdStoreListener listener = { .print = keep_line, .user_data = path };

  *path = NULL;
  if (word != NULL && !leatd_store_words_run (store, word, no_arguments, &listener, error))
    return FALSE;
  if (*path != NULL && !g_file_test (*path, G_FILE_TEST_EXISTS))
    g_clear_pointer (path, g_free);
  return TRUE;
}

guint64
leatd_store_words_get_size (const LeatdSinkConfig *store)
{
  LeatdIdleHost host = { .name = NULL };
  LeatSink *sink = NULL;
  guint64 size = 0;

  if (LEAT_CLASS_HAS (store->klass, store) && LEAT_CLASS_HAS (store->klass->store, get_size))
    sink = leatd_idle_sink_new (store, &host, NULL);
  if (sink != NULL)
    size = store->klass->store->get_size (sink);
  g_clear_pointer (&sink, leat_sink_instance_free);
  return size;
}
