/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-field.c - a [field NAME] of a schema file, judged and compiled to a cell */
#include <string.h>
#include "leat-schema-draft.h"
#include "leat-schema-private.h"
#include "leat-zone.h"

#define TYPE(TYPE) (1u << LEAT_TYPE_##TYPE)
#define NUMBERS    (TYPE (INT) | TYPE (DECIMAL) | TYPE (DOUBLE))

/* the types for which a key has a meaning; keys that are not here have one for all */
static const struct {
  const char *key;
  guint       types;
} uses[] = {
  { "saturated", NUMBERS },
  { "minimum", NUMBERS },
  { "maximum", NUMBERS },
  { "lower-limit", NUMBERS },
  { "upper-limit", NUMBERS },
  { "base", TYPE (INT) },
  { "decimal-comma", TYPE (DECIMAL) | TYPE (DOUBLE) },
  { "spaced-sign", NUMBERS },
  { "pattern", TYPE (TIME) },
  { "timezone", TYPE (TIME) },
  { "true", TYPE (BOOL) },
  { "false", TYPE (BOOL) },
  { "good", TYPE (STRING) },
  { "bad", TYPE (STRING) },
  { "none", TYPE (STRING) },
  { "encoding", TYPE (STRING) },
  { "bytes-as", TYPE (BYTES) },
  { "max-length", TYPE (STRING) | TYPE (BYTES) },
};

/* the types that a role may have; none of others is asked */
static const guint role_types[] = {
  [LEAT_ROLE_JUDGEMENT] = TYPE (STRING),
  [LEAT_ROLE_COUNTER] = TYPE (INT),
  [LEAT_ROLE_TIME] = TYPE (TIME),
};

static char *
list_types (guint mask)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; leat_draft_types[i] != NULL; i++)
    if (mask & 1u << i)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", leat_draft_types[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_uses (const LeatGroup *group, const LeatFieldOptions *options, LeatFaults *faults)
{
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (leat_group_find (group, uses[i].key) != NULL && !(uses[i].types & 1u << options->type))
      {
        g_autofree char *meant = list_types (uses[i].types);

        leat_group_fault (group, uses[i].key, faults, "has no meaning for type=%s; it is for %s",
                          leat_draft_types[options->type], meant);
      }
}

static void
check_role (const LeatGroup *group, const LeatFieldOptions *options, LeatFaults *faults)
{
  const guint allowed = options->role < (int) G_N_ELEMENTS (role_types) ? role_types[options->role]
                                                                        : 0;
  g_autofree char *meant = list_types (allowed);

  if (allowed != 0 && !(allowed & 1u << options->type))
    leat_group_fault (group, "role", faults, "%s needs type=%s, not %s",
                      leat_draft_roles[options->role], meant, leat_draft_types[options->type]);
  if (options->role == LEAT_ROLE_JUDGEMENT && options->good == NULL && options->bad == NULL)
    leat_group_fault (
        group, "role", faults,
        "judgement needs to know the device's words: good=OK and bad=NG, for example; or, without "
        "a column, judgement=FIELD;FIELD");
  if (options->role != LEAT_ROLE_JUDGEMENT &&
      (options->good != NULL || options->bad != NULL || options->none != NULL))
    leat_group_fault (group, "role", faults, "must be judgement where good=, bad= or none= stand");
}

static void
fill_words (const LeatGroup *group, const char *key, char **list, int meaning, LeatWords *words,
            LeatFaults *faults)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (*list[i] == '\0')
      leat_group_fault (group, key, faults,
                        "holds an empty word; an empty column is missing without being told");
    else if (!leat_words_add (words, list[i], meaning))
      leat_group_fault (group, key, faults, "\"%s\" has a meaning in this field already", list[i]);
}

static void
fill_range (const LeatGroup *group, const char *low_key, const char *low, const char *high_key,
            const char *high, LeatRange *range, LeatFaults *faults)
{
  g_autoptr (GError) low_error = NULL, high_error = NULL, error = NULL;
  LeatRange half = { 0 };

  if (!leat_range_init (&half, low, NULL, &low_error))
    leat_group_fault (group, low_key, faults, "%s", low_error->message);
  leat_range_clear (&half);
  if (!leat_range_init (&half, NULL, high, &high_error))
    leat_group_fault (group, high_key, faults, "%s", high_error->message);
  leat_range_clear (&half);
  if (low_error == NULL && high_error == NULL && !leat_range_init (range, low, high, &error))
    leat_group_fault (group, low_key, faults, "%s, which is %s", error->message, high_key);
}

static void
fill_saturated (const LeatGroup *group, char **numbers, GArray *saturated, LeatFaults *faults)
{
  for (guint i = 0; numbers != NULL && numbers[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      LeatRange range;

      if (leat_range_init (&range, numbers[i], numbers[i], &error))
        g_array_append_val (saturated, range);
      else
        leat_group_fault (group, "saturated", faults, "%s", error->message);
    }
}

static void
fill_time (const LeatGroup *group, const LeatFieldOptions *options, LeatCell *cell,
           LeatFaults *faults)
{
  g_autoptr (GError) zone_error = NULL, error = NULL;
  g_autoptr (LeatZone) zone = leat_zone_new (options->timezone, &zone_error);

  if (zone == NULL)
    leat_group_fault (group, "timezone", faults, "%s", zone_error->message);
  if (options->pattern == NULL)
    {
      leat_group_fault (
          group, "pattern", faults,
          "is missing: a time is written in some way, such as %%Y-%%m-%%d %%H:%%M:%%S");
      return;
    }
  cell->pattern = leat_time_pattern_new (options->pattern, zone != NULL ? options->timezone : "UTC",
                                         &error);
  if (cell->pattern == NULL)
    leat_group_fault (group, "pattern", faults, "%s", error->message);
}

static void
fill_marks (const LeatGroup *group, const LeatFieldOptions *options, LeatWords *marks,
            LeatFaults *faults)
{
  fill_words (group, "missing", options->missing, LEAT_QUALITY_MISSING, marks, faults);
  fill_words (group, "overflow", options->overflow, LEAT_QUALITY_OVERFLOW, marks, faults);
  fill_words (group, "underflow", options->underflow, LEAT_QUALITY_UNDERFLOW, marks, faults);
  fill_words (group, "device-error", options->device_error, LEAT_QUALITY_DEVICE_ERROR, marks,
              faults);
}

/* words that may stand in the place of the value may stand in its status too */
static void
fill_states (const LeatGroup *group, const LeatFieldOptions *options, LeatPlace *place,
             LeatFaults *faults)
{
  const GArray *marks = place->cell.marks.words;

  if (options->status == NULL && options->unstable != NULL)
    leat_group_fault (group, "unstable", faults, "needs status=: the field in which it stands");
  if (options->status == NULL)
    return;
  for (guint i = 0; i < marks->len; i++)
    leat_words_add (&place->states, g_array_index (marks, LeatWord, i).text,
                    g_array_index (marks, LeatWord, i).meaning);
  fill_words (group, "unstable", options->unstable, LEAT_QUALITY_UNSTABLE, &place->states, faults);
  if (place->states.words->len == 0)
    leat_group_fault (group, "status", faults,
                      "needs words of it: unstable=, overflow=, underflow=, missing=, "
                      "device-error=");
}

/* each word is a shape, whichever field names it first */
static void
fill_shapes (const LeatGroup *group, char **when, LeatDecoder *decoder, LeatPlace *place,
             LeatFaults *faults)
{
  if (when == NULL)
    return;
  place->shapes = 0;
  for (guint i = 0; when[i] != NULL; i++)
    {
      int bit = (int) decoder->shapes.words->len;

      if (*when[i] == '\0')
        leat_group_fault (group, "when", faults, "holds an empty word");
      else if (!leat_words_find (&decoder->shapes, when[i], strlen (when[i]), &bit))
        {
          if (bit == LEAT_SHAPES_MAX)
            leat_group_fault (group, "when", faults, "names more than %d shapes of records",
                              LEAT_SHAPES_MAX);
          leat_words_add (&decoder->shapes, when[i], MIN (bit, LEAT_SHAPES_MAX - 1));
        }
      place->shapes |= G_GUINT64_CONSTANT (1) << MIN (bit, LEAT_SHAPES_MAX - 1);
    }
  if (place->shapes == 0)
    leat_group_fault (group, "when", faults, "names no word of branch=");
}

static void
fill_by_type (const LeatGroup *group, const LeatFieldOptions *options, LeatCell *cell,
              LeatFaults *faults)
{
  if (1u << cell->type & NUMBERS)
    {
      fill_range (group, "minimum", options->minimum, "maximum", options->maximum, &cell->plausible,
                  faults);
      fill_range (group, "lower-limit", options->lower_limit, "upper-limit", options->upper_limit,
                  &cell->tolerance, faults);
      fill_saturated (group, options->saturated, cell->saturated, faults);
      cell->is_judged = !leat_range_is_open (&cell->plausible) || cell->saturated->len > 0;
    }
  if (cell->type == LEAT_TYPE_TIME)
    fill_time (group, options, cell, faults);
  if (cell->type == LEAT_TYPE_BOOL)
    {
      fill_words (group, "true", options->true_words, TRUE, &cell->words, faults);
      fill_words (group, "false", options->false_words, FALSE, &cell->words, faults);
    }
  if (cell->is_judgement)
    {
      fill_words (group, "good", options->good, LEAT_JUDGEMENT_GOOD, &cell->words, faults);
      fill_words (group, "bad", options->bad, LEAT_JUDGEMENT_BAD, &cell->words, faults);
      fill_words (group, "none", options->none, LEAT_JUDGEMENT_NONE, &cell->words, faults);
    }
}

static void
fill_place (const LeatGroup *group, const LeatFieldOptions *options,
            const LeatSchemaOptions *schema, LeatPlace *place, LeatFaults *faults)
{
  LeatCell *cell = &place->cell;
  const gboolean own_comma = leat_group_find (group, "decimal-comma") != NULL;
  const gboolean own_sign = leat_group_find (group, "spaced-sign") != NULL;
  const gboolean own_encoding = leat_group_find (group, "encoding") != NULL;

  place->required = options->required;
  cell->type = (LeatType) options->type;
  cell->is_judgement = options->role == LEAT_ROLE_JUDGEMENT;
  cell->number.base = (LeatBase) options->base;
  cell->number.comma = own_comma ? options->decimal_comma : schema->decimal_comma;
  cell->number.spaced_sign = own_sign ? options->spaced_sign : schema->spaced_sign;
  cell->encoding = (LeatEncoding) (own_encoding ? options->encoding : schema->encoding);
  cell->bytes = (LeatBytesForm) options->bytes_as;
  cell->max_length = (gsize) options->max_length;
  if (cell->type == LEAT_TYPE_STRING && !leat_encoding_is_known (cell->encoding))
    leat_group_fault (group, "encoding", faults,
                      "%s is not known to the C library here; install its converters (gconv)",
                      leat_draft_encodings[cell->encoding]);
  fill_marks (group, options, &cell->marks, faults);
  fill_states (group, options, place, faults);
  fill_by_type (group, options, cell, faults);
}

/* is it a key of a place in the frame, or of what stands there? */
static gboolean
is_of_place (const char *key, const LeatFormat *format)
{
  static const char *const derived[] = { "judgement", "role", "type", NULL };

  return !g_strv_contains (derived, key) &&
         (leat_options_find (leat_draft_field_options, key) != NULL ||
          leat_options_find (format->field_options, key) != NULL);
}

static void
check_derived (const LeatGroup *group, const LeatFieldOptions *options, const LeatFormat *format,
               LeatFaults *faults)
{
  for (guint i = 0; i < group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (group->entries, i);

      if (is_of_place (entry->key, format))
        leat_group_fault (group, entry->key, faults,
                          "has no meaning beside judgement=, which takes the place of one in the "
                          "frame");
    }
  if (leat_group_find (group, "type") != NULL && options->type != LEAT_TYPE_STRING)
    leat_group_fault (group, "type", faults, "must be string: a judgement is good, bad or none");
  if (leat_group_find (group, "role") != NULL && options->role != LEAT_ROLE_JUDGEMENT)
    leat_group_fault (group, "role", faults, "must be judgement beside judgement=");
}

/* the source's word: nothing is read, so nothing is to be known of how */
static void
check_given (const LeatGroup *group, const LeatFormat *format, LeatFaults *faults)
{
  static const char *const allowed[] = { "given", "role", "type", "unit", NULL };

  for (guint i = 0; i < group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (group->entries, i);

      if (!g_strv_contains (allowed, entry->key) && is_of_place (entry->key, format))
        leat_group_fault (group, entry->key, faults,
                          "has no meaning beside given=yes, which takes the place of one in the "
                          "frame");
    }
}

static void
check_group (const LeatGroup *group, const LeatFieldOptions *options, const LeatFormat *format,
             LeatFaults *faults)
{
  if (options->judgement != NULL)
    {
      check_derived (group, options, format, faults);
      return;
    }
  if (leat_group_find (group, "type") == NULL)
    {
      g_autofree char *all = list_types (~0u);

      leat_group_fault (group, "type", faults, "is missing: %s", all);
      return;
    }
  if (options->given)
    {
      check_given (group, format, faults);
      return;
    }
  check_uses (group, options, faults);
  check_role (group, options, faults);
}

/* the format's own keys */
static void
add_place (const LeatGroup *group, LeatDecoder *decoder, LeatPlace *place, LeatFaults *faults)
{
  const LeatFormat *format = decoder->format;
  g_autofree gpointer options = g_malloc0 (format->field_size);

  if (leat_group_fill (group, format->field_options, options, faults))
    place->name = format->add (decoder->form, group, options, &place->cell, faults);
  leat_options_clear (format->field_options, options);
}

/* see leat-schema-draft.h; @place is for leat_place_clear() in any case */
gboolean
leat_draft_fill_field (const LeatGroup *group, const char *name, const LeatSchemaOptions *schema,
                       LeatDecoder *decoder, LeatField *field, LeatPlace *place, char ***judged,
                       LeatFaults *faults)
{
  const guint n_faults = leat_faults_get_n (faults);
  LeatFieldOptions options = { 0 };

  leat_place_init (place);
  leat_format_check_keys (decoder->format, group, leat_draft_field_options, TRUE, faults);
  if (leat_group_fill (group, leat_draft_field_options, &options, faults))
    check_group (group, &options, decoder->format, faults);
  if (leat_faults_get_n (faults) == n_faults && options.judgement == NULL && !options.given)
    {
      fill_place (group, &options, schema, place, faults);
      fill_shapes (group, options.when, decoder, place, faults);
      add_place (group, decoder, place, faults);
    }

  const gboolean sound = leat_faults_get_n (faults) == n_faults;

  *field = (LeatField) { .name = g_strdup (name),
                         .type = (LeatType) options.type,
                         .role = (LeatRole) options.role };
  field->unit = g_steal_pointer (&options.unit);
  if (options.judgement != NULL)
    {
      field->type = LEAT_TYPE_STRING;
      field->role = LEAT_ROLE_JUDGEMENT;
    }
  *judged = g_steal_pointer (&options.judgement);
  if (options.given && *judged == NULL)
    *judged = g_new0 (char *, 1);
  leat_options_clear (leat_draft_field_options, &options);
  return sound;
}
