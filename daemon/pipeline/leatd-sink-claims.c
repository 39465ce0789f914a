/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-claims.c - where requests end is lasting before they are sent: after a crash the same
 * records make the same request, with the same key */
#include "pipeline/leatd-sink-private.h"

/* Each claim is a commit of the store. While a backlog drains, so many requests, or so many bytes
 * of records, are read ahead and claimed with one: that much is held in memory, and a crash repeats
 * no more requests than that. */
#define AHEAD_REQUESTS 16
#define AHEAD_SIZE     (4 * 1024 * 1024)

static guint64
get_end (const LeatdPortion *portion)
{
  return portion->ids[leat_batch_get_n_records (portion->batch) - 1];
}

static void
read_ahead (LeatdSinkWorker *self)
{
  LeatdPortion *portion;

  for (guint n = g_list_length (self->pending.next); n < AHEAD_REQUESTS; n++)
    {
      if (self->pending.size >= AHEAD_SIZE ||
          (portion = self->feed->klass->next_whole (self->feed)) == NULL)
        return;
      leatd_pending_add (&self->pending, portion);
    }
}

/* of the request at hand, and of those behind it that are not claimed yet */
static GArray *
collect_ends (LeatdSinkWorker *self, guint64 end)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_array_append_val (ends, end);
  for (GList *link = self->pending.next; link != NULL; link = link->next)
    {
      const guint64 other = get_end (link->data);

      if (!((LeatdPortion *) link->data)->is_claimed && other > end)
        g_array_append_val (ends, other);
    }
  return ends;
}

/**
 * leatd_sink_claim:
 * @portion: to be written next
 * @index: of the last record of the request
 *
 * Returns: %FALSE: the store cannot take it now, and nothing may be sent
 */
gboolean
leatd_sink_claim (LeatdSinkWorker *self, LeatdPortion *portion, guint index)
{
  g_autoptr (GArray) ends = NULL;
  g_autoptr (GError) failure = NULL;

  if (!leatd_sink_claims (self))
    return TRUE;
  if (!portion->is_claimed)
    read_ahead (self);
  ends = collect_ends (self, portion->ids[index]);
  if (!self->feed->klass->claim (self->feed, portion, (const guint64 *) (gpointer) ends->data,
                                 ends->len, &failure))
    {
      leatd_sink_await_store (self, failure);
      return FALSE;
    }
  for (GList *link = self->pending.next; link != NULL; link = link->next)
    ((LeatdPortion *) link->data)->is_claimed = TRUE;
  return TRUE;
}
