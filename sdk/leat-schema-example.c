/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-example.c - the [example N] of a schema file: frames, and what must come of them */
#include <string.h>
#include "leat-schema-draft.h"
#include "leat-schema-private.h"

#define QUALITY "quality."

static const char *const no_tags[] = { NULL };

gboolean
leat_draft_example_allows (const char *field_name)
{
  return leat_options_find (leat_draft_example_options, field_name) == NULL;
}

static gboolean
quality_from_name (const char *name, LeatQuality *quality)
{
  for (*quality = LEAT_QUALITY_GOOD; *quality <= LEAT_QUALITY_SUSPECT; (*quality)++)
    if (strcmp (leat_quality_get_name (*quality), name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
parse_arrival (const char *text, LeatMoment *arrival)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  *arrival = (LeatMoment) { 0 };
  return leat_time_read (text, utc, &arrival->time);
}

static void
offer_field (const LeatSchema *schema, const LeatGroup *group, const LeatEntry *entry,
             const char *name, LeatFaults *faults)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  for (guint i = 0; i < schema->n_fields; i++)
    g_ptr_array_add (names, (gpointer) schema->fields[i].name);
  for (const LeatOption *option = leat_draft_example_options; option->type != LEAT_OPTION_TYPE_NONE;
       option++)
    g_ptr_array_add (names, (gpointer) option->key);
  g_ptr_array_add (names, NULL);
  nearest = leat_nearest (name, (const char *const *) names->pdata);
  leat_group_fault (group, entry->key, faults, "%s is no field of this schema%s%s%s", name,
                    nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
                    nearest != NULL ? "?" : "");
}

static void
check_entry (const LeatSchema *schema, const LeatGroup *group, const LeatEntry *entry,
             LeatFaults *faults)
{
  const gboolean is_quality = g_str_has_prefix (entry->key, QUALITY);
  const char *name = is_quality ? entry->key + strlen (QUALITY) : entry->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) expected = NULL;
  LeatQuality quality;

  if (!is_quality && !leat_draft_example_allows (name))
    return;
  if (!leat_schema_find_field (schema, name, NULL))
    offer_field (schema, group, entry, name, faults);
  else if (is_quality && !quality_from_name (entry->value, &quality))
    leat_group_fault (group, entry->key, faults, "\"%s\" is no quality", entry->value);
  else if (!is_quality &&
           (expected = leat_escape_undo (entry->value, strlen (entry->value), &error)) == NULL)
    leat_group_fault (group, entry->key, faults, "%s", error->message);
}

/* is what it says sound? what comes of it is another matter */
void
leat_draft_check_example (const LeatSchema *schema, const LeatGroup *group, LeatFaults *faults)
{
  LeatExampleOptions example = { 0 };
  LeatMoment arrival;

  if (leat_group_fill (group, leat_draft_example_options, &example, faults) &&
      !parse_arrival (example.arrival, &arrival))
    leat_group_fault (group, "arrival", faults, "\"%s\" is no time such as 2018-10-13T06:03:22Z",
                      example.arrival);
  for (guint i = 0; i < group->entries->len; i++)
    check_entry (schema, group, g_ptr_array_index (group->entries, i), faults);
  leat_options_clear (leat_draft_example_options, &example);
}

static char *
show_value (const LeatValue *value)
{
  char text[LEAT_VALUE_TEXT_MAX];

  if (value->type == LEAT_TYPE_BYTES && leat_value_is_present (value))
    return leat_escape_do (value->bytes, value->length);
  if (leat_value_is_text (value))
    return leat_escape_do (value->string, value->length);
  leat_value_write (value, text);
  return g_strdup (text);
}

/* both as leat_escape_do() spells them: the file's author may have chosen another spelling */
static void
compare_value (const LeatGroup *group, const LeatEntry *entry, const LeatValue *value,
               LeatFaults *faults)
{
  g_autoptr (GBytes) bytes = leat_escape_undo (entry->value, strlen (entry->value), NULL);
  gsize n_bytes = 0;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  g_autofree char *expected = leat_escape_do (data, n_bytes);
  g_autofree char *shown = show_value (value);

  if (strcmp (shown, expected) != 0)
    leat_group_fault (group, entry->key, faults, "comes out as \"%s\", not \"%s\"", shown,
                      expected);
}

static void
compare_quality (const LeatGroup *group, const char *name, const LeatValue *value,
                 LeatFaults *faults)
{
  g_autofree char *key = g_strconcat (QUALITY, name, NULL);
  const char *expected = leat_group_get (group, key);
  const char *shown = leat_quality_get_name ((LeatQuality) value->quality);

  if (strcmp (shown, expected != NULL ? expected : "good") != 0)
    leat_group_fault (group, expected != NULL ? key : name, faults,
                      "its quality comes out as %s, not %s", shown,
                      expected != NULL ? expected : "good");
}

/* the qualities of fields that the example does not name are not its matter */
static void
compare_record (const LeatSchema *self, const LeatGroup *group, const LeatRecord *record,
                LeatFaults *faults)
{
  for (guint i = 0; i < self->n_fields; i++)
    {
      const char *name = self->fields[i].name;
      g_autofree char *key = g_strconcat (QUALITY, name, NULL);
      const LeatEntry *entry = leat_group_find (group, name);

      if (entry != NULL)
        compare_value (group, entry, &record->values[i], faults);
      if (entry != NULL || leat_group_find (group, key) != NULL)
        compare_quality (group, name, &record->values[i], faults);
    }
}

static void
try_example (LeatSchema *self, const LeatGroup *group, LeatFaults *faults)
{
  LeatOrigin *origin = leat_origin_new ("example", "", self, "", no_tags);
  LeatBatch *batch = leat_batch_new (1);
  g_autoptr (GError) error = NULL;
  LeatExampleOptions example = { 0 };
  LeatMoment arrival;
  gsize length = 0;

  leat_group_fill (group, leat_draft_example_options, &example, faults);
  parse_arrival (example.arrival, &arrival);

  const guint8 *frame = g_bytes_get_data (example.frame, &length);
  const gboolean decoded = leat_schema_decode (self, frame, length, batch, origin, arrival, &error);

  if (decoded && example.reject)
    leat_group_fault (group, "reject", faults, "the frame is not refused, it becomes a record");
  else if (decoded)
    compare_record (self, group, leat_batch_get_record (batch, 0), faults);
  else if (!example.reject)
    leat_group_fault (group, "frame", faults, "%s", error->message);
  leat_options_clear (leat_draft_example_options, &example);
  leat_batch_unref (batch);
  leat_origin_unref (origin);
}

/**
 * leat_schema_try_examples:
 * @faults: gets what came out otherwise than it should
 *
 * Decodes each [example N] of the schema's file and compares: values digit for digit, and the
 * quality of each field that it names, which is good unless `quality.FIELD=` says another.
 *
 * Returns: %FALSE if one came out otherwise
 */
gboolean
leat_schema_try_examples (LeatSchema *self, LeatFaults *faults)
{
  const guint n_faults = leat_faults_get_n (faults);
  const guint n_groups = self->keyfile != NULL ? leat_keyfile_get_n_groups (self->keyfile) : 0;

  for (guint i = 0; i < n_groups; i++)
    {
      const LeatGroup *group = leat_keyfile_get_group (self->keyfile, i);

      if (g_str_has_prefix (group->name, "example"))
        try_example (self, group, faults);
    }
  return leat_faults_get_n (faults) == n_faults;
}
