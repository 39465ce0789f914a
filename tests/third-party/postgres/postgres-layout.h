/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* postgres-layout.h - records as columns: the table, the statements, the rows */
#pragma once
#include <leat.h>

typedef enum {
  POSTGRES_COLUMNS_FIELDS,
  POSTGRES_COLUMNS_JSON,
} PostgresColumns;

/**
 * PostgresLayout:
 * @schema: (nullable): whose fields are columns; %NULL: the whole record is one
 * @table: as SQL spells it
 * @stage: the temporary table that rows go through
 * @columns: "record_id", "num", …: as SQL spells them
 * @is_staged: @stage is there
 *
 * How records of one schema lie in the table.
 */
typedef struct {
  LeatSchema *schema;
  char       *table;
  char       *stage;
  char       *columns;
  gboolean    is_staged;
} PostgresLayout;

/* @number: no other layout of the session has it; LEAT_ERROR_HELD: its fields cannot be columns */
PostgresLayout *postgres_layout_new        (const char *table, LeatSchema *schema, guint number,
                                            GError **error);
void            postgres_layout_free       (PostgresLayout *self);
/* makes the table, or the columns that it lacks */
char           *postgres_layout_make_table (const PostgresLayout *self);
char           *postgres_layout_make_stage (const PostgresLayout *self);
/* COPY into the stage, and what is new of it into the table */
char           *postgres_layout_make_write (const PostgresLayout *self);
/* a line as COPY reads it */
void            postgres_layout_append_row (const PostgresLayout *self, GString *rows,
                                            const LeatRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostgresLayout, postgres_layout_free)
