/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-faults.c - everything that is wrong with some files, to be told at once */
#include <string.h>

#include "leat-keyfile.h"

#define TEXT_MAX 1000 /* bytes of one fault's text */

struct _LeatFaults {
  GPtrArray *list; /* of LeatFault */
  guint more;      /* that were only counted */
};

static void
free_fault (gpointer data)
{
  LeatFault *fault = data;

  g_free (fault->file);
  g_free (fault->group);
  g_free (fault->key);
  g_free (fault->text);
  g_free (fault);
}

/**
 * leat_faults_new:
 *
 * Returns: (transfer full): an empty list
 */
LeatFaults *
leat_faults_new (void)
{
  LeatFaults *self = g_new0 (LeatFaults, 1);

  self->list = g_ptr_array_new_with_free_func (free_fault);
  return self;
}

/**
 * leat_faults_free:
 * @self: (transfer full) (nullable): a list
 */
void
leat_faults_free (LeatFaults *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->list);
  g_free (self);
}

/* one line of valid UTF-8 and a bounded length, whatever it was made of */
static char *
tidy_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (char *p = valid; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  if (strlen (valid) <= TEXT_MAX)
    return g_steal_pointer (&valid);
  /* not inside a character */
  *g_utf8_find_prev_char (valid, valid + TEXT_MAX) = '\0';
  return g_strconcat (valid, "…", NULL);
}

/**
 * leat_faults_add:
 * @self: a list
 * @file: (nullable): the file, as it was named
 * @line: counted from 1; 0: none in particular
 * @group: (nullable): the group
 * @key: (nullable): the key
 * @format: what is wrong, and what would be right; neither capital nor full stop
 * @...: for @format
 *
 * Adds one fault.
 */
void
leat_faults_add (LeatFaults *self, const char *file, guint line, const char *group, const char *key,
                 const char *format, ...)
{
  LeatFault *fault;
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->list->len >= LEAT_FAULTS_MAX)
    {
      self->more++;
      return;
    }
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fault = g_new0 (LeatFault, 1);
  fault->file = g_strdup (file);
  fault->line = line;
  fault->group = group != NULL ? tidy_text (group) : NULL;
  fault->key = key != NULL ? tidy_text (key) : NULL;
  fault->text = tidy_text (text);
  g_ptr_array_add (self->list, fault);
}

/**
 * leat_faults_get_n:
 * @self: a list
 *
 * Returns: how many there are
 */
guint
leat_faults_get_n (const LeatFaults *self)
{
  return self->list->len + self->more;
}

/**
 * leat_faults_get:
 * @self: a list
 * @index: counted from 0, in the order of finding
 *
 * Returns: (transfer none) (nullable): the fault; %NULL if there is none, or it was only counted
 */
const LeatFault *
leat_faults_get (const LeatFaults *self, guint index)
{
  return index < self->list->len ? g_ptr_array_index (self->list, index) : NULL;
}

static int
compare_faults (gconstpointer a, gconstpointer b)
{
  const LeatFault *one = *(const LeatFault *const *) a, *other = *(const LeatFault *const *) b;
  const int by_file = g_strcmp0 (one->file, other->file);

  return by_file != 0 ? by_file : one->line < other->line ? -1 : one->line > other->line;
}

static void
append_fault (GString *text, const LeatFault *fault)
{
  if (fault->file != NULL)
    g_string_append (text, fault->file);
  if (fault->file != NULL && fault->line > 0)
    g_string_append_printf (text, ":%u", fault->line);
  if (fault->file != NULL)
    g_string_append (text, ": ");
  if (fault->group != NULL)
    g_string_append_printf (text, fault->key != NULL ? "[%s] " : "[%s]: ", fault->group);
  if (fault->key != NULL)
    g_string_append_printf (text, "%s: ", fault->key);
  g_string_append_printf (text, "%s\n", fault->text);
}

/**
 * leat_faults_to_string:
 * @self: a list
 *
 * Spells each fault as `file:line: [group] key: text`, one a line, sorted by file and line; what
 * was found first stands first where these are equal.
 *
 * Returns: (transfer full): the lines, each ended by \n; empty if there is no fault
 */
char *
leat_faults_to_string (const LeatFaults *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->list, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  /* the copy borrows */
  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_faults);
  for (guint i = 0; i < sorted->len; i++)
    append_fault (text, g_ptr_array_index (sorted, i));
  if (self->more > 0)
    g_string_append_printf (text, "and %u more faults\n", self->more);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
