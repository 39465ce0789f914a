/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-filter.c - what a template does with a value: other words for it, and how it is spelled */
#include "rest-filter.h"
#include <string.h>

typedef enum {
  FILTER_TIME,
  FILTER_DEFAULT,
  FILTER_MAP,
} FilterKind;

struct _RestFilter {
  FilterKind kind;
  char      *argument;
  GTimeZone *zone;       /* TIME */
  char     **words;      /* MAP: from, to, from, to, … */
};

static const struct {
  const char *name;
  FilterKind  kind;
} kinds[] = {
  { "time:", FILTER_TIME },
  { "default:", FILTER_DEFAULT },
  { "map:", FILTER_MAP },
};

static const struct {
  const char  *name;
  RestSpelling spelling;
} spellings[] = {
  { "raw", REST_SPELL_RAW }, { "json", REST_SPELL_JSON }, { "url", REST_SPELL_URL },
  { "form", REST_SPELL_FORM }, { "csv", REST_SPELL_CSV }, { "xml", REST_SPELL_XML },
};

gboolean
rest_spelling_from_name (const char *name, gsize length, RestSpelling *spelling)
{
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    if (strlen (spellings[i].name) == length && memcmp (spellings[i].name, name, length) == 0)
      {
        *spelling = spellings[i].spelling;
        return TRUE;
      }
  return FALSE;
}

/* good=1,bad=0 */
static gboolean
read_map (RestFilter *self, GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (self->argument, ",", 0);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');

      if (equals == NULL)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "\"map:%s\" is no list such as map:good=1,bad=0", self->argument);
          return FALSE;
        }
      g_ptr_array_add (words, g_strndup (pairs[i], (gsize) (equals - pairs[i])));
      g_ptr_array_add (words, g_strdup (equals + 1));
    }
  g_ptr_array_add (words, NULL);
  self->words = (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
  return TRUE;
}

static gboolean
check_time (const RestFilter *self, GError **error)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (0);
  g_autofree char *text = g_date_time_format (moment, self->argument);

  if (text != NULL && *text != '\0')
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "\"time:%s\" is no form of a time; there are %%Y %%m %%d %%H %%M %%S %%f (µs) %%s "
               "%%z and the like",
               self->argument);
  return FALSE;
}

RestFilter *
rest_filter_new (const char *text, gsize length, GTimeZone *zone, GError **error)
{
  g_autoptr (RestFilter) self = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize name_length = strlen (kinds[i].name);

      if (length < name_length || memcmp (text, kinds[i].name, name_length) != 0)
        continue;
      self = g_new0 (RestFilter, 1);
      self->kind = kinds[i].kind;
      self->argument = g_strndup (text + name_length, length - name_length);
      self->zone = g_time_zone_ref (zone);
      if ((self->kind == FILTER_MAP && !read_map (self, error)) ||
          (self->kind == FILTER_TIME && !check_time (self, error)))
        return NULL;
      return g_steal_pointer (&self);
    }
  g_set_error (
      error, LEAT_ERROR, LEAT_ERROR_CONFIG,
      "there is no filter \"%.*s\"; there are time:%%Y-%%m-%%d, default:TEXT, map:A=B,C=D, "
      "and at the end json, url, form, csv, xml or raw",
      (int) MIN (length, 40), text);
  return NULL;
}

void
rest_filter_free (RestFilter *self)
{
  if (self == NULL)
    return;
  g_time_zone_unref (self->zone);
  g_strfreev (self->words);
  g_free (self->argument);
  g_free (self);
}

gboolean
rest_filter_replaces (const RestFilter *self)
{
  return self->kind == FILTER_DEFAULT;
}

static void
set_text (RestPiece *piece, const char *text)
{
  g_string_assign (piece->text, text);
  piece->is_null = piece->is_literal = piece->is_time = FALSE;
}

static void
format_time (const RestFilter *self, RestPiece *piece)
{
  gint64 seconds = piece->time / LEAT_NSEC_PER_SEC - (piece->time % LEAT_NSEC_PER_SEC < 0);
  gint64 micro = (piece->time - seconds * LEAT_NSEC_PER_SEC) / 1000;
  g_autoptr (GDateTime) whole = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) utc = g_date_time_add (whole, micro);
  g_autoptr (GDateTime) moment = g_date_time_to_timezone (utc, self->zone);
  g_autofree char *text = g_date_time_format (moment, self->argument);

  set_text (piece, text);
}

/* what is no number of JSON's stays a text: only these few are surely one */
static gboolean
is_small_number (const char *text)
{
  gsize n_digits;

  text += *text == '-';
  n_digits = strspn (text, "0123456789");
  return n_digits > 0 && n_digits < 16 && text[n_digits] == '\0' && (n_digits == 1 || *text != '0');
}

static void
map_word (const RestFilter *self, RestPiece *piece)
{
  for (guint i = 0; self->words[i] != NULL; i += 2)
    if (!piece->is_null && g_str_equal (piece->text->str, self->words[i]))
      {
        set_text (piece, self->words[i + 1]);
        piece->is_literal = is_small_number (piece->text->str);
        return;
      }
}

/* a moment that is none stays as it is */
void
rest_filter_apply (const RestFilter *self, RestPiece *piece)
{
  switch (self->kind)
    {
    case FILTER_TIME:
      if (piece->is_time && !piece->is_null)
        format_time (self, piece);
      break;
    case FILTER_DEFAULT:
      if (piece->is_null)
        {
          set_text (piece, self->argument);
          piece->is_literal = is_small_number (piece->text->str);
        }
      break;
    case FILTER_MAP:
      map_word (self, piece);
      break;
    }
}

static void
append_percent (GString *out, const GString *text, gboolean is_form)
{
  static const char digits[] = "0123456789ABCDEF";

  for (gsize i = 0; i < text->len; i++)
    {
      guchar byte = (guchar) text->str[i];

      if (g_ascii_isalnum (byte) || (byte != '\0' && strchr ("-._~", byte) != NULL))
        g_string_append_c (out, (char) byte);
      else if (is_form && byte == ' ')
        g_string_append_c (out, '+');
      else
        {
          g_string_append_c (out, '%');
          g_string_append_c (out, digits[byte >> 4]);
          g_string_append_c (out, digits[byte & 15]);
        }
    }
}

static void
append_header (GString *out, const GString *text)
{
  for (gsize i = 0; i < text->len; i++)
    g_string_append_c (out, g_ascii_iscntrl (text->str[i]) ? ' ' : text->str[i]);
}

static void
append_cell (GString *out, const GString *text)
{
  if (strpbrk (text->str, ",\"\r\n") == NULL && strlen (text->str) == text->len)
    {
      g_string_append_len (out, text->str, (gssize) text->len);
      return;
    }
  g_string_append_c (out, '"');
  for (gsize i = 0; i < text->len; i++)
    {
      if (text->str[i] == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, text->str[i]);
    }
  g_string_append_c (out, '"');
}

/* without its quotes */
static void
append_json_text (GString *out, const GString *text)
{
  gsize start = out->len;

  leat_json_append_string (out, text->str, (gssize) text->len);
  g_string_erase (out, (gssize) start, 1);
  g_string_truncate (out, out->len - 1);
}

/* XML knows no control characters at all: they become blanks */
static void
append_xml (GString *out, const GString *text)
{
  for (gsize i = 0; i < text->len; i++)
    {
      const char *name = NULL;

      switch (text->str[i])
        {
        case '&': name = "&amp;"; break;
        case '<': name = "&lt;"; break;
        case '>': name = "&gt;"; break;
        case '"': name = "&quot;"; break;
        case '\'': name = "&apos;"; break;
        default: break;
        }
      if (name != NULL)
        g_string_append (out, name);
      else
        g_string_append_c (out, g_ascii_iscntrl (text->str[i]) ? ' ' : text->str[i]);
    }
}

static void
append_json (GString *out, const RestPiece *piece)
{
  if (piece->is_null)
    g_string_append (out, "null");
  else if (piece->is_literal)
    g_string_append_len (out, piece->text->str, (gssize) piece->text->len);
  else
    leat_json_append_string (out, piece->text->str, (gssize) piece->text->len);
}

void
rest_spell (RestSpelling spelling, const RestPiece *piece, GString *out)
{
  if (spelling == REST_SPELL_JSON)
    {
      append_json (out, piece);
      return;
    }
  if (piece->is_null)
    return;
  switch (spelling)
    {
    case REST_SPELL_URL: append_percent (out, piece->text, FALSE); break;
    case REST_SPELL_FORM: append_percent (out, piece->text, TRUE); break;
    case REST_SPELL_HEADER: append_header (out, piece->text); break;
    case REST_SPELL_CSV: append_cell (out, piece->text); break;
    case REST_SPELL_JSON_TEXT: append_json_text (out, piece->text); break;
    case REST_SPELL_XML: append_xml (out, piece->text); break;
    case REST_SPELL_RAW:
    case REST_SPELL_JSON:
      g_string_append_len (out, piece->text->str, (gssize) piece->text->len);
      break;
    }
}
