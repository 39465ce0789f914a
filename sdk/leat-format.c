/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-format.c - the formats of schemas, and whose key is whose */
#include <string.h>
#include "leat-format.h"
#include "leat-schema-host.h"

const LeatFormat *const leat_formats[] = {
  &leat_format_csv,
  &leat_format_fixed,
  &leat_format_tokens,
  &leat_format_pairs,
  &leat_format_text,
  &leat_format_regex,
  &leat_format_json,
  &leat_format_binary,
  &leat_format_nmea,
  &leat_format_obis,
  NULL,
};
const char *const leat_format_names[] = {
  "csv",
  "fixed",
  "tokens",
  "pairs",
  "text",
  "regex",
  "json",
  "binary",
  "nmea",
  "obis",
  NULL,
};

static const LeatOption *
get_table (const LeatFormat *format, gboolean of_field)
{
  return of_field ? format->field_options : format->schema_options;
}

/* the formats that know a key: "fixed, text"; NULL: none does */
static char *
list_owners (const char *key, gboolean of_field)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; leat_formats[i] != NULL; i++)
    {
      const LeatOption *table = get_table (leat_formats[i], of_field);

      if (table != NULL && leat_options_find (table, key) != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", leat_formats[i]->name);
    }
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

void
leat_format_check_keys (const LeatFormat *self, const LeatGroup *group, const LeatOption *common,
                        gboolean of_field, LeatFaults *faults)
{
  const LeatOption *own = get_table (self, of_field);
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();

  g_ptr_array_add (tables, (gpointer) common);
  for (guint i = 0; leat_formats[i] != NULL; i++)
    if (get_table (leat_formats[i], of_field) != NULL)
      g_ptr_array_add (tables, (gpointer) get_table (leat_formats[i], of_field));
  g_ptr_array_add (tables, NULL);
  leat_group_check_keys (group, (const LeatOption *const *) tables->pdata, NULL, faults);

  for (guint i = 0; i < group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (group->entries, i);
      g_autofree char *owners = list_owners (entry->key, of_field);

      if (owners != NULL && leat_options_find (common, entry->key) == NULL &&
          (own == NULL || leat_options_find (own, entry->key) == NULL))
        leat_group_fault (group, entry->key, faults, "has no meaning for format=%s; it is for %s",
                          self->name, owners);
    }
}

/**
 * leat_schema_list_format:
 * @index: from 0
 * @summary: (out): one sentence; untouched behind the last
 *
 * For those who describe what a schema file may say.
 *
 * Returns: (nullable): the name of a format; %NULL behind the last
 */
const char *
leat_schema_list_format (guint index, const char **summary)
{
  if (index >= G_N_ELEMENTS (leat_formats) - 1)
    return NULL;
  *summary = leat_formats[index]->summary;
  return leat_formats[index]->name;
}

/**
 * leat_schema_format_options:
 * @index: of a format
 * @group: `schema` or `field`
 *
 * Returns: (nullable): the options that the format adds to that group, or %NULL if it adds none
 */
const LeatOption *
leat_schema_format_options (guint index, const char *group)
{
  return get_table (leat_formats[index], strcmp (group, "field") == 0);
}

char *
leat_format_get_name (const LeatGroup *group)
{
  g_auto (GStrv) words = g_strsplit (group->name, " ", 3);

  return g_strdup (words[0] != NULL && words[1] != NULL ? words[1] : "");
}

static gboolean
read_number (const char **text, guint maximum, guint *number)
{
  char *end = NULL;
  const guint64 read = g_ascii_isdigit (**text) ? g_ascii_strtoull (*text, &end, 10) : 0;

  if (read < 1 || read > maximum)
    return FALSE;
  *number = (guint) read - 1;
  *text = end;
  return TRUE;
}

gboolean
leat_format_read_range (const char *text, guint maximum, gboolean open, guint *first, guint *last)
{
  if (!read_number (&text, maximum, first))
    return FALSE;
  *last = *first;
  if (*text != '-')
    return *text == '\0';
  text++;
  if (open && *text == '\0')
    {
      *last = G_MAXUINT;
      return TRUE;
    }
  return read_number (&text, maximum, last) && *text == '\0' && *last >= *first;
}
