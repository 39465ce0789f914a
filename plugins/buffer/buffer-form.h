/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-form.h - how the fields of one schema stand in a row, and back */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* the columns of a row that are text */
typedef enum {
  BUFFER_PART_FIELDS,
  BUFFER_PART_QUALITY,
  BUFFER_PART_TEXT,
  BUFFER_PART_EXACT,
  BUFFER_PART_FRAME,
  BUFFER_N_PARTS,
} BufferPart;

/* where a part stands in a text; both 0: it is NULL (an empty frame is a frame) */
typedef struct {
  gsize start;
  gsize length;
} BufferSpan;

static inline gboolean
buffer_span_is_null (const BufferSpan *self)
{
  return self->start == 0 && self->length == 0;
}

/* one of a row's columns; text NULL: it is NULL */
typedef struct {
  const char *text;
  gsize       length;
} BufferColumn;

/* immutable: any thread */
typedef struct _BufferForm BufferForm;

BufferForm *buffer_form_new   (LeatSchema *schema);
void        buffer_form_free  (BufferForm *self);

/* Appends the parts of @record to @text and says where. What is in a row is what
 * leat_json_append_record() shows; "exact" has what JSON cannot say: text that is no UTF-8, a
 * double that is no finite number, a value of another type than its field's. */
void        buffer_form_write (const BufferForm *self, const LeatRecord *record, GString *text,
                               BufferSpan spans[BUFFER_N_PARTS]);
/* Sets the fields of @batch's last record, and its frame. FALSE: they are not as write() spells
 * them. @scratch: whatever is in it goes */
gboolean    buffer_form_read  (const BufferForm *self,
                               const BufferColumn columns[BUFFER_N_PARTS], LeatBatch *batch,
                               GString *scratch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferForm, buffer_form_free)
G_END_DECLS
