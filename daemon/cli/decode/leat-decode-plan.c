/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-plan.c - framer and schema for leat decode, from a key file or from words */
#include "leat-decode-plan.h"
#include "config/leatd-settings.h"
#include "leat-modules.h"
#include <string.h>

#define WORDS_FILE "--set"
#define WORDS_NAME "decode" /* of source and framer that words make */
#define FRAMER_PREFIX "framer."

/* the words as key files would have them: the source's group, and all the rest */
typedef struct {
  GString *source;
  GString *rest;
} Texts;

static void
texts_clear (Texts *self)
{
  g_string_free (self->source, TRUE);
  g_string_free (self->rest, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

/* does a word before it have the same key? */
static gboolean
is_repeated (char **words, char **word)
{
  const gsize length = strcspn (*word, "=") + 1;

  for (; words < word; words++)
    if (strncmp (*words, *word, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_word (char **words, char **at, LeatFaults *faults)
{
  const char *word = *at;
  gsize length = strspn (word, "abcdefghijklmnopqrstuvwxyz0123456789-.");

  if (length == 0 || word[length] != '=')
    leat_faults_add (faults, WORDS_FILE, 0, NULL, NULL, "%s is not KEY=VALUE", word);
  else if (strpbrk (word, "\n\r") != NULL)
    leat_faults_add (faults, WORDS_FILE, 0, NULL, NULL,
                     "%.*s has a line break in its value; spell it \\n or \\r", (int) length, word);
  else if (is_repeated (words, at))
    leat_faults_add (faults, WORDS_FILE, 0, NULL, NULL, "%.*s is given twice; keep one of the two",
                     (int) length, word);
  else
    return TRUE;
  return FALSE;
}

static void
texts_init (Texts *self, const LeatDecodeWishes *wishes, LeatFaults *faults)
{
  self->source = g_string_new ("[" WORDS_NAME "]\n");
  self->rest = g_string_new ("[framer " WORDS_NAME "]\n");
  for (char **word = wishes->set; *word != NULL; word++)
    {
      gboolean framers = g_str_has_prefix (*word, FRAMER_PREFIX);

      if (!check_word (wishes->set, word, faults))
        continue;
      g_string_append_printf (framers ? self->rest : self->source, "%s\n",
                              *word + (framers ? strlen (FRAMER_PREFIX) : 0));
      if (g_str_has_prefix (*word, "framer="))
        g_string_append_printf (self->rest, "type=%s\n", *word + strlen ("framer="));
    }
}

/* what was found wrong is told of the words, not of the texts made of them */
static void
pass_faults_on (const LeatFaults *found, LeatFaults *faults)
{
  for (guint i = 0; leat_faults_get (found, i) != NULL; i++)
    {
      const LeatFault *fault = leat_faults_get (found, i);
      gboolean framers = g_strcmp0 (fault->group, "framer " WORDS_NAME) == 0;
      const char *key = g_strcmp0 (fault->key, "type") != 0 ? fault->key : NULL;
      g_autofree char *word = g_strjoin (framers && key != NULL ? "." : "", framers ? "framer" : "",
                                         key != NULL ? key : "", NULL);

      if (g_strcmp0 (fault->file, WORDS_FILE) == 0)
        leat_faults_add (faults, WORDS_FILE, 0, NULL, *word != '\0' ? word : NULL, "%s",
                         fault->text);
      else
        leat_faults_add (faults, fault->file, fault->line, fault->group, fault->key, "%s",
                         fault->text);
    }
}

/* of a source's own options, those that say how its bytes become records */
static void
list_options (LeatOption *options)
{
  static const char *const keys[] = { "framer", "schema", "max-frame" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    options[i] = *leat_options_find (leatd_source_options, keys[i]);
  options[0].flags |= LEAT_OPTION_REQUIRED;
  options[G_N_ELEMENTS (keys)] = (LeatOption) LEAT_OPTION_END;
}

static void
plan_from_group (LeatDecodePlan *self, const LeatGroup *group, const Texts *texts,
                 LeatFaults *faults)
{
  LeatOption options[4];
  const LeatOption *const tables[] = { options, NULL };
  LeatdSourceSettings settings = { NULL };
  g_autoptr (GError) error = NULL;

  list_options (options);
  leat_group_check_keys (group, tables, NULL, faults);
  leat_group_fill (group, options, &settings, faults);
  if (settings.framer != NULL)
    self->config = leatd_config_load_text (WORDS_FILE, texts->rest->str, self->registry, faults);
  if (self->config != NULL)
    {
      self->setup.framer = leatd_config_new_framer (self->config, WORDS_NAME, &error);
      if (self->setup.framer == NULL)
        leat_group_fault (group, "framer", faults, "%s", error->message);
      if (settings.schema != NULL)
        self->schema = leatd_config_find_schema (self->config, group, settings.schema, faults);
    }
  self->setup.max_frame = (gsize) settings.max_frame;
  leat_options_clear (options, &settings);
}

static void
plan_from_words (LeatDecodePlan *self, const LeatDecodeWishes *wishes, LeatFaults *faults)
{
  g_auto (Texts) texts = { NULL };
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();

  texts_init (&texts, wishes, faults);
  leat_keyfile_load_text (keyfile, WORDS_FILE, texts.source->str, (gssize) texts.source->len,
                          faults);
  plan_from_group (self, leat_keyfile_find_group (keyfile, WORDS_NAME), &texts, faults);
  self->setup.schema = self->schema;
  self->setup.source = wishes->source != NULL ? wishes->source : WORDS_NAME;
}

static const LeatdSourceConfig *
find_source (LeatdConfig *config, const LeatDecodeWishes *wishes, LeatFaults *faults)
{
  const GPtrArray *sources = leatd_config_get_sources (config);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  if (wishes->source == NULL && sources->len == 1)
    return sources->pdata[0];
  for (guint i = 0; i < sources->len; i++)
    {
      const LeatdSourceConfig *source = sources->pdata[i];

      if (g_strcmp0 (source->name, wishes->source) == 0)
        return source;
      g_ptr_array_add (names, source->name);
    }

  g_ptr_array_add (names, NULL);
  nearest = wishes->source != NULL ? leat_nearest (wishes->source, (gpointer) names->pdata) : NULL;
  if (wishes->source == NULL)
    leat_faults_add (faults, wishes->config, 0, NULL, NULL,
                     "has %u sources; --source says which is meant", sources->len);
  else if (nearest != NULL)
    leat_faults_add (faults, wishes->config, 0, NULL, NULL,
                     "there is no source %s; did you mean %s?", wishes->source, nearest);
  else
    leat_faults_add (faults, wishes->config, 0, NULL, NULL, "there is no source %s",
                     wishes->source);
  return NULL;
}

/* the source itself, where its class has a word to say about frames */
static void
plan_judge (LeatDecodePlan *self, const LeatdSourceConfig *source, LeatFaults *faults)
{
  g_autoptr (GError) error = NULL;

  if (!LEAT_CLASS_HAS (source->klass, frame))
    return;
  self->host = leat_decode_host_new (source->name);
  self->source = leatd_config_new_source (source, self->host, &error);
  if (self->source == NULL)
    leat_group_fault (source->group, "plugin", faults, "%s", error->message);
  self->setup.judge = self->source;
  self->setup.host = self->host;
}

static void
plan_from_config (LeatDecodePlan *self, const LeatDecodeWishes *wishes, LeatFaults *faults)
{
  const LeatdSourceConfig *source;
  g_autoptr (GError) error = NULL;

  self->config = leatd_config_load_draft (wishes->config, self->registry, faults);
  source = self->config != NULL ? find_source (self->config, wishes, faults) : NULL;
  if (source == NULL)
    return;
  if (source->settings.framer == NULL)
    {
      leat_group_fault (source->group, "framer", faults,
                        "is missing: what comes are frames already, there is nothing to find");
      return;
    }

  self->setup.framer = leatd_config_new_framer (self->config, source->settings.framer, &error);
  if (self->setup.framer == NULL)
    leat_group_fault (source->group, "framer", faults, "%s", error->message);
  plan_judge (self, source, faults);
  self->setup.max_frame = (gsize) source->settings.max_frame;
  self->setup.frame_timeout = source->settings.frame_timeout;
  self->setup.restarts = source->settings.timeout_next == LEATD_TIMEOUT_NEXT_FRAME;
  self->setup.schema = source->schema;
  self->setup.source = source->name;
  self->setup.gateway = leatd_config_get_daemon (self->config)->gateway;
  self->setup.tags = (const char *const *) source->tags;
}

gboolean
leat_decode_plan_init (LeatDecodePlan *self, const LeatDecodeWishes *wishes, LeatFaults *faults)
{
  g_autoptr (LeatFaults) found = leat_faults_new ();

  leatd_config_prepend_schema_path ((const char *const *) wishes->schema_path);
  *self = (LeatDecodePlan) { .registry = leat_modules_load (wishes->config, wishes->plugin_path) };
  if (wishes->config != NULL)
    plan_from_config (self, wishes, found);
  else
    plan_from_words (self, wishes, found);
  pass_faults_on (found, faults);
  if (leat_faults_get_n (faults) > 0)
    g_clear_pointer (&self->setup.framer, leat_framer_free);
  return leat_faults_get_n (faults) == 0;
}

/* behind the stream, to which the framer belongs */
void
leat_decode_plan_clear (LeatDecodePlan *self)
{
  g_clear_pointer (&self->source, leat_source_instance_free);
  g_clear_pointer (&self->host, leat_decode_host_free);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->config, leatd_config_unref);
  g_clear_pointer (&self->registry, leatd_registry_unref);
}
