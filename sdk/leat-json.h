/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-json.h - the one JSON form of a record: exact digits, quality, valid UTF-8 */
#pragma once
#include "leat-batch.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatJsonForm:
 * @LEAT_JSON_LINES: one record a line, each line ended by \n
 * @LEAT_JSON_ARRAY: [record,record]
 */
typedef enum {
  LEAT_JSON_LINES,
  LEAT_JSON_ARRAY,
} LeatJsonForm;

void leat_json_append_record (GString *json, const LeatRecord *record);
void leat_json_append_batch  (GString *json, const LeatBatch *batch, guint from, guint count,
                              LeatJsonForm form);
void leat_json_append_tags   (GString *json, const LeatOrigin *origin);
void leat_json_append_qualities (GString *json, const LeatRecord *record);
void leat_json_append_texts  (GString *json, const LeatRecord *record);
void leat_json_append_value  (GString *json, const LeatValue *value);
void leat_json_append_string (GString *json, const char *text, gssize length);
void leat_json_append_base64 (GString *json, gconstpointer data, gsize length);

#pragma GCC visibility pop
G_END_DECLS
