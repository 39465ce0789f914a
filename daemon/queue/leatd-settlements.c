/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-settlements.c - brings the word that a batch is safe back to the thread of its source */
#include "leatd-settlements.h"
#include "leatd-hand-over.h"

struct _LeatdSettlements {
  GMainContext *context; /* the source's: woken when there is an answer */
  GAsyncQueue *answers;  /* of Settlement */
  GQueue open;           /* of Settlement; the source's thread */
  gint references;       /* atomic: the owner's, and one a settlement that is not answered yet */
};

/* one batch whose source waits for the word */
typedef struct {
  LeatdSettlements *owner;
  LeatSettledFunc settled; /* NULL: it has been told */
  gpointer user_data;
  GDestroyNotify notify;
  GList link;
  gboolean safe;
} Settlement;

static void
settlements_unref (LeatdSettlements *self)
{
  Settlement *settlement;

  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  while ((settlement = g_async_queue_try_pop (self->answers)) != NULL)
    g_free (settlement);
  g_async_queue_unref (self->answers);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * leatd_settlements_new:
 * @context: of the source's thread, which is woken and then calls leatd_settlements_tell()
 */
LeatdSettlements *
leatd_settlements_new (GMainContext *context)
{
  LeatdSettlements *self = g_new0 (LeatdSettlements, 1);

  self->context = g_main_context_ref (context);
  self->answers = g_async_queue_new ();
  self->references = 1;
  return self;
}

/* in the thread of the sink that answered last */
static void
on_answer (gboolean safe, gpointer user_data)
{
  Settlement *settlement = user_data;
  LeatdSettlements *self = settlement->owner;

  settlement->safe = safe;
  LEATD_HAND_OVER (settlement);
  g_async_queue_push (self->answers, settlement);
  g_main_context_wakeup (self->context);
  settlements_unref (self);
}

/**
 * leatd_settlements_watch:
 * @batch: before it is pushed
 *
 * @settled is called once, in the source's thread, by leatd_settlements_tell() or
 * leatd_settlements_close(); @notify frees
 * @user_data behind it.
 */
void
leatd_settlements_watch (LeatdSettlements *self, LeatBatch *batch, LeatSettledFunc settled,
                         gpointer user_data, GDestroyNotify notify)
{
  Settlement *settlement = g_new0 (Settlement, 1);

  settlement->owner = self;
  settlement->settled = settled;
  settlement->user_data = user_data;
  settlement->notify = notify;
  settlement->link.data = settlement;
  g_queue_push_tail_link (&self->open, &settlement->link);
  g_atomic_int_inc (&self->references);
  leat_batch_watch (batch, on_answer, settlement);
}

void
leatd_settled_at_once (gboolean safe, LeatSettledFunc settled, gpointer user_data,
                       GDestroyNotify notify)
{
  if (settled != NULL)
    settled (safe, user_data);
  if (notify != NULL)
    notify (user_data);
}

static void
settlement_tell (Settlement *settlement, gboolean safe)
{
  leatd_settled_at_once (safe, settlement->settled, settlement->user_data, settlement->notify);
  settlement->settled = NULL;
}

/* is there something to tell? the source's thread */
gboolean
leatd_settlements_have_answers (LeatdSettlements *self)
{
  return g_async_queue_length (self->answers) > 0;
}

/* is there something that the source was not told yet? its thread */
gboolean
leatd_settlements_are_open (LeatdSettlements *self)
{
  return self->open.length > 0;
}

/* tells of all that were answered; the source's thread */
void
leatd_settlements_tell (LeatdSettlements *self)
{
  Settlement *settlement;

  while ((settlement = g_async_queue_try_pop (self->answers)) != NULL)
    {
      LEATD_TAKE_OVER (settlement);
      g_queue_unlink (&self->open, &settlement->link);
      settlement_tell (settlement, settlement->safe);
      g_free (settlement);
    }
}

/**
 * leatd_settlements_close:
 *
 * (transfer full). All that are open are told %FALSE: the source stops. What is answered later is
 * told to nobody.
 */
void
leatd_settlements_close (LeatdSettlements *self)
{
  GList *link;

  leatd_settlements_tell (self);
  while ((link = g_queue_pop_head_link (&self->open)) != NULL)
    settlement_tell (link->data, FALSE);
  settlements_unref (self);
}
