/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-prepared.c - what first steps gave, shared by the records of an assembly */
#include "rest-prepared.h"
#include <string.h>
#include "rest-json.h"

/* more assemblies are not under way at once: the oldest goes */
#define N_MAX 256

/* of more partners than that nothing is known: what tells them apart is not what it should be */
#define PARTNERS_MAX 256

/* a record that was sent with it */
typedef struct {
  char *id;
  char *partner;
} Share;

/* records that are told by the same; its counter begins an epoch when it begins anew */
typedef struct {
  gint64 counter; /* of the last one */
  gint64 time;
  gint64 since; /* what was prepared until then is of an older epoch, or of others' */
  gint64 epoch;
} Partner;

struct _RestPreparedSet {
  gint64 window;
  GPtrArray *entries;   /* oldest first */
  GHashTable *partners; /* name -> Partner */
  gint64 newest;        /* of their epochs */
  gint64 opened;        /* when it began */
};

static void
share_free (gpointer data)
{
  Share *self = data;

  g_free (self->id);
  g_free (self->partner);
  g_free (self);
}

/* @id: (transfer full) */
static void
add_share (RestPrepared *self, char *id, const char *partner)
{
  Share *share = g_new (Share, 1);

  *share = (Share) { id, g_strdup (partner) };
  g_ptr_array_add (self->shares, share);
}

static void
prepared_free (gpointer data)
{
  RestPrepared *self = data;

  g_ptr_array_unref (self->shares);
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
  self->shares = g_ptr_array_new_with_free_func (share_free);
  return self;
}

RestPreparedSet *
rest_prepared_set_new (gint64 window)
{
  RestPreparedSet *self = g_new0 (RestPreparedSet, 1);

  self->window = window;
  self->entries = g_ptr_array_new_with_free_func (prepared_free);
  self->partners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
rest_prepared_set_free (RestPreparedSet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->partners);
  g_free (self);
}

static RestPrepared *
get (const RestPreparedSet *self, guint index)
{
  return g_ptr_array_index (self->entries, index);
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

static Partner *
get_partner (RestPreparedSet *self, const char *name)
{
  Partner *partner = g_hash_table_lookup (self->partners, name);

  if (partner != NULL)
    return partner;
  if (g_hash_table_size (self->partners) >= PARTNERS_MAX)
    g_hash_table_remove_all (self->partners);
  partner = g_new (Partner, 1);
  *partner = (Partner) { 0, G_MININT64, G_MININT64, 0 };
  g_hash_table_insert (self->partners, g_strdup (name), partner);
  return partner;
}

/* A counter that goes back begins anew: an epoch, or it follows into one that another has begun.
 * One that does not within the window has not begun anew with the others, and is at one with them.
 */
static void
watch_counter (RestPreparedSet *self, Partner *partner, const LeatRecord *record)
{
  gint64 counter;

  if (!get_counter (record, &counter) || record->time < partner->time)
    return;
  if (partner->time != G_MININT64 && counter < partner->counter)
    {
      if (partner->epoch == self->newest)
        {
          self->newest++;
          self->opened = record->time;
        }
      partner->epoch = self->newest;
      partner->since = partner->time;
    }
  else if (partner->epoch < self->newest && record->time - self->opened >= self->window)
    partner->epoch = self->newest;
  partner->counter = counter;
  partner->time = record->time;
}

/* from before the counter of the partner began anew, or that of the one it was made for */
static gboolean
is_gone_by (const RestPreparedSet *self, const RestPrepared *entry, const Partner *partner)
{
  const Share *first = g_ptr_array_index (entry->shares, 0);
  const Partner *maker = g_hash_table_lookup (self->partners, first->partner);

  return entry->epoch < partner->epoch &&
         (entry->time <= partner->since || (maker != NULL && entry->time <= maker->since));
}

/* whether a record may have a share: none that is told by the same has one */
static gboolean
is_free_for (const RestPrepared *self, const char *partner, const char *id, gboolean *is_new)
{
  *is_new = TRUE;
  for (guint i = 0; i < self->shares->len; i++)
    {
      const Share *other = g_ptr_array_index (self->shares, i);

      if (!g_str_equal (other->partner, partner))
        continue;
      *is_new = !g_str_equal (other->id, id);
      return !*is_new;
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
rest_prepared_set_find (RestPreparedSet *self, const char *key, const char *partner,
                        const LeatRecord *record, gboolean *is_new)
{
  g_autofree char *id = leat_record_make_id (record);
  Partner *state = get_partner (self, partner);

  watch_counter (self, state, record);
  for (guint i = self->entries->len; i > 0; i--)
    {
      RestPrepared *entry = get (self, i - 1);

      if (entry->is_to_undo || !g_str_equal (entry->key, key) ||
          !is_near (self, entry, record->time) || is_gone_by (self, entry, state) ||
          !is_free_for (entry, partner, id, is_new))
        continue;
      if (*is_new)
        add_share (entry, g_steal_pointer (&id), partner);
      return entry;
    }
  return NULL;
}

RestPrepared *
rest_prepared_set_add (RestPreparedSet *self, const char *key, const char *partner, const char *id,
                       const LeatRecord *record)
{
  RestPrepared *entry = prepared_new (key, id, record->time);

  if (self->entries->len >= N_MAX)
    g_ptr_array_remove_index (self->entries, 0);
  entry->is_clean = TRUE;
  entry->epoch = get_partner (self, partner)->epoch;
  add_share (entry, leat_record_make_id (record), partner);
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

/* {"key":"17","id":1,"time":…,"epoch":0,"undo":false,
 *  "records":[{"id":"cam0/…/1","partner":"cam0"}]} */
static void
append_entry (GString *text, const RestPrepared *entry)
{
  g_string_append (text, "{\"key\":");
  leat_json_append_string (text, entry->key, -1);
  g_string_append_printf (text,
                          ",\"id\":%s,\"time\":%" G_GINT64_FORMAT ",\"epoch\":%" G_GINT64_FORMAT
                          ",\"undo\":%s,\"records\":[",
                          entry->id, entry->time, entry->epoch,
                          entry->is_to_undo ? "true" : "false");
  for (guint i = 0; i < entry->shares->len; i++)
    {
      const Share *share = g_ptr_array_index (entry->shares, i);

      g_string_append (text, i > 0 ? ",{\"id\":" : "{\"id\":");
      leat_json_append_string (text, share->id, -1);
      g_string_append (text, ",\"partner\":");
      leat_json_append_string (text, share->partner, -1);
      g_string_append_c (text, '}');
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

static gboolean
read_share (RestPrepared *entry, const RestJson *json)
{
  g_autofree char *id = take_text (json, "/id");
  g_autofree char *partner = take_text (json, "/partner");

  if (id == NULL || partner == NULL)
    return FALSE;
  add_share (entry, g_steal_pointer (&id), partner);
  return TRUE;
}

static RestPrepared *
read_entry (const RestJson *json)
{
  g_autofree char *key = take_text (json, "/key");
  g_autofree char *time = take_text (json, "/time");
  g_autofree char *epoch = take_text (json, "/epoch");
  g_autofree char *undo = take_text (json, "/undo");
  g_autofree char *spelled = NULL;
  RestJson id, records, record;
  gboolean is_right = TRUE;
  RestPrepared *entry;
  gsize cursor = 0;

  if (key == NULL || time == NULL || epoch == NULL ||
      !rest_json_find (json->text, json->length, "/id", &id) ||
      !rest_json_find (json->text, json->length, "/records", &records))
    return NULL;
  spelled = g_strndup (id.text, id.length);
  entry = prepared_new (key, spelled, g_ascii_strtoll (time, NULL, 10));
  entry->epoch = g_ascii_strtoll (epoch, NULL, 10);
  entry->is_to_undo = g_strcmp0 (undo, "true") == 0;
  while (is_right && rest_json_next (&records, &cursor, &record))
    is_right = read_share (entry, &record);
  if (is_right && entry->shares->len > 0)
    return entry;
  prepared_free (entry);
  return NULL;
}

/* what a partner had a share in says where it is */
static void
take_in (RestPreparedSet *self, RestPrepared *entry)
{
  self->newest = MAX (self->newest, entry->epoch);
  self->opened = MAX (self->opened, entry->time);
  for (guint i = 0; i < entry->shares->len; i++)
    {
      Partner *partner = get_partner (self,
                                      ((Share *) g_ptr_array_index (entry->shares, i))->partner);

      partner->epoch = MAX (partner->epoch, entry->epoch);
      partner->since = MAX (partner->since, entry->time);
    }
  g_ptr_array_add (self->entries, entry);
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
      take_in (self, entry);
    }
  return TRUE;
}
