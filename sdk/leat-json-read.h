/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-json-read.h - reads a JSON text once, strictly, and shows what somebody looks for */
#pragma once
#include "leat-batch-private.h"
G_BEGIN_DECLS

/* objects and arrays in one another */
#define LEAT_JSON_DEPTH_MAX 64
/* a plain number, without an exponent */
#define LEAT_JSON_PLAIN_MAX 256

typedef enum {
  LEAT_JSON_NULL,
  LEAT_JSON_BOOL,
  LEAT_JSON_NUMBER,
  LEAT_JSON_STRING,           /* without quotes and escapes */
  LEAT_JSON_NESTED,           /* an object or array, as it stands there */
} LeatJsonKind;

typedef struct {
  LeatJsonKind kind;
  const char  *text;
  gsize        length;
  guint32      offset;
} LeatJsonToken;

/* what is not NULL is handed on: whoever looks for nothing inside returns NULL */
typedef struct {
  gconstpointer (*member)  (gpointer data, gconstpointer at, const char *name, gsize length);
  gconstpointer (*element) (gpointer data, gconstpointer at, guint index);
  void          (*take)    (gpointer data, gconstpointer at, const LeatJsonToken *token);
  gpointer      data;
} LeatJsonVisitor;

/* @wrong: (out): what is wrong at @offset, if it is no JSON */
gboolean leat_json_read        (const char *text, guint32 length, LeatBatch *batch,
                                const LeatJsonVisitor *visitor, gconstpointer root,
                                guint32 *offset, const char **wrong);
gsize    leat_json_spell_plain (const char *number, gsize length, char *plain);

G_END_DECLS
