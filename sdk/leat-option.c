/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-option.c - one option: from the text of the key file to a member of an instance */
#include <math.h>
#include <string.h>

#include "leat-option-private.h"

static gboolean
has_limits (const LeatOption *self)
{
  return self->minimum != 0 || self->maximum != 0;
}

static char *
write_number (const LeatOption *self, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->type == LEAT_OPTION_TYPE_SIZE)
    return leat_quantity_write ((gint64) number, leat_size_units);
  if (self->type == LEAT_OPTION_TYPE_DURATION)
    return leat_quantity_write ((gint64) number, leat_duration_units);
  return g_strdup (g_ascii_formatd (text, sizeof text, "%.15g", number));
}

static char *
join_choices (const LeatOption *self)
{
  const guint n = self->choices != NULL ? g_strv_length ((char **) self->choices) : 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, i + 1 < n ? ", " : " or ");
      g_string_append (text, self->choices[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * leat_option_range:
 * @self: an option
 *
 * Says what may stand behind its key: "1 to 8", "1k or more", "none, even or odd", "yes or no". Any
 * thread.
 *
 * Returns: (transfer full) (nullable): the words, or %NULL if anything of its type may
 */
char *
leat_option_range (const LeatOption *self)
{
  g_autofree char *least = NULL, *most = NULL;

  if (self->type == LEAT_OPTION_TYPE_BOOL)
    return g_strdup ("yes or no");
  if (self->type == LEAT_OPTION_TYPE_CHOICE)
    return join_choices (self);
  if (!has_limits (self))
    return NULL;
  least = write_number (self, self->minimum);
  if (self->maximum >= LEAT_OPTION_NO_MAXIMUM)
    return g_strdup_printf ("%s or more", least);
  most = write_number (self, self->maximum);
  return g_strdup_printf ("%s to %s", least, most);
}

static gboolean
check_range (const LeatOption *self, double number, const char *value, GError **error)
{
  g_autofree char *range = leat_option_range (self);

  if (range == NULL || (number >= self->minimum &&
                        (self->maximum >= LEAT_OPTION_NO_MAXIMUM || number <= self->maximum)))
    return TRUE;
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "%s is out of range, %s is right", value,
                          range);
}

static gboolean
set_bool (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  static const char *const words[] = { "no", "yes", "false", "true", "off", "on", "0", "1" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (value, words[i]))
      {
        *(gboolean *) member = i % 2 != 0;
        return TRUE;
      }
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "\"%s\" is neither yes nor no", value);
}

static gboolean
set_int (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  gint64 number;
  g_autoptr (GError) why = NULL;
  g_autofree char *range = leat_option_range (self);

  if (g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, &why))
    {
      if (!check_range (self, (double) number, value, error))
        return FALSE;
      *(gint64 *) member = number;
      return TRUE;
    }
  if (g_error_matches (why, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS))
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "%s is out of range, %s is right", value,
                            range != NULL ? range : "a 64-bit number");
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "\"%s\" is no whole number%s%s%s", value,
                          range != NULL ? "; " : "", range != NULL ? range : "",
                          range != NULL ? " is right" : "");
}

static gboolean
set_double (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  char *end = NULL;
  const double number = g_ascii_strtod (value, &end);

  /* strtod takes hexadecimal, inf and nan too */
  if (value[strspn (value, "+-.0123456789eE")] != '\0' || end == value || *end != '\0' ||
      !isfinite (number))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no number; numbers are spelled 2, 0.5 or 1e-3", value);
  if (!check_range (self, number, value, error))
    return FALSE;
  *(double *) member = number;
  return TRUE;
}

static gboolean
set_size (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  gint64 size;

  if (!leat_quantity_parse (value, leat_size_units, &size))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no size; sizes are spelled 4096, 64k, 8M or 1G, "
                            "where k is 1024 bytes",
                            value);
  if (!check_range (self, (double) size, value, error))
    return FALSE;
  *(gint64 *) member = size;
  return TRUE;
}

static gboolean
set_duration (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  gint64 duration = 0;

  if (!g_str_equal (value, "none") && !leat_quantity_parse (value, leat_duration_units, &duration))
    {
      if (*value != '\0' && value[strspn (value, "0123456789.")] == '\0')
        return leat_error_fail (error, LEAT_ERROR_CONFIG,
                                "%s has no unit; us, ms, s, min, h or d is right: %ss", value,
                                value);
      return leat_error_fail (error, LEAT_ERROR_CONFIG,
                              "\"%s\" is no duration; durations are spelled 250ms, 1.5s, 2min, 1h, "
                              "30d or none",
                              value);
    }
  if (!check_range (self, (double) duration, value, error))
    return FALSE;
  *(gint64 *) member = duration;
  return TRUE;
}

static gboolean
set_choice (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  g_autofree char *choices = g_strjoinv (", ", (char **) self->choices);
  const char *nearest;

  for (int i = 0; self->choices[i] != NULL; i++)
    if (g_str_equal (value, self->choices[i]))
      {
        *(int *) member = i;
        return TRUE;
      }
  nearest = leat_nearest (value, self->choices);
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "\"%s\" is not one of %s%s%s%s", value, choices,
                          nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
                          nearest != NULL ? "?" : "");
}

/* bytes that make a text; no message shows them, they may be a secret */
static char *
undo_to_string (const char *text, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = leat_escape_undo (text, length, error);
  gsize size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (bytes == NULL)
    return NULL;
  if (size > 0 && memchr (data, '\0', size) != NULL)
    {
      leat_error_fail (error, LEAT_ERROR_CONFIG, "\\x00 cannot stand in a text");
      return NULL;
    }
  if (!g_utf8_validate_len (data != NULL ? data : "", size, NULL))
    {
      leat_error_fail (error, LEAT_ERROR_CONFIG,
                       "the bytes that its \\x escapes make are not UTF-8");
      return NULL;
    }
  return g_strndup (data != NULL ? data : "", size);
}

static gboolean
set_string (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  char *text = undo_to_string (value, strlen (value), error);

  if (text == NULL)
    return FALSE;
  g_free (*(char **) member);
  *(char **) member = text;
  return TRUE;
}

static void
clear_string (gpointer member)
{
  g_clear_pointer ((char **) member, g_free);
}

static gboolean
set_bytes (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  GBytes *bytes = leat_escape_undo (value, strlen (value), error);

  if (bytes == NULL)
    return FALSE;
  g_clear_pointer ((GBytes **) member, g_bytes_unref);
  *(GBytes **) member = bytes;
  return TRUE;
}

static void
clear_bytes (gpointer member)
{
  g_clear_pointer ((GBytes **) member, g_bytes_unref);
}

typedef gboolean (*ItemFunc) (GPtrArray *items, const char *text, gsize length, GError **error);

/* parts @value at each ; that no backslash stands before; blanks around an item are not part of it,
 * a ; behind the last one is allowed */
static gboolean
split_list (const char *value, GPtrArray *items, ItemFunc add, GError **error)
{
  for (const char *p = value; *p != '\0';)
    {
      const char *start = p + strspn (p, " \t"), *end;

      for (p = start; *p != '\0' && *p != ';'; p++)
        p += *p == '\\' && p[1] != '\0';
      for (end = p; end > start && (end[-1] == ' ' || end[-1] == '\t');)
        end--;
      if (end == start && (*p == ';' || items->len == 0))
        return leat_error_fail (error, LEAT_ERROR_CONFIG,
                                "item %u is empty; a ; in an item is spelled \\;", items->len + 1);
      if (end > start && !add (items, start, (gsize) (end - start), error))
        {
          g_prefix_error (error, "item %u: ", items->len + 1);
          return FALSE;
        }
      p += *p == ';';
    }
  return TRUE;
}

static gboolean
add_string_item (GPtrArray *items, const char *text, gsize length, GError **error)
{
  char *item = undo_to_string (text, length, error);

  if (item != NULL)
    g_ptr_array_add (items, item);
  return item != NULL;
}

static gboolean
set_list (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

  if (!split_list (value, items, add_string_item, error))
    return FALSE;
  g_ptr_array_add (items, NULL);
  g_strfreev (*(char ***) member);
  *(char ***) member = (char **) g_ptr_array_steal (items, NULL);
  return TRUE;
}

static void
clear_list (gpointer member)
{
  g_clear_pointer ((char ***) member, g_strfreev);
}

static gboolean
add_bytes_item (GPtrArray *items, const char *text, gsize length, GError **error)
{
  GBytes *item = leat_escape_undo (text, length, error);

  if (item != NULL)
    g_ptr_array_add (items, item);
  return item != NULL;
}

static gboolean
set_bytes_list (const LeatOption *self, gpointer member, const char *value, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (!split_list (value, items, add_bytes_item, error))
    return FALSE;
  g_clear_pointer ((GPtrArray **) member, g_ptr_array_unref);
  *(GPtrArray **) member = g_steal_pointer (&items);
  return TRUE;
}

static void
clear_bytes_list (gpointer member)
{
  g_clear_pointer ((GPtrArray **) member, g_ptr_array_unref);
}

#define SIZED(CType) sizeof (CType), _Alignof(CType)

/* NULL: no such type */
const LeatOptionTraits *
leat_traits_find (LeatOptionType type)
{
  static const LeatOptionTraits traits[] = {
    [LEAT_OPTION_TYPE_BOOL] = { "yes or no", SIZED (gboolean), set_bool },
    [LEAT_OPTION_TYPE_INT] = { "whole number", SIZED (gint64), set_int },
    [LEAT_OPTION_TYPE_DOUBLE] = { "number", SIZED (double), set_double },
    [LEAT_OPTION_TYPE_SIZE] = { "size", SIZED (gint64), set_size },
    [LEAT_OPTION_TYPE_DURATION] = { "duration", SIZED (gint64), set_duration },
    [LEAT_OPTION_TYPE_CHOICE] = { "choice", SIZED (int), set_choice },
    [LEAT_OPTION_TYPE_STRING] = { "text", SIZED (char *), set_string, clear_string },
    [LEAT_OPTION_TYPE_BYTES] = { "bytes", SIZED (GBytes *), set_bytes, clear_bytes },
    [LEAT_OPTION_TYPE_LIST] = { "list", SIZED (char **), set_list, clear_list },
    [LEAT_OPTION_TYPE_BYTES_LIST] = { "list of bytes", SIZED (GPtrArray *), set_bytes_list,
                                      clear_bytes_list },
  };

  return (guint) type < G_N_ELEMENTS (traits) && traits[type].set != NULL ? &traits[type] : NULL;
}

/**
 * leat_option_type_name:
 * @type: a type
 *
 * Returns: (transfer none): the type's name for people: "duration"; "none" if there is no such type
 */
const char *
leat_option_type_name (LeatOptionType type)
{
  const LeatOptionTraits *traits = leat_traits_find (type);

  return traits != NULL ? traits->name : "none";
}

/**
 * leat_option_set:
 * @self: an option of the instance's table, which leat_options_check() found sound
 * @instance: has the member that the option describes
 * @value: as the key file spells it, blanks around it removed
 * @error: return location for a #GError
 *
 * Gives one member its value and frees the one before; on failure the member stays as it was. The
 * message of an error begins with the key and a colon, shows no secret, and says what would be
 * right. In whatever thread owns the instance.
 *
 * Returns: %FALSE with %LEAT_ERROR_CONFIG if @value is not what the option takes
 */
gboolean
leat_option_set (const LeatOption *self, gpointer instance, const char *value, GError **error)
{
  const LeatOptionTraits *traits = leat_traits_find (self->type);

  g_return_val_if_fail (traits != NULL, FALSE);
  if (traits->set (self, G_STRUCT_MEMBER_P (instance, self->offset), value, error))
    return TRUE;
  g_prefix_error (error, "%s: ", self->key);
  return FALSE;
}
