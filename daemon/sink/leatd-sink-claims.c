/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-claims.c - where requests end is lasting before they are sent: after a crash the same
 * records make the same request, with the same key */
#include "leatd-sink-private.h"

/* Each claim is a commit of the store. While a backlog drains, so many requests, or so many bytes
 * of records, are read ahead and claimed with one: that much is held in memory, and a crash repeats
 * no more requests than that. */
#define AHEAD_REQUESTS 16
#define AHEAD_SIZE     (4 * 1024 * 1024)

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

/* where those requests end that begin with record @from of a portion */
static void
add_ends (LeatdSinkWorker *self, const LeatdPortion *portion, guint from, GArray *ends)
{
  const guint n_records = leat_batch_get_n_records (portion->batch);

  while (from < n_records)
    {
      guint64 end;

      from += MIN (self->most, n_records - from);
      end = portion->ids[from - 1];
      if (ends->len == 0 || end > g_array_index (ends, guint64, ends->len - 1))
        g_array_append_val (ends, end);
    }
}

/* @end: of the request at hand: those behind it are claimed already, or follow it; 0: it ends as
 * those before it do, which may be at work and are claimed with it */
static gboolean
claim (LeatdSinkWorker *self, LeatdPortion *portion, guint64 end)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) failure = NULL;
  const gboolean only_end = end > 0 && portion->is_claimed;

  if (!portion->is_claimed)
    read_ahead (self);
  if (end > 0)
    g_array_append_val (ends, end);
  for (GList *link = self->pending.next; link != NULL && !only_end; link = link->next)
    add_ends (self, link->data, link == self->pending.next ? self->pending.next_record : 0, ends);
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
  return !leatd_sink_claims (self) || claim (self, portion, portion->ids[index]);
}

/**
 * leatd_sink_claim_all:
 * @portion: to be sent behind all that are pending before it
 *
 * The same for one of several requests that are at work at once, of which each ends where its
 * portion does, or holds as many records as it may.
 */
gboolean
leatd_sink_claim_all (LeatdSinkWorker *self, LeatdPortion *portion)
{
  return !leatd_sink_claims (self) || claim (self, portion, 0);
}
