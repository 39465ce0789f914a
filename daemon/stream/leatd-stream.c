/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream.c - one sequence of bytes on its way to records */
#include "leatd-stream-private.h"
#include "config/leatd-text-schema.h"
#include <string.h>

static const LeatStreamHost stream_host;

static void
on_sequence (LeatdSequenceKind kind, gint64 first, gint64 last, gpointer user_data)
{
  leatd_sequence_tell (((LeatdStream *) user_data)->name, kind, first, last);
}

/**
 * leatd_stream_new:
 * @setup: copied; what it points to outlives the stream
 *
 * Returns: (transfer full) (nullable): a stream of a new epoch
 */
LeatdStream *
leatd_stream_new (const LeatdStreamSetup *setup, GError **error)
{
  const LeatdSourceConfig *config = setup->config;
  LeatdStream *self = g_new0 (LeatdStream, 1);
  g_autofree char *epoch = leat_epoch_new ();

  self->parent.host = &stream_host;
  self->setup = *setup;
  self->setup.peer = NULL;
  self->name = config->name;
  self->restarts = config->settings.timeout_next == LEATD_TIMEOUT_NEXT_FRAME;
  self->source_module = self->framer_module = config->module->path; /* the guard may be in use */
  self->next_sequence = 1;
  self->clock = (LeatdMark) { .high = config->settings.clock_mark * 1000,
                              .low = config->settings.clock_mark * 500 };
  if (config->settings.framer != NULL &&
      (self->framing = leatd_stream_framing_new (config, &self->framer_module, error)) == NULL)
    {
      leatd_stream_free (self);
      return NULL;
    }
  self->schema = config->schema != NULL ? leat_schema_ref (config->schema)
                                        : leatd_text_schema_new ();
  self->tags = leatd_stream_tags_new ((const char *const *) config->tags, setup->peer);
  leatd_stream_make_origin (self, epoch);
  if (leatd_sequence_watch_needed (self->schema))
    self->watch = leatd_sequence_watch_new (self->schema, on_sequence, self);
  self->tape = leatd_tape_new (&(LeatdTapeSetup) { setup->recorder, config, setup->counters, epoch,
                                                   setup->peer });
  return self;
}

void
leatd_stream_set_judge (LeatdStream *self, const LeatdFrameJudge *judge)
{
  leatd_asked_set (&self->asked, judge, self->origin);
}

void
leatd_stream_free (LeatdStream *self)
{
  g_clear_pointer (&self->waits, leatd_waits_free);
  leatd_tape_free (self->tape);
  g_clear_pointer (&self->framing, leat_framing_free);
  g_clear_pointer (&self->watch, leatd_sequence_watch_free);
  leatd_asked_clear (&self->asked);
  g_clear_pointer (&self->origin, leat_origin_unref);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_free (self);
}

static void
stream_reject (LeatdStream *self, const LeatPiece *piece, const char *stage, const char *reason)
{
  LeatdReject reject = {
    .source = self->name,
    .stage = stage,
    .reason = reason,
    .data = piece->data,
    .length = piece->length,
    .offset = piece->offset,
    .arrival = piece->arrival.moment,
  };

  leatd_rejects_put (self->setup.rejects, &reject);
  leatd_count (&self->setup.counters[LEATD_SOURCE_REJECTS], 1);
  leatd_count (&self->setup.counters[LEATD_SOURCE_REJECT_BYTES], piece->length);
  leatd_stream_tell_reject (self->name, &self->untold, stage, reason);
}

/* of the frame at hand */
static const LeatOrigin *
get_origin (LeatdStream *self)
{
  return self->asked.current != NULL ? self->asked.current : self->origin;
}

static LeatVerdict
stream_judge (LeatdStream *self, const LeatPiece *piece, LeatBatch *batch, GError **error)
{
  LeatSource *source = self->setup.source;
  LeatVerdict verdict = leatd_asked_judge (&self->asked, piece, error);

  if (verdict != LEAT_VERDICT_RECORD || !LEAT_CLASS_HAS (source->klass, frame))
    return verdict;
  self->setup.guard->module = self->source_module;
  verdict = source->klass->frame (source, &self->parent, &piece->frame, &piece->arrival, batch,
                                  error);
  self->setup.guard->module = self->framer_module;
  return verdict;
}

static gboolean
stream_decode (LeatdStream *self, const LeatPiece *piece, LeatBatch *batch, GError **error)
{
  if (self->setup.config->schema != NULL)
    return leat_schema_decode (self->schema, piece->frame.payload, piece->frame.length, batch,
                               get_origin (self), piece->arrival.moment, error);
  leatd_text_schema_append (batch, get_origin (self), piece);
  return TRUE;
}

/* what the records of a frame have in common */
static void
stream_mark_frame (LeatdStream *self, const LeatPiece *piece, LeatBatch *batch, guint from)
{
  const guint flags = piece->arrival.line_error ? LEAT_RECORD_LINE_ERROR : 0;

  if (self->setup.config->settings.keep_frame)
    leat_batch_mark (batch, from, flags, piece->frame.payload, piece->frame.length);
  else if (flags != 0)
    leat_batch_mark (batch, from, flags, NULL, 0);
}

/* whether the clock is right is asked of the kernel, and no oftener than it may change */
static gboolean
stream_is_synced (LeatdStream *self)
{
  const gint64 now = leat_clock_now ().monotonic;

  if (self->sync_asked == 0 || now - self->sync_asked >= LEAT_NSEC_PER_SEC)
    {
      self->is_synced = leat_clock_is_synced ();
      self->sync_asked = now;
    }
  return self->is_synced;
}

/* what all records of a batch have in common; once a batch */
static void
stream_mark_batch (LeatdStream *self, LeatBatch *batch)
{
  const guint flags = (stream_is_synced (self) ? 0 : LEAT_RECORD_CLOCK_UNSYNCED) |
                      (leatd_source_config_is_replay (self->setup.config) ? LEAT_RECORD_TEST : 0);

  if (flags != 0)
    leat_batch_mark (batch, 0, flags, NULL, 0);
}

static void
stream_take_frame (LeatdStream *self, const LeatPiece *piece, LeatBatch *batch)
{
  g_autoptr (GError) error = NULL;
  guint before = leat_batch_get_n_records (batch);
  LeatVerdict verdict = stream_judge (self, piece, batch, &error);
  const char *stage = verdict == LEAT_VERDICT_REJECTED ? "device" : "schema";

  self->tally.frames++;
  if (verdict == LEAT_VERDICT_REJECTED ||
      (verdict == LEAT_VERDICT_RECORD && !stream_decode (self, piece, batch, &error)))
    {
      leat_batch_truncate (batch, before);
      stream_reject (self, piece, stage, error != NULL ? error->message : "no reason given");
      return;
    }
  if (leat_batch_get_n_records (batch) == before)
    {
      self->tally.taken_bytes += piece->length;
      return;
    }
  stream_mark_frame (self, piece, batch, before);
  self->tally.record_bytes += piece->length;
}

/* once a batch: an atomic addition costs as much as a small field */
static void
stream_count_tally (LeatdStream *self)
{
  guint64 *counters = self->setup.counters;

  leatd_count (&counters[LEATD_SOURCE_FRAMES], self->tally.frames);
  leatd_count (&counters[LEATD_SOURCE_RECORD_BYTES], self->tally.record_bytes);
  leatd_count (&counters[LEATD_SOURCE_TAKEN_BYTES], self->tally.taken_bytes);
  self->tally = (Tally) { 0 };
}

static void
stream_take_pieces (LeatdStream *self, LeatBatch *batch)
{
  const gboolean is_tapped = leatd_taps_want (self->setup.taps, LEATD_TAP_FRAMES);
  guint64 *counters = self->setup.counters;
  LeatPiece piece;

  self->setup.guard->module = self->framer_module;
  while (leat_framing_next (self->framing, &piece))
    {
      if (is_tapped)
        leatd_taps_give_piece (self->setup.taps, &piece);
      if (piece.reason == NULL)
        stream_take_frame (self, &piece, batch);
      else
        stream_reject (self, &piece, "framer", piece.reason);
    }
  self->asked.current = NULL;
  if (is_tapped)
    leatd_taps_end_pieces (self->setup.taps);
  self->setup.guard->module = self->source_module;
  leatd_counter_follow (&counters[LEATD_SOURCE_SKIPPED_BYTES], &self->skipped,
                        leat_framing_get_skipped (self->framing));
  leatd_counter_follow (&counters[LEATD_SOURCE_PENDING_BYTES], &self->pending,
                        leat_framing_get_pending (self->framing));
}

static void
stream_watch_sequence (LeatdStream *self, const LeatBatch *batch)
{
  if (self->watch == NULL)
    return;
  leatd_stream_count_sequence (self->watch, batch, &self->seen, self->setup.counters);
  if (self->clock.high > 0)
    leatd_stream_watch_clock (self->name, &self->clock, self->seen.clock_offset);
}

static LeatPush
stream_push (LeatdStream *self, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
             GDestroyNotify notify)
{
  if (leat_batch_get_n_records (batch) > 0)
    {
      stream_mark_batch (self, batch);
      stream_watch_sequence (self, batch);
    }
  stream_count_tally (self);
  leat_batch_seal (batch, &self->next_sequence);
  if (self->waits == NULL)
    return self->setup.deliver (self->setup.owner, batch, settled, user_data, notify);
  leatd_waits_add (&self->waits, settled, user_data, notify);
  return self->setup.deliver (self->setup.owner, batch, leatd_waits_tell,
                              g_steal_pointer (&self->waits), leatd_waits_free);
}

static void
stream_count_bytes (LeatdStream *self, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  guint64 *counter = &self->setup.counters[LEATD_SOURCE_BYTES];

  if (leatd_taps_want (self->setup.taps, LEATD_TAP_RAW))
    leatd_taps_give_bytes (self->setup.taps, leatd_counter_get (counter), data, length,
                           arrival->moment.time);
  leatd_count (counter, length);
  leatd_tape_read (self->tape, data, length, arrival);
}

/**
 * leatd_stream_reserve:
 *
 * Returns: (transfer none): room for @size bytes, to be filled and told to leatd_stream_commit()
 */
guint8 *
leatd_stream_reserve (LeatdStream *self, gsize size)
{
  guint8 *room = leat_framing_reserve (self->framing, size);

  self->reserved = room;
  return room;
}

void
leatd_stream_commit (LeatdStream *self, gsize length, const LeatArrival *arrival)
{
  stream_count_bytes (self, self->reserved, length, arrival);
  self->byte_time = arrival->byte_time;
  leat_framing_commit (self->framing, length, arrival);
}

/* nothing follows for now, and why; leatd_stream_deliver() gives out what that made whole */
void
leatd_stream_end (LeatdStream *self, LeatEnd end, LeatMoment moment)
{
  if (self->framing == NULL)
    return;
  leat_framing_end (self->framing, end, moment);
  if (end == LEAT_END_LIMIT && self->restarts)
    leat_framing_end (self->framing, LEAT_END_CUT, moment); /* nothing of it is still to come */
  leatd_tape_ended (self->tape, end, moment);
}

/**
 * leatd_stream_deliver:
 *
 * Makes one batch of all frames that are whole, and delivers it.
 */
LeatPush
leatd_stream_deliver (LeatdStream *self)
{
  LeatBatch *batch;

  if (self->framing == NULL)
    return LEAT_PUSH_ROOM;
  batch = leat_batch_new (0);
  stream_take_pieces (self, batch);
  return stream_push (self, batch, NULL, NULL, NULL);
}

/**
 * leatd_stream_take_over:
 * @same_framer: whether that of @former is of the same class and has the same options
 *
 * The next leatd_stream_deliver() judges it.
 */
void
leatd_stream_take_over (LeatdStream *self, LeatdStream *former, gboolean same_framer)
{
  if (self->watch != NULL && former->watch != NULL)
    leatd_sequence_watch_take_over (self->watch, former->watch);
  leatd_tape_free (self->tape);
  self->tape = g_steal_pointer (&former->tape);
  if (self->framing == NULL || former->framing == NULL)
    return;
  leat_framing_hand_over (former->framing, self->framing, same_framer);
  self->byte_time = former->byte_time;
  self->pending = former->pending; /* the source's counter has it */
}

LeatdTape *
leatd_stream_get_tape (LeatdStream *self)
{
  return self->tape;
}

LeatFraming *
leatd_stream_get_framing (LeatdStream *self)
{
  return self->framing;
}

gsize
leatd_stream_get_pending (LeatdStream *self)
{
  return self->framing != NULL ? leat_framing_get_pending (self->framing) : 0;
}

gint64
leatd_stream_get_silence (LeatdStream *self)
{
  return self->framing != NULL ? leat_framing_get_silence (self->framing, self->byte_time) : 0;
}

guint64 *
leatd_stream_get_sequence (LeatdStream *self, const LeatOrigin *origin)
{
  return g_strcmp0 (self->origin->epoch, origin->epoch) == 0 ? &self->next_sequence : NULL;
}

static LeatPush
stream_push_frame (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival,
                   LeatSettledFunc settled, gpointer user_data, GDestroyNotify notify)
{
  LeatdStream *self = (LeatdStream *) stream;
  LeatBatch *batch = leat_batch_new (0);
  LeatPiece piece = {
    .data = data,
    .length = length,
    .offset = self->offset,
    .frame = { .struct_size = sizeof (LeatFrame),
               .used = length,
               .payload = data,
               .length = length },
    .arrival = *arrival,
  };

  self->offset += length;
  stream_count_bytes (self, data, length, arrival);
  if (leatd_taps_want (self->setup.taps, LEATD_TAP_FRAMES))
    {
      leatd_taps_give_piece (self->setup.taps, &piece);
      leatd_taps_end_pieces (self->setup.taps);
    }
  stream_take_frame (self, &piece, batch);
  return stream_push (self, batch, settled, user_data, notify);
}

static LeatPush
stream_push_bytes (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  LeatdStream *self = (LeatdStream *) stream;

  if (self->framing == NULL)
    return stream_push_frame (stream, data, length, arrival, NULL, NULL, NULL);
  memcpy (leatd_stream_reserve (self, length), data, length);
  leatd_stream_commit (self, length, arrival);
  return leatd_stream_deliver (self);
}

const LeatOrigin *
leatd_stream_get_origin (LeatStream *stream)
{
  return get_origin ((LeatdStream *) stream);
}

static void
stream_when_settled (LeatStream *stream, LeatSettledFunc settled, gpointer user_data,
                     GDestroyNotify notify)
{
  leatd_waits_add (&((LeatdStream *) stream)->waits, settled, user_data, notify);
}

static const LeatStreamHost stream_host = {
  .push_bytes = stream_push_bytes,
  .push_frame = stream_push_frame,
  .get_origin = leatd_stream_get_origin,
  .when_settled = stream_when_settled,
};
