/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-inspection.h - a thread that looks for damage in a large file that is at work */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

typedef enum {
  BUFFER_INSPECTION_RUNS,
  BUFFER_INSPECTION_SOUND,     /* it is at its end */
  BUFFER_INSPECTION_DAMAGED,
  BUFFER_INSPECTION_HINDERED,  /* something else than damage ended it */
} BufferInspectionState;

/**
 * BufferInspectionReport:
 * @state: how it stands
 * @what: (transfer full) (nullable): is wrong
 * @n_rows: were looked at
 * @percent: of all
 *
 * How far an inspection is, and what it has found.
 */
typedef struct {
  BufferInspectionState state;
  char                 *what;
  guint64               n_rows;
  guint                 percent;
} BufferInspectionReport;

/* Every row is read, from the newest one down, and every other table checked; between two looks no
 * snapshot is held, so that the log does not grow, and it rests as long as each of them took. */
typedef struct _BufferInspection BufferInspection;

BufferInspection *buffer_inspection_new  (const char *path, GError **error);
/* breaks it off */
void              buffer_inspection_free (BufferInspection *self);
/* any thread; what is (transfer full) is to be freed */
void              buffer_inspection_get  (BufferInspection *self, BufferInspectionReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferInspection, buffer_inspection_free)
G_END_DECLS
