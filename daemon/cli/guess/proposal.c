/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proposal.c - a schema file, written from what a recording seems to hold */
#include "proposal.h"
#include "guess-values.h"
#include "leat-option-host.h"
#include "leat-schema-host.h"
#include "leat.h"
#include <string.h>

#define EXAMPLES 3
/* bytes of a frame that is one: all that an example says must not be longer than a group may be */
#define EXAMPLE_MAX 2048
/* 2020-01-01T00:00:00Z: when examples come, if they do not say otherwise */
#define EXAMPLE_ARRIVAL (G_GINT64_CONSTANT (1577836800) * LEAT_NSEC_PER_SEC)

char *
leat_proposal_slug (const char *text)
{
  g_autoptr (GString) slug = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_ascii_isalnum (*text))
      g_string_append_c (slug, g_ascii_tolower (*text));
    else if (slug->len > 0 && slug->str[slug->len - 1] != '_')
      g_string_append_c (slug, '_');
  while (slug->len > 0 && slug->str[slug->len - 1] == '_')
    g_string_truncate (slug, slug->len - 1);
  if (!g_ascii_isalpha (slug->str[0]))
    g_string_prepend (slug, slug->len > 0 ? "field_" : "field");
  return g_string_free (g_steal_pointer (&slug), FALSE);
}

G_GNUC_PRINTF (2, 3) static void
doubt (LeatProposal *self, const char *format, ...)
{
  va_list arguments;

  g_string_append (self->text, "# UNSURE: ");
  va_start (arguments, format);
  g_string_append_vprintf (self->text, format, arguments);
  va_end (arguments);
  g_string_append_c (self->text, '\n');
  self->n_doubts++;
}

/* words of the machine, as a list in a key file, where not each can stand */
static char *
list_words (const GPtrArray *words)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = words->pdata[i];
      g_autofree char *escaped = leat_escape_do (word, strlen (word));

      if (strchr (word, ';') == NULL && g_utf8_validate (word, -1, NULL))
        g_string_append_printf (list, "%s%s", list->len > 0 ? ";" : "", escaped);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* --- fields --- */

/* what a field is called: as the machine calls it, by what it is, or by its place */
static char *
find_name (const LeatGuessColumn *column, const LeatGuessValues *values, guint place,
           GHashTable *taken)
{
  g_autofree char *by_place = g_strdup_printf ("column_%u", place + 1);
  const char *by_kind = strcmp (values->type, "time") == 0 ? "device_time"
                        : values->is_counter               ? "counter"
                                                           : by_place;
  g_autofree char *name = leat_proposal_slug (column->name != NULL ? column->name : by_kind);

  for (guint i = 2; !g_hash_table_add (taken, g_strdup (name)); i++)
    {
      char *next = g_strdup_printf ("%s_%u", column->name != NULL ? name : by_kind, i);

      g_free (name);
      name = next;
    }
  return g_steal_pointer (&name);
}

/* "key=gap" of a field gap says nothing new */
static gboolean
is_preset_key (const char *key, const char *name)
{
  g_autofree char *pair = g_strconcat ("key=", name, NULL);
  g_autofree char *pointer = g_strconcat ("pointer=/", name, NULL);

  return strcmp (key, pair) == 0 || strcmp (key, pointer) == 0;
}

static void
write_time (LeatProposal *self, const LeatGuessValues *values)
{
  if (values->other != NULL)
    doubt (self, "pattern=%s fits as well", values->other);
  g_string_append_printf (self->text, "pattern=%s\n", values->pattern);
  if (strstr (values->pattern, "%z") != NULL)
    return;
  doubt (self, "where does its clock hang? local is the time zone of the gateway");
  g_string_append (self->text, "timezone=local\n");
}

static void
write_number (LeatProposal *self, const LeatGuessValues *values)
{
  g_autofree char *marks = list_words (values->marks);

  if (values->has_comma)
    g_string_append (self->text, "decimal-comma=yes\n");
  if (values->is_counter)
    g_string_append (self->text, "role=counter\n");
  if (*marks == '\0')
    return;
  doubt (self, "no numbers; are they overflow= or device-error= rather than missing=?");
  g_string_append_printf (self->text, "missing=%s\n", marks);
}

static void
write_words (LeatProposal *self, const LeatGuessValues *values)
{
  g_autofree char *words = list_words (values->words);

  if (values->has_zeros)
    doubt (self, "zeros stand before its digits: a code; if it is a number, type=int");
  else if (values->words->len > 1)
    doubt (self,
           "it says %s; if that is the machine's judgement: role=judgement, good= and bad= with "
           "its words",
           words);
}

static void
write_field (LeatProposal *self, const LeatGuessColumn *column, const char *key,
             const LeatGuessValues *values, guint place, GHashTable *taken)
{
  g_autofree char *name = find_name (column, values, place, taken);

  g_string_append_printf (self->text, "\n[field %s]\n", name);
  if (key != NULL && !is_preset_key (key, name))
    g_string_append_printf (self->text, "%s\n", key);
  g_string_append_printf (self->text, "type=%s\n", values->type);
  if (strcmp (values->type, "bool") == 0)
    g_string_append (self->text, "true=true\nfalse=false\n");
  else if (strcmp (values->type, "time") == 0)
    write_time (self, values);
  else if (strcmp (values->type, "string") == 0)
    write_words (self, values);
  else
    write_number (self, values);
  if (values->n_values == 0 && values->pattern == NULL)
    doubt (self, "it was empty in every frame");
  self->n_fields++;
}

/* is it one half of a time, and the next one the other? */
static gboolean
write_joined (LeatProposal *self, const LeatGuessShape *shape, guint place, GHashTable *taken)
{
  const LeatGuessColumn *column = shape->columns->pdata[place];
  const LeatGuessColumn *next = place + 1 < shape->columns->len ? shape->columns->pdata[place + 1]
                                                                : NULL;
  g_auto (LeatGuessValues) values = { NULL };
  g_autofree char *key = NULL;

  if (shape->joint == NULL || next == NULL ||
      !leat_guess_values_join (&values, column->texts, shape->joint, next->texts))
    return FALSE;
  key = g_strdup_printf ("column=%u-%u", place + 1, place + 2);
  write_field (self, column, key, &values, place, taken);
  return TRUE;
}

static void
write_fields (LeatProposal *self, const LeatGuessShape *shape)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* words that an [example] has for itself */
  for (const LeatOption *option = leat_schema_find_options ("example");
       option->type != LEAT_OPTION_TYPE_NONE; option++)
    g_hash_table_add (taken, g_strdup (option->key));
  for (guint i = 0; i < shape->columns->len; i++)
    {
      const LeatGuessColumn *column = shape->columns->pdata[i];
      g_auto (LeatGuessValues) values = { NULL };

      if (write_joined (self, shape, i, taken))
        {
          i++;
          continue;
        }
      leat_guess_values_init (&values, column->texts);
      write_field (self, column, column->key, &values, i, taken);
    }
}

/* --- the file --- */

static void
write_head (LeatProposal *self, const LeatGuessFrames *frames, const LeatGuessShape *shape)
{
  g_auto (GStrv) lines = g_strsplit (frames->framer, "\n", -1);
  g_autofree char *recording = leat_escape_do (self->recording, strlen (self->recording));
  const guint n_odd = frames->frames->len - shape->fitting->len - (shape->has_header ? 1 : 0);

  g_string_append_printf (self->text,
                          "# %s.schema - proposed by leat new-schema for the %u frames of %s\n#\n"
                          "# Each line with UNSURE wants to be looked at: only who knows the "
                          "machine can tell.\n#\n# In the key file:\n#   [source NAME]\n"
                          "#   framer=%s\n#   schema=%s\n#   [framer %s]\n",
                          self->name, frames->frames->len, recording, self->name, self->name,
                          self->name);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_string_append_printf (self->text, "#   %s\n", lines[i]);
  if (frames->doubt != NULL)
    doubt (self, "%s", frames->doubt);
  if (shape->has_header)
    doubt (self, "the first frame names the columns; it becomes a record without values");
  if (n_odd > 0)
    doubt (self, "%u frames are of another kind than the others", n_odd);
  g_string_append_printf (self->text,
                          "\n[schema]\nname=%s\nsummary=What a recording holds\nformat=%s\n%s",
                          self->name, shape->format, shape->options);
}

static void
write_value (GString *text, const char *name, const LeatValue *value)
{
  char number[LEAT_VALUE_TEXT_MAX];
  g_autofree char *escaped = NULL;

  if (value->quality != LEAT_QUALITY_GOOD)
    g_string_append_printf (text, "quality.%s=%s\n", name,
                            leat_quality_get_name ((LeatQuality) value->quality));
  if (!leat_value_is_present (value))
    return;
  if (leat_value_is_text (value))
    escaped = leat_escape_do (value->string, value->length);
  else
    leat_value_write (value, number);
  g_string_append_printf (text, "%s=%s\n", name, escaped != NULL ? escaped : number);
}

static void
write_example (LeatProposal *self, GString *text, const LeatGuessFrame *frame,
               const LeatRecord *record, const LeatSchema *schema)
{
  g_autofree char *escaped = leat_escape_do (frame->data, frame->length);

  g_string_append_printf (text, "\n[example %u]\nframe=%s\n", ++self->n_examples, escaped);
  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    write_value (text, leat_schema_get_field (schema, i)->name, &record->values[i]);
}

static guint
count_undecodable (const LeatRecord *record, guint n_fields)
{
  guint n = 0;

  for (guint i = 0; i < n_fields; i++)
    n += record->values[i].quality == LEAT_QUALITY_UNDECODABLE;
  return n;
}

/* decodes each frame as leatd would; the first ones are examples */
static void
try_frames (LeatProposal *self, LeatSchema *schema, const GArray *frames)
{
  static const char *const no_tags[] = { NULL };
  LeatOrigin *origin = leat_origin_new ("new", "", schema, "", no_tags);
  const LeatMoment arrival = { .time = EXAMPLE_ARRIVAL };

  for (guint i = 0; i < frames->len; i++)
    {
      const LeatGuessFrame *frame = &g_array_index (frames, LeatGuessFrame, i);
      LeatBatch *batch = leat_batch_new (1);

      if (leat_schema_decode (schema, (const guint8 *) frame->data, frame->length, batch, origin,
                              arrival, NULL))
        {
          const LeatRecord *record = leat_batch_get_record (batch, 0);
          const guint n = count_undecodable (record, self->n_fields);

          self->n_records++;
          self->n_undecodable += n;
          if (self->n_examples < EXAMPLES && n == 0 && frame->length <= EXAMPLE_MAX)
            write_example (self, self->text, frame, record, schema);
        }
      else
        self->n_rejects++;
      leat_batch_unref (batch);
    }
  leat_origin_unref (origin);
}

gboolean
leat_proposal_init (LeatProposal *self, const char *name, const char *recording,
                    const LeatGuessFrames *frames, GError **error)
{
  g_auto (LeatGuessShape) shape = { NULL };
  g_autoptr (LeatSchema) schema = NULL;

  *self = (LeatProposal) { .name = name, .recording = recording, .text = g_string_new (NULL) };
  leat_guess_shape_init (&shape, frames->frames);
  write_head (self, frames, &shape);
  write_fields (self, &shape);
  schema = leat_schema_new_from_text (name, self->text->str, (gssize) self->text->len, error);
  if (schema == NULL)
    return FALSE;
  try_frames (self, schema, frames->frames);
  return TRUE;
}

void
leat_proposal_clear (LeatProposal *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  self->text = NULL;
}
