/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-stores.c - records that the services of sinks refused, in the stores of a key file
 *
 * A store is asked by its words: `rejects` prints them, `retry` and `drop` settle them. */
#include "rejects-stores.h"
#include <string.h>
#include "look/answer.h"
#include "leat-rejects-view.h"
#include "pipeline/leatd-store-words.h"

typedef struct {
  LeatRejectsWishes *wishes;
  const char        *name;      /* of the one to show */
  gboolean           is_headed;
} Stores;

static void
take_line (LeatRejectsWishes *wishes, const char *line, LeatRefusedLine **refused)
{
  g_autoptr (GError) error = NULL;

  *refused = leat_refused_line_read (line, &error);
  if (*refused != NULL)
    return;
  wishes->n_broken++;
  g_printerr ("%s; passed over\n", error->message);
}

static gboolean
fits (const LeatRejectsWishes *wishes, const LeatRefusedLine *refused)
{
  return (wishes->source == NULL || g_pattern_match_simple (wishes->source, refused->source)) &&
         strcmp (refused->arrival, wishes->since) >= 0;
}

static void
on_list (const char *line, gpointer user_data)
{
  Stores *self = user_data;
  LeatRejectsWishes *wishes = self->wishes;
  g_autoptr (LeatRefusedLine) refused = NULL;
  g_autoptr (GString) rows = g_string_new (NULL);

  take_line (wishes, line, &refused);
  if (refused == NULL || !fits (wishes, refused))
    return;
  if (wishes->json)
    g_string_printf (rows, "%s\n", line);
  else
    {
      if (!self->is_headed && wishes->n_found > 0)
        g_string_append_c (rows, '\n');
      if (!self->is_headed)
        leat_rejects_view_append_refused_heading (rows, wishes->width);
      leat_rejects_view_append_refused_row (rows, refused, wishes->width);
      self->is_headed = TRUE;
    }
  wishes->n_found++;
  leat_rejects_print (wishes, rows->str, rows->len);
}

static void
on_show (const char *line, gpointer user_data)
{
  Stores *self = user_data;
  g_autoptr (LeatRefusedLine) refused = NULL;
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autofree char *id = NULL;

  take_line (self->wishes, line, &refused);
  if (refused == NULL)
    return;
  id = g_strdup_printf ("%" G_GUINT64_FORMAT, refused->id);
  if (!g_str_equal (self->name, id) && !g_str_equal (self->name, refused->name))
    return;
  self->wishes->n_found++;
  if (self->wishes->json)
    g_string_printf (whole, "%s\n", line);
  else
    leat_rejects_view_append_refused_whole (whole, refused);
  leat_rejects_print (self->wishes, whole->str, whole->len);
}

/* a store that leatd has not made yet has none */
static gboolean
ask (const LeatdSinkConfig *store, const char *const *arguments, LeatStorePrint print, Stores *self,
     GError **error)
{
  const LeatStoreWord *word = leatd_store_words_find (store->klass, "rejects");
  const LeatdStoreListener listener = { .print = print, .user_data = self };
  g_autofree char *path = NULL;

  if (word == NULL || !leatd_store_words_find_file (store, &path, error))
    return word == NULL;
  return path == NULL || leatd_store_words_run (store, word, arguments, &listener, error);
}

gboolean
leat_rejects_stores_list (LeatdConfig *config, LeatRejectsWishes *wishes, GError **error)
{
  static const char *const every_sink[] = { NULL };
  const GPtrArray *sinks = leatd_config_get_sinks (config);
  Stores self = { .wishes = wishes };

  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdSinkConfig *sink = sinks->pdata[i];

      if (leatd_sink_config_is_store (sink) && !ask (sink, every_sink, on_list, &self, error))
        {
          g_prefix_error (error, "%s: ", sink->name);
          return FALSE;
        }
    }
  return TRUE;
}

/* one that is in the key file no more is sought in its only store */
static const LeatdSinkConfig *
find_store (LeatdConfig *config, const char *name, GError **error)
{
  const GPtrArray *sinks = leatd_config_get_sinks (config);

  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdSinkConfig *sink = sinks->pdata[i];

      if (!g_str_equal (sink->name, name))
        continue;
      if (sink->via == NULL)
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                     "%s: reads from no store; what it was refused is among the rejects of stage "
                     "sink",
                     name);
      return sink->via;
    }
  return leatd_store_words_choose (config, NULL, error);
}

gboolean
leat_rejects_stores_show (LeatdConfig *config, const char *sink, const char *name,
                          LeatRejectsWishes *wishes, GError **error)
{
  const char *const of_sink[] = { sink, NULL };
  const LeatdSinkConfig *store = find_store (config, sink, error);
  Stores self = { .wishes = wishes, .name = name };

  if (store == NULL || !ask (store, of_sink, on_show, &self, error))
    return FALSE;
  if (wishes->n_found == 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "%s: has no refused record %s; leat rejects list shows those there are", sink,
                 name);
  return wishes->n_found > 0;
}

gboolean
leat_rejects_stores_settle (LeatdConfig *config, const char *word, const char *const *arguments,
                            GError **error)
{
  const LeatdSinkConfig *store = find_store (config, arguments[0], error);
  const LeatStoreWord *found = store != NULL ? leatd_store_words_find (store->klass, word) : NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const LeatdStoreListener listener = { .print = leat_answer_take_line, .user_data = lines };

  if (store != NULL && found == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "store %s keeps no refused records",
                 store->name);
  if (found == NULL || !leatd_store_words_run (store, found, arguments, &listener, error))
    return FALSE;
  leat_answer_end_lines (lines);
  return TRUE;
}
