/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-stream.c - a recording on its way to lines of JSON */
#include "leat-decode-stream.h"
#include "rejects/leatd-reject-line.h"
#include "queue/leatd-settlements.h"
#include "config/leatd-text-schema.h"
#include "leat-batch-host.h"
#include <errno.h>
#include <stdio.h>

/* a recording has no life of its own as a stream: its ids are the same each time */
#define NO_EPOCH "00000000000000000000"

struct _LeatDecodeStream {
  LeatStream parent; /* what the source sees of it */
  LeatFraming *framing;
  LeatSchema *schema; /* NULL: text */
  LeatSource *judge;  /* NULL: none */
  gboolean started;
  LeatEnd end;
  gint64 byte_time;
  gint64 frame_timeout;
  gboolean restarts;
  LeatOrigin *origin;
  LeatMoment arrival;
  gboolean show_frames;

  GString *lines;
  LeatBatch *batch; /* records that are no lines yet */
  guint64 next_sequence;
  LeatDecodeCounts counts;
};

static const LeatStreamHost stream_host;

static void take_batch (LeatBatch *batch, gpointer user_data);

LeatDecodeStream *
leat_decode_stream_new (const LeatDecodeSetup *setup)
{
  LeatDecodeStream *self = g_new0 (LeatDecodeStream, 1);
  g_autoptr (LeatSchema) schema = setup->schema != NULL ? leat_schema_ref (setup->schema)
                                                        : leatd_text_schema_new ();

  self->parent.host = &stream_host;
  self->framing = leat_framing_new (setup->framer, setup->max_frame);
  self->restarts = setup->restarts;
  self->judge = setup->judge;
  self->end = setup->end != LEAT_END_NO ? setup->end : LEAT_END_STREAM;
  self->byte_time = setup->byte_time;
  self->frame_timeout = setup->frame_timeout;
  if (setup->judge != NULL)
    leat_decode_host_connect (setup->host, &self->parent, take_batch, self);
  if (setup->schema != NULL)
    self->schema = leat_schema_ref (setup->schema);
  self->origin = leat_origin_new (setup->source, NO_EPOCH, schema, setup->gateway, setup->tags);
  self->arrival = setup->arrival;
  self->show_frames = setup->frames;
  self->lines = g_string_new (NULL);
  self->batch = leat_batch_new (0);
  self->next_sequence = 1;
  return self;
}

/* where its class wants a link; another would go to the network of its own accord */
static gboolean
leat_decode_stream_has_start (const LeatDecodeStream *self)
{
  return self->judge != NULL && self->judge->klass->schemes != NULL &&
         LEAT_CLASS_HAS (self->judge->klass, start);
}

gboolean
leat_decode_stream_start (LeatDecodeStream *self, GError **error)
{
  if (leat_decode_stream_has_start (self))
    self->started = TRUE;
  return !self->started || self->judge->klass->start (self->judge, NULL, error);
}

static void
leat_decode_stream_stop (LeatDecodeStream *self)
{
  if (self->started && LEAT_CLASS_HAS (self->judge->klass, stop))
    self->judge->klass->stop (self->judge);
  self->started = FALSE;
}

void
leat_decode_stream_free (LeatDecodeStream *self)
{
  leat_decode_stream_stop (self);
  leat_framing_free (self->framing);
  g_clear_pointer (&self->schema, leat_schema_unref);
  leat_origin_unref (self->origin);
  g_string_free (self->lines, TRUE);
  leat_batch_unref (self->batch);
  g_free (self);
}

static void
append_hex (GString *json, const guint8 *data, gsize length)
{
  static const char digits[] = "0123456789abcdef";

  g_string_append_c (json, '"');
  for (gsize i = 0; i < length; i++)
    {
      g_string_append_c (json, digits[data[i] >> 4]);
      g_string_append_c (json, digits[data[i] & 15]);
    }
  g_string_append_c (json, '"');
}

static void
append_frame_line (GString *json, const LeatPiece *piece)
{
  gboolean good = piece->reason == NULL;

  g_string_append_printf (json,
                          "{\"offset\":%" G_GUINT64_FORMAT ",\"length\":%" G_GSIZE_FORMAT
                          ",\"verdict\":\"%s\",\"payload\":",
                          piece->offset, piece->length, good ? "frame" : "bad");
  append_hex (json, good ? piece->frame.payload : piece->data,
              good ? piece->frame.length : piece->length);
  if (!good)
    {
      g_string_append (json, ",\"reason\":");
      leat_json_append_string (json, piece->reason, -1);
    }
  g_string_append (json, "}\n");
}

/* (transfer full): a batch of records */
static void
take_batch (LeatBatch *batch, gpointer user_data)
{
  LeatDecodeStream *self = user_data;
  guint n_records = leat_batch_get_n_records (batch);

  leat_batch_seal (batch, &self->next_sequence);
  leat_json_append_batch (self->lines, batch, 0, n_records, LEAT_JSON_LINES);
  self->counts.records += n_records;
  leat_batch_unref (batch);
}

static void
leat_decode_stream_write_records (LeatDecodeStream *self)
{
  if (leat_batch_get_n_records (self->batch) == 0)
    return;
  take_batch (g_steal_pointer (&self->batch), self);
  self->batch = leat_batch_new (0);
}

static void
leat_decode_stream_reject (LeatDecodeStream *self, const LeatPiece *piece, const char *stage,
                           const char *reason)
{
  LeatdReject reject = {
    .source = self->origin->source,
    .stage = stage,
    .reason = reason,
    .data = piece->data,
    .length = piece->length,
    .offset = piece->offset,
    .arrival = piece->arrival.moment,
  };

  leat_decode_stream_write_records (self);
  leatd_reject_line_append (self->lines, self->counts.bad + self->counts.refused, &reject);
}

static gboolean
leat_decode_stream_has_grammar (const LeatDecodeStream *self)
{
  return self->judge != NULL && LEAT_CLASS_HAS (self->judge->klass, frame);
}

static LeatVerdict
leat_decode_stream_judge (LeatDecodeStream *self, const LeatPiece *piece, GError **error)
{
  if (!leat_decode_stream_has_grammar (self))
    return LEAT_VERDICT_RECORD;
  return self->judge->klass->frame (self->judge, &self->parent, &piece->frame, &piece->arrival,
                                    self->batch, error);
}

static gboolean
leat_decode_stream_make_record (LeatDecodeStream *self, const LeatPiece *piece, GError **error)
{
  if (self->schema != NULL)
    return leat_schema_decode (self->schema, piece->frame.payload, piece->frame.length, self->batch,
                               self->origin, piece->arrival.moment, error);
  leatd_text_schema_append (self->batch, self->origin, piece);
  return TRUE;
}

/* As the daemon does. What a grammar appends and what it pushes itself are lines of its frame,
 * whatever came with that in one piece. */
static void
leat_decode_stream_decode (LeatDecodeStream *self, const LeatPiece *piece)
{
  g_autoptr (GError) error = NULL;
  LeatVerdict verdict;
  guint before;

  if (leat_decode_stream_has_grammar (self))
    leat_decode_stream_write_records (self);
  before = leat_batch_get_n_records (self->batch);
  verdict = leat_decode_stream_judge (self, piece, &error);
  if (verdict == LEAT_VERDICT_TAKEN)
    self->counts.taken += leat_batch_get_n_records (self->batch) == before;
  if (verdict == LEAT_VERDICT_TAKEN ||
      (verdict == LEAT_VERDICT_RECORD && leat_decode_stream_make_record (self, piece, &error)))
    {
      if (piece->arrival.line_error)
        leat_batch_mark (self->batch, before, LEAT_RECORD_LINE_ERROR, NULL, 0);
      return;
    }
  leat_batch_truncate (self->batch, before);
  self->counts.refused++;
  leat_decode_stream_reject (self, piece, verdict == LEAT_VERDICT_RECORD ? "schema" : "device",
                             error != NULL ? error->message : "no reason given");
}

static void
leat_decode_stream_take_piece (LeatDecodeStream *self, const LeatPiece *piece)
{
  gboolean good = piece->reason == NULL;

  *(good ? &self->counts.frame_bytes : &self->counts.bad_bytes) += piece->length;
  *(good ? &self->counts.frames : &self->counts.bad) += 1;
  if (self->show_frames)
    append_frame_line (self->lines, piece);
  else if (good)
    leat_decode_stream_decode (self, piece);
  else
    leat_decode_stream_reject (self, piece, "framer", piece->reason);
}

static void
leat_decode_stream_take_pieces (LeatDecodeStream *self)
{
  LeatPiece piece;

  while (leat_framing_next (self->framing, &piece))
    leat_decode_stream_take_piece (self, &piece);
  leat_decode_stream_write_records (self);
}

guint8 *
leat_decode_stream_reserve (LeatDecodeStream *self, gsize size)
{
  return leat_framing_reserve (self->framing, size);
}

void
leat_decode_stream_commit (LeatDecodeStream *self, gsize length)
{
  const LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .moment = self->arrival };

  leat_decode_stream_commit_at (self, length, &arrival);
}

/* what it says of an end is left to leat_decode_stream_end_frame() */
void
leat_decode_stream_commit_at (LeatDecodeStream *self, gsize length, const LeatArrival *arrival)
{
  self->arrival = arrival->moment;
  leat_framing_commit (self->framing, length, arrival);
  leat_decode_stream_take_pieces (self);
}

void
leat_decode_stream_end_frame (LeatDecodeStream *self, LeatEnd end, LeatMoment moment)
{
  self->arrival = moment;
  leat_framing_end (self->framing, end, moment);
  if (end == LEAT_END_LIMIT && self->restarts)
    leat_framing_end (self->framing, LEAT_END_CUT, moment);
  leat_decode_stream_take_pieces (self);
}

static void
leat_decode_stream_cut (LeatDecodeStream *self, gint64 silence, gint64 limit, LeatEnd end)
{
  if (limit <= 0 || silence < limit || leat_framing_get_pending (self->framing) == 0)
    return;
  leat_decode_stream_end_frame (self, end, self->arrival);
}

/* as the daemon's deadlines do */
void
leat_decode_stream_pass_silence (LeatDecodeStream *self, gint64 silence)
{
  self->arrival.time += silence * 1000;
  self->arrival.monotonic += silence * 1000;
  leat_decode_stream_cut (self, silence, leat_framing_get_silence (self->framing, self->byte_time),
                          LEAT_END_SILENCE);
  leat_decode_stream_cut (self, silence, self->frame_timeout, LEAT_END_LIMIT);
}

/* the recording is at its end */
void
leat_decode_stream_end (LeatDecodeStream *self)
{
  leat_decode_stream_end_frame (self, self->end, self->arrival);
  leat_decode_stream_stop (self);
}

/* --- what the source may do with it --- */

/* the bytes are the recording's */
static LeatPush
stream_push_bytes (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  return LEAT_PUSH_STOP;
}

static LeatPush
stream_push_frame (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival,
                   LeatSettledFunc settled, gpointer user_data, GDestroyNotify notify)
{
  leatd_settled_at_once (FALSE, settled, user_data, notify);
  return LEAT_PUSH_STOP;
}

static const LeatOrigin *
stream_get_origin (LeatStream *stream)
{
  return ((LeatDecodeStream *) stream)->origin;
}

static const LeatStreamHost stream_host = {
  .push_bytes = stream_push_bytes,
  .push_frame = stream_push_frame,
  .get_origin = stream_get_origin,
};

GString *
leat_decode_stream_get_lines (LeatDecodeStream *self)
{
  return self->lines;
}

gboolean
leat_decode_stream_write (LeatDecodeStream *self, GError **error)
{
  if (self->lines->len > 0 &&
      (fwrite (self->lines->str, 1, self->lines->len, stdout) < self->lines->len ||
       fflush (stdout) != 0))
    {
      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
                   "standard output: cannot be written: %s", g_strerror (errno));
      return FALSE;
    }
  g_string_truncate (self->lines, 0);
  return TRUE;
}

void
leat_decode_stream_get_counts (const LeatDecodeStream *self, LeatDecodeCounts *counts)
{
  *counts = self->counts;
  counts->bytes = leat_framing_get_offset (self->framing);
  counts->skipped = leat_framing_get_skipped (self->framing);
  counts->pending = leat_framing_get_pending (self->framing);
}

/* the balance, on one line */
char *
leat_decode_counts_to_string (const LeatDecodeCounts *self)
{
  g_autofree char *taken = self->taken == 0 ? g_strdup ("")
                                            : g_strdup_printf (", %" G_GUINT64_FORMAT
                                                               " taken by the device's grammar",
                                                               self->taken);

  return g_strdup_printf ("bytes %" G_GUINT64_FORMAT " = frames %" G_GUINT64_FORMAT
                          " + bad %" G_GUINT64_FORMAT " + skipped %" G_GUINT64_FORMAT
                          " + pending %" G_GUINT64_FORMAT "; %" G_GUINT64_FORMAT
                          " frames, %" G_GUINT64_FORMAT " bad, %" G_GUINT64_FORMAT
                          " records, %" G_GUINT64_FORMAT " frames that are no record%s",
                          self->bytes, self->frame_bytes, self->bad_bytes, self->skipped,
                          self->pending, self->frames, self->bad, self->records, self->refused,
                          taken);
}
