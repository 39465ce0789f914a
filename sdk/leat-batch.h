/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-batch.h - many records in one arena: the unit that travels through the queue */
#pragma once
#include "leat-schema.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatOrigin:
 * @struct_size: sizeof (LeatOrigin) of who made it
 * @source: name of the source
 * @epoch: one life of a stream of records: 96 random bits, drawn once, as 20 characters
 * @schema: what its records look like
 * @gateway: name of the gateway
 * @tags: key, value, key, value, … %NULL: what goes with each of its records
 *
 * Where records come from: one object for many records, immutable, counted. As an epoch never comes
 * twice on any gateway, source/epoch/sequence is the id of a record.
 */
struct _LeatOrigin {
  gsize              struct_size;
  const char        *source;
  const char        *epoch;
  LeatSchema        *schema;
  const char        *gateway;
  const char *const *tags;
};

LeatOrigin *leat_origin_new   (const char *source, const char *epoch, LeatSchema *schema,
                               const char *gateway, const char *const *tags);
LeatOrigin *leat_origin_ref   (const LeatOrigin *self);
void        leat_origin_unref (const LeatOrigin *self);
char       *leat_epoch_new    (void);

/**
 * LeatRecordFlags:
 * @LEAT_RECORD_TEST: made by a test command, not by a part
 * @LEAT_RECORD_CLOCK_UNSYNCED: the gateway's clock was not set by a time server
 * @LEAT_RECORD_LINE_ERROR: parity, framing, overrun or break inside its frame
 * @LEAT_RECORD_SURPLUS: its frame had more columns than the schema knows
 */
typedef enum {
  LEAT_RECORD_TEST           = 1 << 0,
  LEAT_RECORD_CLOCK_UNSYNCED = 1 << 1,
  LEAT_RECORD_LINE_ERROR     = 1 << 2,
  LEAT_RECORD_SURPLUS        = 1 << 3,
} LeatRecordFlags;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* C++ does not know values[] */
/**
 * LeatRecord:
 * @time: arrival of its first byte, nanoseconds since 1970-01-01 UTC
 * @monotonic: the same moment on CLOCK_BOOTTIME
 * @sequence: counts the records of an epoch from 1; set when the batch is sealed
 * @origin: where it comes from
 * @frame: the raw bytes it was made of, if keep-frame=yes; %NULL if not
 * @frame_length: of @frame
 * @flags: #LeatRecordFlags
 * @values: as many as the origin's schema has fields
 *
 * A window into its batch; never allocated alone. Frozen for ABI 1.
 */
typedef struct {
  gint64            time;
  gint64            monotonic;
  guint64           sequence;
  const LeatOrigin *origin;
  const guint8     *frame;
  guint32           frame_length;
  guint32           flags;
  LeatValue         values[];
} LeatRecord;

char *leat_record_make_id (const LeatRecord *self);
#pragma GCC diagnostic pop

LeatBatch *leat_batch_new   (guint capacity);
LeatBatch *leat_batch_ref   (LeatBatch *self);
void       leat_batch_unref (LeatBatch *self);

/* filling: append a record, then set its fields; a field left unset is LEAT_QUALITY_MISSING */
void       leat_batch_append           (LeatBatch *self, const LeatOrigin *origin,
                                        LeatMoment arrival);
void       leat_batch_set_bool         (LeatBatch *self, guint field, gboolean value);
void       leat_batch_set_int          (LeatBatch *self, guint field, gint64 value);
void       leat_batch_set_decimal      (LeatBatch *self, guint field, gint64 digits, guint8 scale);
gboolean   leat_batch_set_decimal_text (LeatBatch *self, guint field, const char *text,
                                        gsize length);
void       leat_batch_set_double       (LeatBatch *self, guint field, double value);
void       leat_batch_set_time         (LeatBatch *self, guint field, gint64 value);
void       leat_batch_set_string       (LeatBatch *self, guint field, const char *value,
                                        gssize length);
void       leat_batch_set_bytes        (LeatBatch *self, guint field, gconstpointer data,
                                        gsize length);
void       leat_batch_set_quality      (LeatBatch *self, guint field, LeatQuality quality);
void       leat_batch_set_undecodable  (LeatBatch *self, guint field, const char *text,
                                        gssize length);
/* copies of a record, or of one value, of another batch: for stores and junctions */
void       leat_batch_append_copy      (LeatBatch *self, const LeatRecord *record);
void       leat_batch_set_value        (LeatBatch *self, guint field, const LeatValue *value);
/* stores and relays only: it has one */
void       leat_batch_set_sequence     (LeatBatch *self, guint64 sequence);
void       leat_batch_set_frame        (LeatBatch *self, gconstpointer data, gsize length);
void       leat_batch_add_flags        (LeatBatch *self, LeatRecordFlags flags);
void       leat_batch_truncate         (LeatBatch *self, guint n_records);

/* reading: any thread, no lock */
guint             leat_batch_get_n_records (const LeatBatch *self);
const LeatRecord *leat_batch_get_record    (const LeatBatch *self, guint index);
gsize             leat_batch_get_size      (const LeatBatch *self);
/* what a request with these records is known by */
char             *leat_batch_get_key       (const LeatBatch *self, guint from, guint count);

/**
 * LeatSettledFunc:
 * @safe: %TRUE when every sink that settles has made the batch safe, or its rejects are; %FALSE
 *   when one gave up, the source stopped, or no sink settles
 *
 * Called once for a batch, in the thread of its source, never after the source's clear(): the place
 * to acknowledge to a peer.
 */
typedef void (*LeatSettledFunc) (gboolean safe, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatBatch, leat_batch_unref)
#pragma GCC visibility pop
G_END_DECLS
