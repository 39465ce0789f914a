/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-repeats.c - records that are offered again although the file has them */
#include "buffer-repeats.h"

typedef struct {
  char   *source;
  char   *epoch;
  guint64 sequence;
} Repeat;

struct _BufferRepeats {
  GArray *repeats;   /* of Repeat */
  guint   next;
};

static void
clear_repeat (gpointer data)
{
  Repeat *self = data;

  g_free (self->source);
  g_free (self->epoch);
}

BufferRepeats *
buffer_repeats_new (BufferDatabase *database, guint64 first_id, GError **error)
{
  g_autoptr (sqlite3_stmt) row = buffer_database_query (
      database, error,
      "SELECT source, epoch, sequence FROM rows JOIN streams ON streams.id = rows.stream"
      " WHERE rows.id >= ? ORDER BY rows.id",
      "i", (gint64) first_id);
  g_autoptr (GError) failure = NULL;
  BufferRepeats *self;

  if (row == NULL)
    return NULL;
  self = g_new0 (BufferRepeats, 1);
  self->repeats = g_array_new (FALSE, FALSE, sizeof (Repeat));
  g_array_set_clear_func (self->repeats, clear_repeat);
  while (buffer_database_step (database, row, &failure))
    {
      const Repeat repeat = { g_strdup ((const char *) sqlite3_column_text (row, 0)),
                              g_strdup ((const char *) sqlite3_column_text (row, 1)),
                              (guint64) sqlite3_column_int64 (row, 2) };

      g_array_append_val (self->repeats, repeat);
    }
  if (!buffer_is_done (&failure, error))
    g_clear_pointer (&self, buffer_repeats_free);
  return self;
}

void
buffer_repeats_free (BufferRepeats *self)
{
  g_array_unref (self->repeats);
  g_free (self);
}

gboolean
buffer_repeats_take (BufferRepeats **self, const LeatRecord *record)
{
  const GArray *repeats = (*self)->repeats;
  const Repeat *repeat = (*self)->next < repeats->len
                             ? &g_array_index (repeats, Repeat, (*self)->next)
                             : NULL;

  if (repeat != NULL && repeat->sequence == record->sequence &&
      g_str_equal (repeat->source, record->origin->source) &&
      g_str_equal (repeat->epoch, record->origin->epoch))
    {
      (*self)->next++;
      return TRUE;
    }
  g_clear_pointer (self, buffer_repeats_free);
  return FALSE;
}
