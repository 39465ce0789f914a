/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-pairs.c - the pairs format of schemas: each value stands behind its key */
#include <string.h>
#include "leat-columns-plan.h"
#include "leat-keys.h"

typedef struct {
  GBytes *separators;
  GBytes *equals;
  char   *quote;
  int     surplus;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_BYTES (Options, separators, .key = "separators", .preset = ",",
    .summary = "Bytes of which one or more stand between two pairs, such as ,; or \\t."),
  LEAT_OPTION_BYTES (Options, equals, .key = "equals", .preset = "=",
    .summary = "Bytes of which the first one in a pair stands between key and value."),
  LEAT_OPTION_STRING (Options, quote, .key = "quote", .preset = "none",
    .summary = "What a value may be quoted with to have separators in it; none: nothing."),
  LEAT_OPTION_CHOICE (Options, surplus, .key = "surplus", .choices = leat_surpluses,
    .preset = "mark",
    .summary = "What to do with a frame that has a key which no field has, or one twice."),
  LEAT_OPTION_END,
};

typedef struct {
  char *key;
} FieldOptions;

static const LeatOption field_options_table[] = {
  LEAT_OPTION_STRING (FieldOptions, key, .key = "key",
    .summary = "Its key in the frame; if not given, its name."),
  LEAT_OPTION_END,
};

enum {
  SEPARATES = 1 << 0,
  EQUALS = 1 << 1,
};

typedef struct {
  guint8      means[256];
  char        quote;
  gboolean    has_quote;
  LeatSurplus surplus;
  LeatKeys   *keys;
} Pairs;

static void
fill_bytes (const LeatGroup *group, const char *key, GBytes *bytes, guint8 meaning, Pairs *self,
            LeatFaults *faults)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    self->means[data[i]] |= meaning;
  for (gsize i = 0; i < length; i++)
    if (self->means[data[i]] == (SEPARATES | EQUALS))
      leat_group_fault (group, key, faults, "has a byte of separators=");
  if (length == 0)
    leat_group_fault (group, key, faults, "is empty");
}

static gpointer
pairs_make (const LeatGroup *group, gconstpointer data, LeatFaults *faults)
{
  const Options *options = data;
  Pairs *self = g_new0 (Pairs, 1);

  fill_bytes (group, "separators", options->separators, SEPARATES, self, faults);
  fill_bytes (group, "equals", options->equals, EQUALS, self, faults);
  self->has_quote = strcmp (options->quote, "none") != 0;
  self->quote = options->quote[0];
  if (self->has_quote && (strlen (options->quote) != 1 || self->means[(guint8) self->quote] != 0))
    leat_group_fault (group, "quote", faults,
                      "must be one byte that separates nothing, such as \", or none");
  self->surplus = (LeatSurplus) options->surplus;
  self->keys = leat_keys_new ();
  return self;
}

static char *
pairs_add (gpointer form, const LeatGroup *group, gconstpointer data, const LeatCell *cell,
           LeatFaults *faults)
{
  Pairs *self = form;
  const FieldOptions *options = data;
  g_autofree char *name = leat_format_get_name (group);
  const char *key = options->key != NULL ? options->key : name;

  leat_keys_add (self->keys, key, strlen (key), self->keys->len);
  return g_strdup_printf ("key %s", key);
}

static void
pairs_finish (gpointer form, const LeatGroup *group, LeatFaults *faults)
{
  leat_keys_sort (((Pairs *) form)->keys);
}

static void
pairs_free (gpointer form)
{
  Pairs *self = form;

  g_array_unref (self->keys);
  g_free (self);
}

/* a pair on its way; places in the frame */
typedef struct {
  guint32 begin;
  guint32 key_end;
  guint32 value;
  guint32 end;
  guint32 next;
} Pair;

static inline gboolean
is_blank (char byte)
{
  return byte == ' ' || byte == '\t';
}

static guint32
skip (const Pairs *self, const LeatWork *work, guint32 at, guint8 meaning)
{
  while (at < work->length && (self->means[(guint8) work->frame[at]] & meaning) == 0)
    at++;
  return at;
}

/* FALSE: a quote is never closed */
static gboolean
find_end (const Pairs *self, const LeatWork *work, Pair *pair)
{
  guint32 at = pair->value;

  while (at < work->length && is_blank (work->frame[at]) &&
         (self->means[(guint8) work->frame[at]] & SEPARATES) == 0)
    at++;
  if (self->has_quote && at < work->length && work->frame[at] == self->quote)
    {
      const char *close = memchr (work->frame + at + 1, self->quote, work->length - at - 1);

      if (close == NULL)
        return FALSE;
      pair->value = at + 1;
      pair->end = (guint32) (close - work->frame);
      pair->next = skip (self, work, pair->end + 1, SEPARATES);
      return TRUE;
    }
  pair->end = pair->next = skip (self, work, at, SEPARATES);
  return TRUE;
}

/* FALSE: none of the fields has the key, or one has its value already */
static gboolean
keep (const Pairs *self, const LeatWork *work, const Pair *pair)
{
  guint32 begin = pair->begin, end = pair->key_end;
  const LeatKey *key;
  guint n = 0;

  while (begin < end && is_blank (work->frame[begin]))
    begin++;
  while (begin < end && is_blank (work->frame[end - 1]))
    end--;
  if (begin == end && pair->key_end == pair->next)
    return TRUE;   /* blanks are no pair */
  key = leat_keys_find (self->keys, work->frame + begin, end - begin, &n);
  if (key == NULL || work->pieces[key->place].kind != LEAT_FOUND_ABSENT)
    return FALSE;
  for (guint i = 0; i < n; i++)
    leat_found_set_range (&work->pieces[key[i].place], work, pair->value, pair->end, TRUE);
  return TRUE;
}

static gboolean
pass_surplus (const Pairs *self, const LeatWork *work, const Pair *pair, GError **error)
{
  g_autofree char *text = NULL;

  if (self->surplus == LEAT_SURPLUS_MARK)
    leat_batch_add_flags (work->batch, LEAT_RECORD_SURPLUS);
  if (self->surplus != LEAT_SURPLUS_REJECT)
    return TRUE;
  text = leat_work_show (work->frame + pair->begin, pair->next - pair->begin);
  return leat_work_refuse (work, LEAT_NO_PLACE, pair->begin, error,
                           "%s has a key that no field has, or that was there before", text);
}

static gboolean
pairs_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Pairs *self = form;
  Pair pair = { 0 };

  for (guint i = 0; i < self->keys->len; i++)
    leat_found_set_nothing (&work->pieces[i], LEAT_FOUND_ABSENT, work->length);
  for (; pair.begin < work->length; pair.begin = pair.next + 1)
    {
      pair.key_end = skip (self, work, pair.begin, SEPARATES | EQUALS);
      pair.value = pair.end = pair.next = pair.key_end;
      if (pair.key_end < work->length &&
          (self->means[(guint8) work->frame[pair.key_end]] & EQUALS) != 0)
        {
          pair.value++;
          if (!find_end (self, work, &pair))
            return leat_work_refuse (work, LEAT_NO_PLACE, pair.value, error,
                                     "the quote is never closed");
        }
      if (!keep (self, work, &pair) && !pass_surplus (self, work, &pair, error))
        return FALSE;
    }
  return TRUE;
}

const LeatFormat leat_format_pairs = {
  .name = "pairs",
  .summary = "Each value stands behind its key: KEY=VALUE,KEY=VALUE.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .field_options = field_options_table,
  .field_size = sizeof (FieldOptions),
  .make = pairs_make,
  .add = pairs_add,
  .finish = pairs_finish,
  .find = pairs_find,
  .free = pairs_free,
};
