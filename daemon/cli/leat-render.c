/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-render.c - leat render: the requests that a sink would make of records, not sent */
#include <stdio.h>
#include <unistd.h>

#include "sink/leatd-idle-sink.h"
#include "look/answer.h"
#include "decode/leat-modules.h"
#include "leat-main.h"
#include "decode/render-records.h"

static const char description[] =
    "Shows the request that a sink would make of records: method, address, headers, an empty\n"
    "line, the body as it is before it is compressed. Nothing is sent. Secrets are ***. Where\n"
    "more than one may be needed - for a token, a look-up, a first step, its roll-back - all are\n"
    "shown in their order, each behind a line # that says when, and {prepared.id} stands for what\n"
    "the server would give.\n"
    "\n"
    "ID is a record's place in the store, as leat rejects list and the views of the store's file\n"
    "have it, or its own id, SOURCE/EPOCH/SEQUENCE. Without one it is the next record that the\n"
    "sink has still to send or, if there is none, the newest. leatd may be running. With --frame\n"
    "no store is needed: FILE, or - for standard input, holds a frame as the source's framer\n"
    "finds it.\n"
    "\n"
    "Exit code: 0; 1: there is no such sink or record, or it cannot be sent; 2: the command line\n"
    "is wrong.";

typedef struct {
  LeatModulesWishes modules;
  char *frame;
  char *source;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  leat_modules_wishes_clear (&self->modules);
  g_free (self->frame);
  g_free (self->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

/* "; mes, films send requests": those that have something to show */
static char *
make_hint (const GPtrArray *sinks)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_names = 0;

  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdSinkConfig *sink = sinks->pdata[i];

      if (!LEAT_CLASS_HAS (sink->klass, render))
        continue;
      g_string_append_printf (names, "%s%s", n_names > 0 ? ", " : "; ", sink->name);
      n_names++;
    }
  if (n_names > 0)
    g_string_append (names, n_names > 1 ? " send requests" : " sends requests");
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static const LeatdSinkConfig *
find_sink (LeatdConfig *config, const char *name, GError **error)
{
  const GPtrArray *sinks = leatd_config_get_sinks (config);
  g_autofree char *hint = make_hint (sinks);
  const LeatdSinkConfig *found = NULL;

  for (guint i = 0; i < sinks->len && found == NULL; i++)
    if (g_str_equal (((const LeatdSinkConfig *) sinks->pdata[i])->name, name))
      found = sinks->pdata[i];
  if (found != NULL && LEAT_CLASS_HAS (found->klass, render))
    return found;
  if (found == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "there is no sink %s%s", name, hint);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "%s: a sink of plugin=%s sends no requests%s", name, found->klass->name, hint);
  return NULL;
}

/* bytes that a machine sent must not reach a terminal as commands; a file gets them as they are */
static void
print (const GString *text)
{
  g_autoptr (GString) safe = NULL;

  if (leat_answer_is_json ())
    {
      g_autoptr (JsonBuilder) builder = leat_answer_begin ();

      leat_answer_add_text (builder, "request", text->str);
      leat_answer_end (builder);
      return;
    }
  if (!isatty (STDOUT_FILENO))
    {
      fwrite (text->str, 1, text->len, stdout);
      return;
    }
  safe = g_string_new (NULL);
  for (gsize i = 0; i < text->len; i++)
    {
      const char byte = text->str[i];

      if (g_ascii_iscntrl (byte) && byte != '\n' && byte != '\r' && byte != '\t')
        g_string_append_printf (safe, "\\x%02X", (guint8) byte);
      else
        g_string_append_c (safe, byte);
    }
  fwrite (safe->str, 1, safe->len, stdout);
}

/* as many requests as it takes, an empty line between them */
static gboolean
render_all (const LeatdSinkConfig *config, LeatSink *sink, LeatBatch *batch, GError **error)
{
  const guint n_records = leat_batch_get_n_records (batch);
  g_autoptr (GString) text = g_string_new (NULL);
  guint taken = 0;

  for (guint from = 0; from < n_records; from += taken)
    {
      const guint n_most = (guint) MIN (n_records - from, config->settings.batch_records);

      g_string_assign (text, from > 0 && !leat_answer_is_json () ? "\n" : "");
      if (!sink->klass->render (sink, batch, from, n_most, &taken, text, error))
        {
          g_autofree char *id = leat_batch_get_key (batch, from, 1);

          g_prefix_error (error, "%s: ", id);
          return FALSE;
        }
      print (text);
    }
  return TRUE;
}

static gboolean
render (LeatdConfig *config, const Wishes *wishes, char **words, GError **error)
{
  const LeatdSinkConfig *sink = find_sink (config, words[0], error);
  g_autoptr (LeatBatch) batch = NULL;
  LeatdIdleHost host = { .name = NULL };
  LeatSink *instance;
  gboolean done;

  if (sink == NULL)
    return FALSE;
  batch = wishes->frame != NULL ? leat_render_decode (sink, wishes->source, wishes->frame, error)
                                : leat_render_find (sink, (const char *const *) words + 1, error);
  if (batch == NULL)
    return FALSE;
  instance = leatd_idle_sink_new (sink, &host, error);
  done = instance != NULL && render_all (sink, instance, batch, error);
  g_clear_pointer (&instance, leat_sink_instance_free);
  return done;
}

static gboolean
check_wishes (const Wishes *wishes, char **words, GError **error)
{
  const char *wrong = NULL;

  if (wishes->modules.config == NULL || words[1] == NULL)
    wrong = "--config FILE and a SINK are right";
  else if (wishes->frame != NULL && words[2] != NULL)
    wrong = "either an ID or --frame FILE";
  else if (wishes->source != NULL && wishes->frame == NULL)
    wrong = "--source belongs to --frame FILE";
  if (wrong == NULL)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, wrong);
  return FALSE;
}

int
leat_word_render (int argc, char **argv)
{
  g_auto (Wishes) wishes = { .frame = NULL };
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = {
    LEAT_MODULES_ENTRIES (&wishes.modules),
    { "frame", 0, 0, G_OPTION_ARG_FILENAME, &wishes.frame, "Of a frame, not of a stored record",
      "FILE" },
    { "source", 0, 0, G_OPTION_ARG_STRING, &wishes.source,
      "Whose frame; need not be said if the sink takes one", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext)
      context = g_option_context_new ("SINK [ID…] - show the requests that a sink would make");
  g_autoptr (LeatdConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, &words, &error) ||
      !check_wishes (&wishes, words, &error))
    return leat_answer_misuse (error->message);
  config = leat_modules_load_config (&wishes.modules, TRUE);
  if (config == NULL)
    return leat_modules_fail (&wishes.modules);
  if (render (config, &wishes, words + 1, &error))
    return LEAT_EXIT_OK;
  fflush (stdout);
  return leat_answer_fail (error, LEAT_EXIT_FAULTS);
}
