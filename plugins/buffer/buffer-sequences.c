/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-sequences.c - how far each stream has come, so that what comes a second time is known */
#include "buffer-sequences.h"

/* as many origins as are remembered; a source's life makes one */
#define N_ORIGINS_MAX 1024

/* a fact of no reader: its key is SOURCE/EPOCH, its value the last sequence */
#define NOBODY ""

typedef struct {
  LeatOrigin *origin;
  guint64 had;  /* at the beginning of this life */
  guint64 last; /* that was added */
  guint64 written;
} Sequence;

struct _BufferSequences {
  BufferDatabase *database;
  GHashTable *by_origin; /* LeatOrigin -> Sequence */
  Sequence *recent;      /* of the last record */
};

static void
sequence_free (gpointer data)
{
  leat_origin_unref (((Sequence *) data)->origin);
  g_free (data);
}

BufferSequences *
buffer_sequences_new (BufferDatabase *database)
{
  BufferSequences *self = g_new0 (BufferSequences, 1);

  self->database = database;
  self->by_origin = g_hash_table_new_full (NULL, NULL, NULL, sequence_free);
  return self;
}

void
buffer_sequences_free (BufferSequences *self)
{
  g_hash_table_unref (self->by_origin);
  g_free (self);
}

void
buffer_sequences_reset (BufferSequences *self)
{
  self->recent = NULL;
  g_hash_table_remove_all (self->by_origin);
}

static char *
get_key (const LeatOrigin *origin)
{
  return g_strconcat (origin->source, "/", origin->epoch, NULL);
}

static gboolean
read_had (BufferSequences *self, const LeatOrigin *origin, guint64 *had, GError **error)
{
  g_autofree char *key = get_key (origin);
  g_autoptr (GError) failure = NULL;
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (self->database, error,
                                   "SELECT value FROM facts WHERE reader = ? AND key = ?", "ss",
                                   NOBODY, key);

  if (row == NULL)
    return FALSE;
  *had = 0;
  if (buffer_database_step (self->database, row, &failure))
    *had = g_ascii_strtoull ((const char *) sqlite3_column_text (row, 0), NULL, 10);
  return buffer_is_done (&failure, error);
}

/* what of a stream is written meanwhile by another origin object of the same epoch is of this life:
 * only what was there when it began is had */
static Sequence *
add_sequence (BufferSequences *self, const LeatOrigin *origin, GError **error)
{
  Sequence *sequence;
  guint64 had;

  if (!read_had (self, origin, &had, error))
    return NULL;
  sequence = g_new0 (Sequence, 1);
  sequence->origin = leat_origin_ref (origin);
  sequence->had = sequence->last = sequence->written = had;
  g_hash_table_insert (self->by_origin, sequence->origin, sequence);
  return sequence;
}

gboolean
buffer_sequences_see (BufferSequences *self, const LeatRecord *record, gboolean *known,
                      GError **error)
{
  if (self->recent == NULL || self->recent->origin != record->origin)
    {
      self->recent = g_hash_table_lookup (self->by_origin, record->origin);
      if (self->recent == NULL)
        self->recent = add_sequence (self, record->origin, error);
      if (self->recent == NULL)
        return FALSE;
    }
  *known = record->sequence <= self->recent->had;
  self->recent->last = MAX (self->recent->last, record->sequence);
  return TRUE;
}

static gboolean
write_one (BufferSequences *self, Sequence *sequence, GError **error)
{
  g_autofree char *key = get_key (sequence->origin);
  g_autofree char *value = g_strdup_printf ("%" G_GUINT64_FORMAT, sequence->last);

  sequence->written = sequence->last;
  return buffer_database_do (self->database, error,
                             "INSERT INTO facts (reader, key, value) VALUES (?1, ?2, ?3)"
                             " ON CONFLICT (reader, key) DO UPDATE SET value = ?3",
                             "sss", NOBODY, key, value);
}

gboolean
buffer_sequences_write (BufferSequences *self, GError **error)
{
  GHashTableIter all;
  gpointer sequence;

  g_hash_table_iter_init (&all, self->by_origin);
  while (g_hash_table_iter_next (&all, NULL, &sequence))
    if (((Sequence *) sequence)->last != ((Sequence *) sequence)->written &&
        !write_one (self, sequence, error))
      return FALSE;
  if (g_hash_table_size (self->by_origin) > N_ORIGINS_MAX)
    buffer_sequences_reset (self);
  return TRUE;
}
