/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-records.c - tests what is added to records, and which schema they have */
#include "vision-records.h"
#include "leat-host.h"
#include <string.h>

#define SCHEMA(name) \
  "[schema]\nname=" name "\n[field num]\ncolumn=1\ntype=int\nrole=counter\n"
#define OTHER SCHEMA ("inspect-b") "[field gap]\ncolumn=2\ntype=decimal\n"
#define OWN SCHEMA ("own") "[field head]\ncolumn=2\ntype=string\nrole=camera\n"

static const VisionLanguage language = { .name = "test", .gives_judgement = TRUE };

typedef struct {
  VisionOptions options;
  VisionRecords *records;
  LeatSchema *named;
  LeatSchema *schema;
  LeatOrigin *origin;
  LeatBatch *batch;
} Hall;

/* "inspect-b" is there, and nothing else */
static LeatSchema *
find (gpointer finder, const char *name, GError **error)
{
  if (g_str_equal (name, "inspect-b"))
    return leat_schema_new_from_text (name, OTHER, -1, error);
  leat_error_fail (error, LEAT_ERROR_CONFIG, "there is no schema %s", name);
  return NULL;
}

static gboolean
hall_shape (Hall *self, GError **error)
{
  g_clear_pointer (&self->schema, leat_schema_unref);
  self->schema = vision_records_shape (self->records, self->named, find, self, error);
  if (self->schema != NULL)
    self->origin = leat_origin_new ("test", "epoch", self->schema, "gateway", NULL);
  return self->schema != NULL;
}

static void
hall_init (Hall *self, const char *text)
{
  self->named = leat_schema_new_from_text ("test", text, -1, NULL);
  self->records = vision_records_new (&language, &self->options);
  self->batch = leat_batch_new (4);
}

static void
hall_clear (Hall *self)
{
  vision_records_free (self->records);
  leat_batch_unref (self->batch);
  leat_schema_unref (self->named);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->origin, leat_origin_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Hall, hall_clear)

static gboolean
hall_append (Hall *self, const char *text, VisionFound found, GError **error)
{
  found.result = vision_text (text, strlen (text));
  return vision_records_append (self->records, self->origin, self->batch, &found, leat_clock_now (),
                                error);
}

/* of the last record */
static char *
hall_get (Hall *self, const char *name)
{
  const LeatRecord *record = leat_batch_get_record (self->batch,
                                                    leat_batch_get_n_records (self->batch) - 1);
  char text[LEAT_VALUE_TEXT_MAX];
  guint index = 0;

  if (!leat_schema_find_field (record->origin->schema, name, &index))
    return g_strdup ("no field");
  if (!leat_value_is_present (&record->values[index]))
    return g_strdup ("missing");
  if (record->values[index].type == LEAT_TYPE_STRING)
    return g_strndup (record->values[index].string, record->values[index].length);
  leat_value_write (&record->values[index], text);
  return g_strdup (text);
}

static void
hall_expect (Hall *self, const char *name, const char *value)
{
  g_autofree char *got = hall_get (self, name);

  g_assert_cmpstr (got, ==, value);
}

static void
test_all (void)
{
  g_auto (Hall) hall = { .options = { .trigger = VISION_TRIGGER_COMMAND,
                                      .camera = (char *) "left",
                                      .program = (char *) "1" } };

  hall_init (&hall, SCHEMA ("inspect-a"));
  g_assert_true (hall_shape (&hall, NULL));
  g_assert_cmpstr (leat_schema_get_name (hall.schema), ==, "inspect-a");
  g_assert_true (hall_append (&hall, "7",
                              (VisionFound) { .trigger = 3,
                                              .latency = 12345,
                                              .program = "001",
                                              .judgement = VISION_JUDGEMENT_BAD },
                              NULL));
  hall_expect (&hall, "num", "7");
  hall_expect (&hall, "trigger", "3");
  hall_expect (&hall, "latency", "12.345");
  hall_expect (&hall, "program", "001");
  hall_expect (&hall, "camera", "left");
  hall_expect (&hall, "judgement", "bad");
  g_assert_true (hall_append (&hall, "8", (VisionFound) { .camera = vision_text ("02", 2) }, NULL));
  hall_expect (&hall, "trigger", "missing");
  hall_expect (&hall, "latency", "missing");
  hall_expect (&hall, "camera", "02");
  hall_expect (&hall, "judgement", "missing");
}

/* nothing is known beside the frame: the schema is what it was */
static void
test_nothing (void)
{
  static const VisionLanguage plain = { .name = "plain" };
  g_auto (Hall) hall = { .options = { .trigger = VISION_TRIGGER_EXTERNAL } };

  hall_init (&hall, SCHEMA ("inspect-a"));
  vision_records_free (hall.records);
  hall.records = vision_records_new (&plain, &hall.options);
  g_assert_true (hall_shape (&hall, NULL));
  g_assert_true (hall.schema == hall.named);
}

/* what the frame says goes before what the key file says */
static void
test_own_field (void)
{
  g_auto (Hall) hall = { .options = { .camera = (char *) "left" } };

  hall_init (&hall, OWN);
  g_assert_true (hall_shape (&hall, NULL));
  g_assert_false (leat_schema_find_field (hall.schema, "camera", NULL));
  hall_append (&hall, "7,right", (VisionFound) { .trigger = 0 }, NULL);
  hall_expect (&hall, "head", "right");
  hall_append (&hall, "7", (VisionFound) { .trigger = 0 }, NULL);
  hall_expect (&hall, "head", "left");
}

static void
test_programs (void)
{
  const char *items[] = { "002:inspect-b", NULL };
  g_auto (Hall) hall = { .options = { .program_schema = (char **) items } };

  hall_init (&hall, SCHEMA ("inspect-a"));
  g_assert_true (hall_shape (&hall, NULL));
  hall_append (&hall, "7", (VisionFound) { .program = "1" }, NULL);
  hall_expect (&hall, "gap", "no field");
  hall_append (&hall, "8,1.730", (VisionFound) { .program = "2" }, NULL);
  hall_expect (&hall, "gap", "1.730");
  hall_expect (&hall, "program", "2");
  hall_append (&hall, "9", (VisionFound) { .program = NULL }, NULL);
  hall_expect (&hall, "gap", "no field");
  g_assert_cmpstr (leat_batch_get_record (hall.batch, 1)->origin->epoch, ==, "epoch");
}

static void
test_programs_wrong (void)
{
  const char *absent[] = { "002:inspect-c", NULL };
  const char *half[] = { "inspect-b", NULL };
  g_auto (Hall) hall = { .options = { .program_schema = (char **) absent } };
  g_autoptr (GError) error = NULL, second = NULL;

  hall_init (&hall, SCHEMA ("inspect-a"));
  g_assert_false (hall_shape (&hall, &error));
  g_assert_cmpstr (error->message, ==,
                   "program-schema: 002:inspect-c: there is no schema inspect-c");
  hall.options.program_schema = (char **) half;
  g_assert_false (hall_shape (&hall, &second));
  g_assert_cmpstr (second->message, ==,
                   "program-schema: \"inspect-b\" is no PROGRAM:SCHEMA, such as 001:inspect-a");
}

static void
test_reject_and_test (void)
{
  g_auto (Hall) hall = { .options = { .camera = (char *) "1" } };
  g_autoptr (GError) error = NULL;

  hall_init (&hall, SCHEMA ("inspect-a"));
  g_assert_true (hall_shape (&hall, NULL));
  g_assert_true (hall_append (&hall, "1", (VisionFound) { .is_test = TRUE }, NULL));
  g_assert_cmpuint (leat_batch_get_record (hall.batch, 0)->flags, ==, LEAT_RECORD_TEST);
  hall_append (&hall, "\xff", (VisionFound) { .is_test = FALSE }, NULL);
  hall_expect (&hall, "num", "missing");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/all", test_all);
  g_test_add_func ("/records/nothing", test_nothing);
  g_test_add_func ("/records/own-field", test_own_field);
  g_test_add_func ("/records/programs", test_programs);
  g_test_add_func ("/records/programs/wrong", test_programs_wrong);
  g_test_add_func ("/records/reject-and-test", test_reject_and_test);
  return g_test_run ();
}
