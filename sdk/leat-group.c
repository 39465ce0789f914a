/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-group.c - one group of a key file: looked up, judged by option tables, and filled into an
 * instance */
#include <string.h>

#include "leat-keyfile.h"

#define SECRET_MAX (64 * 1024) /* bytes of a file that KEY-file= names */

/**
 * leat_group_find:
 * @self: a group of a key file
 * @key: a key
 *
 * Returns: (transfer none) (nullable): its entry, or %NULL
 */
const LeatEntry *
leat_group_find (const LeatGroup *self, const char *key)
{
  return g_hash_table_lookup (self->index, key);
}

/**
 * leat_group_get:
 * @self: a group of a key file
 * @key: a key
 *
 * Returns: (transfer none) (nullable): its value as it stands in the file, or %NULL
 */
const char *
leat_group_get (const LeatGroup *self, const char *key)
{
  const LeatEntry *entry = leat_group_find (self, key);

  return entry != NULL ? entry->value : NULL;
}

/**
 * leat_group_fault:
 * @self: a group of a key file
 * @key: (nullable): the key it is about; one that is not there gets the line of the group
 * @faults: where the fault goes
 * @format: what is wrong, and what would be right
 * @...: for @format
 *
 * Adds a fault at the line of a key. Where the key's value looks as if a comment stood behind it,
 * the fault says so: a key file has none there.
 */
void
leat_group_fault (const LeatGroup *self, const char *key, LeatFaults *faults, const char *format,
                  ...)
{
  const LeatEntry *entry = key != NULL ? leat_group_find (self, key) : NULL;
  const gboolean commented = entry != NULL && strstr (entry->value, " #") != NULL;
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  leat_faults_add (faults, entry != NULL ? entry->file : self->file,
                   entry != NULL ? entry->line : self->line, self->name, key, "%s%s", text,
                   commented ? "; a comment needs a line of its own" : "");
}

static void
fault_line (const LeatGroup *self, const char *line, LeatFaults *faults)
{
  const gsize length = strcspn (line, ": ");
  g_autofree char *key = g_strndup (line, length);
  const char *text = line + length;

  if (leat_group_find (self, key) == NULL)
    leat_group_fault (self, NULL, faults, "%s", line);
  else
    leat_group_fault (self, key, faults, "%s", text + strspn (text, ": "));
}

/**
 * leat_group_fault_error:
 * @self: a group of a key file
 * @error: why the group does not do
 * @faults: where the fault goes
 *
 * Adds what a plugin said, a fault for each line (see leat_error_join()). If a line begins with a
 * key of the group and a colon or a blank, the fault is that key's.
 */
void
leat_group_fault_error (const LeatGroup *self, const GError *error, LeatFaults *faults)
{
  g_auto (GStrv) lines = g_strsplit (error->message, "\n", -1);

  if (lines[0] == NULL)   /* a refusal without a word is one */
    fault_line (self, "", faults);
  for (guint i = 0; lines[i] != NULL; i++)
    fault_line (self, lines[i], faults);
}

/**
 * leat_group_find_path:
 * @self: a group of a key file
 * @key: a key of it
 * @path: a path that is said there
 *
 * Returns: (transfer full): where that is; a relative path is meant from the file in which it
 *   stands
 */
char *
leat_group_find_path (const LeatGroup *self, const char *key, const char *path)
{
  const LeatEntry *entry = leat_group_find (self, key);
  g_autofree char *folder = entry != NULL ? g_path_get_dirname (entry->file) : NULL;

  if (folder == NULL || g_str_equal (folder, ".") || *path == '\0' || g_path_is_absolute (path))
    return g_strdup (path);
  return g_build_filename (folder, path, NULL);
}

/* a name alone is that of a credential, if the service has any: systemd.exec(5), LoadCredential= */
static GFile *
find_secret (const LeatGroup *self, const char *file_key, const char *path)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *place = NULL;

  if (credentials != NULL && strchr (path, '/') == NULL)
    return g_file_new_build_filename (credentials, path, NULL);
  place = leat_group_find_path (self, file_key, path);
  return g_file_new_for_path (place);
}

/* the first line of the file that KEY-file= names; NULL after a fault */
static char *
read_secret (const LeatGroup *self, const char *file_key, LeatFaults *faults)
{
  const char *path = leat_group_get (self, file_key);
  g_autoptr (GFile) file = find_secret (self, file_key, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *text = g_malloc0 (SECRET_MAX + 1);
  gsize length = 0;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_SPECIAL)
    g_set_error_literal (&error, LEAT_ERROR, LEAT_ERROR_CONFIG, "it is no regular file");
  else
    stream = g_file_read (file, NULL, &error);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, SECRET_MAX + 1,
                                                  &length, NULL, &error))
    {
      leat_group_fault (self, file_key, faults, "cannot be read: %s", error->message);
      return NULL;
    }
  if (length > SECRET_MAX)
    {
      leat_group_fault (self, file_key, faults, "%s is longer than %d KiB", path,
                        SECRET_MAX / 1024);
      return NULL;
    }
  text[strcspn (text, "\r\n")] = '\0';
  if (*text != '\0' && g_utf8_validate (text, -1, NULL))
    return leat_escape_do (text, strlen (text));
  leat_group_fault (self, file_key, faults,
                    *text == '\0' ? "%s has an empty first line"
                                  : "the first line of %s is not UTF-8",
                    path);
  return NULL;
}

/* what stands for the option in the group; NULL: nothing does, or nothing that can be used, which
 * is then in @faults */
static char *
find_value (const LeatGroup *self, const LeatOption *option, LeatFaults *faults)
{
  g_autofree char *file_key = g_strconcat (option->key, "-file", NULL);
  const gboolean in_file = (option->flags & LEAT_OPTION_SECRET) != 0 &&
                           leat_group_find (self, file_key) != NULL;
  const char *value = leat_group_get (self, option->key);

  if (value != NULL && in_file)
    leat_group_fault (self, file_key, faults, "stands beside %s; keep one of the two", option->key);
  else if (in_file)
    return read_secret (self, file_key, faults);
  else if (value == NULL && (option->flags & LEAT_OPTION_REQUIRED) != 0)
    leat_group_fault (self, option->key, faults, "is missing: %s", option->summary);
  else if (value != NULL && *value == '\0' && (option->flags & LEAT_OPTION_REQUIRED) != 0)
    leat_group_fault (self, option->key, faults, "is empty: %s", option->summary);
  else
    return g_strdup (value);
  return NULL;
}

static void
resolve (const LeatGroup *self, const char *key, char **path)
{
  char *found = leat_group_find_path (self, key, *path);

  g_free (*path);
  *path = found;
}

/* the option has what the group says */
static void
resolve_paths (const LeatGroup *self, const LeatOption *option, gpointer instance)
{
  gpointer member = G_STRUCT_MEMBER_P (instance, option->offset);
  char **paths = option->type == LEAT_OPTION_TYPE_LIST ? *(char ***) member : NULL;

  if (option->type == LEAT_OPTION_TYPE_STRING)
    resolve (self, option->key, (char **) member);
  for (; paths != NULL && *paths != NULL; paths++)
    resolve (self, option->key, paths);
}

/**
 * leat_group_fill:
 * @self: a group of a key file
 * @table: (nullable): a sound table
 * @instance: a struct it describes, zeroed or filled before
 * @faults: where every fault goes
 *
 * Fills the instance: presets first, then what the group says. A secret is also read from the first
 * line of the file that KEY-file= names; a name without a slash is that of a credential which the
 * service manager gave (CREDENTIALS_DIRECTORY), if it gave any. Paths are those of
 * leat_group_find_path().
 *
 * Returns: %FALSE if there was a fault; the members without one are filled nevertheless
 */
gboolean
leat_group_fill (const LeatGroup *self, const LeatOption *table, gpointer instance,
                 LeatFaults *faults)
{
  const guint n_faults = leat_faults_get_n (faults);

  leat_options_preset (table, instance);
  for (; table != NULL && table->type != LEAT_OPTION_TYPE_NONE; table++)
    {
      g_autofree char *value = find_value (self, table, faults);
      g_autoptr (GError) error = NULL;

      if (value != NULL && !leat_option_set (table, instance, value, &error))
        leat_group_fault_error (self, error, faults);
      else if (value != NULL && (table->flags & LEAT_OPTION_PATH) != 0)
        resolve_paths (self, table, instance);
    }
  return leat_faults_get_n (faults) == n_faults;
}

static gboolean
is_known (const char *key, const LeatOption *const *tables, const char *const *prefixes)
{
  for (; *tables != NULL; tables++)
    if (leat_options_find (*tables, key) != NULL)
      return TRUE;
  for (; prefixes != NULL && *prefixes != NULL; prefixes++)
    if (g_str_has_prefix (key, *prefixes) && key[strlen (*prefixes)] != '\0')
      return TRUE;
  return FALSE;
}

/* every key that may be offered; the strings are the tables' and @own's */
static GPtrArray *
list_keys (const LeatOption *const *tables, const char *const *prefixes, GStringChunk *own)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (; *tables != NULL; tables++)
    for (const LeatOption *option = *tables; option->type != LEAT_OPTION_TYPE_NONE; option++)
      {
        g_autofree char *file_key = g_strconcat (option->key, "-file", NULL);

        if ((option->flags & LEAT_OPTION_DEPRECATED) != 0)
          continue;
        g_ptr_array_add (keys, (gpointer) option->key);
        if ((option->flags & LEAT_OPTION_SECRET) != 0)
          g_ptr_array_add (keys, g_string_chunk_insert (own, file_key));
      }
  for (; prefixes != NULL && *prefixes != NULL; prefixes++)
    {
      g_autofree char *key = g_strconcat (*prefixes, "KEY", NULL);

      g_ptr_array_add (keys, g_string_chunk_insert (own, key));
    }
  g_ptr_array_add (keys, NULL);
  return g_steal_pointer (&keys);
}

/**
 * leat_group_check_keys:
 * @self: a group of a key file
 * @tables: (array zero-terminated=1): whose keys may stand there
 * @prefixes: (nullable) (array zero-terminated=1): what other keys may begin with: "tag."
 * @faults: where every fault goes
 *
 * Finds keys that nobody knows, and offers the nearest.
 */
void
leat_group_check_keys (const LeatGroup *self, const LeatOption *const *tables,
                       const char *const *prefixes, LeatFaults *faults)
{
  g_autoptr (GStringChunk) own = g_string_chunk_new (64);
  g_autoptr (GPtrArray) keys = list_keys (tables, prefixes, own);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (self->entries, i);
      const char *nearest;

      if (is_known (entry->key, tables, prefixes))
        continue;
      nearest = leat_nearest (entry->key, (const char *const *) keys->pdata);
      leat_faults_add (faults, entry->file, entry->line, self->name, entry->key,
                       "is not known here%s%s%s", nearest != NULL ? "; did you mean " : "",
                       nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
    }
}
