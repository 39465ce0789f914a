/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-table.h - parts that wait for their partners: records in, parts out, a clock given */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

#define ASSEMBLY_SOURCES_MAX 32

/* how partners are found */
typedef enum {
  ASSEMBLY_MATCH_KEY,      /* the same key */
  ASSEMBLY_MATCH_ORDER,    /* the next of each */
  ASSEMBLY_MATCH_WINDOW,   /* the next of each, as near as that in time */
  ASSEMBLY_MATCH_LATEST,   /* the last stamp, of those that follow it */
} AssemblyMatch;

/* why a part is given */
typedef enum {
  ASSEMBLY_COMPLETE,
  ASSEMBLY_TIMEOUT,     /* a partner did not come in time */
  ASSEMBLY_PASSED,      /* a partner's counter has gone past it, or has begun anew */
  ASSEMBLY_REPEATED,    /* the same source gave the same key again: the newer one waits now */
  ASSEMBLY_APART,       /* what could have been its partner was too far away in time */
  ASSEMBLY_KEYLESS,     /* a record without a key */
  ASSEMBLY_CROWDED,     /* too many waited */
  ASSEMBLY_STOPPED,     /* nothing comes any more */
  ASSEMBLY_UNSTAMPED,   /* no stamp had come before it */
  ASSEMBLY_UNUSED,      /* a stamp that nothing followed before the next one */
  ASSEMBLY_N_REASONS,
} AssemblyReason;

/**
 * AssemblyKey:
 * @is_set: %FALSE: the record has none
 * @number: if @text is %NULL
 * @text: (nullable): not NUL-terminated; lives as long as its record
 * @length: of @text
 */
typedef struct {
  gboolean    is_set;
  gint64      number;
  const char *text;
  gsize       length;
} AssemblyKey;

typedef struct _AssemblyPart AssemblyPart;
typedef struct _AssemblyRecord AssemblyRecord;

/**
 * AssemblyRecord:
 * @n_refs: who has it; not atomic
 * @source: which of them gave it
 * @number: of its arrival; one that came later has a higher one
 * @moment: nanoseconds, on the clock that skew= and window= are about
 * @epoch: of its key; 0: the table finds it
 * @key: of match=key
 * @is_used: a stamp that has stamped something
 *
 * What the table knows of a record: the first member of what the caller keeps of it.
 */
struct _AssemblyRecord {
  guint           n_refs;
  guint           source;
  guint64         number;
  gint64          moment;
  guint64         epoch;
  AssemblyKey     key;
  gboolean        is_used;
  /*< the table's >*/
  AssemblyPart   *part;
  AssemblyRecord *previous;
  AssemblyRecord *next;
};

/**
 * AssemblyRules:
 * @match: how partners are found
 * @n_sources: 2 or more
 * @counters: the keys are counters of machines: each goes up, and begins anew at a reset
 * @stamps: a bit for each source of stamps
 * @apart: nanoseconds between the first and the last of a part at the most; 0: no matter
 * @timeout: nanoseconds that a part waits
 * @most_waiting: records that wait at the most
 */
typedef struct {
  AssemblyMatch match;
  guint         n_sources;
  gboolean      counters;
  guint64       stamps;
  gint64        apart;
  gint64        timeout;
  guint64       most_waiting;
} AssemblyRules;

/**
 * AssemblyLaneState:
 * @has_last: is @last anything?
 * @last: counter of the last record
 * @epoch: of the keys of a source: one more at each reset
 *
 * What of a source must be known after a restart.
 */
typedef struct {
  gboolean has_last;
  gint64   last;
  guint64  epoch;
} AssemblyLaneState;

/**
 * AssemblyReleaseFunc:
 * @records: one for each source; %NULL: it is missing. They are the table's: take a reference
 *
 * Is given a part, or (what is incomplete) what there is of it.
 */
typedef void (*AssemblyReleaseFunc) (AssemblyReason reason, AssemblyRecord *const *records,
                                     gpointer user_data);

typedef struct _AssemblyTable AssemblyTable;

AssemblyTable *assembly_table_new      (const AssemblyRules *rules, GDestroyNotify free_record,
                                        AssemblyReleaseFunc release, gpointer user_data);
void           assembly_table_free     (AssemblyTable *self);
void           assembly_table_add      (AssemblyTable *self,
                                        AssemblyRecord *record /* (transfer full) */, gint64 now);
gboolean       assembly_table_find_epoch (AssemblyTable *self, AssemblyRecord *record, gint64 now);
void           assembly_table_look     (AssemblyTable *self, gint64 now);
void           assembly_table_finish   (AssemblyTable *self);
/* when look() has something to do; -1: nothing waits */
gint64         assembly_table_get_due  (const AssemblyTable *self);
guint64        assembly_table_get_n_waiting (const AssemblyTable *self);
/* those that wait, stamps among them, in no order */
void           assembly_table_each     (AssemblyTable *self,
                                        void (*func) (AssemblyRecord *record, gpointer user_data),
                                        gpointer user_data);
AssemblyLaneState assembly_table_get_lane (const AssemblyTable *self, guint source);
void           assembly_table_set_lane (AssemblyTable *self, guint source,
                                        const AssemblyLaneState *state, gint64 now);
const char    *assembly_reason_get_name (AssemblyReason reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssemblyTable, assembly_table_free)
G_END_DECLS
