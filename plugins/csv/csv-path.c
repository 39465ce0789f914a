/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-path.c - the names of files: times, sources and schemas in a template, and numbers behind
 * them */
#include "csv-path.h"
#include <string.h>

/* what a wall clock shows in digits: no names of months, which depend on a language, and no slash
 * */
#define CONVERSIONS "YymdHMSjGVuFTsz"

struct _CsvPath {
  char      *pattern;
  GTimeZone *zone;
  gint64     step;      /* nanoseconds in which the name stays the same; 0: for ever */
};

static gint64
find_step (const char *pattern)
{
  gint64 step = 0;

  for (const char *cursor = strchr (pattern, '%'); cursor != NULL;
       cursor = strchr (cursor + 2, '%'))
    {
      if (strchr ("STs", cursor[1]) != NULL)
        return LEAT_NSEC_PER_SEC;
      if (cursor[1] != '%')
        step = 60 * LEAT_NSEC_PER_SEC;
    }
  return step;
}

static gboolean
is_placeholder (const char *text, gsize length)
{
  static const char *const names[] = { "{source}", "{schema}", "{gateway}" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && strncmp (text, names[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_pattern (const char *pattern, GError **error)
{
  for (const char *cursor = pattern; *cursor != '\0'; cursor++)
    {
      gsize length = 1 + strcspn (cursor, "}");

      if (*cursor == '%' && (cursor[1] == '\0' || strchr ("%" CONVERSIONS, cursor[1]) == NULL))
        {
          g_set_error (
              error, LEAT_ERROR, LEAT_ERROR_CONFIG,
              "path: \"%%%.1s\" is no part of a time; there are %%Y %%y %%m %%d %%j %%H %%M %%S "
              "%%F %%T %%G %%V %%u %%s %%z, and %%%% for a percent sign",
              cursor + 1);
          return FALSE;
        }
      if (*cursor == '%')
        cursor++;
      else if (*cursor == '{' && !is_placeholder (cursor, length))
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "path: \"%.*s\" is not known; there are {source}, {schema} and {gateway}",
                       (int) MIN (length, 40), cursor);
          return FALSE;
        }
    }
  if (*pattern == '\0' || g_str_has_suffix (pattern, "/"))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "path: \"%s\" names no file; give one, such as /data/{source}.csv", pattern);
      return FALSE;
    }
  return TRUE;
}

/**
 * csv_path_new:
 * @pattern: the template; made absolute
 * @timezone: "local", or what the zone database calls it
 *
 * Judges a template; touches no file.
 *
 * Returns: (transfer full): a template, or %NULL with %LEAT_ERROR_CONFIG
 */
CsvPath *
csv_path_new (const char *pattern, const char *timezone, GError **error)
{
  gboolean is_local = g_str_equal (timezone, "local");
  g_autoptr (GTimeZone) zone = is_local ? g_time_zone_new_local ()
                                        : g_time_zone_new_identifier (timezone);
  CsvPath *self;

  if (zone == NULL)
    {
      g_set_error (
          error, LEAT_ERROR, LEAT_ERROR_CONFIG,
          "timezone: no zone is called \"%s\"; there are local, UTC, and names such as Asia/Taipei",
          timezone);
      return NULL;
    }
  if (!check_pattern (pattern, error))
    return NULL;

  self = g_new0 (CsvPath, 1);
  self->pattern = g_path_is_absolute (pattern) ? g_canonicalize_filename (pattern, NULL)
                                               : g_strdup (pattern);
  self->zone = g_steal_pointer (&zone);
  self->step = find_step (self->pattern);
  return self;
}

void
csv_path_free (CsvPath *self)
{
  if (self == NULL)
    return;
  g_time_zone_unref (self->zone);
  g_free (self->pattern);
  g_free (self);
}

/* a name that somebody gave is one part of a path, and never leads elsewhere */
static void
append_name (GString *path, const char *name)
{
  gsize start = path->len;

  for (; name != NULL && *name != '\0'; name++)
    g_string_append_c (path, *name == '/' || g_ascii_iscntrl (*name) ? '_' : *name);
  if (path->len > start && path->str[start] == '.')
    path->str[start] = '_';
}

static gsize
append_placeholder (GString *path, const char *text, const LeatOrigin *origin)
{
  gsize length = 1 + strcspn (text, "}");

  if (text[1] == 'g')
    append_name (path, origin->gateway);
  else if (text[2] == 'o')
    append_name (path, origin->source);
  else
    append_name (path, leat_schema_get_name (origin->schema));
  return length;
}

static void
append_time (GString *path, char conversion, GDateTime *moment)
{
  const char format[] = { '%', conversion, '\0' };
  g_autofree char *text = g_date_time_format (moment, format);

  g_string_append (path, text);
}

/**
 * csv_path_expand:
 * @origin: where the record comes from
 * @time: when it came, nanoseconds since 1970-01-01 UTC
 * @since: (out): the name is the same from here on …
 * @until: (out): … and before this
 *
 * Names the file of a record.
 *
 * Returns: (transfer full): a path, relative if the pattern is
 */
char *
csv_path_expand (const CsvPath *self, const LeatOrigin *origin, gint64 time, gint64 *since,
                 gint64 *until)
{
  gint64 seconds = time / LEAT_NSEC_PER_SEC - (time % LEAT_NSEC_PER_SEC < 0);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) moment = g_date_time_to_timezone (utc, self->zone);
  g_autoptr (GString) path = g_string_new (NULL);
  const char *cursor = self->pattern;

  while (*cursor != '\0')
    if (*cursor == '%')
      {
        append_time (path, cursor[1], moment);
        cursor += 2;
      }
    else if (*cursor == '{')
      cursor += append_placeholder (path, cursor, origin);
    else
      g_string_append_c (path, *cursor++);

  *since = self->step == 0 ? G_MININT64 : time - ((time % self->step) + self->step) % self->step;
  *until = self->step == 0 || *since > G_MAXINT64 - self->step ? G_MAXINT64 : *since + self->step;
  return g_string_free (g_steal_pointer (&path), FALSE);
}

/**
 * csv_path_numbered:
 * @path: of a file
 * @number: 0: the file itself
 *
 * Names a further file beside another: the number goes in front of the last suffix.
 *
 * Returns: (transfer full): a path
 */
char *
csv_path_numbered (const char *path, guint number)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  const char *suffix = strrchr (name, '.');

  if (number == 0)
    return g_strdup (path);
  if (suffix == NULL || suffix == name)
    suffix = name + strlen (name);
  return g_strdup_printf ("%.*s-%u%s", (int) (suffix - path), path, number, suffix);
}
