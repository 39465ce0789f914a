/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-flight.c - order=none: several requests at work at once, and what becomes of them, in
 * the order of their records
 *
 * As long as all goes well, requests are given to the lanes, and the records of those that have
 * landed are acknowledged as soon as all before them are. When one fails, no more are given before
 * all have landed. Then their outcomes are gone through in order, as if they had come one after
 * another: what was taken is not sent once more, what failed goes the ordinary way, alone, by the
 * worker's own instance. When nothing of that is left, requests are given again. */
#include "leatd-sink-private.h"

/* requests that are at work, or have landed before an older one: so many times as lanes there are.
 * A crash repeats no more than these */
#define FLIGHT_LENGTH 2
/* bytes of records in memory */
#define FLIGHT_SIZE (16 * 1024 * 1024)

struct _LeatdFlight {
  LeatdLanes *lanes;
  GQueue requests; /* of LeatdRequest, in the order of their records */
  gboolean failed; /* one of them did, and not all behind it is in order yet */
};

/**
 * leatd_flight_new:
 * @worker: outlives it
 * @config: of @worker, or what is to be its
 *
 * Main thread.
 */
LeatdFlight *
leatd_flight_new (LeatdSinkWorker *worker, const LeatdSinkConfig *config, GError **error)
{
  LeatdLanes *lanes = leatd_lanes_new (worker, config, error);
  LeatdFlight *self;

  if (lanes == NULL)
    return NULL;
  self = g_new0 (LeatdFlight, 1);
  self->lanes = lanes;
  return self;
}

/* its lanes are stopped */
void
leatd_flight_free (LeatdFlight *self)
{
  if (self == NULL)
    return;
  leatd_flight_forget (self);
  leatd_lanes_free (self->lanes);
  g_free (self);
}

void
leatd_flight_start (LeatdFlight *self)
{
  leatd_lanes_start (self->lanes);
}

void
leatd_flight_stop (LeatdFlight *self)
{
  leatd_lanes_stop (self->lanes);
}

static gboolean
is_at_work (LeatdFlight *self)
{
  return leatd_lanes_count_idle (self->lanes) < leatd_lanes_get_n (self->lanes);
}

/* what was taken out of order is given up with its records; nothing is at work */
void
leatd_flight_forget (LeatdFlight *self)
{
  g_queue_clear_full (&self->requests, (GDestroyNotify) leatd_request_free);
  self->failed = FALSE;
}

/* what was taken out of order there is known here; nothing is at work in either */
void
leatd_flight_take_over (LeatdFlight *self, LeatdFlight *former)
{
  self->requests = former->requests;
  self->failed = former->failed;
  g_queue_init (&former->requests);
}

/* does it begin with the record to be written next? */
static gboolean
is_first (const LeatdRequest *request, LeatdSinkWorker *worker)
{
  return request->link == worker->pending.next && request->from == worker->pending.next_record;
}

/* has it landed, and is something of it taken and not acknowledged? */
static gboolean
is_to_settle (LeatdFlight *self, LeatdSinkWorker *worker)
{
  const LeatdRequest *head = g_queue_peek_head (&self->requests);

  return head != NULL && is_first (head, worker) && leatd_lanes_have_landed (self->lanes, head) &&
         head->taken > 0;
}

/* requests are at work, or have landed and are to be acknowledged */
gboolean
leatd_flight_is_busy (LeatdFlight *self, LeatdSinkWorker *worker)
{
  return is_at_work (self) || is_to_settle (self, worker);
}

/**
 * leatd_flight_bound:
 * @from: of @portion, to be written next
 *
 * Returns: of @count records from there on, as many as were not taken out of order
 */
guint
leatd_flight_bound (LeatdFlight *self, const LeatdPortion *portion, guint from, guint count)
{
  const LeatdRequest *head = g_queue_peek_head (&self->requests);

  return head != NULL && head->portion == portion ? MIN (count, head->from - from) : count;
}

/* so many records on */
static void
step_on (GList **link, guint *index, guint count)
{
  const LeatdPortion *portion = (*link)->data;

  *index += count;
  if (*index < leat_batch_get_n_records (portion->batch))
    return;
  *link = (*link)->next;
  *index = 0;
}

/* @behind: (out): the request that the record is before */
static GList *
find_untaken (LeatdFlight *self, LeatdSinkWorker *worker, guint *index, GList **behind)
{
  GList *link = worker->pending.next;

  *index = worker->pending.next_record;
  *behind = self->requests.head;
  step_on (&link, index, 1);
  while (link != NULL && *behind != NULL)
    {
      const LeatdRequest *request = (*behind)->data;

      if (request->link != link || request->from != *index)
        break;
      step_on (&link, index, request->count);
      *behind = (*behind)->next;
    }
  return link;
}

/**
 * leatd_flight_find_untaken:
 *
 * Nothing is at work, and what failed is forgotten.
 *
 * Returns: (nullable): with @index the first record behind the next one that was not taken out of
 *   order; %NULL: it is not here yet
 */
LeatdPortion *
leatd_flight_find_untaken (LeatdFlight *self, LeatdSinkWorker *worker, guint *index)
{
  GList *behind;
  const GList *link = find_untaken (self, worker, index, &behind);

  return link != NULL ? link->data : NULL;
}

/* that one was taken, by the worker's own instance: it is acknowledged in its turn */
void
leatd_flight_add_taken (LeatdFlight *self, LeatdSinkWorker *worker)
{
  LeatdRequest *request = g_new0 (LeatdRequest, 1);
  GList *behind;

  request->link = find_untaken (self, worker, &request->from, &behind);
  request->portion = request->link->data;
  request->count = request->taken = 1;
  request->has_landed = TRUE;
  g_queue_insert_before (&self->requests, behind, request);
}

/* --- what has landed --- */

/* the first so many records of the head are done with */
static gboolean
settle_head (LeatdFlight *self, LeatdSinkWorker *worker, GError **error)
{
  LeatdRequest *head = g_queue_peek_head (&self->requests);
  const guint n_taken = head->taken;

  leatd_sink_count_taken (worker, n_taken);
  leatd_count (&worker->feed->counters[LEATD_SINK_SAFE], n_taken);
  leatd_sink_is_well (worker);
  worker->owed = n_taken;
  head->from += n_taken;
  head->count -= n_taken;
  head->taken = 0;
  if (head->count == 0)
    leatd_request_free (g_queue_pop_head (&self->requests));
  if (g_queue_is_empty (&self->requests))
    self->failed = FALSE;
  return leatd_sink_settle (worker, error);
}

/* What was not taken is offered anew when its turn comes. What was is remembered. */
static void
forget_failures (LeatdFlight *self)
{
  GList *link = self->requests.head;

  while (link != NULL)
    {
      GList *next = link->next;
      LeatdRequest *request = link->data;

      g_clear_error (&request->failure);
      request->count = request->taken;
      if (request->count == 0)
        {
          leatd_request_free (request);
          g_queue_delete_link (&self->requests, link);
        }
      link = next;
    }
  if (g_queue_is_empty (&self->requests))
    self->failed = FALSE;
}

/* A peer that refuses records is there, and what it said of those behind is true; in any other
 * trouble it may be past when their turn comes. */
static gboolean
judge_head (LeatdFlight *self, LeatdSinkWorker *worker, GError **error)
{
  g_autoptr (GError) failure = NULL;
  LeatdRequest *head = g_queue_pop_head (&self->requests);
  const LeatdPortion *portion = head->portion;
  const guint from = head->from, count = head->count, partly = head->partly;
  gboolean judged;

  leatd_said_clear (&worker->own.said);
  worker->own.said = head->said;
  head->said = (LeatdSaid) { 0 };
  failure = g_steal_pointer (&head->failure);
  leatd_request_free (head);
  judged = leatd_sink_judge (worker, portion, from - partly, count + partly, partly,
                             g_steal_pointer (&failure), error);
  if (!judged || worker->trouble != LEATD_TROUBLE_NONE || worker->suspect.faults > 0)
    forget_failures (self);
  if (g_queue_is_empty (&self->requests))
    self->failed = FALSE;
  return judged;
}

/* has one that has landed failed? Then the rest is awaited */
static void
look (LeatdFlight *self)
{
  for (GList *link = self->requests.head; link != NULL && !self->failed; link = link->next)
    self->failed = leatd_lanes_have_landed (self->lanes, link->data) &&
                   ((LeatdRequest *) link->data)->failure != NULL;
}

/**
 * leatd_flight_land:
 *
 * A life is at its end: all that are at work have landed, and what was not taken is offered anew in
 * the next one.
 */
void
leatd_flight_land (LeatdFlight *self, LeatdSinkWorker *worker)
{
  while (is_at_work (self))
    leatd_bell_wait (&worker->bell, LEATD_BELL_KICK, -1);
  self->failed = TRUE;
  forget_failures (self);
  while (worker->owed == 0 && is_to_settle (self, worker) && settle_head (self, worker, NULL))
    ;
}

/* --- what is sent --- */

static gboolean
goes_well (LeatdFlight *self, LeatdSinkWorker *worker)
{
  return !self->failed && worker->trouble == LEATD_TROUBLE_NONE && worker->offer == 0 &&
         worker->suspect.faults == 0 && worker->suspect.alone_id == 0;
}

static gboolean
has_room (LeatdFlight *self, LeatdSinkWorker *worker, guint n_idle)
{
  return n_idle > 0 && self->requests.length < FLIGHT_LENGTH * leatd_lanes_get_n (self->lanes) &&
         (worker->pending.size < FLIGHT_SIZE || g_queue_is_empty (&self->requests));
}

/* the first record behind all requests; %FALSE: it is not here yet */
static gboolean
find_next (LeatdFlight *self, LeatdSinkWorker *worker, GList **link, guint *from)
{
  const LeatdRequest *last = g_queue_peek_tail (&self->requests);

  *link = worker->pending.next;
  *from = worker->pending.next_record;
  if (last == NULL)
    return *link != NULL;
  *link = last->link;
  *from = last->from + last->count;
  if (*from == leat_batch_get_n_records (last->portion->batch))
    {
      *link = last->link->next;
      *from = 0;
    }
  return *link != NULL;
}

/* Waits until something comes, or one has landed: it kicks who waits. One that has landed before
 * it could see that is seen here. */
static LeatdPortion *
wait_for_more (LeatdFlight *self, LeatdSinkWorker *worker, guint n_idle, GError **error)
{
  LeatdPortion *portion = NULL;

  g_atomic_int_set (&worker->waits_in_feed, 1);
  if (leatd_lanes_count_idle (self->lanes) == n_idle)
    portion = worker->feed->klass->next (worker->feed, -1, error);
  g_atomic_int_set (&worker->waits_in_feed, 0);
  return portion;
}

/* %FALSE: there is nothing to send, and nothing is at work */
static gboolean
take_more (LeatdFlight *self, LeatdSinkWorker *worker, guint n_idle)
{
  const gboolean wait = n_idle < leatd_lanes_get_n (self->lanes);
  g_autoptr (GError) failure = NULL;
  LeatdPortion *portion = wait ? wait_for_more (self, worker, n_idle, &failure)
                               : worker->feed->klass->next (worker->feed, 0, &failure);

  if (portion != NULL)
    leatd_pending_add (&worker->pending, portion);
  else if (failure != NULL)
    leatd_sink_await_store (worker, failure);
  return portion != NULL || failure != NULL || wait;
}

static void
send_next (LeatdFlight *self, LeatdSinkWorker *worker, GList *link, guint from)
{
  LeatdPortion *portion = link->data;
  LeatdRequest *request;

  if (!leatd_sink_claim_all (worker, portion))
    return;
  request = g_new0 (LeatdRequest, 1);
  request->link = link;
  request->portion = portion;
  request->from = from;
  request->count = MIN (leat_batch_get_n_records (portion->batch) - from, worker->most);
  g_queue_push_tail (&self->requests, request);
  leatd_lanes_give (self->lanes, request);
}

static gboolean
launch (LeatdFlight *self, LeatdSinkWorker *worker, guint n_idle)
{
  GList *link;
  guint from;

  if (!find_next (self, worker, &link, &from))
    return take_more (self, worker, n_idle);
  send_next (self, worker, link, from);
  return TRUE;
}

static LeatdStep
to_step (gboolean done)
{
  return done ? LEATD_STEP_DONE : LEATD_STEP_FAILED;
}

/**
 * leatd_flight_step:
 * @leaves: nothing more is sent
 *
 * One step, or a wait. The worker's thread.
 *
 * Returns: %LEATD_STEP_NONE: all have landed, and what is to be written next goes the ordinary way
 */
LeatdStep
leatd_flight_step (LeatdFlight *self, LeatdSinkWorker *worker, gboolean leaves, GError **error)
{
  /* counted before it looks: what lands in between is no failure that it has not seen */
  const guint n_idle = leatd_lanes_count_idle (self->lanes);
  LeatdRequest *head;

  look (self);
  if (is_to_settle (self, worker))
    return to_step (settle_head (self, worker, error));
  if (!leaves && goes_well (self, worker) && has_room (self, worker, n_idle) &&
      launch (self, worker, n_idle))
    return LEATD_STEP_DONE;
  if (n_idle < leatd_lanes_get_n (self->lanes))
    {
      leatd_bell_wait (&worker->bell, LEATD_BELL_KICK, -1);
      return LEATD_STEP_DONE;
    }
  head = g_queue_peek_head (&self->requests);
  if (head == NULL || !is_first (head, worker))
    return LEATD_STEP_NONE;
  return to_step (judge_head (self, worker, error));
}
