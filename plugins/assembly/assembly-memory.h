/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-memory.h - what a journal says, read again: a pure function of its bytes
 *
 * The file is a line, JOURNAL_MARK, and behind it groups, each written in one piece: a
 * JournalGroup, and as many bytes of entries. A group that is not whole ends the file: it was being
 * written when the power went, and nothing of it was told to anyone. An entry is a byte, its kind,
 * and what follows below, in the machine's own byte order: the file does not leave it. */
#pragma once
#include "assembly-kept.h"
G_BEGIN_DECLS

#define JOURNAL_MARK "leat-assembly 1\n"
#define JOURNAL_MARK_LENGTH (sizeof JOURNAL_MARK - 1)
#define JOURNAL_GROUP_MAGIC 0x5450414cu

typedef struct {
  guint32 magic;
  guint32 length;   /* of the entries */
  guint64 sum;      /* of them */
} JournalGroup;

typedef enum {
  JOURNAL_HEAD    = 'H',   /* JournalHead, epoch, boot */
  JOURNAL_ORIGIN  = 'O',   /* JournalOrigin, texts */
  JOURNAL_RECORD  = 'R',   /* JournalRecord, values, their texts */
  JOURNAL_PART    = 'P',   /* JournalPart, as many JournalMember */
  JOURNAL_SETTLED = 'S',   /* JournalSettled */
  JOURNAL_LANE    = 'L',   /* JournalLane, the source's name */
} JournalKind;

typedef struct {
  guint64 last_number;
  guint64 last_sequence;
  guint32 epoch_length;   /* each text ends with a NUL that is counted */
  guint32 boot_length;
} JournalHead;

typedef struct {
  guint32 id;
  guint32 length;         /* source, epoch, schema, then name, type, role, unit of each field */
  guint32 n_fields;
} JournalOrigin;

typedef struct {
  guint64 number;
  guint64 epoch;
  gint64  time;
  gint64  monotonic;
  guint64 sequence;
  guint32 origin;
  guint32 flags;
  guint32 n_values;
  guint32 n_text;
  guint32 is_used;
  guint32 is_released;
} JournalRecord;

typedef struct {
  guint64 sequence;
  guint32 reason;
  guint16 n_members;
  guint16 n_made;         /* records with numbers from sequence on */
} JournalPart;

typedef struct {
  guint64 number;
  guint64 is_held;        /* a stamp: it waits on */
} JournalMember;

typedef struct {
  guint64 first;
  guint64 last;
} JournalSettled;

typedef struct {
  gint64  last;
  guint64 epoch;
  guint32 has_last;
  guint32 length;
} JournalLane;

/* a part that was given and is not known to be safe */
typedef struct {
  guint64        sequence;
  AssemblyReason reason;
  GPtrArray     *records;   /* of AssemblyKept */
} AssemblyGiven;

/**
 * AssemblyMemory:
 * @epoch: (nullable): of the parts; %NULL: there is no file yet
 * @boot: (nullable): of the machine, when it was written last
 * @last_number: of records
 * @last_sequence: of parts
 * @records: guint64 → #AssemblyKept: all that is still of use
 * @given: of #AssemblyGiven, oldest first
 * @lanes: name of a source → #AssemblyLaneState
 * @length: bytes that were understood
 * @left: bytes behind them
 */
typedef struct {
  char       *epoch;
  char       *boot;
  guint64     last_number;
  guint64     last_sequence;
  GHashTable *records;
  GQueue      given;
  GHashTable *lanes;
  GHashTable *origins;   /* id → LeatOrigin */
  gsize       length;
  gsize       left;
} AssemblyMemory;

void     assembly_memory_init  (AssemblyMemory *self);
void     assembly_memory_clear (AssemblyMemory *self);
/* FALSE: it is no journal at all */
gboolean assembly_memory_read  (AssemblyMemory *self, const guint8 *data, gsize length);
/* (transfer container): those that wait, in the order of their arrival */
GPtrArray *assembly_memory_list_waiting (AssemblyMemory *self);
void     assembly_given_free   (gpointer given);
guint64  assembly_journal_sum  (const guint8 *data, gsize length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssemblyMemory, assembly_memory_clear)
G_END_DECLS
