/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-bus.c - what a store can be asked by the leatd that has it */
#include "store-bus.h"
#include "look/answer.h"
#include "bus-word.h"
#include "leat-error.h"
#include "leat-value.h"
#include "status/status-watch.h"
#include "store-export.h"

/* ms; as long as it takes: leatd is not held up by it */
#define PATIENCE G_MAXINT

/* --- the wish --- */

void
leat_store_wish_clear (LeatStoreWish *self)
{
  g_clear_pointer (&self->word, g_free);
  g_clear_pointer (&self->reader, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->to, g_free);
  g_clear_pointer (&self->source, g_free);
}

/* what stands behind the words that have a method */
static gboolean
fits (const LeatStoreWish *self, guint n_arguments)
{
  const gboolean has_times = self->from != NULL || self->to != NULL;

  if (g_str_equal (self->word, "replay"))
    return n_arguments == 1 && self->from != NULL && self->source == NULL && !self->yes;
  if (g_str_equal (self->word, "forget"))
    return n_arguments == 1 && !has_times && self->source == NULL;
  if (g_str_equal (self->word, "export"))
    return n_arguments == 0 && !self->yes;
  if (has_times || self->source != NULL || self->yes || n_arguments > 0)
    return FALSE;
  return g_str_equal (self->word, "readers") || g_str_equal (self->word, "size") ||
         g_str_equal (self->word, "limits") || g_str_equal (self->word, "check");
}

/**
 * leat_store_wish_parse:
 * @self: (out): for leat_store_wish_clear(), whatever is given back
 * @words: the word, and what stands behind it
 *
 * Returns: whether a method of leatd does it
 */
gboolean
leat_store_wish_parse (LeatStoreWish *self, char **words)
{
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &self->from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &self->to, NULL, NULL },
    { "source", 0, 0, G_OPTION_ARG_STRING, &self->source, NULL, NULL },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &self->yes, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_strdupv (words);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  self->word = g_strdup (words[0]);
  if (!g_option_context_parse_strv (context, &rest, NULL) || rest[0] == NULL)
    return FALSE;
  self->reader = g_strdup (rest[1]);
  return fits (self, g_strv_length (rest) - 1);
}

/* --- the store --- */

/* (nullable): that of @name, or the only one */
static const LeatStatusPart *
choose (const LeatStatus *status, const char *name, GError **error)
{
  const LeatStatusPart *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < status->parts->len; i++)
    {
      const LeatStatusPart *part = status->parts->pdata[i];

      if (!part->is_store || (name != NULL && !g_str_equal (part->name, name)))
        continue;
      found = part;
      n_found++;
    }
  if (n_found == 1)
    return found;
  if (name != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "leatd has no store %s", name);
  else if (n_found == 0)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "leatd has no store");
  else
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "leatd has several stores; --name says which is meant");
  return NULL;
}

/* (transfer full) (nullable) */
static GVariant *
get_property (LeatBusClient *client, const char *path, const char *name, GError **error)
{
  const LeatBusCall call = { .path = path,
                             .interface = "org.freedesktop.DBus.Properties",
                             .method = "Get",
                             .arguments = g_variant_new ("(ss)", "org.leat.Leat1.Store", name) };
  g_autoptr (GVariant) answer = leat_bus_client_call (client, &call, error);
  GVariant *value = NULL;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  return value;
}

/* --- its properties --- */

/* microseconds since 1970; "": none */
static void
write_oldest (guint64 oldest, char *text)
{
  *text = '\0';
  if (oldest > 0)
    leat_time_write ((gint64) oldest * 1000, text);
}

static void
show_reader (const char *name, guint64 backlog, guint64 again, guint64 oldest)
{
  g_autofree char *once_more = again > 0
                                   ? g_strdup_printf (", %" G_GUINT64_FORMAT " of them once more",
                                                      again)
                                   : g_strdup ("");
  char time[LEAT_VALUE_TEXT_MAX];

  write_oldest (oldest, time);
  g_print ("%s: %" G_GUINT64_FORMAT " record%s to have%s%s%s\n", name, backlog,
           backlog == 1 ? "" : "s", once_more, *time != '\0' ? ", the oldest of " : "", time);
}

static void
add_reader (JsonBuilder *builder, const char *name, guint64 backlog, guint64 again, guint64 oldest)
{
  char time[LEAT_VALUE_TEXT_MAX];

  write_oldest (oldest, time);
  json_builder_begin_object (builder);
  leat_answer_add_text (builder, "name", name);
  leat_answer_add_number (builder, "backlog", (gint64) backlog);
  leat_answer_add_number (builder, "again", (gint64) again);
  leat_answer_add_text (builder, "oldest", *time != '\0' ? time : NULL);
  json_builder_end_object (builder);
}

static void
show_readers (GVariant *readers)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();
  const char *name;
  guint64 backlog, again, oldest;
  GVariantIter iter;

  json_builder_set_member_name (builder, "readers");
  json_builder_begin_array (builder);
  g_variant_iter_init (&iter, readers);
  while (g_variant_iter_next (&iter, "(&sttt)", &name, &backlog, &again, &oldest))
    if (leat_answer_is_json ())
      add_reader (builder, name, backlog, again, oldest);
    else
      show_reader (name, backlog, again, oldest);
  json_builder_end_array (builder);
  if (leat_answer_is_json ())
    leat_answer_end (builder);
}

static void
show_size (GVariant *size)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  leat_answer_add_number (builder, "size", (gint64) g_variant_get_uint64 (size));
  if (leat_answer_is_json ())
    leat_answer_end (builder);
  else
    g_print ("%" G_GUINT64_FORMAT " bytes\n", g_variant_get_uint64 (size));
}

static void
show_limits (GVariant *limits)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();
  const char *key, *value;
  GVariantIter iter;

  json_builder_set_member_name (builder, "limits");
  json_builder_begin_object (builder);
  g_variant_iter_init (&iter, limits);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    if (leat_answer_is_json ())
      leat_answer_add_text (builder, key, value);
    else
      g_print ("%s=%s\n", key, value);
  json_builder_end_object (builder);
  if (leat_answer_is_json ())
    leat_answer_end (builder);
}

static const struct {
  const char *word;
  const char *property;
  const char *type;
  void      (*show) (GVariant *value);
} properties[] = {
  { "readers", "Readers", "a(sttt)", show_readers },
  { "size", "Size", "t", show_size },
  { "limits", "Limits", "a{ss}", show_limits },
};

/* FALSE without error: the word is none of them */
static gboolean
show_property (LeatBusClient *client, const char *path, const char *word, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_str_equal (properties[i].word, word))
      {
        g_autoptr (GVariant) value = get_property (client, path, properties[i].property, error);

        if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE (properties[i].type)))
          properties[i].show (value);
        else if (value != NULL)
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "leatd is of another version");
        return value != NULL;
      }
  return FALSE;
}

/* --- its methods --- */

/* the method asks nobody back */
static gboolean
check_yes (const LeatStoreWish *wish, GError **error)
{
  if (wish->yes)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: what it has still to have goes with it; say --yes if that is meant",
               wish->reader);
  return FALSE;
}

static gboolean
call_method (LeatBusClient *client, const char *path, const LeatStoreWish *wish, GError **error)
{
  LeatBusCall call = { .path = path, .interface = "Store", .timeout = PATIENCE };
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GVariant) answer = NULL;
  g_autofree const char **told = NULL;

  if (g_str_equal (wish->word, "forget") && !check_yes (wish, error))
    return FALSE;
  if (g_str_equal (wish->word, "replay"))
    {
      call.method = "Replay";
      call.arguments = g_variant_new ("(sss)", wish->reader, wish->from,
                                      wish->to != NULL ? wish->to : "");
    }
  else if (g_str_equal (wish->word, "forget"))
    {
      call.method = "Forget";
      call.arguments = g_variant_new ("(s)", wish->reader);
    }
  else
    call.method = "Check";
  answer = leat_bus_client_call (client, &call, error);
  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(^a&s)", &told);
  for (gsize i = 0; told[i] != NULL; i++)
    leat_answer_take_line (told[i], lines);
  leat_answer_end_lines (lines);
  return TRUE;
}

int
leat_store_bus_run (LeatBusClient *client, const char *name, const LeatStoreWish *wish,
                    gboolean quiet)
{
  g_autofree char *program = g_strconcat ("leat store ", wish->word, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatStatus) status = leat_status_read (client, &error);
  const LeatStatusPart *store = status != NULL ? choose (status, name, &error) : NULL;
  gboolean done = FALSE;

  g_set_prgname (program);
  if (store != NULL && g_str_equal (wish->word, "export"))
    done = leat_store_export (client, store->path, wish, quiet, &error);
  else if (store != NULL)
    done = show_property (client, store->path, wish->word, &error) ||
           (error == NULL && call_method (client, store->path, wish, &error));
  return done && error == NULL ? LEAT_EXIT_OK : leat_bus_word_fail (error);
}
