/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-journal.c - the file in which records wait, and parts until they are safe elsewhere */
#include "assembly-journal.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MODE 0640
#define FOLDER_MODE 0750

/* what was added and may be kept for the next time */
#define BUFFER_KEPT (8 * 1024 * 1024)

struct _AssemblyJournal {
  char *path;
  char *fresh;         /* of the file that takes its place */
  int fd;              /* -1: there is none that can be added to */
  gboolean whole;      /* what is added is all of a new file */
  guint64 generation;  /* of the file: a record stands in each once */
  gsize size;
  GByteArray *entries; /* with room for a group's head before them */
  GHashTable *origins; /* LeatOrigin → id, those that stand in the file */
  const LeatOrigin *last_origin;
  guint32 last_id;
};

static void
forget_entries (AssemblyJournal *self)
{
  if (self->entries->len > BUFFER_KEPT)
    {
      g_byte_array_unref (self->entries);
      self->entries = g_byte_array_new ();
    }
  g_byte_array_set_size (self->entries, sizeof (JournalGroup));
}

AssemblyJournal *
assembly_journal_new (const char *path)
{
  AssemblyJournal *self = g_new0 (AssemblyJournal, 1);

  self->path = g_strdup (path);
  self->fresh = g_strconcat (path, ".new", NULL);
  self->fd = -1;
  self->entries = g_byte_array_new ();
  self->origins = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) leat_origin_unref, NULL);
  forget_entries (self);
  return self;
}

static void
close_file (AssemblyJournal *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

void
assembly_journal_free (AssemblyJournal *self)
{
  if (self == NULL)
    return;
  close_file (self);
  g_byte_array_unref (self->entries);
  g_hash_table_unref (self->origins);
  g_free (self->fresh);
  g_free (self->path);
  g_free (self);
}

static gboolean
fail (AssemblyJournal *self, const char *what, GError **error)
{
  const int code = errno;

  if (code == ENOSPC || code == EDQUOT)
    return leat_error_fail (error, LEAT_ERROR_FULL,
                            "%s: no room; make some, or move state-dir= to another file system",
                            self->path);
  return leat_error_fail (error, LEAT_ERROR_FAILED, "%s: cannot be %s: %s", self->path, what,
                          g_strerror (code));
}

/**
 * assembly_journal_load:
 * @memory: (out): to be cleared
 * @error: return location for LEAT_ERROR_FAILED: it cannot be read, or is no journal
 *
 * A file is not touched: begin() and commit() put a new one in its place.
 */
gboolean
assembly_journal_load (AssemblyJournal *self, AssemblyMemory *memory, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) failure = NULL;
  gsize length = 0;

  assembly_memory_init (memory);
  if (g_file_get_contents (self->path, &data, &length, &failure))
    {
      if (length == 0 || assembly_memory_read (memory, (const guint8 *) data, length))
        return TRUE;
      return leat_error_fail (error, LEAT_ERROR_FAILED,
                              "%s: is no file of waiting parts, or is broken; put back a copy of "
                              "it, or move it away to begin without those that waited",
                              self->path);
    }
  if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* --- what is added --- */

static void
add (AssemblyJournal *self, JournalKind kind, gconstpointer head, gsize size)
{
  const guint8 byte = (guint8) kind;

  g_byte_array_append (self->entries, &byte, 1);
  g_byte_array_append (self->entries, head, (guint) size);
}

static void
add_text (GByteArray *to, const char *text)
{
  g_byte_array_append (to, (const guint8 *) text, (guint) strlen (text) + 1);
}

void
assembly_journal_begin (AssemblyJournal *self, const char *epoch, const char *boot,
                        guint64 last_number, guint64 last_sequence)
{
  const JournalHead head = {
    .last_number = last_number,
    .last_sequence = last_sequence,
    .epoch_length = (guint32) strlen (epoch) + 1,
    .boot_length = (guint32) strlen (boot) + 1,
  };

  forget_entries (self);
  g_hash_table_remove_all (self->origins);
  self->last_origin = NULL;
  self->whole = TRUE;
  self->generation++;
  add (self, JOURNAL_HEAD, &head, sizeof head);
  add_text (self->entries, epoch);
  add_text (self->entries, boot);
}

static void
add_field (GByteArray *texts, const LeatField *field)
{
  char role[16];

  g_snprintf (role, sizeof role, "%u", (guint) field->role);
  add_text (texts, field->name);
  add_text (texts, leat_type_get_name (field->type));
  add_text (texts, role);
  add_text (texts, field->unit != NULL ? field->unit : "");
}

static guint32
add_origin (AssemblyJournal *self, const LeatOrigin *origin)
{
  g_autoptr (GByteArray) texts = g_byte_array_new ();
  JournalOrigin head = {
    .id = g_hash_table_size (self->origins) + 1,
    .n_fields = leat_schema_get_n_fields (origin->schema),
  };

  add_text (texts, origin->source);
  add_text (texts, origin->epoch);
  add_text (texts, leat_schema_get_name (origin->schema));
  for (guint i = 0; i < head.n_fields; i++)
    add_field (texts, leat_schema_get_field (origin->schema, i));
  head.length = texts->len;
  add (self, JOURNAL_ORIGIN, &head, sizeof head);
  g_byte_array_append (self->entries, texts->data, texts->len);
  g_hash_table_insert (self->origins, leat_origin_ref (origin), GUINT_TO_POINTER (head.id));
  return head.id;
}

static guint32
find_origin (AssemblyJournal *self, const LeatOrigin *origin)
{
  if (origin == self->last_origin)
    return self->last_id;
  self->last_id = GPOINTER_TO_UINT (g_hash_table_lookup (self->origins, origin));
  if (self->last_id == 0)
    self->last_id = add_origin (self, origin);
  self->last_origin = origin;
  return self->last_id;
}

/* once in a file */
void
assembly_journal_add_record (AssemblyJournal *self, AssemblyKept *record)
{
  const gsize n_bytes = record->n_values * sizeof (LeatValue) + record->n_text;
  JournalRecord head = {
    .number = record->table.number,
    .epoch = record->table.epoch,
    .time = record->time,
    .monotonic = record->monotonic,
    .sequence = record->sequence,
    .flags = record->flags,
    .n_values = record->n_values,
    .n_text = record->n_text,
    .is_used = record->table.is_used != FALSE,
    .is_released = record->is_released != FALSE,
  };

  if (record->written == self->generation)
    return;
  record->written = self->generation;
  head.origin = find_origin (self, record->origin);
  add (self, JOURNAL_RECORD, &head, sizeof head);
  g_byte_array_append (self->entries, (const guint8 *) record->values, (guint) n_bytes);
}

/**
 * assembly_journal_add_part:
 * @n_made: records that are made of it
 * @records: one for each source; %NULL: it is missing
 * @held: a bit for each source whose record waits on
 */
void
assembly_journal_add_part (AssemblyJournal *self, guint64 sequence, guint n_made,
                           AssemblyReason reason, AssemblyRecord *const *records, guint n_sources,
                           guint64 held)
{
  JournalMember members[ASSEMBLY_SOURCES_MAX];
  JournalPart head = { sequence, (guint32) reason, 0, (guint16) n_made };

  for (guint i = 0; i < n_sources; i++)
    if (records[i] != NULL)
      members[head.n_members++] = (JournalMember) { records[i]->number, held >> i & 1 };
  add (self, JOURNAL_PART, &head, sizeof head);
  g_byte_array_append (self->entries, (const guint8 *) members,
                       (guint) (head.n_members * sizeof (JournalMember)));
}

void
assembly_journal_add_settled (AssemblyJournal *self, guint64 first, guint64 last)
{
  add (self, JOURNAL_SETTLED, &(JournalSettled) { first, last }, sizeof (JournalSettled));
}

void
assembly_journal_add_lane (AssemblyJournal *self, const char *source,
                           const AssemblyLaneState *state)
{
  const JournalLane head = {
    .last = state->last,
    .epoch = state->epoch,
    .has_last = state->has_last != FALSE,
    .length = (guint32) strlen (source) + 1,
  };

  add (self, JOURNAL_LANE, &head, sizeof head);
  add_text (self->entries, source);
}

/* --- what is written --- */

static void
seal_group (AssemblyJournal *self)
{
  JournalGroup group = { .magic = JOURNAL_GROUP_MAGIC };

  group.length = self->entries->len - (guint32) sizeof group;
  group.sum = assembly_journal_sum (self->entries->data + sizeof group, group.length);
  memcpy (self->entries->data, &group, sizeof group);
}

static gboolean
write_whole (AssemblyJournal *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  close_file (self);
  if (g_mkdir_with_parents (folder, FOLDER_MODE) != 0)
    return fail (self, "made", error);
  self->fd = open (self->fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILE_MODE);
  if (self->fd < 0)
    return fail (self, "made", error);
  if (!leat_sync_write (self->fd, JOURNAL_MARK, JOURNAL_MARK_LENGTH) ||
      !leat_sync_write (self->fd, self->entries->data, self->entries->len) ||
      !leat_sync_file (self->fd))
    return fail (self, "written", error);
  if (g_rename (self->fresh, self->path) != 0 || !leat_sync_path (folder))
    return fail (self, "put in its place", error);
  self->size = JOURNAL_MARK_LENGTH + self->entries->len;
  self->whole = FALSE;
  return TRUE;
}

static gboolean
write_more (AssemblyJournal *self, gboolean lasting, GError **error)
{
  if (self->fd < 0 || !leat_sync_write (self->fd, self->entries->data, self->entries->len) ||
      (lasting && !leat_sync_file (self->fd)))
    return fail (self, "written", error);
  self->size += self->entries->len;
  return TRUE;
}

gboolean
assembly_journal_commit (AssemblyJournal *self, gboolean lasting, GError **error)
{
  gboolean written;

  if (assembly_journal_is_empty (self))
    return TRUE;
  seal_group (self);
  written = self->whole ? write_whole (self, error) : write_more (self, lasting, error);
  forget_entries (self);
  if (!written)
    close_file (self);
  return written;
}

gboolean
assembly_journal_is_empty (const AssemblyJournal *self)
{
  return self->entries->len == sizeof (JournalGroup);
}

gsize
assembly_journal_get_size (const AssemblyJournal *self)
{
  return self->size;
}
