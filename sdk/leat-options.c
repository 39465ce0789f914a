/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-options.c - a table of options: is it sound, whose key is this, what are its presets */
#include <string.h>

#include "leat-option-private.h"

static gboolean table_fault (GError **error, const LeatOption *option, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
table_fault (GError **error, const LeatOption *option, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN, "option %s: %s",
               option->key != NULL && *option->key != '\0' ? option->key : "without a key", text);
  return FALSE;
}

/* kebab-case: of options, classes, modules */
gboolean
leat_is_name (const char *text)
{
  const gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= LEAT_NAME_MAX && g_ascii_islower (text[0]) &&
         text[length - 1] != '-' && strstr (text, "--") == NULL &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* one line of UTF-8 that ends in a full stop */
gboolean
leat_is_sentence (const char *text)
{
  return text != NULL && strlen (text) > 1 && g_str_has_suffix (text, ".") &&
         strchr (text, '\n') == NULL && g_utf8_validate (text, -1, NULL);
}

/* the member is inside the instance, in its place, and no other option's */
static gboolean
check_member (const LeatOption *table, const LeatOption *self, const LeatOptionTraits *traits,
              gsize instance_size, GError **error)
{
  if (instance_size < traits->size || self->offset > instance_size - traits->size)
    return table_fault (error, self,
                        "its member lies outside the instance of %" G_GSIZE_FORMAT " bytes",
                        instance_size);
  if (self->offset % traits->alignment != 0)
    return table_fault (error, self, "its member at offset %" G_GSIZE_FORMAT " is not aligned",
                        self->offset);
  for (const LeatOption *other = table; other != self; other++)
    if (self->offset < other->offset + leat_traits_find (other->type)->size &&
        other->offset < self->offset + traits->size)
      return table_fault (error, self, "its member is that of option %s too", other->key);
  return TRUE;
}

static gboolean
check_choices (const LeatOption *self, GError **error)
{
  if (self->type != LEAT_OPTION_TYPE_CHOICE)
    return self->choices == NULL || table_fault (error, self, "has choices, but is no choice");
  if (self->choices == NULL || self->choices[0] == NULL)
    return table_fault (error, self, "is a choice without choices");
  for (guint i = 0; self->choices[i] != NULL; i++)
    {
      if (*self->choices[i] == '\0')
        return table_fault (error, self, "choice %u is empty", i + 1);
      for (guint k = 0; k < i; k++)
        if (g_str_equal (self->choices[i], self->choices[k]))
          return table_fault (error, self, "choice %s stands twice", self->choices[i]);
    }
  return TRUE;
}

static gboolean
check_limits (const LeatOption *self, GError **error)
{
  const gboolean numeric = self->type == LEAT_OPTION_TYPE_INT ||
                           self->type == LEAT_OPTION_TYPE_DOUBLE ||
                           self->type == LEAT_OPTION_TYPE_SIZE ||
                           self->type == LEAT_OPTION_TYPE_DURATION;

  if (!numeric && (self->minimum != 0 || self->maximum != 0))
    return table_fault (error, self, "has limits, but is no number");
  if (!(self->minimum <= self->maximum))
    return table_fault (error, self, "its maximum is less than its minimum");
  if (self->minimum < 0 &&
      (self->type == LEAT_OPTION_TYPE_SIZE || self->type == LEAT_OPTION_TYPE_DURATION))
    return table_fault (error, self, "its minimum is negative");
  return TRUE;
}

static gboolean
check_preset (const LeatOption *self, const LeatOptionTraits *traits, GError **error)
{
  gpointer member[2] = { NULL, NULL }; /* larger than any type's */
  g_autoptr (GError) why = NULL;

  if (self->preset == NULL)
    return TRUE;
  if ((self->flags & LEAT_OPTION_REQUIRED) != 0)
    return table_fault (error, self, "is required, and has a preset");
  if (!traits->set (self, member, self->preset, &why))
    return table_fault (error, self, "its preset: %s", why->message);
  if (traits->clear != NULL)
    traits->clear (member);
  return TRUE;
}

static gboolean
check_key (const LeatOption *table, const LeatOption *self, GError **error)
{
  if (!leat_is_name (self->key))
    return table_fault (error, self,
                        "a key is lower-case letters, digits and single dashes, %d at the most",
                        LEAT_NAME_MAX);
  for (const LeatOption *other = table; other != self; other++)
    if (g_str_equal (other->key, self->key))
      return table_fault (error, self, "stands twice");
  return TRUE;
}

/* is @key the KEY-file of the secret @secret? */
static gboolean
is_file_key (const char *key, const char *secret)
{
  const gsize length = strlen (secret);

  return strncmp (key, secret, length) == 0 && g_str_equal (key + length, "-file");
}

static gboolean
check_option (const LeatOption *table, const LeatOption *self, gsize instance_size, GError **error)
{
  const LeatOptionTraits *traits = leat_traits_find (self->type);
  const int all_flags = LEAT_OPTION_REQUIRED | LEAT_OPTION_SECRET | LEAT_OPTION_LIVE |
                        LEAT_OPTION_DEPRECATED | LEAT_OPTION_PATH;

  if (!check_key (table, self, error))
    return FALSE;
  if (traits == NULL)
    return table_fault (error, self, "type %d is not known", (int) self->type);
  if (!leat_is_sentence (self->summary))
    return table_fault (error, self, "its summary must be one sentence that ends in a full stop");
  if ((self->flags & ~all_flags) != 0)
    return table_fault (error, self, "flags 0x%x are not known",
                        (guint) (self->flags & ~all_flags));
  if ((self->flags & LEAT_OPTION_SECRET) != 0 && self->type != LEAT_OPTION_TYPE_STRING)
    return table_fault (error, self, "only a text can be a secret");
  if ((self->flags & LEAT_OPTION_PATH) != 0 && self->type != LEAT_OPTION_TYPE_STRING &&
      self->type != LEAT_OPTION_TYPE_LIST)
    return table_fault (error, self, "only a text or a list can be a path");
  return check_member (table, self, traits, instance_size, error) && check_choices (self, error) &&
         check_limits (self, error) && check_preset (self, traits, error);
}

/* a secret may be given by KEY-file=, which then must be no other option's */
static gboolean
check_secret_keys (const LeatOption *table, GError **error)
{
  for (const LeatOption *self = table; self->type != LEAT_OPTION_TYPE_NONE; self++)
    for (const LeatOption *secret = table; secret->type != LEAT_OPTION_TYPE_NONE; secret++)
      if (secret != self && (secret->flags & LEAT_OPTION_SECRET) != 0 &&
          is_file_key (self->key, secret->key))
        return table_fault (error, self, "is how the secret %s is read from a file", secret->key);
  return TRUE;
}

/**
 * leat_options_check:
 * @table: (nullable): ends with LEAT_OPTION_END; %NULL has no options
 * @instance_size: of the struct that the options describe
 * @error: return location for a #GError
 *
 * Judges the table itself: keys in kebab-case and unique, known types, summaries that are
 * sentences, members inside the instance, presets that parse and are in range. Any thread.
 *
 * Returns: %FALSE with %LEAT_ERROR_PLUGIN that names the option
 */
gboolean
leat_options_check (const LeatOption *table, gsize instance_size, GError **error)
{
  if (table == NULL)
    return TRUE;
  for (const LeatOption *self = table; self->type != LEAT_OPTION_TYPE_NONE; self++)
    if (!check_option (table, self, instance_size, error))
      return FALSE;
  return check_secret_keys (table, error);
}

/**
 * leat_options_find:
 * @table: (nullable): ends with LEAT_OPTION_END
 * @key: a key
 *
 * Returns: (transfer none) (nullable): the option with this key, or the secret that this key reads
 * from a file; %NULL: there is none
 */
const LeatOption *
leat_options_find (const LeatOption *table, const char *key)
{
  for (; table != NULL && table->type != LEAT_OPTION_TYPE_NONE; table++)
    if (g_str_equal (key, table->key) ||
        ((table->flags & LEAT_OPTION_SECRET) != 0 && is_file_key (key, table->key)))
      return table;
  return NULL;
}

/**
 * leat_options_clash:
 * @table: (nullable): ends with LEAT_OPTION_END
 * @other: (nullable): likewise
 *
 * Do two tables whose keys stand in one group share a key?
 *
 * Returns: (transfer none) (nullable): a key of both, or %NULL
 */
const char *
leat_options_clash (const LeatOption *table, const LeatOption *other)
{
  for (const LeatOption *own = table; own != NULL && own->type != LEAT_OPTION_TYPE_NONE; own++)
    if (leat_options_find (other, own->key) != NULL)
      return own->key;
  /* KEY-file= of a secret in the one, an option of that name in the other: seen from there only */
  for (const LeatOption *foreign = other; foreign != NULL && foreign->type != LEAT_OPTION_TYPE_NONE;
       foreign++)
    if (leat_options_find (table, foreign->key) != NULL)
      return foreign->key;
  return NULL;
}

/**
 * leat_options_preset:
 * @table: (nullable): a sound table
 * @instance: a struct it describes
 *
 * Gives every member its preset; what it held is freed. A member without a preset stays as it is.
 */
void
leat_options_preset (const LeatOption *table, gpointer instance)
{
  for (; table != NULL && table->type != LEAT_OPTION_TYPE_NONE; table++)
    {
      g_autoptr (GError) error = NULL;

      if (table->preset != NULL && !leat_option_set (table, instance, table->preset, &error))
        g_error ("preset of an option table that was not checked: %s", error->message);
    }
}

/**
 * leat_options_clear:
 * @table: (nullable): a sound table
 * @instance: a struct it describes
 *
 * Frees what the members hold and leaves them %NULL; numbers stay.
 */
void
leat_options_clear (const LeatOption *table, gpointer instance)
{
  for (; table != NULL && table->type != LEAT_OPTION_TYPE_NONE; table++)
    {
      const LeatOptionTraits *traits = leat_traits_find (table->type);

      if (traits->clear != NULL)
        traits->clear (G_STRUCT_MEMBER_P (instance, table->offset));
    }
}
