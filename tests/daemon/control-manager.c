/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control-manager.c - tests the daemon as a whole on the bus: what it tells, judges and is told */
#include "buses.h"

#define PLAIN \
  "[source numbers]\nplugin=fixture-source\nbatches=1\nthen=wait\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

typedef struct {
  TestControl *control;
  LeatDBusManager *manager;
} Fixture;

static void
fixture_init (Fixture *self)
{
  self->control = test_control_new (PLAIN);
  self->manager = test_control_get_manager (self->control);
  leatd_pipeline_start (self->control->pipeline->pipeline);
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->manager);
  test_control_free (self->control);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
test_properties (void)
{
  const guint64 begun = (guint64) g_get_real_time ();
  g_auto (Fixture) fixture;
  g_autofree char *path = NULL;
  const char *const *files;

  fixture_init (&fixture);
  path = g_build_filename (fixture.control->pipeline->directory, "leat.conf", NULL);
  g_assert_cmpstr (leat_dbus_manager_get_version (fixture.manager), ==, "0.1.0");
  g_assert_cmpstr (leat_dbus_manager_get_state (fixture.manager), ==, "running");
  g_assert_cmpuint (leat_dbus_manager_get_start_time (fixture.manager), >=, begun);
  g_assert_cmpuint (leat_dbus_manager_get_start_time (fixture.manager), <=,
                    (guint64) g_get_real_time ());
  files = leat_dbus_manager_get_config_files (fixture.manager);
  g_assert_cmpstr (files[0], ==, path);
  g_assert_null (files[1]);

  leatd_control_stopping (fixture.control->control);
  while (!g_str_equal (leat_dbus_manager_get_state (fixture.manager), "stopping"))
    g_main_context_iteration (NULL, TRUE);
}

/* --- key files --- */

typedef struct {
  const char *path;
  const char *text;
  guint line; /* of the first fault; 0: there is none */
  const char *group;
  const char *key;
  const char *what;
} Config;

#define SINK "[sink file]\nplugin=fixture-sink\npath=/tmp/a\n"

static const Config configs[] = {
  { "/control-manager/config/sound", "[source a]\nplugin=fixture-source\n" SINK, 0, NULL, NULL,
    NULL },
  { "/control-manager/config/plugin", "[source a]\nplugin=nothing\n" SINK, 2, "source a", "plugin",
    "nothing" },
  { "/control-manager/config/key", "[source a]\nplugin=fixture-source\nfrob=1\n" SINK, 3,
    "source a", "frob", "is not known here" },
  { "/control-manager/config/no-key-file", "\x01\x02 what is this\n", 1, "", "", "" },
};

#define TEXT_MAX (256 * 1024) /* as the daemon has it */

static GVariant *
check_config (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = test_call (fixture->manager, "CheckConfig", g_variant_new ("(s)", text), &error);
  GVariant *faults;

  g_assert_no_error (error);
  g_variant_get (answer, "(@a(susss))", &faults);
  return faults;
}

static void
test_config (gconstpointer data)
{
  const Config *config = data;
  g_auto (Fixture) fixture;
  g_autoptr (GVariant) faults = NULL;
  const char *file, *group, *key, *what;
  guint line;

  fixture_init (&fixture);
  faults = check_config (&fixture, config->text);
  if (config->line == 0)
    {
      g_assert_cmpuint (g_variant_n_children (faults), ==, 0);
      return;
    }
  g_assert_cmpuint (g_variant_n_children (faults), >, 0);
  g_variant_get_child (faults, 0, "(&su&s&s&s)", &file, &line, &group, &key, &what);
  g_assert_cmpstr (file, ==, "");
  g_assert_cmpuint (line, ==, config->line);
  g_assert_cmpstr (group, ==, config->group);
  g_assert_cmpstr (key, ==, config->key);
  if (strstr (what, config->what) == NULL)
    g_error ("\"%s\" does not name %s", what, config->what);
}

static void
test_config_too_long (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *text = g_strnfill (TEXT_MAX + 1, '#');

  fixture_init (&fixture);
  test_call_badly (fixture.manager, "CheckConfig", g_variant_new ("(s)", text), LEAT_ERROR_CONFIG,
                   "a key file of over 262144 bytes is not judged");
  text[TEXT_MAX] = '\0';
  g_variant_unref (check_config (&fixture, text));
  g_assert_cmpuint (fixture.control->n_stops, ==, 0);
}

/* the longest that is judged does not keep the daemon */
static void
test_config_longest (gconstpointer data)
{
  const char *piece = data;
  g_auto (Fixture) fixture;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GVariant) faults = NULL;
  gint64 begun;

  for (guint i = 0; text->len < TEXT_MAX - 100; i++)
    {
      g_auto (GStrv) ends = g_strsplit (piece, "%", 2);

      g_string_append (text, ends[0]);
      if (ends[1] != NULL)
        g_string_append_printf (text, "%u%s", i, ends[1]);
    }
  fixture_init (&fixture);
  begun = g_get_monotonic_time ();
  faults = check_config (&fixture, text->str);
  g_assert_cmpuint (g_variant_n_children (faults), >, 0);
  g_test_message ("%u faults in %.1f s", (guint) g_variant_n_children (faults),
                  (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
}

/* --- what there is --- */

static void
test_describe (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *text;

  fixture_init (&fixture);
  answer = test_call (fixture.manager, "DescribePlugins", NULL, &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(&s)", &text);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "\"fixture-source\""));
}

static void
test_schemas (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariantIter) schemas = NULL;
  const char *name, *summary, *path;
  gboolean found = FALSE;

  fixture_init (&fixture);
  answer = test_call (fixture.manager, "ListSchemas", NULL, &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(a(sss))", &schemas);
  while (g_variant_iter_next (schemas, "(&s&s&s)", &name, &summary, &path))
    if (g_str_equal (name, "pv200"))
      {
        found = TRUE;
        g_assert_cmpstr (summary, !=, "");
        g_assert_true (g_str_has_suffix (path, "/records/pv200.schema"));
      }
  g_assert_true (found);
}

/* --- what it is told --- */

typedef struct {
  const char *path;
  const char *component;
  const char *level;
  LeatError code;
  const char *text; /* NULL: it is well */
} Level;

static const Level levels[] = {
  { "/control-manager/log-level/all", "", "info", 0, NULL },
  { "/control-manager/log-level/daemon", "leatd", "warning", 0, NULL },
  { "/control-manager/log-level/source", "numbers", "debug", 0, NULL },
  { "/control-manager/log-level/sink", "file", "error", 0, NULL },
  { "/control-manager/log-level/unknown", "nobody", "info", LEAT_ERROR_NOT_FOUND,
    "there is no source or sink nobody" },
  { "/control-manager/log-level/level", "file", "loud", LEAT_ERROR_CONFIG,
    "there is no level loud; error, warning, info or debug is right" },
};

static void
test_log_level (gconstpointer data)
{
  const Level *level = data;
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  fixture_init (&fixture);
  if (level->text != NULL)
    {
      test_call_badly (fixture.manager, "SetLogLevel",
                       g_variant_new ("(ss)", level->component, level->level), level->code,
                       level->text);
      return;
    }
  answer = test_call (fixture.manager, "SetLogLevel",
                      g_variant_new ("(ss)", level->component, level->level), &error);
  g_assert_no_error (error);
}

static void
test_stop (gconstpointer drain)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  fixture_init (&fixture);
  fixture.control->drain = drain == NULL;
  answer = test_call (fixture.manager, "Stop", g_variant_new ("(b)", drain != NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture.control->n_stops, ==, 1);
  g_assert_cmpint (fixture.control->drain, ==, drain != NULL);
}

/* what became of each source and sink, or why nothing has changed */
static void
test_reload (void)
{
  g_auto (Fixture) fixture;
  static const char *const answers[] = {
    "([('source', 'numbers', 'changed'), ('sink', 'mes', 'removed')], [], [('mes', 7)])",
    "([], [('*/leat.conf', 7, 'sink file', 'path', 'is a fault')], [])",
  };

  fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) answer = test_call (fixture.manager, "Reload",
                                               g_variant_new ("(t)", (guint64) 3000000), &error);
      g_autofree char *told = NULL;

      g_assert_no_error (error);
      told = g_variant_print (answer, FALSE);
      if (!g_pattern_match_simple (answers[i], told))
        g_error ("Reload() answered %s", told);
    }
  g_assert_cmpuint (fixture.control->n_reloads, ==, 2);
  g_assert_cmpint (fixture.control->drained, ==, 3000000);
}

static void
test_reload_drains_for_ever (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  g_assert_null (test_call (fixture.manager, "Reload", g_variant_new ("(t)", G_MAXUINT64), &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpuint (fixture.control->n_reloads, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control-manager/properties", test_properties);
  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    g_test_add_data_func (configs[i].path, &configs[i], test_config);
  g_test_add_func ("/control-manager/config/too-long", test_config_too_long);
  g_test_add_data_func ("/control-manager/config/longest/lines", "x\n", test_config_longest);
  g_test_add_data_func ("/control-manager/config/longest/groups",
                        "\n[source a%]\nplugin=a\nx=", test_config_longest);
  g_test_add_data_func ("/control-manager/config/longest/keys",
                        "\n[source a]\nkey%=", test_config_longest);
  g_test_add_func ("/control-manager/describe", test_describe);
  g_test_add_func ("/control-manager/schemas", test_schemas);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    g_test_add_data_func (levels[i].path, &levels[i], test_log_level);
  g_test_add_data_func ("/control-manager/stop/drain", "drain", test_stop);
  g_test_add_data_func ("/control-manager/stop/at-once", NULL, test_stop);
  g_test_add_func ("/control-manager/reload", test_reload);
  g_test_add_func ("/control-manager/reload-drains-for-ever", test_reload_drains_for_ever);
  return g_test_run ();
}
