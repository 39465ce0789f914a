/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-table-private.h - what the files of the table share */
#pragma once
#include "assembly-table.h"
G_BEGIN_DECLS

struct _AssemblyPart {
  AssemblyPart *previous; /* of all that wait, in the order in which they were opened */
  AssemblyPart *next;
  gint64 opened; /* on the clock that is given */
  gint64 first;  /* of the moments of its records */
  gint64 last;
  guint n_records;
  gboolean is_open; /* takes more */
  AssemblyReason reason;
  guint64 epoch;
  AssemblyKey key; /* of its first record */
  AssemblyRecord *records[];
};

typedef struct {
  AssemblyRecord *head;
  AssemblyRecord *tail;
  AssemblyPart *next_part; /* the first that its next record may belong to; NULL: none */
  AssemblyRecord *stamp;
  AssemblyLaneState state;
} Lane;

struct _AssemblyTable {
  AssemblyRules rules;
  GDestroyNotify free_record;
  AssemblyReleaseFunc release;
  gpointer user_data;
  GHashTable *by_key; /* of AssemblyPart: those that are open */
  AssemblyPart *head;
  AssemblyPart *tail;
  guint64 n_waiting;
  gint64 now;
  gint64 epoch_opened; /* when a lane began the newest epoch */
  AssemblyRecord *stamped[ASSEMBLY_SOURCES_MAX];
  Lane lanes[ASSEMBLY_SOURCES_MAX];
};

/* assembly-part.c: parts, the lanes of their records, and which of them goes next */
AssemblyPart *assembly_part_open      (AssemblyTable *table, AssemblyRecord *record);
void          assembly_part_close     (AssemblyPart *self, AssemblyTable *table,
                                       AssemblyReason reason);
void          assembly_part_take      (AssemblyPart *self, AssemblyTable *table,
                                       AssemblyRecord *record);
gboolean      assembly_part_is_apart  (const AssemblyPart *self, const AssemblyTable *table,
                                       const AssemblyRecord *record);
/* can nothing more come to it? */
gboolean      assembly_part_is_ready  (AssemblyPart *self, const AssemblyTable *table);
void          assembly_part_free      (AssemblyPart *self, AssemblyTable *table);
/* all that can go */
void          assembly_table_release  (AssemblyTable *self);
guint         assembly_part_hash      (gconstpointer part);
gboolean      assembly_part_equal     (gconstpointer part, gconstpointer other);

/* assembly-match.c: the part that a record belongs to */
void          assembly_table_match    (AssemblyTable *self, AssemblyRecord *record);
/* whether its counter has begun anew */
gboolean      assembly_table_set_epoch (AssemblyTable *self, AssemblyRecord *record);

static inline void
assembly_table_unref_record (AssemblyTable *self, AssemblyRecord *record)
{
  if (record != NULL && --record->n_refs == 0)
    self->free_record (record);
}

G_END_DECLS
