/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-records.c - tests what is written into the records of health, as JSON has it */
#include "health-records.h"
#include "leat-host.h"

static LeatBatch *batch;
static LeatOrigin *origins[HEALTH_N_KINDS];

static void
set_up (void)
{
  batch = leat_batch_new (1);
  for (guint i = 0; i < HEALTH_N_KINDS; i++)
    {
      g_autoptr (LeatSchema)
          schema = leat_schema_new (health_tables[i]->name, health_tables[i]->fields,
                                    health_tables[i]->n_fields);

      origins[i] = leat_origin_new ("health", "0K3Q9V2M7WB1X5T4E8ZC", schema, "line-3", NULL);
    }
}

static void
tear_down (void)
{
  g_clear_pointer (&batch, leat_batch_unref);
  for (guint i = 0; i < HEALTH_N_KINDS; i++)
    g_clear_pointer (&origins[i], leat_origin_unref);
}

/* what stands in it behind "fields", with all that follows */
static void
assert_record (const char *fields)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *begin;

  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 1);
  leat_json_append_record (text, leat_batch_get_record (batch, 0));
  begin = strstr (text->str, "\"fields\":");
  g_assert_nonnull (begin);
  g_assert_cmpstr (begin, ==, fields);
}

static void
test_event (void)
{
  const LeatEvent event = {
    .struct_size = sizeof event,
    .level = LEAT_LEVEL_WARNING,
    .moment = { .time = 1539410602104518000, .monotonic = 5 },
    .component = "archive",
    .event = "drop",
    .text = "queue full: dropped 3 records, camera0/E/1-3",
    .about = "camera0",
  };

  set_up ();
  health_append_event (batch, origins[HEALTH_KIND_EVENT], &event, 1);
  g_assert_cmpint (leat_batch_get_record (batch, 0)->time, ==, event.moment.time);
  assert_record ("\"fields\":{\"level\":\"warning\",\"component\":\"archive\",\"event\":\"drop\","
                 "\"text\":\"queue full: dropped 3 records, camera0/E/1-3\","
                 "\"about\":\"camera0\",\"events\":1}}");
  tear_down ();
}

static void
test_event_about_itself (void)
{
  const LeatEvent event = {
    .struct_size = sizeof event,
    .level = LEAT_LEVEL_ERROR,
    .component = "leatd",
    .event = "x",
    .text = "",
  };

  set_up ();
  health_append_event (batch, origins[HEALTH_KIND_EVENT], &event, 12);
  assert_record ("\"fields\":{\"level\":\"error\",\"component\":\"leatd\",\"event\":\"x\","
                 "\"text\":\"\",\"about\":null,\"events\":12},"
                 "\"quality\":{\"about\":\"missing\"}}");
  tear_down ();
}

/* a daemon that counts less, and more, than this plugin knows */
static void
test_counters (void)
{
  static const char *const names[] = { "drops", "of-tomorrow", "oldest_age", NULL };
  static const gint64 values[] = { 7, 8, -9 };
  const LeatComponent component = {
    .struct_size = sizeof component,
    .name = "archive",
    .is_sink = TRUE,
    .plugin = "csv",
    .state = "running",
    .since = 1539410602000000000,
    .counter_names = names,
    .counters = values,
  };
  const LeatRecord *record;
  guint field;

  set_up ();
  health_append_counters (batch, origins[HEALTH_KIND_SINK], (LeatMoment) { 1, 2 }, &component);
  record = leat_batch_get_record (batch, 0);
  g_assert_cmpstr (record->values[0].string, ==, "archive");
  g_assert_cmpstr (record->values[1].string, ==, "csv");
  g_assert_cmpstr (record->values[2].string, ==, "running");
  g_assert_cmpint (record->values[3].integer, ==, 1539410602000000000);
  g_assert_true (leat_schema_find_field (record->origin->schema, "drops", &field));
  g_assert_cmpint (record->values[field].integer, ==, 7);
  g_assert_true (leat_schema_find_field (record->origin->schema, "oldest_age", &field));
  g_assert_cmpint (record->values[field].integer, ==, -9);
  g_assert_true (leat_schema_find_field (record->origin->schema, "safe", &field));
  g_assert_cmpint (leat_value_get_quality (&record->values[field]), ==, LEAT_QUALITY_MISSING);
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/health-records/event", test_event);
  g_test_add_func ("/health-records/event-about-itself", test_event_about_itself);
  g_test_add_func ("/health-records/counters", test_counters);
  return g_test_run ();
}
