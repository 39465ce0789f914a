/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-frames.c - any frame, by the schema that its first byte chooses */
#include <string.h>
#include "decode-frames.h"

#define SCHEMAS_MAX 16

static LeatSchema *
get_schema (const char *const *texts, guint index)
{
  static LeatSchema *schemas[SCHEMAS_MAX];

  if (schemas[index] == NULL)
    {
      g_autoptr (LeatFaults) faults = leat_faults_new ();
      g_autofree char *said = NULL;

      schemas[index] = leat_schema_load_text ("fuzz", texts[index], -1, faults);
      said = leat_faults_to_string (faults);
      if (schemas[index] == NULL)
        g_error ("%s", said);
    }
  return schemas[index];
}

static void
check_value (const LeatValue *value)
{
  char text[LEAT_VALUE_TEXT_MAX];

  leat_value_write (value, text);
  if (leat_value_is_text (value))
    g_assert (value->string[value->length] == '\0');
  if (value->type == LEAT_TYPE_STRING && value->quality == LEAT_QUALITY_GOOD)
    for (const char *at = value->string; at <= value->string + value->length; at += strlen (at) + 1)
      g_assert (g_utf8_validate (at, -1, NULL));
}

int
decode_frame (const char *const *texts, guint n_texts, const uint8_t *data, size_t size)
{
  static const char *const no_tags[] = { NULL };
  LeatSchema *schema = get_schema (texts, size > 0 ? data[0] % n_texts : 0);
  LeatOrigin *origin = leat_origin_new ("fuzz", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GError) error = NULL;
  const LeatMoment arrival = { .time = 1540688400 * LEAT_NSEC_PER_SEC };
  const size_t length = size > 0 ? size - 1 : 0;
  g_autofree guint8 *frame = g_memdup2 (data + size - length, length);
  const gboolean decoded = leat_schema_decode (schema, frame, length, batch, origin, arrival,
                                               &error);

  g_assert (decoded == (error == NULL) && leat_batch_get_n_records (batch) == (decoded ? 1 : 0));
  for (guint i = 0; decoded && i < leat_schema_get_n_fields (schema); i++)
    check_value (&leat_batch_get_record (batch, 0)->values[i]);
  leat_origin_unref (origin);
  return 0;
}
