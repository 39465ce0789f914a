/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-counters.c - the names of the counters, as users see them */
#include "pipeline/leatd-counters.h"

const char *const leatd_source_counter_names[LEATD_SOURCE_N_COUNTERS + 1] = {
  [LEATD_SOURCE_BYTES] = "bytes",
  [LEATD_SOURCE_RECORD_BYTES] = "record_bytes",
  [LEATD_SOURCE_REJECT_BYTES] = "reject_bytes",
  [LEATD_SOURCE_TAKEN_BYTES] = "taken_bytes",
  [LEATD_SOURCE_SKIPPED_BYTES] = "skipped_bytes",
  [LEATD_SOURCE_PENDING_BYTES] = "pending_bytes",
  [LEATD_SOURCE_FRAMES] = "frames",
  [LEATD_SOURCE_RECORDS] = "records",
  [LEATD_SOURCE_BATCHES] = "batches",
  [LEATD_SOURCE_REJECTS] = "rejects",
  [LEATD_SOURCE_CONNECTS] = "connects",
  [LEATD_SOURCE_FAILURES] = "failures",
  [LEATD_SOURCE_LINE_ERRORS] = "line_errors",
  [LEATD_SOURCE_PARITY] = "parity",
  [LEATD_SOURCE_FRAMING] = "framing",
  [LEATD_SOURCE_OVERRUN] = "overrun",
  [LEATD_SOURCE_BREAKS] = "breaks",
  [LEATD_SOURCE_GAPS] = "gaps",
  [LEATD_SOURCE_MISSING] = "missing",
  [LEATD_SOURCE_REPEATS] = "repeats",
  [LEATD_SOURCE_RESETS] = "resets",
  [LEATD_SOURCE_CLOCK_OFFSET] = "clock_offset",
};

const char *const leatd_sink_counter_names[LEATD_SINK_N_COUNTERS + 1] = {
  [LEATD_SINK_RECORDS] = "records",
  [LEATD_SINK_WRITTEN] = "written",
  [LEATD_SINK_SAFE] = "safe",
  [LEATD_SINK_REJECTS] = "rejects",
  [LEATD_SINK_DROPS] = "drops",
  [LEATD_SINK_DROPPED_BATCHES] = "dropped_batches",
  [LEATD_SINK_QUEUE_RECORDS] = "queue_records",
  [LEATD_SINK_QUEUE_BYTES] = "queue_bytes",
  [LEATD_SINK_BATCHES] = "batches",
  [LEATD_SINK_FLUSHES] = "flushes",
  [LEATD_SINK_OPENS] = "opens",
  [LEATD_SINK_FAILURES] = "failures",
  [LEATD_SINK_RETRIES] = "retries",
  [LEATD_SINK_HELD] = "held",
  [LEATD_SINK_ACKED] = "acked",
  [LEATD_SINK_BACKLOG] = "backlog",
  [LEATD_SINK_BACKLOG_AGAIN] = "backlog_again",
  [LEATD_SINK_OLDEST_AGE] = "oldest_age",
};
