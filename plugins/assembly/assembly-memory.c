/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-memory.c - what a journal says, read again: a pure function of its bytes */
#include "assembly-memory.h"
#include <string.h>

#define FIELDS_MAX 4096

/* what of a group is not read yet */
typedef struct {
  const guint8 *at;
  gsize left;
} Reading;

void
assembly_given_free (gpointer data)
{
  AssemblyGiven *self = data;

  g_ptr_array_unref (self->records);
  g_free (self);
}

void
assembly_memory_init (AssemblyMemory *self)
{
  *self = (AssemblyMemory) { .epoch = NULL };
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, assembly_kept_unref);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->origins = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) leat_origin_unref);
  g_queue_init (&self->given);
}

void
assembly_memory_clear (AssemblyMemory *self)
{
  g_queue_clear_full (&self->given, assembly_given_free);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_clear_pointer (&self->origins, g_hash_table_unref);
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->boot, g_free);
}

/* words, so that it costs next to nothing: it has to find a torn write, not an enemy */
guint64
assembly_journal_sum (const guint8 *data, gsize length)
{
  guint64 sum = length + 1;
  guint64 word;

  for (; length >= sizeof word; data += sizeof word, length -= sizeof word)
    {
      memcpy (&word, data, sizeof word);
      sum = (sum ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      sum ^= sum >> 29;
    }
  word = 0;
  memcpy (&word, data, length);
  sum = (sum ^ word) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return sum ^ (sum >> 31);
}

static gboolean
take (Reading *self, gpointer to, gsize size)
{
  if (size > self->left)
    return FALSE;
  if (size > 0)
    memcpy (to, self->at, size);
  self->at += size;
  self->left -= size;
  return TRUE;
}

/* one text, with its NUL; NULL: there is none */
static const char *
take_text (Reading *self)
{
  const guint8 *end = self->left > 0 ? memchr (self->at, '\0', self->left) : NULL;
  const char *text = (const char *) self->at;

  if (end == NULL)
    return NULL;
  self->left -= (gsize) (end + 1 - self->at);
  self->at = end + 1;
  return text;
}

static gboolean
take_texts (Reading *self, gsize length, Reading *texts)
{
  *texts = (Reading) { self->at, length };
  if (length > self->left)
    return FALSE;
  self->at += length;
  self->left -= length;
  return TRUE;
}

static gboolean
read_head (AssemblyMemory *self, Reading *reading)
{
  JournalHead head;
  Reading texts;
  const char *epoch, *boot;

  if (!take (reading, &head, sizeof head) ||
      !take_texts (reading, (gsize) head.epoch_length + head.boot_length, &texts) ||
      (epoch = take_text (&texts)) == NULL || (boot = take_text (&texts)) == NULL)
    return FALSE;
  g_free (self->epoch);
  g_free (self->boot);
  self->epoch = g_strdup (epoch);
  self->boot = g_strdup (boot);
  self->last_number = head.last_number;
  self->last_sequence = head.last_sequence;
  return TRUE;
}

static gboolean
read_field (Reading *texts, LeatField *field)
{
  const char *type, *role;

  field->name = take_text (texts);
  type = take_text (texts);
  role = take_text (texts);
  field->unit = take_text (texts);
  if (field->unit == NULL || !leat_type_from_name (type, &field->type))
    return FALSE;
  if (*field->name < 'a' || *field->name > 'z' ||
      field->name[strspn (field->name, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
    return FALSE;
  field->role = (LeatRole) g_ascii_strtoull (role, NULL, 10);
  if (field->role > LEAT_ROLE_TIME)
    return FALSE;
  if (*field->unit == '\0')
    field->unit = NULL;
  return TRUE;
}

static gboolean
read_origin (AssemblyMemory *self, Reading *reading)
{
  JournalOrigin head;
  Reading texts;
  const char *source, *epoch, *name;
  g_autofree LeatField *fields = NULL;
  g_autoptr (LeatSchema) schema = NULL;

  if (!take (reading, &head, sizeof head) || head.n_fields > FIELDS_MAX ||
      !take_texts (reading, head.length, &texts))
    return FALSE;
  source = take_text (&texts);
  epoch = take_text (&texts);
  name = take_text (&texts);
  fields = g_new0 (LeatField, head.n_fields);
  for (guint i = 0; i < head.n_fields; i++)
    if (!read_field (&texts, &fields[i]))
      return FALSE;
  if (name == NULL)
    return FALSE;
  schema = leat_schema_new (name, fields, head.n_fields);
  g_hash_table_replace (self->origins, GUINT_TO_POINTER (head.id),
                        leat_origin_new (source, epoch, schema, "", NULL));
  return TRUE;
}

/* of the type of its field, or none at all */
static gboolean
are_values_sound (const AssemblyKept *record)
{
  for (guint i = 0; i < record->n_values; i++)
    if (record->values[i].type != leat_schema_get_field (record->origin->schema, i)->type ||
        record->values[i].quality > LEAT_QUALITY_SUSPECT ||
        (record->values[i].scale & LEAT_SCALE_MASK) > LEAT_SCALE_MAX)
      return FALSE;
  return TRUE;
}

static gboolean
read_record (AssemblyMemory *self, Reading *reading)
{
  JournalRecord head;
  const LeatOrigin *origin;
  AssemblyKept *record;

  if (!take (reading, &head, sizeof head))
    return FALSE;
  origin = g_hash_table_lookup (self->origins, GUINT_TO_POINTER (head.origin));
  if (origin == NULL || head.n_values != leat_schema_get_n_fields (origin->schema) ||
      head.n_text > reading->left ||
      head.n_values * sizeof (LeatValue) > reading->left - head.n_text)
    return FALSE;
  record = assembly_kept_alloc (origin, head.n_values, head.n_text);
  record->table.number = head.number;
  record->table.epoch = head.epoch;
  record->table.is_used = head.is_used != 0;
  record->is_released = head.is_released != 0;
  record->time = head.time;
  record->monotonic = head.monotonic;
  record->sequence = head.sequence;
  record->flags = head.flags;
  take (reading, record->values, head.n_values * sizeof (LeatValue) + head.n_text);
  if (!assembly_kept_mend (record) || !are_values_sound (record))
    {
      assembly_kept_free (record);
      return FALSE;
    }
  self->last_number = MAX (self->last_number, head.number);
  g_hash_table_replace (self->records, &record->table.number, record);
  return TRUE;
}

static gboolean
read_part (AssemblyMemory *self, Reading *reading)
{
  JournalPart head;
  AssemblyGiven *given;

  if (!take (reading, &head, sizeof head) || head.reason >= ASSEMBLY_N_REASONS ||
      head.n_members > ASSEMBLY_SOURCES_MAX)
    return FALSE;
  given = g_new0 (AssemblyGiven, 1);
  given->sequence = head.sequence;
  given->reason = (AssemblyReason) head.reason;
  given->records = g_ptr_array_new_with_free_func (assembly_kept_unref);
  g_queue_push_tail (&self->given, given);
  self->last_sequence = MAX (self->last_sequence, head.sequence + MAX (head.n_made, 1) - 1);
  for (guint i = 0; i < head.n_members; i++)
    {
      JournalMember member;
      AssemblyKept *record;

      if (!take (reading, &member, sizeof member) ||
          (record = g_hash_table_lookup (self->records, &member.number)) == NULL)
        return FALSE;
      record->table.is_used |= member.is_held != 0;
      record->is_released |= member.is_held == 0;
      g_ptr_array_add (given->records, assembly_kept_ref (record));
    }
  return TRUE;
}

/* what is safe elsewhere is of no use here */
static void
forget_given (AssemblyMemory *self, GList *link)
{
  AssemblyGiven *given = link->data;

  for (guint i = 0; i < given->records->len; i++)
    {
      AssemblyKept *record = g_ptr_array_index (given->records, i);

      if (record->is_released)
        g_hash_table_remove (self->records, &record->table.number);
    }
  assembly_given_free (given);
  g_queue_delete_link (&self->given, link);
}

static gboolean
read_settled (AssemblyMemory *self, Reading *reading)
{
  JournalSettled settled;
  GList *next;

  if (!take (reading, &settled, sizeof settled))
    return FALSE;
  for (GList *link = self->given.head; link != NULL; link = next)
    {
      const AssemblyGiven *given = link->data;

      next = link->next;
      if (given->sequence > settled.last)
        break;
      if (given->sequence >= settled.first)
        forget_given (self, link);
    }
  return TRUE;
}

static gboolean
read_lane (AssemblyMemory *self, Reading *reading)
{
  JournalLane head;
  Reading texts;
  const char *source;
  AssemblyLaneState *state;

  if (!take (reading, &head, sizeof head) || !take_texts (reading, head.length, &texts) ||
      (source = take_text (&texts)) == NULL)
    return FALSE;
  state = g_new0 (AssemblyLaneState, 1);
  *state = (AssemblyLaneState) { head.has_last != 0, head.last, head.epoch };
  g_hash_table_replace (self->lanes, g_strdup (source), state);
  return TRUE;
}

static gboolean
read_entry (AssemblyMemory *self, Reading *reading)
{
  guint8 kind = 0;

  take (reading, &kind, 1);
  switch (kind)
    {
    case JOURNAL_HEAD: return read_head (self, reading);
    case JOURNAL_ORIGIN: return read_origin (self, reading);
    case JOURNAL_RECORD: return read_record (self, reading);
    case JOURNAL_PART: return read_part (self, reading);
    case JOURNAL_SETTLED: return read_settled (self, reading);
    case JOURNAL_LANE: return read_lane (self, reading);
    default: return FALSE;
    }
}

/**
 * assembly_memory_read:
 * @data: of a file
 *
 * Reads up to the first group that is not whole; @self->length says how far, @self->left how much
 * stands behind it.
 */
gboolean
assembly_memory_read (AssemblyMemory *self, const guint8 *data, gsize length)
{
  gsize at = JOURNAL_MARK_LENGTH;
  JournalGroup group;

  if (length < at || memcmp (data, JOURNAL_MARK, at) != 0)
    return FALSE;
  self->length = at;
  while (length - at >= sizeof group)
    {
      Reading reading;

      memcpy (&group, data + at, sizeof group);
      at += sizeof group;
      if (group.magic != JOURNAL_GROUP_MAGIC || group.length > length - at ||
          assembly_journal_sum (data + at, group.length) != group.sum)
        break;
      reading = (Reading) { data + at, group.length };
      while (reading.left > 0)
        if (!read_entry (self, &reading))
          return FALSE;
      at += group.length;
      self->length = at;
    }
  self->left = length - self->length;
  return self->epoch != NULL;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const AssemblyKept *one = *(AssemblyKept *const *) a, *other = *(AssemblyKept *const *) b;

  return one->table.number < other->table.number ? -1 : one->table.number > other->table.number;
}

GPtrArray *
assembly_memory_list_waiting (AssemblyMemory *self)
{
  GPtrArray *waiting = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((AssemblyKept *) value)->is_released)
      g_ptr_array_add (waiting, value);
  g_ptr_array_sort (waiting, compare_numbers);
  return waiting;
}
