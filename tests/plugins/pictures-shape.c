/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-shape.c - tests of the records of pictures */
#include "pictures-shape.h"
#include "../daemon/batches.h"
#include <string.h>

#define EPOCH "0K3Q9V2M7WB1X5T4E8ZC"

static const LeatField numbers[] = {
  { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
};
static const LeatField texts[] = {
  { .name = "num", .type = LEAT_TYPE_STRING },
  { .name = "code", .type = LEAT_TYPE_STRING },
};
static const LeatField clash[] = {
  { .name = "picture", .type = LEAT_TYPE_STRING },
};

/* "num=17 picture=/a.jpg …": what is there */
static char *
tell (const LeatRecord *record)
{
  GString *text = g_string_new (NULL);
  const LeatSchema *schema = record->origin->schema;

  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    {
      const LeatValue *value = &record->values[i];
      char number[LEAT_VALUE_TEXT_MAX] = "";

      if (!leat_value_is_present (value))
        continue;
      if (!leat_value_is_text (value))
        *leat_value_write (value, number) = '\0';
      g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "",
                              leat_schema_get_field (schema, i)->name,
                              leat_value_is_text (value) ? value->string : number);
    }
  return g_string_free (text, FALSE);
}

typedef struct {
  PicturesShape *shape;
  LeatOrigin *origin;
  LeatBatch *batch;
} Made;

static void
made_init (Made *self, const LeatInput *inputs, guint n_inputs)
{
  g_autoptr (GError) error = NULL;

  self->shape = pictures_shape_new (inputs, n_inputs, &error);
  g_assert_no_error (error);
  self->origin = leat_origin_new ("pics", EPOCH, pictures_shape_get_schema (self->shape), "g",
                                  NULL);
  self->batch = leat_batch_new (1);
}

static void
made_clear (Made *self)
{
  leat_batch_unref (self->batch);
  leat_origin_unref (self->origin);
  pictures_shape_free (self->shape);
}

static void
made_check (Made *self, const char *expected)
{
  guint64 next = 100;
  g_autofree char *told = NULL;

  leat_batch_seal (self->batch, &next);
  g_assert_cmpuint (leat_batch_get_n_records (self->batch), ==, 1);
  g_assert_cmpuint (leat_batch_get_record (self->batch, 0)->sequence, ==, 7);
  told = tell (leat_batch_get_record (self->batch, 0));
  g_assert_cmpstr (told, ==, expected);
}

/* (transfer full): with one sealed record, num 17, as number 17 */
static LeatBatch *
make_result (const char *source, const LeatField *fields, guint n_fields)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("result", fields, n_fields);
  LeatOrigin *origin = leat_origin_new (source, EPOCH, schema, "g", NULL);
  LeatBatch *batch = leat_batch_new (1);
  guint64 next = 17;

  leat_batch_append (batch, origin, (LeatMoment) { 1, 1 });
  if (fields[0].type == LEAT_TYPE_INT)
    leat_batch_set_int (batch, 0, 17);
  else
    leat_batch_set_string (batch, 0, "seventeen", -1);
  leat_batch_seal (batch, &next);
  leat_origin_unref (origin);
  return batch;
}

static const Picture picture = { .name = (char *) "x.jpg",
                                 .path = (char *) "/p/17.jpg",
                                 .size = 5,
                                 .checksum = (char *) "abc" };

static void
test_of_result (void)
{
  g_autoptr (LeatBatch) result = make_result ("camera", numbers, 1);
  const LeatRecord *record = leat_batch_get_record (result, 0);
  const LeatInput input = { sizeof input, "camera", record->origin->schema };
  Made made;

  made_init (&made, &input, 1);
  g_assert_cmpint (leat_schema_get_field (made.origin->schema, 0)->role, ==, LEAT_ROLE_COUNTER);
  pictures_shape_append (made.shape, made.batch, made.origin, record, &picture, PICTURE_STORED, 7);
  made_check (&made, "num=17 record=camera/" EPOCH "/17 picture=/p/17.jpg picture_size=5 "
                     "picture_checksum=abc picture_name=x.jpg picture_state=stored");
  made_clear (&made);
}

static void
test_missing (void)
{
  g_autoptr (LeatBatch) result = make_result ("camera", numbers, 1);
  const LeatRecord *record = leat_batch_get_record (result, 0);
  const LeatInput input = { sizeof input, "camera", record->origin->schema };
  Made made;

  made_init (&made, &input, 1);
  pictures_shape_append (made.shape, made.batch, made.origin, record, NULL, PICTURE_MISSING, 7);
  made_check (&made, "num=17 record=camera/" EPOCH "/17 picture_state=missing");
  made_clear (&made);
}

/* their fields differ: the record's id says where they are */
static void
test_several_kinds (void)
{
  g_autoptr (LeatBatch) one = make_result ("camera", numbers, 1);
  g_autoptr (LeatBatch) other = make_result ("reader", texts, 2);
  const LeatRecord *record = leat_batch_get_record (other, 0);
  const LeatInput inputs[] = {
    { sizeof (LeatInput), "camera", leat_batch_get_record (one, 0)->origin->schema },
    { sizeof (LeatInput), "reader", record->origin->schema },
  };
  Made made;

  made_init (&made, inputs, 2);
  pictures_shape_append (made.shape, made.batch, made.origin, record, NULL, PICTURE_MISSING, 7);
  made_check (&made, "record=reader/" EPOCH "/17 picture_state=missing");
  made_clear (&made);
}

/* of a program whose results look otherwise: no number stands where a text was known */
static void
test_other_schema (void)
{
  g_autoptr (LeatBatch) one = make_result ("camera", numbers, 1);
  g_autoptr (LeatBatch) other = make_result ("camera", texts, 2);
  const LeatInput input = { sizeof input, "camera",
                            leat_batch_get_record (one, 0)->origin->schema };
  Made made;

  made_init (&made, &input, 1);
  pictures_shape_append (made.shape, made.batch, made.origin, leat_batch_get_record (other, 0),
                         NULL, PICTURE_MISSING, 7);
  made_check (&made, "record=camera/" EPOCH "/17 picture_state=missing");
  made_clear (&made);
}

static void
test_without_results (void)
{
  const Picture odd = { .name = (char *) "x\xff.jpg", .size = 5 };
  Made made;

  made_init (&made, NULL, 0);
  g_assert_cmpuint (leat_schema_get_n_fields (made.origin->schema), ==, pictures_table.n_fields);
  g_assert_false (leat_schema_find_field (made.origin->schema, "record", NULL));
  pictures_shape_append (made.shape, made.batch, made.origin, NULL, &odd, PICTURE_LOST, 7);
  g_assert_cmpint (leat_batch_get_record (made.batch, 0)->values[3].quality, ==,
                   LEAT_QUALITY_UNDECODABLE);
  made_check (&made, "picture_size=5 picture_state=lost");
  made_clear (&made);
}

static void
test_clash (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("clash", clash, 1);
  const LeatInput input = { sizeof input, "camera", schema };
  g_autoptr (GError) error = NULL;

  g_assert_null (pictures_shape_new (&input, 1, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/of-result", test_of_result);
  g_test_add_func ("/shape/missing", test_missing);
  g_test_add_func ("/shape/several-kinds", test_several_kinds);
  g_test_add_func ("/shape/other-schema", test_other_schema);
  g_test_add_func ("/shape/without-results", test_without_results);
  g_test_add_func ("/shape/clash", test_clash);
  return g_test_run ();
}
