/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-kept.h - a record that waits: a copy of its own, for its batch may be large */
#pragma once
#include "assembly-table.h"
#include "leat.h"
G_BEGIN_DECLS

/**
 * AssemblyKept:
 * @table: what the table knows of it
 * @origin: a reference
 * @time: of its arrival
 * @monotonic: likewise
 * @sequence: its number where it comes from
 * @written: the file it stands in: see #AssemblyJournal
 * @flags: #LeatRecordFlags
 * @is_released: it is part of one that has gone out
 * @n_values: fields of its schema
 * @n_text: bytes of texts behind the values
 * @values: with what they point to behind them
 */
typedef struct {
  AssemblyRecord    table;
  const LeatOrigin *origin;
  gint64            time;
  gint64            monotonic;
  guint64           sequence;
  guint64           written;
  guint32           flags;
  gboolean          is_released;
  guint32           n_values;
  guint32           n_text;
  LeatValue         values[];
} AssemblyKept;

AssemblyKept *assembly_kept_new   (const LeatRecord *record, guint source, guint64 number);
/* one of @n_values and @n_text, to be filled: the values, behind them the texts in their order.
 * Then mend() finds the texts; FALSE: they are not as long as that */
AssemblyKept *assembly_kept_alloc (const LeatOrigin *origin, guint32 n_values, guint32 n_text);
gboolean      assembly_kept_mend  (AssemblyKept *self);
AssemblyKept *assembly_kept_ref   (AssemblyKept *self);
void          assembly_kept_unref (gpointer self);
void          assembly_kept_free  (gpointer self);   /* the last reference has gone */

/* has the value bytes of its own? */
static inline gboolean
assembly_value_has_text (const LeatValue *value)
{
  return value->length > 0 ||
         ((value->type == LEAT_TYPE_STRING || value->type == LEAT_TYPE_BYTES) &&
          value->string != NULL);
}

static inline char *
assembly_kept_get_text (AssemblyKept *self)
{
  return (char *) (self->values + self->n_values);
}

G_END_DECLS
