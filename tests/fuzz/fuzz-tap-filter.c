/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-tap-filter.c - any text is a filter or an error, whatever record it is then held against
 *
 * Up to the first line's end stands the filter, behind it a text of the record. */
#include <stdint.h>
#include <string.h>
#include "leat-host.h"
#include "stream/leatd-tap-filter.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const LeatField fields[] = {
  { .name = "num", .type = LEAT_TYPE_INT },
  { .name = "size", .type = LEAT_TYPE_DECIMAL },
  { .name = "part", .type = LEAT_TYPE_STRING },
  { .name = "blob", .type = LEAT_TYPE_BYTES },
};

static void
check (LeatdTapFilter *filter, LeatSchema *schema, const char *text, gsize length)
{
  LeatOrigin *origin = leat_origin_new ("source", "epoch", schema, NULL, NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  const LeatRecord *record;

  leat_batch_append (batch, origin, (LeatMoment) { 1, 1 });
  leat_batch_set_int (batch, 0, (gint64) length);
  leat_batch_set_decimal_text (batch, 1, text, (gssize) length);
  leat_batch_set_string (batch, 2, text, (gssize) length);
  leat_batch_set_bytes (batch, 3, text, length);
  record = leat_batch_get_record (batch, 0);
  /* the same at each look */
  g_assert_cmpint (leatd_tap_filter_matches (filter, record), ==,
                   leatd_tap_filter_matches (filter, record));
  leatd_tap_filter_find_foreign (filter, schema);
  leat_origin_unref (origin);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *end = memchr (data, '\n', size);
  const size_t length = end != NULL ? (size_t) (end - data) : size;
  g_autofree char *text = g_strndup ((const char *) data, length);
  g_autoptr (LeatSchema) schema = leat_schema_new ("some", fields, G_N_ELEMENTS (fields));
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatdTapFilter) filter = leatd_tap_filter_new (text, &error);

  if (filter == NULL)
    g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  else if (end != NULL)
    check (filter, schema, (const char *) end + 1, size - length - 1);
  return 0;
}
