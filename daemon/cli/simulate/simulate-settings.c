/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-settings.c - the settings of a simulated machine: its family's, and those of all */
#include "simulate-settings.h"
#include "leat-host.h"
#include <string.h>

/* what every family has; a family's own of the same name comes before it */
const LeatSimulatedSetting leat_simulated_settings[] = {
  { "mode", "run", "run|setup", "What it is in when it is switched on" },
  { "program", "0", "0-999", "The program that is chosen when it is switched on" },
  { "programs", "100", "1-1000", "Programs that there are, counted from 0" },
  { "values", "2", "0-32", "Values of a result" },
  { "decimals", "3", "least|0|1|2|3", "Digits behind the point; least: as many as it needs" },
  { "values-of", "", "", "Values of a program's results where they are others: 1:3;2:5" },
  { "cameras", "1", "1-4", "Cameras, whose results come in turn" },
  { "first", "0", "0-1000000000", "What the counter begins with" },
  { "pictures", "", "",
    "Folder that a picture of each result is dropped in: camera1_000017.bmp; it is written before "
    "the result is sent" },
  { "bad-parts", "5", "0-100", "Parts that are judged bad, of 100" },
  { NULL, NULL, NULL, NULL },
};

static const LeatSimulatedSetting *
find_among (const LeatSimulatedSetting *settings, const char *name)
{
  for (; settings->name != NULL; settings++)
    if (g_str_equal (settings->name, name))
      return settings;
  return NULL;
}

static const LeatSimulatedSetting *
find (const LeatSimulatedFamily *family, const char *name)
{
  const LeatSimulatedSetting *own = find_among (family->settings, name);

  return own != NULL ? own : find_among (leat_simulated_settings, name);
}

static gboolean
is_number (const char *text, const char *range)
{
  g_auto (GStrv) ends = g_strsplit (range, "-", 2);
  guint64 number = 0;

  return g_ascii_string_to_unsigned (text, 10, g_ascii_strtoull (ends[0], NULL, 10),
                                     g_ascii_strtoull (ends[1], NULL, 10), &number, NULL);
}

static gboolean
is_among (const char *text, const char *choices)
{
  g_auto (GStrv) names = g_strsplit (choices, "|", -1);

  return g_strv_contains ((const char *const *) names, text);
}

static gboolean
fits (const LeatSimulatedSetting *setting, const char *text)
{
  if (*setting->takes == '\0')
    return TRUE;
  return strchr (setting->takes, '|') != NULL ? is_among (text, setting->takes)
                                              : is_number (text, setting->takes);
}

/* NUL in it ends it: none of these has one */
static char *
undo_escapes (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = leat_escape_undo (text, strlen (text), error);
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (bytes == NULL)
    return NULL;
  return g_strndup (length > 0 ? data : "", length);
}

static gboolean
set (GHashTable *table, const LeatSimulatedSetting *setting, const char *text, GError **error)
{
  char *value;

  if (!fits (setting, text))
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "--set %s=%s: %s is what it takes",
                            setting->name, text, setting->takes);
  value = *setting->takes == '\0' ? undo_escapes (text, error) : g_strdup (text);
  if (value == NULL)
    {
      g_prefix_error (error, "--set %s: ", setting->name);
      return FALSE;
    }
  g_hash_table_replace (table, (gpointer) setting->name, value);
  return TRUE;
}

static gboolean
set_presets (GHashTable *table, const LeatSimulatedSetting *settings, GError **error)
{
  for (; settings->name != NULL; settings++)
    if (!set (table, settings, settings->preset, error))
      return FALSE;
  return TRUE;
}

/* "series=fz" */
static gboolean
set_text (GHashTable *table, const LeatSimulatedFamily *family, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  const LeatSimulatedSetting *setting = parts[0] != NULL ? find (family, parts[0]) : NULL;

  if (setting == NULL || parts[1] == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--set %s: NAME=VALUE is what it takes; `leat simulate %s --help` "
                            "lists the names",
                            text, family->name);
  return set (table, setting, parts[1], error);
}

/**
 * leat_simulated_settings_read:
 * @family: a family
 * @texts: (nullable): "series=fz", one a member
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer full): all settings of @family and their values; %NULL: one is unknown, or
 *   takes another value
 */
GHashTable *
leat_simulated_settings_read (const LeatSimulatedFamily *family, const char *const *texts,
                              GError **error)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  if (!set_presets (table, leat_simulated_settings, error) ||
      !set_presets (table, family->settings, error))
    return NULL;
  for (; texts != NULL && *texts != NULL; texts++)
    if (!set_text (table, family, *texts, error))
      return NULL;
  return g_steal_pointer (&table);
}

static void
describe (const LeatSimulatedSetting *setting, GString *text)
{
  g_autofree char *name = g_strdup_printf ("%s=%s", setting->name, setting->preset);

  g_string_append_printf (text, "  %-22s %s%s%s%s\n", name, setting->summary,
                          *setting->takes != '\0' ? " (" : "", setting->takes,
                          *setting->takes != '\0' ? ")" : "");
}

/**
 * leat_simulated_settings_describe:
 * @family: a family
 * @text: gets a line for each setting: its preset, what it is for, what it takes
 */
void
leat_simulated_settings_describe (const LeatSimulatedFamily *family, GString *text)
{
  for (const LeatSimulatedSetting *setting = family->settings; setting->name != NULL; setting++)
    describe (setting, text);
  for (const LeatSimulatedSetting *setting = leat_simulated_settings; setting->name != NULL;
       setting++)
    if (find_among (family->settings, setting->name) == NULL)
      describe (setting, text);
}
