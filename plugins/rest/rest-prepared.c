/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-prepared.c - what first steps gave, shared by the records of an assembly */
#include "rest-prepared.h"
#include <string.h>
#include "rest-json.h"

/* more assemblies are not under way at once: the oldest goes */
#define N_MAX 256

/* the last that came from a source */
typedef struct {
  gint64 counter;
  gint64 time;
} Last;

struct _RestPreparedSet {
  gint64      window;
  GPtrArray  *entries;   /* oldest first */
  GHashTable *lasts;     /* source -> Last */
};

static void
prepared_free (gpointer data)
{
  RestPrepared *self = data;

  g_ptr_array_unref (self->records);
  g_free (self->key);
  g_free (self->id);
  g_free (self);
}

static RestPrepared *
prepared_new (const char *key, const char *id, gint64 time)
{
  RestPrepared *self = g_new0 (RestPrepared, 1);

  self->key = g_strdup (key);
  self->id = g_strdup (id);
  self->time = time;
  self->records = g_ptr_array_new_with_free_func (g_free);
  return self;
}

RestPreparedSet *
rest_prepared_set_new (gint64 window)
{
  RestPreparedSet *self = g_new0 (RestPreparedSet, 1);

  self->window = window;
  self->entries = g_ptr_array_new_with_free_func (prepared_free);
  self->lasts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
rest_prepared_set_free (RestPreparedSet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->lasts);
  g_free (self);
}

static RestPrepared *
get (const RestPreparedSet *self, guint index)
{
  return g_ptr_array_index (self->entries, index);
}

static char *
make_id (const LeatRecord *record)
{
  return g_strdup_printf ("%s/%s/%" G_GUINT64_FORMAT, record->origin->source, record->origin->epoch,
                          record->sequence);
}

/* what nobody can have a share in any more: undone, if it was never used */
static void
retire (RestPreparedSet *self, guint index)
{
  if (get (self, index)->is_clean)
    get (self, index)->is_to_undo = TRUE;
  else
    g_ptr_array_remove_index (self->entries, index);
}

static void
retire_until (RestPreparedSet *self, gint64 time)
{
  for (guint i = self->entries->len; i > 0; i--)
    if (!get (self, i - 1)->is_to_undo && get (self, i - 1)->time <= time)
      retire (self, i - 1);
}

static gboolean
get_counter (const LeatRecord *record, gint64 *counter)
{
  const LeatValue *value;
  guint field;

  if (!leat_schema_find_role (record->origin->schema, LEAT_ROLE_COUNTER, &field))
    return FALSE;
  value = &record->values[field];
  *counter = value->integer;
  return value->type == LEAT_TYPE_INT && value->length == 0 && leat_value_is_present (value);
}

/* A counter that goes back begins anew: what was prepared up to the last record before has nothing
 * to do with what comes. */
static void
watch_counter (RestPreparedSet *self, const LeatRecord *record)
{
  Last *last = g_hash_table_lookup (self->lasts, record->origin->source);
  gint64 counter;

  if (!get_counter (record, &counter))
    return;
  if (last == NULL)
    {
      last = g_new0 (Last, 1);
      g_hash_table_insert (self->lasts, g_strdup (record->origin->source), last);
    }
  else if (counter < last->counter && record->time >= last->time)
    retire_until (self, last->time);
  *last = (Last) { counter, record->time };
}

/* whether a record may have a share: nobody else of its source has one */
static gboolean
is_free_for (const RestPrepared *self, const LeatRecord *record, const char *id, gboolean *is_new)
{
  gsize length = strlen (record->origin->source);

  *is_new = TRUE;
  for (guint i = 0; i < self->records->len; i++)
    {
      const char *other = g_ptr_array_index (self->records, i);

      if (g_str_equal (other, id))
        {
          *is_new = FALSE;
          return TRUE;
        }
      if (strncmp (other, record->origin->source, length) == 0 && other[length] == '/')
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_near (const RestPreparedSet *self, const RestPrepared *entry, gint64 time)
{
  return entry->time <= time ? time - entry->time <= self->window
                             : entry->time - time <= self->window;
}

RestPrepared *
rest_prepared_set_find (RestPreparedSet *self, const char *key, const LeatRecord *record,
                        gboolean *is_new)
{
  g_autofree char *id = make_id (record);

  watch_counter (self, record);
  for (guint i = self->entries->len; i > 0; i--)
    {
      RestPrepared *entry = get (self, i - 1);

      if (entry->is_to_undo || !g_str_equal (entry->key, key) ||
          !is_near (self, entry, record->time) || !is_free_for (entry, record, id, is_new))
        continue;
      if (*is_new)
        g_ptr_array_add (entry->records, g_steal_pointer (&id));
      return entry;
    }
  return NULL;
}

RestPrepared *
rest_prepared_set_add (RestPreparedSet *self, const char *key, const char *id,
                       const LeatRecord *record)
{
  RestPrepared *entry = prepared_new (key, id, record->time);

  if (self->entries->len >= N_MAX)
    g_ptr_array_remove_index (self->entries, 0);
  entry->is_clean = TRUE;
  g_ptr_array_add (entry->records, make_id (record));
  g_ptr_array_add (self->entries, entry);
  return entry;
}

void
rest_prepared_set_remove (RestPreparedSet *self, RestPrepared *prepared)
{
  g_ptr_array_remove (self->entries, prepared);
}

void
rest_prepared_set_expire (RestPreparedSet *self, gint64 time)
{
  if (time > G_MININT64 + self->window)
    retire_until (self, time - self->window - 1);
}

RestPrepared *
rest_prepared_set_get_undo (RestPreparedSet *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (get (self, i)->is_to_undo)
      return get (self, i);
  return NULL;
}

guint
rest_prepared_set_get_n (const RestPreparedSet *self)
{
  return self->entries->len;
}

/* {"key":"17","id":1,"time":…,"undo":false,"records":["cam0/…/1"]} */
static void
append_entry (GString *text, const RestPrepared *entry)
{
  g_string_append (text, "{\"key\":");
  leat_json_append_string (text, entry->key, -1);
  g_string_append_printf (text,
                          ",\"id\":%s,\"time\":%" G_GINT64_FORMAT ",\"undo\":%s,\"records\":[",
                          entry->id, entry->time, entry->is_to_undo ? "true" : "false");
  for (guint i = 0; i < entry->records->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      leat_json_append_string (text, g_ptr_array_index (entry->records, i), -1);
    }
  g_string_append (text, "]}");
}

char *
rest_prepared_set_to_string (const RestPreparedSet *self)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < self->entries->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_entry (text, get (self, i));
    }
  g_string_append_c (text, ']');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
take_text (const RestJson *entry, const char *pointer)
{
  RestJson value;

  return rest_json_find (entry->text, entry->length, pointer, &value) ? rest_json_to_text (&value)
                                                                      : NULL;
}

static RestPrepared *
read_entry (const RestJson *json)
{
  g_autofree char *key = take_text (json, "/key");
  g_autofree char *time = take_text (json, "/time");
  g_autofree char *undo = take_text (json, "/undo");
  g_autofree char *spelled = NULL;
  RestJson id, records, record;
  RestPrepared *entry;
  gsize cursor = 0;

  if (key == NULL || time == NULL || !rest_json_find (json->text, json->length, "/id", &id) ||
      !rest_json_find (json->text, json->length, "/records", &records))
    return NULL;
  spelled = g_strndup (id.text, id.length);
  entry = prepared_new (key, spelled, g_ascii_strtoll (time, NULL, 10));
  entry->is_to_undo = g_strcmp0 (undo, "true") == 0;
  while (rest_json_next (&records, &cursor, &record))
    g_ptr_array_add (entry->records, rest_json_to_text (&record));
  return entry;
}

gboolean
rest_prepared_set_read (RestPreparedSet *self, const char *text)
{
  RestJson array, element;
  gsize cursor = 0;

  g_ptr_array_set_size (self->entries, 0);
  if (!rest_json_find (text, strlen (text), "", &array) || *array.text != '[')
    return FALSE;
  while (rest_json_next (&array, &cursor, &element))
    {
      RestPrepared *entry = read_entry (&element);

      if (entry == NULL || self->entries->len >= N_MAX)
        {
          g_clear_pointer (&entry, prepared_free);
          g_ptr_array_set_size (self->entries, 0);
          return FALSE;
        }
      g_ptr_array_add (self->entries, entry);
    }
  return TRUE;
}
