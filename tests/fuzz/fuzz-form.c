/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-form.c - any columns of a row are a record or none; one that is comes back the same */
#include <stdint.h>
#include <string.h>
#include "leat-host.h"
#include "../../plugins/buffer/buffer-form.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static LeatOrigin *
make_origin (void)
{
  static const LeatField fields[] = {
    { .name = "a", .type = LEAT_TYPE_BOOL },    { .name = "b", .type = LEAT_TYPE_INT },
    { .name = "c", .type = LEAT_TYPE_DECIMAL }, { .name = "d", .type = LEAT_TYPE_DOUBLE },
    { .name = "e", .type = LEAT_TYPE_TIME },    { .name = "f", .type = LEAT_TYPE_STRING },
    { .name = "g", .type = LEAT_TYPE_BYTES },
  };
  g_autoptr (LeatSchema) schema = leat_schema_new ("all", fields, G_N_ELEMENTS (fields));

  return leat_origin_new ("camera0", "E", schema, NULL, NULL);
}

/* a line for each column; an empty one is NULL */
static void
split (const char *text, gsize size, BufferColumn columns[BUFFER_N_PARTS])
{
  const char *end = text + size;

  for (guint i = 0; i < BUFFER_N_PARTS; i++)
    {
      const char *stop = text < end ? memchr (text, '\n', (gsize) (end - text)) : NULL;
      const gsize length = (gsize) ((stop != NULL ? stop : end) - text);

      columns[i] = (BufferColumn) { length > 0 ? text : NULL, length };
      text = stop != NULL ? stop + 1 : end;
    }
}

static LeatBatch *
read_columns (const BufferForm *form, const LeatOrigin *origin,
              const BufferColumn columns[BUFFER_N_PARTS])
{
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);

  leat_batch_append (batch, origin, (LeatMoment) { 1, 1 });
  leat_batch_set_sequence (batch, 1);
  if (!buffer_form_read (form, columns, batch, scratch))
    return NULL;
  return g_steal_pointer (&batch);
}

static LeatBatch *
write_and_read (const BufferForm *form, const LeatRecord *record)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BufferSpan spans[BUFFER_N_PARTS];
  BufferColumn columns[BUFFER_N_PARTS];

  buffer_form_write (form, record, text, spans);
  for (guint i = 0; i < BUFFER_N_PARTS; i++)
    columns[i] = (BufferColumn) {
      buffer_span_is_null (&spans[i]) ? NULL : text->str + spans[i].start, spans[i].length
    };
  return read_columns (form, record->origin, columns);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *copy = g_strndup ((const char *) data, size); /* of nothing, too, there is one */
  LeatOrigin *origin = make_origin ();
  g_autoptr (BufferForm) form = buffer_form_new (origin->schema);
  BufferColumn columns[BUFFER_N_PARTS];
  g_autoptr (LeatBatch) batch = NULL;

  split (copy, size, columns);
  batch = read_columns (form, origin, columns);
  if (batch != NULL)
    {
      const LeatRecord *record = leat_batch_get_record (batch, 0);
      g_autoptr (LeatBatch) back = write_and_read (form, record);
      g_autoptr (GString) before = g_string_new (NULL);
      g_autoptr (GString) after = g_string_new (NULL);

      g_assert_nonnull (back);
      leat_json_append_record (before, record);
      leat_json_append_record (after, leat_batch_get_record (back, 0));
      g_assert_cmpstr (before->str, ==, after->str);
    }
  leat_origin_unref (origin);
  return 0;
}
