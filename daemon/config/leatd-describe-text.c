/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-describe-text.c - what may stand in a key file, for a terminal and for a manual */
#include <string.h>

#include "config/leatd-describe-private.h"

#define COLUMNS 80

static const LeatdTopic *
get_topic (const GPtrArray *topics, guint index)
{
  return g_ptr_array_index (topics, index);
}

static gboolean
is_new_kind (const GPtrArray *topics, guint index)
{
  return index == 0 || get_topic (topics, index)->kind != get_topic (topics, index - 1)->kind;
}

/* @text in lines of COLUMNS, each behind @indent blanks */
static void
append_wrapped (GString *string, guint indent, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong column = COLUMNS;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const glong width = g_utf8_strlen (words[i], -1);

      if (column + 1 + width > COLUMNS)
        {
          g_string_append_printf (string, "%s%*s", i > 0 ? "\n" : "", (int) indent, "");
          column = (glong) indent;
        }
      else
        {
          g_string_append_c (string, ' ');
          column++;
        }
      g_string_append (string, words[i]);
      column += width;
    }
  g_string_append_c (string, '\n');
}

/* one line each */
char *
leatd_describe_list (const GPtrArray *topics)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int width = 0;

  for (guint i = 0; i < topics->len; i++)
    width = MAX (width, (int) strlen (get_topic (topics, i)->name));
  for (guint i = 0; i < topics->len; i++)
    {
      const LeatdTopic *topic = get_topic (topics, i);

      if (is_new_kind (topics, i))
        g_string_append_printf (text, "%s%s\n", i > 0 ? "\n" : "", leatd_topic_titles[topic->kind]);
      else if (g_str_equal (get_topic (topics, i - 1)->name, topic->name))
        continue;   /* of a format that has keys in two kinds of groups */
      g_string_append_printf (text, "  %-*s  %s\n", width, topic->name, topic->summary);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_option (GString *text, const LeatOption *option)
{
  g_autofree char *nature = leatd_option_nature (option);

  g_string_append_printf (text, "\n  %s=%s\n", option->key,
                          option->preset != NULL ? option->preset : "");
  append_wrapped (text, 6, nature);
  append_wrapped (text, 6, option->summary);
}

static void
append_heading (GString *text, const LeatdTopic *topic)
{
  g_autofree char *place = leatd_topic_place (topic);

  if (topic->kind == LEATD_TOPIC_FORMAT)
    g_string_append_printf (text, "%s, in a schema file with format=%s\n", place, topic->name);
  else if (topic->kind == LEATD_TOPIC_PRESET)
    g_string_append_printf (text, "%s, in a preset of a framer\n", place);
  else if (topic->module == NULL)
    g_string_append_printf (text, "%s%s\n", place,
                            topic->kind == LEATD_TOPIC_SCHEMA ? ", in a schema file" : "");
  else
    g_string_append_printf (text, "%s %s, of the %smodule %s %s, in %s\n",
                            leatd_topic_kinds[topic->kind], topic->name,
                            topic->module->is_own ? "" : "third-party ",
                            topic->module->plugin->name, topic->module->plugin->version, place);
  append_wrapped (text, 2, topic->summary);
  if (topic->source != NULL && topic->source->schemes != NULL)
    g_string_append_printf (text, "  Reads from: %s\n", topic->source->schemes);
  if (topic->source != NULL && topic->source->framer != NULL)
    g_string_append_printf (text, "  Its framer, if none is named: %s\n", topic->source->framer);
  if (topic->source != NULL && topic->source->schema != NULL)
    g_string_append_printf (text, "  Its schema, if none is named: %s\n", topic->source->schema);
}

/* what it makes itself, field by field */
static void
append_records (GString *text, const LeatRecordTable *table)
{
  g_string_append_printf (text, "\n  records %s\n", table->name);
  append_wrapped (text, 6, table->summary);
  for (guint i = 0; i < table->n_fields; i++)
    {
      g_autofree char *nature = leatd_field_nature (&table->fields[i]);
      g_autofree char *line = g_strdup_printf ("%s: %s. %s", table->fields[i].name, nature,
                                               table->fields[i].summary);

      append_wrapped (text, 6, line);
    }
}

static const LeatRecordTable *const *
get_tables (const LeatdTopic *topic)
{
  static const LeatRecordTable *const none[] = { NULL };

  return topic->source != NULL && LEAT_CLASS_HAS (topic->source, makes) ? topic->source->makes
                                                                        : none;
}

/* all keys of each */
char *
leatd_describe_text (const GPtrArray *topics)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < topics->len; i++)
    {
      const LeatdTopic *topic = get_topic (topics, i);
      const LeatOption *option = topic->options;

      g_string_append (text, i > 0 ? "\n" : "");
      append_heading (text, topic);
      for (; option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
        if ((option->flags & LEAT_OPTION_DEPRECATED) == 0)
          append_option (text, option);
      for (const LeatRecordTable *const *table = get_tables (topic); *table != NULL; table++)
        append_records (text, *table);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* in a cell of a table | and backslashes have a meaning */
static void
append_cell (GString *text, const char *cell, gboolean code)
{
  g_autoptr (GString) escaped = g_string_new (cell);

  g_string_replace (escaped, "|", "\\|", 0);
  if (!code)
    {
      g_string_replace (escaped, "*", "\\*", 0);
      g_string_replace (escaped, "<", "\\<", 0);
    }
  if (code && escaped->len > 0)
    g_string_append_printf (text, "| `%s` ", escaped->str);
  else
    g_string_append_printf (text, "| %s ", escaped->str);
}

static void
append_table (GString *text, const LeatOption *option)
{
  if (option == NULL || option->type == LEAT_OPTION_TYPE_NONE)
    return;
  g_string_append (text, "\n| key | preset | takes | |\n|---|---|---|---|\n");
  for (; option->type != LEAT_OPTION_TYPE_NONE; option++)
    {
      g_autofree char *nature = leatd_option_nature (option);

      if ((option->flags & LEAT_OPTION_DEPRECATED) != 0)
        continue;
      append_cell (text, option->key, TRUE);
      append_cell (text, option->preset != NULL ? option->preset : "", TRUE);
      append_cell (text, nature, FALSE);
      append_cell (text, option->summary, FALSE);
      g_string_append (text, "|\n");
    }
}

static void
append_record_table (GString *text, const LeatRecordTable *table)
{
  g_string_append_printf (text, "\nRecords `%s`: %s\n\n| field | is | |\n|---|---|---|\n",
                          table->name, table->summary);
  for (guint i = 0; i < table->n_fields; i++)
    {
      g_autofree char *nature = leatd_field_nature (&table->fields[i]);

      append_cell (text, table->fields[i].name, TRUE);
      append_cell (text, nature, FALSE);
      append_cell (text, table->fields[i].summary, FALSE);
      g_string_append (text, "|\n");
    }
}

/* a chapter for each kind, a table for each topic */
char *
leatd_describe_markdown (const GPtrArray *topics)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < topics->len; i++)
    {
      const LeatdTopic *topic = get_topic (topics, i);
      g_autofree char *place = leatd_topic_place (topic);
      g_autofree char *heading = topic->kind == LEATD_TOPIC_FORMAT
                                     ? g_strdup_printf ("%s with format=%s", place, topic->name)
                                     : g_strdup (topic->module == NULL ? place : topic->name);

      if (is_new_kind (topics, i))
        g_string_append_printf (text, "%s## %s\n", i > 0 ? "\n" : "",
                                leatd_topic_titles[topic->kind]);
      g_string_append_printf (text, "\n### %s\n\n%s\n", heading, topic->summary);
      if (topic->source != NULL && topic->source->schemes != NULL)
        g_string_append_printf (text, "\nReads from: `%s`\n", topic->source->schemes);
      if (topic->source != NULL && topic->source->framer != NULL)
        g_string_append_printf (text, "\nIts framer, if none is named: `%s`\n",
                                topic->source->framer);
      if (topic->source != NULL && topic->source->schema != NULL)
        g_string_append_printf (text, "\nIts schema, if none is named: `%s`\n",
                                topic->source->schema);
      append_table (text, topic->options);
      for (const LeatRecordTable *const *table = get_tables (topic); *table != NULL; table++)
        append_record_table (text, *table);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
