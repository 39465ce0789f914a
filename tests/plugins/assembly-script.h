/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-script.h - what comes to a table, and what it gives, as a line of text
 *
 * Blank separated: SOURCE KEY [@ SECONDS], as in a17@5: source a, key 17, at 5 s of every clock
 * (without it: as before); a17~3@5: at 5 s, but its moment was 3; a?: no key; a"x": the key is a
 * text. look@20: nothing came, it is 20 s. end: nothing comes any more. What is given:
 * REASON(a17,b17), with - for what is missing. */
#pragma once
#include "assembly-table.h"
#include <stdlib.h>
#include <string.h>

#define SCRIPT_SECOND G_GINT64_CONSTANT (1000000000)

typedef struct {
  AssemblyRecord record;   /* first */
  char          *label;
} ScriptRecord;

typedef struct {
  AssemblyTable *table;
  guint          n_sources;
  guint64        number;
  gint64         now;
  GString       *given;
} Script;

static inline void
script_free_record (gpointer record)
{
  g_free (((ScriptRecord *) record)->label);
  g_free (record);
}

static inline void
script_keep (AssemblyReason reason, AssemblyRecord *const *records, gpointer user_data)
{
  Script *self = user_data;

  g_string_append_printf (self->given, "%s%s(", self->given->len > 0 ? " " : "",
                          assembly_reason_get_name (reason));
  for (guint i = 0; i < self->n_sources; i++)
    g_string_append_printf (self->given, "%s%s", i > 0 ? "," : "",
                            records[i] != NULL ? ((ScriptRecord *) records[i])->label : "-");
  g_string_append_c (self->given, ')');
}

static inline void
script_init (Script *self, const AssemblyRules *rules)
{
  *self = (Script) { .n_sources = rules->n_sources, .given = g_string_new (NULL) };
  self->table = assembly_table_new (rules, script_free_record, script_keep, self);
}

static inline void
script_clear (Script *self)
{
  assembly_table_free (self->table);
  g_string_free (self->given, TRUE);
}

static inline void
script_add (Script *self, const char *word, gint64 moment)
{
  ScriptRecord *record = g_new0 (ScriptRecord, 1);
  const gsize length = strcspn (word, "@~");

  record->label = g_strndup (word, length);
  record->record = (AssemblyRecord) {
    .n_refs = 1,
    .source = (guint) (*word - 'a'),
    .number = ++self->number,
    .moment = moment,
    .key = { .is_set = length > 1 && word[1] != '?' },
  };
  if (length > 1 && word[1] == '"')
    {
      record->record.key.text = record->label + 1;
      record->record.key.length = length - 1;
    }
  else
    record->record.key.number = atoi (word + 1);
  assembly_table_add (self->table, &record->record, self->now);
}

static inline void
script_run (Script *self, const char *script)
{
  g_auto (GStrv) words = g_strsplit (script, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *at = strchr (words[i], '@');
      const char *moment = strchr (words[i], '~');

      if (at != NULL)
        self->now = atoi (at + 1) * SCRIPT_SECOND;
      if (g_str_has_prefix (words[i], "look"))
        assembly_table_look (self->table, self->now);
      else if (g_str_equal (words[i], "end"))
        assembly_table_finish (self->table);
      else
        script_add (self, words[i],
                    moment != NULL ? g_ascii_strtoll (moment + 1, NULL, 10) * SCRIPT_SECOND
                                    : self->now);
    }
}

typedef struct {
  const char   *path;
  AssemblyRules rules;
  const char   *script;
  const char   *given;
} ScriptCase;

static inline void
script_test (gconstpointer data)
{
  const ScriptCase *c = data;
  AssemblyRules rules = c->rules;
  Script script;

  if (rules.n_sources == 0)
    rules.n_sources = 2;
  if (rules.timeout == 0)
    rules.timeout = 10;
  if (rules.most_waiting == 0)
    rules.most_waiting = 100;
  rules.timeout *= SCRIPT_SECOND;
  rules.apart *= SCRIPT_SECOND;
  script_init (&script, &rules);
  script_run (&script, c->script);
  g_assert_cmpstr (script.given->str, ==, c->given);
  script_clear (&script);
}

static inline void
script_add_tests (const ScriptCase *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    g_test_add_data_func (cases[i].path, &cases[i], script_test);
}
