/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-load.c - tests what a right configuration is made of: files, settings, instances */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "config/leatd-settings.h"
#include "configs.h"
#include "plugin/leatd-classes.h"
#include "plugin/leatd-guard.h"
#include "scratch.h"

#define MACHINE "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\n"
#define SINK "[sink k]\nplugin=fixture-picky\n"

static LeatdConfig *
load_right (const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (text, faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, "");
  g_assert_nonnull (config);
  return config;
}

static const LeatdSourceConfig *
get_source (LeatdConfig *config, guint index)
{
  return g_ptr_array_index (leatd_config_get_sources (config), index);
}

static void
test_settings (void)
{
  g_autoptr (LeatdConfig) config = load_right (
      "[daemon]\ngateway=line-3\nstop-timeout=1.5s\nlog-levels=m:debug\n" MACHINE
      "max-frame=2k\ntag.station=film \ntag.line=a\\sb;c\nbaud-rate=19200\n" SINK
      "when-full=block\nfrom=m;n*\n[source n1]\nplugin=fixture-source\n");
  const LeatdDaemonSettings *daemon = leatd_config_get_daemon (config);
  const LeatdSourceConfig *source = get_source (config, 0);
  const LeatdSinkConfig *sink = g_ptr_array_index (leatd_config_get_sinks (config), 0);

  g_assert_cmpstr (daemon->gateway, ==, "line-3");
  g_assert_cmpint (daemon->stop_timeout, ==, 1500000);
  g_assert_cmpint (daemon->rejects_size, ==, 64 << 20);
  g_assert_cmpint (daemon->log_level, ==, 2);
  g_assert_cmpstr (daemon->log_levels[0], ==, "m:debug");

  g_assert_cmpuint (leatd_config_get_sources (config)->len, ==, 2);
  g_assert_cmpstr (source->name, ==, "m");
  g_assert_cmpstr (source->klass->name, ==, "fixture-machine");
  g_assert_cmpstr (source->module->plugin->name, ==, "fixture-picky");
  g_assert_nonnull (source->link);
  g_assert_cmpint (source->settings.max_frame, ==, 2048);
  g_assert_cmpint (source->settings.retry_first, ==, 250000);
  g_assert_cmpstr (source->settings.framer, ==, "delimiter");
  g_assert_cmpstr (source->settings.schema, ==, "pv200");
  g_assert_cmpstr (leat_schema_get_name (source->schema), ==, "pv200");
  g_assert_cmpstr (source->tags[0], ==, "station");
  g_assert_cmpstr (source->tags[1], ==, "film");
  g_assert_cmpstr (source->tags[2], ==, "line");
  g_assert_cmpstr (source->tags[3], ==, "a b;c");
  g_assert_null (source->tags[4]);
  g_assert_null (get_source (config, 1)->link);
  g_assert_null (get_source (config, 1)->schema);

  g_assert_cmpint (sink->settings.when_full, ==, LEATD_WHEN_FULL_BLOCK);
  g_assert_cmpint (sink->settings.queue_records, ==, 200000);
  g_assert_cmpstr (sink->settings.from[1], ==, "n*");
}

/* the host's name where no gateway is named, and each source of a schema has the same one */
static void
test_presets (void)
{
  g_autoptr (LeatdConfig)
      config = load_right (MACHINE "[source n]\nplugin=fixture-machine\ndevice=/dev/ttyS1\n");

  g_assert_cmpstr (leatd_config_get_daemon (config)->gateway, ==, g_get_host_name ());
  g_assert_true (get_source (config, 0)->schema == get_source (config, 1)->schema);
}

static void
test_instances (void)
{
  g_autoptr (LeatdConfig)
      config = load_right (MACHINE "baud-rate=4800\nlast=7\n" SINK "left=yes\nright=yes\n");
  int host;
  g_autoptr (GError) error = NULL;
  LeatSource *source = leatd_config_new_source (get_source (config, 0), &host, &error);
  LeatLink *link = leatd_config_new_link (get_source (config, 0), &host, &error);
  LeatSink *sink = leatd_config_new_sink (g_ptr_array_index (leatd_config_get_sinks (config), 0),
                                          &host, &error);
  const LeatOption *option = leat_options_find (link->klass->options, "baud-rate");

  g_assert_no_error (error);
  g_assert_true (source->host == &host);
  g_assert_true (link->host == &host);
  g_assert_true (sink->host == &host);
  g_assert_cmpint (G_STRUCT_MEMBER (gint64, link, option->offset), ==, 4800);
  leat_source_instance_free (source);
  leat_link_instance_free (link);
  leat_sink_instance_free (sink);
}

/* an instance made later reads a secret's file anew, and says so if it has gone */
static void
test_secret_that_goes (void)
{
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (LeatdConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  close (g_file_open_tmp ("leat-secret-XXXXXX", &path, NULL));
  g_assert_true (g_file_set_contents (path, "sesame\n", -1, NULL));
  text = g_strdup_printf (MACHINE "password-file=%s\n", path);
  config = load_right (text);
  g_unlink (path);
  g_assert_null (leatd_config_new_source (get_source (config, 0), NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_str_has_prefix (error->message, "password-file: cannot be read: "));
}

static void
test_framers (void)
{
  g_autoptr (LeatdConfig)
      config = load_right ("[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
                           "[framer outer]\ntype=fixture-wrapper\ninside=inner\n"
                           "[framer inner]\ntype=fixture-wrapper\ninside=cr\n");
  g_autoptr (GError) error = NULL;
  LeatFramer *framer = leatd_config_new_framer (config, "outer", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (framer->klass->name, ==, "fixture-wrapper");
  leat_framer_free (framer);
  framer = leatd_config_new_framer (config, "delimiter", &error);
  g_assert_cmpstr (framer->klass->name, ==, "delimiter");
  leat_framer_free (framer);
  g_assert_null (leatd_config_new_framer (config, "lines", &error));
  g_assert_cmpstr (error->message, ==,
                   "there is neither a sound group [framer lines] nor a framer lines");
}

/* --- files --- */

typedef struct {
  char *folder;
  char *path;
} Files;

static void
write_file (Files *files, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (files->folder, name, NULL);
  g_autofree char *above = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* loads leat.conf, and expects @told, in which DIR stands for the folder; NULL if there is any */
static LeatdConfig *
load_files (Files *files, const char *expected)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = leatd_config_load (files->path, test_registry (), faults);
  g_autofree char *told = leat_faults_to_string (faults);
  g_autoptr (GString) text = g_string_new (told);

  g_string_replace (text, files->folder, "DIR", 0);
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (config != NULL, ==, *expected == '\0');
  return config;
}

static void
set_up (Files *files, gconstpointer data)
{
  files->folder = scratch_new ();
  files->path = g_build_filename (files->folder, "leat.conf", NULL);
}

static void
tear_down (Files *files, gconstpointer data)
{
  scratch_remove (files->folder);
  g_free (files->folder);
  g_free (files->path);
}

static void
test_fragments (Files *files, gconstpointer data)
{
  g_autoptr (LeatdConfig) config = NULL;

  write_file (files, "leat.conf", "[daemon]\ngateway=first\n" MACHINE);
  write_file (files, "conf.d/20-b.conf", "[source m]\nmax-frame=4k\n[daemon]\ngateway=last\n");
  write_file (files, "conf.d/10-a.conf", "[daemon]\ngateway=middle\n" SINK);
  write_file (files, "conf.d/.20-b.conf", "[nonsense\n");
  write_file (files, "conf.d/README", "[nonsense\n");
  config = load_files (files, "");
  g_assert_cmpstr (leatd_config_get_daemon (config)->gateway, ==, "last");
  g_assert_cmpint (get_source (config, 0)->settings.max_frame, ==, 4096);
}

/* each fault with the file it is in */
static void
test_faults_of_fragments (Files *files, gconstpointer data)
{
  write_file (files, "leat.conf", "[daemon]\nstop-timeout=1\n" MACHINE);
  write_file (files, "conf.d/b.conf", "[source m]\n\nbaud-rate=x\nlast=0\n");
  write_file (files, "conf.d/a.conf", SINK "from=n\n[daemon]\ngatway=x\n");
  load_files (files,
              "DIR/conf.d/a.conf:3: [sink k] from: no source is called n\n"
              "DIR/conf.d/a.conf:5: [daemon] gatway: is not known here; did you mean gateway?\n"
              "DIR/conf.d/b.conf:3: [source m] baud-rate: \"x\" is no whole number; 1 to 100000000 "
              "is right\n"
              "DIR/conf.d/b.conf:4: [source m] last: 0 is out of range, 1 to 99 is right\n"
              "DIR/leat.conf:2: [daemon] stop-timeout: 1 has no unit; us, ms, s, min, h or d is "
              "right: 1s\n");
}

static void
test_no_file (Files *files, gconstpointer data)
{
  load_files (files, "DIR/leat.conf: cannot be read: No such file or directory\n");
}

static void
test_no_ends (Files *files, gconstpointer data)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) draft = NULL;

  write_file (files, "leat.conf", "# nothing yet\n");
  load_files (files, "DIR/leat.conf: there is no [source NAME]: nothing would come in\n"
                     "DIR/leat.conf: there is no [sink NAME]: nothing would go out\n");
  write_file (files, "leat.conf", MACHINE);
  load_files (files, "DIR/leat.conf: there is no [sink NAME]: nothing would go out\n");
  draft = leatd_config_load_draft (files->path, test_registry (), faults);
  g_assert_nonnull (draft);
  write_file (files, "conf.d/sink.conf", SINK);
  leatd_config_unref (load_files (files, ""));
}

/* records that nobody takes would be gone without a word; who is left out takes them, too */
static void
test_no_way (Files *files, gconstpointer data)
{
  g_autoptr (LeatdConfig) config = NULL;

  write_file (files, "leat.conf",
              MACHINE "[source n]\nplugin=fixture-source\n" SINK "from=m\n"
                      "[source j]\nplugin=fixture-junction\nfrom=m\n");
  load_files (files,
              "DIR/leat.conf:4: [source n]: no sink takes its records; name it in from= of one, or "
              "take it out\n"
              "DIR/leat.conf:9: [source j]: no sink takes its records; name it in from= of one, or "
              "take it out\n");
  write_file (files, "conf.d/a.conf", "[source j]\nfrom=m;n\n[sink k]\nfrom=j\n");
  config = load_files (files, "");
  g_assert_nonnull (config);
}

/* a path is meant from the file in which it stands; the schema's own faults are told with it */
static void
test_schema_by_path (Files *files, gconstpointer data)
{
  g_autoptr (LeatdConfig) config = NULL;
  g_autofree char *shipped = g_test_build_filename (G_TEST_DIST, "schemas", "records",
                                                    "pv200.schema", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (shipped, &text, NULL, NULL));
  write_file (files, "own/mine.schema", text);
  write_file (files, "leat.conf", MACHINE "schema=own/mine.schema\n" SINK);
  config = load_files (files, "");
  g_assert_cmpstr (leat_schema_get_name (get_source (config, 0)->schema), ==, "pv200");

  write_file (files, "leat.conf", MACHINE "schema=own/other.schema\n" SINK);
  load_files (files, "DIR/leat.conf:4: [source m] schema: there is no file DIR/own/other.schema\n");
}

/* of two sources that name one broken schema, its faults are told once */
static void
test_broken_schema (Files *files, gconstpointer data)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  write_file (files, "a.schema", "[schema]\nname=a\nformat=csv\n[field x]\ncolumn=1\ntype=imt\n");
  write_file (files, "leat.conf",
              MACHINE "schema=./a.schema\n[source n]\nplugin=fixture-machine\n"
                      "device=/dev/ttyS1\nschema=./a.schema\n" SINK);
  g_assert_null (leatd_config_load (files->path, test_registry (), faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  g_assert_true (g_str_has_suffix (leat_faults_get (faults, 0)->file, "/a.schema"));
  g_assert_cmpuint (leat_faults_get (faults, 0)->line, ==, 6);
}

/* a schema is searched in schema-path= first */
static void
test_schema_path (Files *files, gconstpointer data)
{
  g_autoptr (LeatdConfig) config = NULL;
  g_autofree char *text = g_strdup_printf ("[daemon]\nschema-path=%s\n" MACHINE SINK,
                                           files->folder);

  write_file (files, "records/pv200.schema",
              "[schema]\nname=own\nformat=csv\n[field x]\ncolumn=1\ntype=int\n");
  write_file (files, "leat.conf", text);
  config = load_files (files, "");
  g_assert_cmpstr (leat_schema_get_name (get_source (config, 0)->schema), ==, "own");
}

/* [daemon] alone: what else is wrong is not its business */
static void
test_peek (Files *files, gconstpointer data)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdDaemonSettings settings;

  g_assert_false (leatd_config_peek_daemon (files->path, &settings, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  leatd_daemon_settings_clear (&settings);

  write_file (files, "leat.conf", "[daemon]\nplugin-path=/a;/b\nfoo\n[source x]\nnonsense=1\n");
  write_file (files, "conf.d/a.conf", "[daemon]\nstate-dir=/var/x\n");
  g_assert_true (leatd_config_peek_daemon (files->path, &settings, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  g_assert_cmpstr (settings.plugin_path[1], ==, "/b");
  g_assert_cmpstr (settings.state_dir, ==, "/var/x");
  leatd_daemon_settings_clear (&settings);
}

/* init() is a plugin's already when the key file is judged: one that crashes there is named */
static void
test_crash (Files *files, gconstpointer data)
{
  g_autofree char *path = g_build_filename (files->folder, "crashes", NULL);
  g_autoptr (GPtrArray) crashes = NULL;
  const LeatdCrash *crash;

  if (g_test_subprocess ())
    {
      g_assert_true (leatd_guard_install (g_getenv ("TEST_CRASHES"), NULL));
      load_right (MACHINE "crash=yes\n");
      return;
    }
  scratch_let_children_crash ();
  g_setenv ("TEST_CRASHES", path, TRUE);
  g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_failed ();
  crashes = leatd_guard_read (path, NULL);
  g_assert_cmpuint (crashes->len, ==, 1);
  crash = g_ptr_array_index (crashes, 0);
  g_assert_cmpstr (crash->instance, ==, "m");
  g_assert_true (g_str_has_suffix (crash->module, "/fixture-picky.so"));
}

/* the host's own tables are held to what plugins' are, and the registry keeps their keys free */
static void
test_host_tables (void)
{
  static const struct {
    const LeatOption *table;
    gsize size;
    LeatdKind kind;
  } tables[] = {
    { leatd_source_options, sizeof (LeatdSourceSettings), LEATD_KIND_SOURCE },
    { leatd_sink_options, sizeof (LeatdSinkSettings), LEATD_KIND_SINK },
    { leatd_framer_options, sizeof (LeatdFramerSettings), LEATD_KIND_FRAMER },
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_options_check (leatd_daemon_options, sizeof (LeatdDaemonSettings), &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const LeatOption *option = tables[i].table;

      g_assert_true (leat_options_check (option, tables[i].size, &error));
      g_assert_no_error (error);
      for (; option->type != LEAT_OPTION_TYPE_NONE; option++)
        g_assert_true (g_strv_contains (leatd_reserved_keys (tables[i].kind), option->key));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config-load/settings", test_settings);
  g_test_add_func ("/config-load/presets", test_presets);
  g_test_add_func ("/config-load/instances", test_instances);
  g_test_add_func ("/config-load/secret-that-goes", test_secret_that_goes);
  g_test_add_func ("/config-load/framers", test_framers);
  g_test_add_func ("/config-load/host-tables", test_host_tables);
#define ADD(name, func) g_test_add ("/config-load/" name, Files, NULL, set_up, func, tear_down)
  ADD ("fragments", test_fragments);
  ADD ("faults-of-fragments", test_faults_of_fragments);
  ADD ("no-file", test_no_file);
  ADD ("no-ends", test_no_ends);
  ADD ("no-way", test_no_way);
  ADD ("schema-by-path", test_schema_by_path);
  ADD ("broken-schema", test_broken_schema);
  ADD ("schema-path", test_schema_path);
  ADD ("peek", test_peek);
  ADD ("crash", test_crash);
  return g_test_run ();
}
