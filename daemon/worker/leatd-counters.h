/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-counters.h - what sources and sinks count: one word each, read by anyone at any time */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Bytes are accounted for whole: bytes = record_bytes + reject_bytes + taken_bytes +
 * skipped_bytes + pending_bytes. */
typedef enum {
  LEATD_SOURCE_BYTES,           /* read from the link, or pushed by the source */
  LEATD_SOURCE_RECORD_BYTES,    /* in frames that became records */
  LEATD_SOURCE_REJECT_BYTES,    /* in rejects */
  LEATD_SOURCE_TAKEN_BYTES,     /* consumed by the device's grammar */
  LEATD_SOURCE_SKIPPED_BYTES,   /* skipped by the framer: the LF behind a CR, empty lines */
  LEATD_SOURCE_PENDING_BYTES,   /* wait for the rest of their frame */
  LEATD_SOURCE_FRAMES,
  LEATD_SOURCE_RECORDS,
  LEATD_SOURCE_BATCHES,
  LEATD_SOURCE_REJECTS,
  LEATD_SOURCE_CONNECTS,        /* times that start() or run() was called */
  LEATD_SOURCE_FAILURES,        /* times that it failed */
  LEATD_SOURCE_LINE_ERRORS,     /* where the driver does not tell which */
  LEATD_SOURCE_PARITY,
  LEATD_SOURCE_FRAMING,
  LEATD_SOURCE_OVERRUN,
  LEATD_SOURCE_BUFFER_OVERRUN,
  LEATD_SOURCE_BREAKS,
  LEATD_SOURCE_OUTPUT_DROPS,    /* bytes for the device that its link did not take to its end */
  LEATD_SOURCE_UNRECORDED_BYTES, /* that record= could not keep */
  LEATD_SOURCE_ROTATIONS,       /* a followed file was moved away or deleted, and read to its end */
  LEATD_SOURCE_TRUNCATIONS,     /* it was made shorter, or written anew */
  LEATD_SOURCE_PLACES_LOST,     /* what was read last was not found again */
  LEATD_SOURCE_UNREAD_BYTES,    /* of it, that stand there and were not read yet */
  LEATD_SOURCE_GAPS,            /* role=counter */
  LEATD_SOURCE_MISSING,
  LEATD_SOURCE_REPEATS,
  LEATD_SOURCE_RESETS,
  LEATD_SOURCE_CLOCK_OFFSET,    /* role=time: ns that the device's clock is before ours; signed */
  LEATD_SOURCE_POLLS,           /* questions that were asked */
  LEATD_SOURCE_ANSWERS,         /* of them answered in time */
  LEATD_SOURCE_POLL_TIMEOUTS,   /* of them not */
  LEATD_SOURCE_LATE_ANSWERS,    /* frames that came too late, or twice */
  LEATD_SOURCE_UNASKED,         /* frames that are the answer to nothing */
  LEATD_SOURCE_POLLS_LEFT_OUT,  /* rounds of questions for which there was no time */
  LEATD_SOURCE_ANSWER_TIME,     /* ns from the last question that was answered to its answer */
  LEATD_SOURCE_N_COUNTERS,
} LeatdSourceCounter;

/* Records are accounted for whole: records = safe + rejects + drops + queue_records. Of a sink that
 * reads from a store these are the records that it has read. */
typedef enum {
  LEATD_SINK_RECORDS,           /* routed to it */
  LEATD_SINK_WRITTEN,           /* taken by write(); those offered again count again */
  LEATD_SINK_SAFE,              /* lasting, as flush() says */
  LEATD_SINK_REJECTS,
  LEATD_SINK_DROPS,             /* records that gave way */
  LEATD_SINK_DROPPED_BATCHES,
  LEATD_SINK_QUEUE_RECORDS,     /* in the queue or in its hands, not yet safe */
  LEATD_SINK_QUEUE_BYTES,
  LEATD_SINK_BATCHES,
  LEATD_SINK_FLUSHES,
  LEATD_SINK_OPENS,
  LEATD_SINK_FAILURES,
  LEATD_SINK_RETRIES,           /* offered again, as it was not taken */
  LEATD_SINK_HELD,              /* times that it was held */
  /* of those that read from a store: what it holds for them */
  LEATD_SINK_ACKED,             /* records that the store need not keep for it any more */
  LEATD_SINK_BACKLOG,           /* records not yet acknowledged */
  LEATD_SINK_BACKLOG_AGAIN,     /* of those that were asked for once more */
  LEATD_SINK_OLDEST_AGE,        /* ns since the oldest of the backlog arrived; 0: none is */
  LEATD_SINK_N_COUNTERS,
} LeatdSinkCounter;

extern const char *const leatd_source_counter_names[LEATD_SOURCE_N_COUNTERS + 1];
extern const char *const leatd_sink_counter_names[LEATD_SINK_N_COUNTERS + 1];

static inline void
leatd_count (guint64 *counter, guint64 n)
{
  __atomic_fetch_add (counter, n, __ATOMIC_RELAXED);
}

static inline void
leatd_counter_set (guint64 *counter, guint64 value)
{
  __atomic_store_n (counter, value, __ATOMIC_RELAXED);
}

/* a counter that several add to follows one of theirs: it goes on by what that has gone on */
static inline void
leatd_counter_follow (guint64 *counter, guint64 *last, guint64 now)
{
  leatd_count (counter, now - *last);
  *last = now;
}

static inline guint64
leatd_counter_get (const guint64 *counter)
{
  return __atomic_load_n (counter, __ATOMIC_RELAXED);
}

G_END_DECLS
