/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-form-private.h - what the writing and the reading half of a form share */
#pragma once
#include "buffer-form.h"
G_BEGIN_DECLS

typedef struct {
  const char *name;      /* the schema's */
  char       *key;       /* {"NAME": of the first, ,"NAME": of all others */
  gsize       key_length;
  LeatType    type;
} BufferField;

struct _BufferForm {
  LeatSchema  *schema;
  guint        n_fields;
  BufferField *fields;
};

/* more digits than that are kept as text */
#define BUFFER_DIGITS_LIMIT G_GINT64_CONSTANT (1000000000000000000)

G_END_DECLS
