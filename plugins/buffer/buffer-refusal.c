/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-refusal.c - why a server refused a record: kept until someone decides */
#include "buffer-refusal.h"

struct _BufferRefusal {
  gint64  id;
  gint64  time;
  char   *reason;
  guint   status;
  GBytes *answer;
};

BufferRefusal *
buffer_refusal_new (guint64 id, const LeatRefusal *refusal)
{
  BufferRefusal *self = g_new0 (BufferRefusal, 1);

  self->id = (gint64) id;
  self->time = leat_clock_now ().time;
  self->reason = g_utf8_make_valid (refusal->reason != NULL ? refusal->reason : "", -1);
  self->status = refusal->status;
  if (refusal->answer != NULL)
    self->answer = g_bytes_new_from_bytes (refusal->answer, 0,
                                           MIN (g_bytes_get_size (refusal->answer),
                                                BUFFER_ANSWER_MAX));
  return self;
}

void
buffer_refusal_free (gpointer data)
{
  BufferRefusal *self = data;

  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self->reason);
  g_free (self);
}

#define KEEP_LAST \
  " ON CONFLICT (reader, row) DO UPDATE SET time = ?3, reason = ?4, status = ?5, answer = ?6"

gboolean
buffer_refusal_write (const BufferRefusal *self, const char *reader, gboolean again,
                      BufferDatabase *database, GError **error)
{
  const char *sql = again ? "INSERT INTO rejects (reader, row, time, reason, status, answer)"
                            " SELECT ?1, again.row, ?3, ?4, ?5, ?6 FROM again"
                            " WHERE again.id = ?2" KEEP_LAST
                          : "INSERT INTO rejects (reader, row, time, reason, status, answer)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)" KEEP_LAST;

  return buffer_database_do (database, error, sql, "siisib", reader, self->id, self->time,
                             self->reason, (gint64) self->status, self->answer);
}
