/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-walk.c - goes over the records of a store, for words */
#include "buffer-walk.h"
#include "buffer-pages.h"

#define PAGE_RECORDS 1000

static gboolean
walk_page (const BufferWalk *self, const LeatBatch *batch, const GArray *ids, BufferWalkFunc func,
           gpointer user_data, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);

      if (record->time >= self->from && record->time < self->to &&
          !func (record, g_array_index (ids, guint64, i), user_data, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
buffer_walk_give_up (GError **error)
{
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "nobody waits for it any more");
  return FALSE;
}

gboolean
buffer_walk_run (const BufferWalk *self, BufferDatabase *database, BufferWalkFunc func,
                 gpointer user_data, GError **error)
{
  const char *const sources[] = { self->source, NULL };
  g_autoptr (BufferStreams) streams = buffer_streams_new ();
  g_autoptr (BufferPages)
      pages = buffer_pages_new (database, streams, self->source != NULL ? sources : NULL, NULL,
                                error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  gint64 first, last;
  BufferStretch stretch = { .max_records = PAGE_RECORDS, .max_bytes = G_MAXSIZE };
  gboolean at_end = FALSE;

  /* what comes in the meantime is not meant */
  if (pages == NULL ||
      !buffer_database_get (database, "SELECT coalesce (min (id), 1) FROM rows", &first, error) ||
      !buffer_database_get (database, "SELECT coalesce (max (id), 0) FROM rows", &last, error))
    return FALSE;
  stretch.behind = (guint64) first - 1;
  stretch.up_to = (guint64) last;
  while (!at_end)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (LeatBatch) batch = NULL;

      g_array_set_size (ids, 0);
      batch = buffer_pages_read (pages, &stretch, ids, &at_end, &failure);
      if (!buffer_is_done (&failure, error))
        return FALSE;
      if (batch != NULL && !walk_page (self, batch, ids, func, user_data, error))
        return FALSE;
      if (self->sink != NULL &&
          !leat_sink_progress (self->sink, stretch.behind - (guint64) first + 1,
                               (guint64) (last - first + 1)))
        return buffer_walk_give_up (error);
    }
  return TRUE;
}
