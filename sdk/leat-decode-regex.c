/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-regex.c - the regex format of schemas: what groups of a regular expression match */
#include <string.h>
#include "leat-error.h"
#include "leat-format.h"

/* a pattern that tries everything ends here: some milliseconds for a frame (pcre2pattern(3)) */
#define LIMITS "(*LIMIT_MATCH=100000)(*LIMIT_DEPTH=1000)(*LIMIT_HEAP=4096)"

typedef struct {
  char    *pattern;
  gboolean any_case;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_STRING (Options, pattern, .key = "pattern", .flags = LEAT_OPTION_REQUIRED,
    .summary = "A regular expression (PCRE) that frames match, with (?<NAME>…) around what is a "
    "field. A backslash is written twice, as in all options."),
  LEAT_OPTION_BOOL (Options, any_case, .key = "any-case", .preset = "no",
    .summary = "Whether letters match in either case."),
  LEAT_OPTION_END,
};

typedef struct {
  char *group;
} FieldOptions;

static const LeatOption field_options_table[] = {
  LEAT_OPTION_STRING (FieldOptions, group, .key = "group",
    .summary = "The group that it is, by name or number; if not given, that of its name."),
  LEAT_OPTION_END,
};

typedef struct {
  GRegex *regex;              /* NULL after a fault */
  GArray *groups;             /* of int, one for each place */
} Regex;

static gpointer
regex_make (const LeatGroup *group, gconstpointer data, LeatFaults *faults)
{
  const Options *options = data;
  const GRegexCompileFlags flags = G_REGEX_RAW | G_REGEX_OPTIMIZE |
                                   (options->any_case ? G_REGEX_CASELESS : 0);
  Regex *self = g_new0 (Regex, 1);
  g_autofree char *pattern = g_strconcat (LIMITS, options->pattern, NULL);
  g_autoptr (GError) error = NULL;

  self->groups = g_array_new (FALSE, FALSE, sizeof (int));
  if (options->pattern == NULL)
    return self;
  self->regex = g_regex_new (pattern, flags, 0, &error);
  if (self->regex == NULL)
    leat_group_fault (group, "pattern", faults, "%s", error->message);
  return self;
}

static int
find_group (const Regex *self, const char *name)
{
  char *end = NULL;
  const guint64 number = g_ascii_strtoull (name, &end, 10);

  if (g_ascii_isdigit (name[0]) && *end == '\0')
    return number <= (guint64) g_regex_get_capture_count (self->regex) ? (int) number : -1;
  return g_regex_get_string_number (self->regex, name);
}

static char *
regex_add (gpointer form, const LeatGroup *group, gconstpointer data, const LeatCell *cell,
           LeatFaults *faults)
{
  Regex *self = form;
  const FieldOptions *options = data;
  g_autofree char *own = leat_format_get_name (group);
  const char *name = options->group != NULL ? options->group : own;
  const int number = self->regex != NULL ? find_group (self, name) : 0;

  if (number < 0)
    leat_group_fault (group, "group", faults, "the pattern has no group %s: (?<%s>…)", name, name);
  g_array_append_val (self->groups, number);
  return g_strdup_printf ("group %s", name);
}

static void
regex_free (gpointer form)
{
  Regex *self = form;

  g_clear_pointer (&self->regex, g_regex_unref);
  g_array_unref (self->groups);
  g_free (self);
}

static gboolean
refuse (const LeatWork *work, const GError *why, GError **error)
{
  g_autofree char *text = leat_work_show (work->frame, work->length);

  if (why != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "the pattern gave up: %s: %s",
                 why->message, text);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "the pattern does not match: %s", text);
  return FALSE;
}

static gboolean
regex_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Regex *self = form;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) why = NULL;

  if (work->length > G_MAXINT32 ||
      !g_regex_match_full (self->regex, work->frame, (gssize) work->length, 0, 0, &match, &why))
    return refuse (work, why, error);
  for (guint i = 0; i < self->groups->len; i++)
    {
      int begin = -1, end = -1;

      g_match_info_fetch_pos (match, g_array_index (self->groups, int, i), &begin, &end);
      if (begin >= 0)
        leat_found_set_range (&work->pieces[i], work, (gsize) begin, (gsize) end, FALSE);
      else
        leat_found_set_nothing (&work->pieces[i], LEAT_FOUND_ABSENT, work->length);
    }
  return TRUE;
}

const LeatFormat leat_format_regex = {
  .name = "regex",
  .summary = "Fields are groups of a regular expression.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .field_options = field_options_table,
  .field_size = sizeof (FieldOptions),
  .make = regex_make,
  .add = regex_add,
  .find = regex_find,
  .free = regex_free,
};
