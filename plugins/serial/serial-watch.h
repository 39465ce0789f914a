/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-watch.h - what has changed on the modem lines of a port since the last look */
#pragma once
#include "serial-counts.h"
G_BEGIN_DECLS

typedef enum {
  SERIAL_WATCHED_CTS,
  SERIAL_WATCHED_DSR,
  SERIAL_WATCHED_DCD,
  SERIAL_WATCHED_RI,
  SERIAL_WATCHED_BREAK,
  SERIAL_N_WATCHED,
} SerialWatched;

/**
 * SerialChange:
 * @count: how often it has changed, or how many breaks have come; 0: nothing is to be told
 * @state: how it is now; of a break always %FALSE
 */
typedef struct {
  guint32  count;
  gboolean state;
} SerialChange;

/**
 * SerialWatch:
 * @wanted: a bit for each #SerialWatched that is looked at
 * @has_lines: the driver tells the state of the lines
 * @has_counts: it counts their changes
 * @bits: TIOCM_* bits, as they were at the last look
 * @counts: likewise
 *
 * Looks from time to time, and misses nothing where the driver counts: a change that was undone
 * between two looks is in the counts. TIOCMIWAIT would tell at once, but blocks a thread that
 * nothing but a signal or the next change ends, and takes no time limit.
 */
typedef struct {
  guint        wanted;
  gboolean     has_lines;
  gboolean     has_counts;
  int          bits;
  SerialCounts counts;
} SerialWatch;

/* as watch-lines= spells them */
extern const char *const serial_watched_names[];

gboolean serial_watch_parse (SerialWatch *self, const char *const *names, GError **error);
void     serial_watch_begin (SerialWatch *self, const SerialOperations *operations, int fd);
gboolean serial_watch_look  (SerialWatch *self, const SerialOperations *operations, int fd,
                             SerialChange changes[SERIAL_N_WATCHED]);

G_END_DECLS
