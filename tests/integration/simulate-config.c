/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-config.c - what `leat simulate FAMILY --config` prints is pasted, checked and run */
#include "daemons.h"
#include "machine-process.h"

/**
 * Pasted:
 * @path: of the test
 * @machine: of leat simulate, which the section is of
 * @running: of leat simulate alone
 * @columns: of CSV: num and judgement, and behind them what the ledger has as values
 * @has_schema: its results are of a layout of its own
 */
typedef struct {
  const char *path;
  const char *machine;
  const char *running;
  const char *columns;
  gboolean has_schema;
} Pasted;

/* a code that was not read has a judgement and no code, in the ledger as in the record */
static const Pasted cases[] = {
  { "/simulate/config/pv200", "pv200", "", "num;measure_1;measure_2", FALSE },
  { "/simulate/config/pv310", "pv310", "", "num;judgement;value_1;value_2", TRUE },
  { "/simulate/config/keyence-cvx", "keyence-cvx --listen 0", "", "num;judgement;value_1;value_2",
    TRUE },
  { "/simulate/config/keyence-cvx/as-set",
    "keyence-cvx --listen 0 --set layout=judgement;values;number;program --set values=5 "
    "--set separator=; --set good=OK --set bad=NG --set missing=---",
    "--faults missing=5,saturated=5", "num;judgement;value_1;value_2;value_3;value_4;value_5",
    TRUE },
  { "/simulate/config/keyence-cvx/trigger", "keyence-cvx --listen 0 --trigger", "--count 2",
    "num;judgement;value_1;value_2", TRUE },
  { "/simulate/config/keyence-iv3", "keyence-iv3 --listen 0", "", "num;judgement;value_1;value_2",
    TRUE },
  { "/simulate/config/keyence-sr", "keyence-sr --listen 0 --set bad-parts=0", "",
    "judgement;code", FALSE },
  { "/simulate/config/keyence-sr/fixed", "keyence-sr --listen 0 --set codes=fixed", "",
    "judgement;code", TRUE },
  { "/simulate/config/keyence-im", "keyence-im", "", "judgement;value_1;value_2;value_3", TRUE },
  { "/simulate/config/keyence-im/as-set",
    "keyence-im --set point=, --set checksum=yes --set judgement=none", "",
    "value_1;value_2;value_3", TRUE },
  { "/simulate/config/in-sight", "in-sight --listen 0", "", "judgement;code;value_1;value_2",
    TRUE },
  { "/simulate/config/in-sight/as-set",
    "in-sight --set login=no --set terminator=\\\\r --set layout=pose", "", "x;y;angle;score",
    TRUE },
  { "/simulate/config/in-sight/login",
    "in-sight --listen 0 --set user=op --set password=secret", "",
    "judgement;code;value_1;value_2", TRUE },
  { "/simulate/config/dataman", "dataman --listen 0 --set bad-parts=0", "", "code",
    FALSE },
  { "/simulate/config/dataman/fixed",
    "dataman --listen 0 --set bad-parts=0 --set codes=fixed --set code=A+B", "", "num;code", TRUE },
  { "/simulate/config/omron", "omron --listen 0", "", "judgement;value_1;value_2;value_3", TRUE },
  { "/simulate/config/omron/as-set",
    "omron --listen 0 --set series=f250 --set judgement=no --set values=2", "", "value_1;value_2",
    TRUE },
};

static char *
run (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* what it prints; it is to end well */
static char *
run (const char *format, ...)
{
  g_autofree char *options = NULL, *command = NULL, *errors = NULL;
  char *output = NULL;
  int status;
  va_list arguments;

  va_start (arguments, format);
  options = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  command = g_strdup_printf ("%s %s", g_getenv ("LEAT_COMMAND"), options);
  g_assert_true (g_spawn_command_line_sync (command, &output, &errors, &status, NULL));
  g_test_message ("%s\n%s%s", command, output, errors);
  g_assert_cmpint (status, ==, 0);
  return output;
}

static GSubprocess *
start_machine (TestDaemon *daemon, const Pasted *pasted)
{
  g_autofree char *port = test_path (daemon, "port");
  g_autofree char *ledger = test_path (daemon, "ledger");
  const gboolean is_network = strstr (pasted->machine, "--listen") != NULL;
  g_autofree char *options =
      g_strdup_printf ("%s --ledger %s --seed 7 --rate 0 --count 200 %s %s %s", pasted->machine,
                       ledger, pasted->running, is_network ? "" : "--link", is_network ? "" : port);

  return machine_process_new (options);
}

/* the section of the machine at @place, as it was printed */
static char *
print_section (TestDaemon *daemon, const Pasted *pasted, const char *place)
{
  g_autofree char *schema = test_path (daemon, "results.schema");
  g_autofree char *named = pasted->has_schema ? g_strdup_printf ("--schema %s", schema)
                                              : g_strdup ("");
  const char *port = g_str_has_prefix (place, "tcp://") ? strrchr (place, ':') + 1 : NULL;
  g_autoptr (GString) machine = g_string_new (pasted->machine);

  g_string_replace (machine, "--listen 0", "", 0);
  return run ("simulate %s %s --config %s %s", machine->str, named,
              port != NULL ? "--listen" : "--link", port != NULL ? port : place);
}

static void
paste (TestDaemon *daemon, const Pasted *pasted, const char *place)
{
  g_autofree char *section = print_section (daemon, pasted, place);
  g_autofree char *path = test_path (daemon, "leat.conf");
  g_autofree char *schema = test_path (daemon, "results.schema");
  g_autofree char *config = g_strdup_printf ("%s\n[sink file]\nplugin=csv\npath=DIR/results.csv\n"
                                             "when-full=block\ncolumns=%s\n",
                                             section, pasted->columns);

  test_daemon_write_config (daemon, config);
  g_free (run ("check %s", path));
  if (pasted->has_schema)
    g_free (run ("check %s", schema));
}

/* a number is told without them */
static const char *
skip_zeros (const char *value)
{
  while (value[0] == '0' && g_ascii_isdigit (value[1]))
    value++;
  return value;
}

/* as CSV has it; what was not measured is not there */
static char *
make_line (JsonObject *note, const char *columns)
{
  g_auto (GStrv) names = g_strsplit (columns, ";", -1);
  JsonArray *values = json_object_get_array_member (note, "values");
  g_autoptr (GString) line = g_string_new (NULL);
  guint value = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_string_append (line, i > 0 ? "," : "");
      if (g_str_equal (names[i], "num"))
        g_string_append_printf (line, "%" G_GINT64_FORMAT,
                                json_object_get_int_member (note, "number"));
      else if (g_str_equal (names[i], "judgement"))
        g_string_append (line, json_object_get_string_member (note, "judgement"));
      else if (!json_array_get_null_element (values, value++))
        g_string_append (line, skip_zeros (json_array_get_string_element (values, value - 1)));
    }
  g_assert_cmpuint (value, ==, json_array_get_length (values));
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* lines of CSV, of all that the machine has sent */
static GPtrArray *
read_ledger (TestDaemon *daemon, const Pasted *pasted)
{
  GPtrArray *expected = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = test_path (daemon, "ledger");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *note = json_node_get_object (node);

      if (g_str_equal (json_object_get_string_member (note, "event"), "result"))
        g_ptr_array_add (expected, make_line (note, pasted->columns));
    }
  return expected;
}

/* those that were compared are taken off */
static void
check_line (const char *line, gpointer user_data)
{
  GPtrArray *expected = user_data;

  g_assert_cmpuint (expected->len, >, 0);
  g_assert_cmpstr (line, ==, g_ptr_array_index (expected, 0));
  g_ptr_array_remove_index (expected, 0);
}

static void
test_pasted (gconstpointer data)
{
  const Pasted *pasted = data;
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autoptr (GSubprocess) machine = start_machine (daemon, pasted);
  g_autoptr (GDataInputStream)
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (machine));
  g_autofree char *place = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_autofree char *csv = test_path (daemon, "results.csv");
  g_autoptr (GPtrArray) expected = NULL;
  g_auto (GStrv) words = g_strsplit (pasted->machine, " ", 2);
  guint n_expected;
  g_autoptr (GError) error = NULL;

  paste (daemon, pasted, place);
  test_daemon_start (daemon);
  g_subprocess_wait_check (machine, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);

  expected = read_ledger (daemon, pasted);
  n_expected = expected->len;
  g_assert_cmpuint (n_expected, >, 0);
  g_assert_cmpuint (test_csv_each (csv, check_line, expected), ==, n_expected);
  g_assert_cmpint (test_daemon_count (daemon, "sources", words[0], "rejects"), ==, 0);
}

/* without --schema its records are lines of text, and it says how they become fields */
static void
test_text (void)
{
  g_autofree char *section = run ("simulate keyence-cvx --config --listen 8500");

  g_assert_cmpstr (section, ==,
                   "[source keyence-cvx]\nplugin=keyence-cvx\ndevice=tcp://127.0.0.1:8500\n"
                   "# a record is the line as it came, in the field text; --schema FILE beside "
                   "--config writes a schema\n");
}

static const struct {
  const char *path;
  const char *options;
  const char *message;
} refusals[] = {
  { "/simulate/config/refused/binary", "omron --set format=binary",
    "--config: plugin=omron reads text; plugin=serial or tcp with framer type fixed and a schema "
    "with format=binary read format=binary" },
  { "/simulate/config/refused/trigger", "pv200 --trigger",
    "--trigger: no command of pv200 is known; --set trigger-command=TEXT makes one up" },
  { "/simulate/config/refused/schema", "dataman --schema /nowhere/x",
    "--schema: leatd knows one for dataman; none is needed" },
};

static void
test_refused (gconstpointer data)
{
  const char *const *refusal = data;
  g_autofree char *command = g_strdup_printf ("%s simulate %s --config", g_getenv ("LEAT_COMMAND"),
                                              refusal[1]);
  g_autofree char *output = NULL, *errors = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, &output, &errors, &status, NULL));
  g_assert_cmpint (status, !=, 0);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (errors, refusal[2]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_pasted);
  g_test_add_func ("/simulate/config/text", test_text);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    g_test_add_data_func (refusals[i].path, &refusals[i].path, test_refused);
  return g_test_run ();
}
