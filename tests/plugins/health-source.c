/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-source.c - tests which events become records, when counters do, and that a full sink is
 * waited for; its host and its clock are the test's */
#include "health-records.h"
#include "leat-host.h"

typedef struct {
  LeatSourceHost host;
  LeatStream stream;
  LeatOrigin *origin;
  GString *records; /* "SCHEMA FIELD FIELD …;" */
  LeatPush push;
} Host;

static Host host;
static LeatMoment now;

static LeatMoment
tell_time (gpointer user_data)
{
  return now;
}

static void
advance (gint64 seconds)
{
  now.time += seconds * LEAT_NSEC_PER_SEC;
  now.monotonic += seconds * LEAT_NSEC_PER_SEC;
}

static const LeatOrigin *
host_get_origin (LeatStream *stream)
{
  return host.origin;
}

static LeatStream *
host_open_stream (LeatSource *source, const char *peer)
{
  return &host.stream;
}

/* of an event: its component, kind and number; of counters: the name, and how many it counts */
static void
keep_record (const LeatRecord *record)
{
  const gboolean is_event = g_str_equal (leat_schema_get_name (record->origin->schema),
                                         "health-event");

  if (is_event)
    g_string_append_printf (host.records, "%s %s %" G_GINT64_FORMAT ";", record->values[1].string,
                            record->values[2].string, record->values[5].integer);
  else
    g_string_append_printf (host.records, "%s %s;", leat_schema_get_name (record->origin->schema),
                            record->values[0].string);
}

static LeatPush
host_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
    keep_record (leat_batch_get_record (batch, i));
  leat_batch_unref (batch);
  return host.push;
}

static void
host_each_component (LeatSource *source, LeatComponentFunc func, gpointer user_data)
{
  static const char *const names[] = { "records", NULL };
  static const gint64 values[] = { 1 };

  for (guint i = 0; i < 2; i++)
    func (&(LeatComponent) { .struct_size = sizeof (LeatComponent),
                             .name = i == 0 ? "camera0" : "archive",
                             .is_sink = i == 1,
                             .plugin = "x",
                             .state = "running",
                             .counter_names = names,
                             .counters = values },
          user_data);
}

static const LeatSourceClass *
get_class (void)
{
  const LeatPlugin *leat_plugin_get (void);

  return leat_plugin_get ()->sources[0];
}

/* @options: "key=value", ends with NULL */
static LeatSource *
source_new (const char *const *options)
{
  static const LeatStreamHost stream_host = { .get_origin = host_get_origin };
  g_autoptr (LeatSchema) schema = leat_schema_new (health_tables[0]->name, health_tables[0]->fields,
                                                   health_tables[0]->n_fields);
  LeatSource *source = leat_source_instance_new (get_class ());
  g_autoptr (GError) error = NULL;

  now = (LeatMoment) { 1000 * LEAT_NSEC_PER_SEC, 100 * LEAT_NSEC_PER_SEC };
  host = (Host) { .host = { .open_stream = host_open_stream,
                            .push_batch = host_push_batch,
                            .each_component = host_each_component },
                  .stream = { .host = &stream_host },
                  .origin = leat_origin_new ("health", "0K3Q9V2M7WB1X5T4E8ZC", schema, "line-3",
                                             NULL),
                  .records = g_string_new (NULL),
                  .push = LEAT_PUSH_ROOM };
  source->host = &host;
  for (; *options != NULL; options++)
    {
      g_auto (GStrv) words = g_strsplit (*options, "=", 2);
      const LeatOption *option = leat_options_find (get_class ()->options, words[0]);

      g_assert_true (leat_option_set (option, source, words[1], &error));
    }
  g_assert_true (leat_source_instance_init (source, &error));
  g_assert_true (get_class ()->start (source, NULL, &error));
  g_assert_no_error (error);
  return source;
}

static void
source_free (LeatSource *source)
{
  get_class ()->stop (source);
  leat_source_instance_free (source);
  leat_origin_unref (host.origin);
  g_string_free (host.records, TRUE);
}

static void
tell_missed (LeatSource *source, LeatLevel level, const char *kind, guint64 missed)
{
  const LeatEvent event = {
    .struct_size = sizeof event,
    .level = level,
    .moment = now,
    .component = "c",
    .event = kind,
    .text = "x",
  };
  const LeatEvent *const events[] = { &event };

  get_class ()->events (source, events, 1, missed);
}

static void
tell (LeatSource *source, LeatLevel level, const char *kind)
{
  tell_missed (source, level, kind, 0);
}

static void
test_plugin (void)
{
  const LeatPlugin *leat_plugin_get (void);
  g_autoptr (GError) error = NULL;

  leat_plugin_check (leat_plugin_get (), &error);
  g_assert_no_error (error);
}

static void
test_which (void)
{
  static const char *const options[] = { "events=silent;disk-*", "level=warning", NULL };
  LeatSource *source = source_new (options);

  tell (source, LEAT_LEVEL_WARNING, "silent");
  tell (source, LEAT_LEVEL_WARNING, "gap");
  tell (source, LEAT_LEVEL_ERROR, "disk-low");
  tell (source, LEAT_LEVEL_INFO, "disk-low-end");
  g_assert_cmpstr (host.records->str, ==, "c silent 1;c disk-low 1;");
  source_free (source);
}

/* what gave way before it was heard is told among the records, whatever is asked for */
static void
test_missed (void)
{
  static const char *const options[] = { "events=silent", NULL };
  LeatSource *source = source_new (options);

  tell_missed (source, LEAT_LEVEL_INFO, "gap", 34);
  g_assert_cmpstr (host.records->str, ==, "leatd missed 34;");
  source_free (source);
}

static void
test_flood (void)
{
  static const char *const options[] = { "counters-every=0", "most-per-minute=2", NULL };
  LeatSource *source = source_new (options);

  for (guint i = 0; i < 7; i++)
    tell (source, LEAT_LEVEL_INFO, "noise");
  g_assert_cmpstr (host.records->str, ==, "c noise 1;c noise 1;");
  advance (60);
  tell (source, LEAT_LEVEL_INFO, "noise");
  g_assert_cmpstr (host.records->str, ==, "c noise 1;c noise 1;c noise 5;c noise 1;");
  source_free (source);
}

static void
test_counters (void)
{
  static const char *const options[] = { "counters-every=5min", NULL };
  LeatSource *source = source_new (options);

  advance (299);
  tell (source, LEAT_LEVEL_INFO, "a");
  g_assert_cmpstr (host.records->str, ==, "c a 1;");
  advance (1);
  tell (source, LEAT_LEVEL_INFO, "b");
  g_assert_cmpstr (host.records->str, ==, "c a 1;c b 1;health-source camera0;health-sink archive;");
  tell (source, LEAT_LEVEL_INFO, "c");
  g_string_truncate (host.records, 0);
  advance (300);
  tell (source, LEAT_LEVEL_INFO, "d");
  g_assert_cmpstr (host.records->str, ==, "c d 1;health-source camera0;health-sink archive;");
  source_free (source);
}

static void
change (LeatSource *source, const char *key, const char *value)
{
  const LeatOption *option = leat_options_find (get_class ()->options, key);

  g_assert_true ((option->flags & LEAT_OPTION_LIVE) != 0);
  g_assert_true (leat_option_set (option, source, value, NULL));
  get_class ()->changed (source, key);
}

/* while it runs: from the next event on, and counters so long after the change */
static void
test_changed (void)
{
  static const char *const options[] = { "counters-every=0", "most-per-minute=1", NULL };
  LeatSource *source = source_new (options);

  tell (source, LEAT_LEVEL_INFO, "a");
  tell (source, LEAT_LEVEL_INFO, "a");
  g_assert_cmpstr (host.records->str, ==, "c a 1;");
  change (source, "most-per-minute", "2");
  tell (source, LEAT_LEVEL_INFO, "a");
  g_assert_cmpstr (host.records->str, ==, "c a 1;c a 1;");
  change (source, "level", "warning");
  change (source, "events", "silent");
  tell (source, LEAT_LEVEL_INFO, "silent");
  tell (source, LEAT_LEVEL_WARNING, "b");
  tell (source, LEAT_LEVEL_WARNING, "silent");
  g_assert_cmpstr (host.records->str, ==, "c a 1;c a 1;c silent 1;");
  g_string_truncate (host.records, 0);
  change (source, "counters-every", "30s");
  advance (30);
  tell (source, LEAT_LEVEL_WARNING, "silent");
  g_assert_cmpstr (host.records->str, ==, "c silent 1;health-source camera0;health-sink archive;");
  source_free (source);
}

/* nothing is heard: its own timer wakes it */
static void
test_timer (void)
{
  static const char *const options[] = { "counters-every=1s", NULL };
  LeatSource *source = source_new (options);

  advance (1); /* the timer goes by a clock of its own */
  while (host.records->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (host.records->str, ==, "health-source camera0;health-sink archive;");
  source_free (source);
}

static void
test_full (void)
{
  static const char *const options[] = { "counters-every=1min", NULL };
  LeatSource *source = source_new (options);

  host.push = LEAT_PUSH_FULL;
  tell (source, LEAT_LEVEL_INFO, "a");
  advance (600);
  tell (source, LEAT_LEVEL_INFO, "b"); /* the last ones, of its own end */
  g_assert_cmpstr (host.records->str, ==, "c a 1;c b 1;");
  host.push = LEAT_PUSH_ROOM;
  get_class ()->resume (source);
  g_assert_cmpstr (host.records->str, ==, "c a 1;c b 1;health-source camera0;health-sink archive;");
  source_free (source);
}

static void
test_too_often (void)
{
  LeatSource *source = leat_source_instance_new (get_class ());
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_option_set (leat_options_find (get_class ()->options, "counters-every"),
                                  source, "10ms", &error));
  g_assert_false (leat_source_instance_init (source, &error));
  g_assert_cmpstr (error->message, ==, "counters-every: a second is the least; 0: no counters");
  leat_source_instance_free (source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  leat_clock_inject (tell_time, NULL);
  g_test_add_func ("/health-source/plugin", test_plugin);
  g_test_add_func ("/health-source/which", test_which);
  g_test_add_func ("/health-source/missed", test_missed);
  g_test_add_func ("/health-source/flood", test_flood);
  g_test_add_func ("/health-source/counters", test_counters);
  g_test_add_func ("/health-source/changed", test_changed);
  g_test_add_func ("/health-source/timer", test_timer);
  g_test_add_func ("/health-source/full", test_full);
  g_test_add_func ("/health-source/too-often", test_too_often);
  return g_test_run ();
}
