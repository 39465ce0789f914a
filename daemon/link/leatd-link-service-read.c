/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-service-read.c - a link's turns: what it brings becomes batches, to its end */
#include "leatd-link-service-private.h"
#include "plugin/leatd-contract.h"

/* A turn reads until nothing is there, or so many bytes: what it brought is one batch. */
#define READ_SIZE (64 * 1024)
#define TURN_SIZE (64 * 1024)

/* A turn that has read less may end without another read that finds nothing: a lone record is one
 * poll and one read. More is read to its end, so that it is one batch. */
#define LONE_SIZE 1024

/* what is read at the most before a link is closed */
#define REST_SIZE (1024 * 1024)

/* of a turn, for each client that is let in: a hundred at the most, then those that are in are read
 */
#define ACCEPT_SIZE (TURN_SIZE / 100)

/* it has come to its end by itself (%NULL), or failed */
void
leatd_link_service_end (LeatdLinkService *self, GError *error)
{
  if (error == NULL)
    leatd_stream_end (self->setup.stream, LEAT_END_STREAM, leat_clock_now ());
  else
    leatd_stream_cut (self->setup.stream);
  leatd_stream_deliver (self->setup.stream);
  self->has_ended = TRUE;
  leatd_link_service_shut (self);
  self->setup.ended (self->setup.owner, error);
}

static gboolean
link_is_placed (LeatdLinkService *self)
{
  return self->place != NULL && leatd_stream_is_placed (self->setup.stream);
}

/* @ends: at an end that came without bytes */
static LeatPush
link_deliver (LeatdLinkService *self, gboolean ends)
{
  LeatPush push;

  if (self->clients != NULL)
    return LEAT_PUSH_ROOM;
  if (!link_is_placed (self))
    return leatd_stream_deliver (self->setup.stream);
  leatd_link_place_await (self->place, self->setup.stream);
  push = leatd_stream_deliver (self->setup.stream);
  leatd_link_place_mark (self->place, self->setup.stream, ends);
  if (ends)
    leatd_link_service_poll (self);
  return push;
}

/* FALSE: nobody waits */
static gboolean
link_accept_once (LeatdLinkService *self, gsize *total, gboolean *end, GError **error)
{
  g_autofree char *peer = NULL;
  LeatLink *client = self->link->klass->accept (self->link, &peer, error);

  *end = client == NULL && *error == NULL;
  if (client == NULL)
    return FALSE;
  leatd_clients_add (self->clients, client, peer);
  *total += ACCEPT_SIZE;
  return TRUE;
}

/* an end may come without bytes, and more behind it: at once, or when what was before is safe. One
 * that was recorded has its moment */
static gboolean
link_end_piece (LeatdLinkService *self, gssize length, const LeatArrival *arrival, gboolean *ends,
                GError **error)
{
  if (arrival->end == LEAT_END_NO)
    return FALSE;
  leatd_stream_end (self->setup.stream, arrival->end,
                    arrival->moment.time != 0 ? arrival->moment : leat_clock_now ());
  if (length == 0)
    return FALSE;
  g_clear_error (error);
  *ends = link_is_placed (self);
  return !*ends;
}

static gboolean
link_read_lone (LeatdLinkService *self, gsize total)
{
  return total < LONE_SIZE && !self->reads_rest && self->place == NULL &&
         LEAT_CLASS_HAS (self->link->klass, is_read_out) &&
         self->link->klass->is_read_out (self->link);
}

/* FALSE: at the end, nothing is there, or a poll will tell whether something is */
static gboolean
link_read_once (LeatdLinkService *self, gsize *total, gboolean *end, gboolean *ends, GError **error)
{
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival) };
  guint8 *data;
  gssize length;

  if (self->clients != NULL)
    return link_accept_once (self, total, end, error);
  data = leatd_stream_reserve (self->setup.stream, READ_SIZE);
  length = self->link->klass->read (self->link, data, READ_SIZE, &arrival, error);
  length = leatd_contract_count (length, READ_SIZE, self->link->klass->schemes, "read()", error);
  *end = length == 0;
  if (length <= 0)
    return link_end_piece (self, length, &arrival, ends, error);
  leatd_ring_add (self->setup.ring, data, (gsize) length);
  leatd_stream_commit (self->setup.stream, (gsize) length, &arrival);
  if (self->place != NULL)
    leatd_link_place_read (self->place, (gsize) length);
  *total += (gsize) length;
  return !link_read_lone (self, *total);
}

/**
 * leatd_link_service_read:
 *
 * One turn: reads what is there and delivers it as one batch.
 */
void
leatd_link_service_read (LeatdLinkService *self)
{
  g_autoptr (GError) error = NULL;
  gboolean end = FALSE, ends = FALSE;
  gsize total = 0;
  LeatPush push;

  self->setup.before (self->setup.owner);
  leatd_guard_enter (self->setup.guard);
  self->more = TRUE;
  while (total < TURN_SIZE && self->more)
    self->more = link_read_once (self, &total, &end, &ends, &error);
  push = link_deliver (self, ends);
  leatd_guard_leave (self->setup.guard);

  if (total > 0 && self->clients == NULL)
    self->setup.received (self->setup.owner);
  if (end || (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)))
    leatd_link_service_end (self, g_steal_pointer (&error));
  else if (push == LEAT_PUSH_FULL && self->setup.full != NULL)
    self->setup.full (self->setup.owner);
  else if (push == LEAT_PUSH_FULL)
    leatd_link_service_hold (self);
}

/* what has a place is read from there again; who waits to be let in where the socket stays open
 * waits for the next leatd */
static gboolean
link_leaves_rest (LeatdLinkService *self)
{
  return link_is_placed (self) || (self->clients != NULL && leatd_link_service_is_kept (self));
}

/**
 * leatd_link_service_read_rest:
 *
 * Before the link is closed: reads until nothing is there, up to a bound that a device which never
 * pauses does not reach.
 */
void
leatd_link_service_read_rest (LeatdLinkService *self)
{
  guint turns = REST_SIZE / TURN_SIZE;

  self->reads_rest = TRUE;
  while (self->open && !self->held && !link_leaves_rest (self) && turns-- > 0 &&
         leatd_link_service_reads (self))
    {
      leatd_link_service_read (self);
      if (!self->more)
        break;
    }
  self->reads_rest = FALSE;
  if (self->clients != NULL && self->open && !self->held)
    leatd_clients_read_rest (self->clients);
}
