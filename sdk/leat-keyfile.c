/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-keyfile.c - reads key files: knows the line of every key, and goes on after a fault */
#include <string.h>

#include "leat-file.h"

/* The syntax is GKeyFile's, but for two things: blanks at the end of a value, which nobody sees,
 * are not part of it, and keys have no [locale]. */

#define LINE_MAX_LENGTH (64 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct _LeatKeyfile {
  GPtrArray *groups;   /* of LeatGroup, in the order of the files */
  GHashTable *index;   /* name → LeatGroup */
  GStringChunk *names; /* of files: entries and groups point here */
};

/* one file that is being read */
typedef struct {
  LeatKeyfile *keyfile;
  LeatFaults *faults;
  const char *file;
  guint line;
  LeatGroup *group; /* that the keys go to; NULL: they are read and dropped */
  gboolean outside; /* before the first group, and a key there was not yet told of */
} Reader;

/**
 * leat_entry_free:
 * @entry: (type LeatEntry) (transfer full): an entry
 *
 * A #GDestroyNotify.
 */
void
leat_entry_free (gpointer entry)
{
  LeatEntry *self = entry;

  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

/**
 * leat_group_free:
 * @group: (type LeatGroup) (transfer full): a group
 *
 * A #GDestroyNotify; its entries go as its array of them has it.
 */
void
leat_group_free (gpointer group)
{
  LeatGroup *self = group;

  g_hash_table_unref (self->index);
  g_ptr_array_unref (self->entries);
  g_free (self->name);
  g_free (self);
}

/**
 * leat_keyfile_new:
 *
 * Returns: (transfer full): a key file without groups
 */
LeatKeyfile *
leat_keyfile_new (void)
{
  LeatKeyfile *self = g_new0 (LeatKeyfile, 1);

  self->groups = g_ptr_array_new_with_free_func (leat_group_free);
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  self->names = g_string_chunk_new (256);
  return self;
}

/**
 * leat_keyfile_free:
 * @self: (transfer full) (nullable): a key file; its groups and entries go with it
 */
void
leat_keyfile_free (LeatKeyfile *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->index);
  g_ptr_array_unref (self->groups);
  g_string_chunk_free (self->names);
  g_free (self);
}

#define fault(reader, group, key, ...) \
  leat_faults_add ((reader)->faults, (reader)->file, (reader)->line, group, key, __VA_ARGS__)

static const char *
get_group_name (const Reader *reader)
{
  return reader->group != NULL ? reader->group->name : NULL;
}

/* the name behind [ up to the only ]; NULL after a fault */
static char *
parse_group_name (Reader *reader, const char *line)
{
  const char *end = strchr (line, ']');
  g_autofree char *name = NULL;

  if (end == NULL)
    {
      fault (reader, NULL, NULL, "\"%s\" has no ] at its end", line);
      return NULL;
    }
  if (end[1] != '\0')
    {
      fault (reader, NULL, NULL,
             "\"%s\" stands behind the ] of a group; a comment needs a line of its own", end + 1);
      return NULL;
    }
  name = g_strndup (line + 1, (gsize) (end - line - 1));
  if (*name == '\0')
    {
      fault (reader, NULL, NULL, "a group has no name between [ and ]");
      return NULL;
    }
  if (strpbrk (name, "[\t") != NULL)
    {
      fault (reader, NULL, NULL, "the group name \"%s\" has a [ or a tab in it", name);
      return NULL;
    }
  return g_steal_pointer (&name);
}

static void
read_group (Reader *reader, const char *line)
{
  g_autofree char *name = parse_group_name (reader, line);
  LeatGroup *group = name != NULL ? g_hash_table_lookup (reader->keyfile->index, name) : NULL;

  reader->outside = FALSE;
  if (name != NULL && group == NULL)
    {
      group = g_new0 (LeatGroup, 1);
      group->name = g_steal_pointer (&name);
      group->file = reader->file;
      group->line = reader->line;
      group->entries = g_ptr_array_new_with_free_func (leat_entry_free);
      group->index = g_hash_table_new (g_str_hash, g_str_equal);
      g_ptr_array_add (reader->keyfile->groups, group);
      g_hash_table_insert (reader->keyfile->index, group->name, group);
    }
  /* the keys behind a broken group belong nowhere: no fault for each of them */
  reader->group = group;
}

static void
keep_entry (Reader *reader, const char *key, const char *value)
{
  LeatEntry *entry = g_hash_table_lookup (reader->group->index, key);

  /* file names are interned: the same pointer is the same file */
  if (entry != NULL && entry->file == reader->file)
    {
      fault (reader, get_group_name (reader), key,
             "is given twice; it stands in line %u already, keep one of the two", entry->line);
      return;
    }
  if (entry == NULL)
    {
      entry = g_new0 (LeatEntry, 1);
      entry->key = g_strdup (key);
      g_ptr_array_add (reader->group->entries, entry);
      g_hash_table_insert (reader->group->index, entry->key, entry);
    }
  g_free (entry->value);
  entry->value = g_strdup (value);
  entry->file = reader->file;
  entry->line = reader->line;
}

static gboolean
check_key (Reader *reader, const char *line, const char *key)
{
  if (*key == '\0')
    fault (reader, get_group_name (reader), NULL, "\"%s\" has no key before its =", line);
  else if (*key == ';' || g_str_has_prefix (key, "//"))
    fault (reader, get_group_name (reader), NULL, "\"%s\" is no key; a comment begins with #", key);
  else if (strpbrk (key, "[]\t") != NULL)
    fault (reader, get_group_name (reader), NULL,
           "\"%s\" is no key: [, ] and tabs have no place in one", key);
  else
    return TRUE;
  return FALSE;
}

static void
read_entry (Reader *reader, char *line)
{
  char *equals = strchr (line, '=');
  g_autofree char *key = NULL;

  if (equals == NULL)
    {
      fault (reader, get_group_name (reader), NULL,
             *line == ';' || g_str_has_prefix (line, "//")
                 ? "\"%s\" is no key=value; a comment begins with #"
                 : "\"%s\" has no =; key=value, [group] or # comment is right",
             line);
      return;
    }
  key = g_strchomp (g_strndup (line, (gsize) (equals - line)));
  if (!check_key (reader, line, key))
    return;
  if (reader->outside)
    fault (reader, NULL, key, "stands before the first [group]");
  reader->outside = FALSE;
  if (reader->group != NULL)
    keep_entry (reader, key, g_strchug (equals + 1));
}

/* is it text at all? */
static gboolean
check_bytes (Reader *reader, const char *line, gsize length)
{
  const char *nul = memchr (line, '\0', length), *end;

  if (nul != NULL)
    {
      fault (reader, get_group_name (reader), NULL,
             "has a NUL at byte %" G_GSIZE_FORMAT "; a key file is text", (gsize) (nul - line) + 1);
      return FALSE;
    }
  if (!g_utf8_validate_len (line, length, &end))
    {
      fault (reader, get_group_name (reader), NULL,
             "is not UTF-8: 0x%02x at byte %" G_GSIZE_FORMAT "; save the file as UTF-8",
             (guint8) *end, (gsize) (end - line) + 1);
      return FALSE;
    }
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (line[i]) && line[i] != '\t')
      {
        fault (reader, get_group_name (reader), NULL,
               "has the control character 0x%02x at byte %" G_GSIZE_FORMAT
               "; in a value it is spelled \\x%02x",
               (guint8) line[i], i + 1, (guint8) line[i]);
        return FALSE;
      }
  return TRUE;
}

static void
read_line (Reader *reader, const char *start, gsize length)
{
  g_autofree char *line = NULL;

  if (length > 0 && start[length - 1] == '\r')
    length--;
  if (length > LINE_MAX_LENGTH)
    {
      fault (reader, get_group_name (reader), NULL,
             "is %" G_GSIZE_FORMAT " bytes long; %d are allowed", length, LINE_MAX_LENGTH);
      return;
    }
  if (!check_bytes (reader, start, length))
    return;
  line = g_strstrip (g_strndup (start, length));
  if (*line == '\0' || *line == '#')
    return;
  if (*line == '[')
    read_group (reader, line);
  else
    read_entry (reader, line);
}

/**
 * leat_keyfile_load_text:
 * @self: a key file
 * @name: what the text is called in faults
 * @text: the text of a file
 * @length: of @text in bytes; -1: it ends with a NUL
 * @faults: where every fault goes
 *
 * Reads one file behind those that were read before: its keys take the place of theirs. A line with
 * a fault is left out, and reading goes on.
 *
 * Returns: %FALSE if there was a fault
 */
gboolean
leat_keyfile_load_text (LeatKeyfile *self, const char *name, const char *text, gssize length,
                        LeatFaults *faults)
{
  const guint n_faults = leat_faults_get_n (faults);
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  Reader reader = { .keyfile = self, .faults = faults, .outside = TRUE };

  reader.file = g_string_chunk_insert_const (self->names, name);
  if (!leat_file_is_bounded (name, (gsize) (end - text), faults))
    return FALSE;
  reader.line = 1;
  if (end - text >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    {
      fault (&reader, NULL, NULL, "is UTF-16; save the file as UTF-8");
      return FALSE;
    }
  if (end - text >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0)
    {
      fault (&reader, NULL, NULL,
             "begins with a byte order mark; save the file as UTF-8 without one");
      text += 3;
    }
  for (const char *stop; text < end; text = stop + 1, reader.line++)
    {
      stop = memchr (text, '\n', (gsize) (end - text));
      if (stop == NULL)
        stop = end;
      read_line (&reader, text, (gsize) (stop - text));
    }
  return leat_faults_get_n (faults) == n_faults;
}

/**
 * leat_keyfile_load:
 * @self: a key file
 * @path: of a regular file
 * @faults: where every fault goes
 *
 * As leat_keyfile_load_text(), of a file.
 *
 * Returns: %FALSE if there was a fault
 */
gboolean
leat_keyfile_load (LeatKeyfile *self, const char *path, LeatFaults *faults)
{
  g_autoptr (GByteArray) bytes = leat_file_read (path, faults);

  return bytes != NULL && leat_keyfile_load_text (self, path, (const char *) bytes->data,
                                                  (gssize) bytes->len, faults);
}

/**
 * leat_keyfile_get_n_groups:
 * @self: a key file
 *
 * Returns: how many groups it has
 */
guint
leat_keyfile_get_n_groups (const LeatKeyfile *self)
{
  return self->groups->len;
}

/**
 * leat_keyfile_get_group:
 * @self: a key file
 * @index: counted from 0, in the order of the files
 *
 * Returns: (transfer none): the group
 */
const LeatGroup *
leat_keyfile_get_group (const LeatKeyfile *self, guint index)
{
  g_return_val_if_fail (index < self->groups->len, NULL);
  return g_ptr_array_index (self->groups, index);
}

/**
 * leat_keyfile_find_group:
 * @self: a key file
 * @name: "source camera0"
 *
 * Returns: (transfer none) (nullable): the group, or %NULL
 */
const LeatGroup *
leat_keyfile_find_group (const LeatKeyfile *self, const char *name)
{
  return g_hash_table_lookup (self->index, name);
}
