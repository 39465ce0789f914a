/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-vision.c - each family against its simulator: results with triggers at random, noise, cuts,
 * hangups and power cycles. Every result that was sent whole is one record, in order; gaps of the
 * counter are those that were made. A family is a line of the table.
 *
 * Slow, it is 100,000 results of each; LEAT_PROOF_RESULTS=… in the environment makes it so many. */
#include "daemons.h"

#define N_RESULTS_SLOW 100000
#define FAULTS "noise=20,cut=20,gap=20,hangup=3,power-cycle=3"

/**
 * Family:
 * @path: of the test
 * @name: of the source and of its simulator
 * @machine: options of leat simulate, besides those of all
 * @keys: of the source
 * @schema: (nullable): text of its own; %NULL: the family's
 * @columns: of CSV: what the ledger has as number (if @has_number) and values, then trigger
 * @has_number: its results are counted
 * @is_triggered: each result is one of a trigger of leatd's
 * @results: how many
 */
typedef struct {
  const char *path;
  const char *name;
  const char *machine;
  const char *keys;
  const char *schema;
  const char *columns;
  gboolean has_number;
  gboolean is_triggered;
  guint results;
} Family;

/* of a machine whose results are set up so */
#define COLUMNS \
  "[schema]\nname=columns\ncolumns=3\nshortage=reject\nsurplus=reject\n" \
  "[field num]\ncolumn=1\ntype=int\nrole=counter\nrequired=yes\n" \
  "[field one]\ncolumn=2\ntype=decimal\nrequired=yes\n" \
  "[field two]\ncolumn=3\ntype=decimal\nrequired=yes\n"

#define VALUES \
  "[schema]\nname=values\ncolumns=2\nshortage=reject\nsurplus=reject\n" \
  "[field one]\ncolumn=1\ntype=decimal\nrequired=yes\n" \
  "[field two]\ncolumn=2\ntype=decimal\nrequired=yes\n"
#define BRACKETS \
  "[schema]\nname=brackets\nformat=regex\n" \
  "pattern=^\\\\[(?<code>[^,]+),(?<one>[^,]+),(?<two>[^,]+),[^,]+\\\\]$\n" \
  "[field code]\ntype=string\nrequired=yes\n[field one]\ntype=decimal\nrequired=yes\n" \
  "[field two]\ntype=decimal\nrequired=yes\n"

#define TOOLS \
  "[schema]\nname=tools\ncolumns=7\nshortage=reject\nsurplus=reject\n" \
  "[field num]\ncolumn=2\ntype=int\nrole=counter\nrequired=yes\n" \
  "[field one]\ncolumn=4\ntype=string\nrequired=yes\n" \
  "[field two]\ncolumn=6\ntype=string\nrequired=yes\n"
#define ITEMS \
  "[schema]\nname=items\nformat=pairs\nseparators=\\n\nsurplus=ignore\n" \
  "[field one]\nkey=1.value\ntype=decimal\nrequired=yes\n" \
  "[field two]\nkey=2.value\ntype=decimal\nrequired=yes\n" \
  "[field three]\nkey=3.value\ntype=decimal\nrequired=yes\n"

/* any text may be a code: noise is not told apart from one */
#define FAULTS_OF_CODES "gap=20,hangup=3,power-cycle=3"

static const Family families[] = {
  { "/proof/vision/pv200", "pv200", "--rate 0 --faults " FAULTS ",bad=20,missing=20", "", NULL,
    "num;measure_1;measure_2", TRUE, FALSE, 4000 },
  { "/proof/vision/pv200/triggers", "pv200",
    "--rate 2000 --set trigger-command=%S --set trigger-answer=%S --faults " FAULTS,
    "trigger=interval\ntrigger-interval=2ms\ntrigger-command=%S\ntrigger-echo=yes\n", NULL,
    "num;measure_1;measure_2", TRUE, FALSE, 4000 },
  { "/proof/vision/pv200/triggered", "pv200", "--trigger --rate 0 --set trigger-command=%S",
    "trigger=interval\ntrigger-interval=1ms\ntrigger-command=%S\nresult-timeout=30s\n", NULL,
    "num;measure_1;measure_2;trigger;latency", TRUE, TRUE, 500 },
  /* with no power cycles: what follows a half result in its line has no mark of its beginning */
  { "/proof/vision/pv310", "pv310",
    "--rate 2000 --set layout=number;values --faults noise=20,cut=20,gap=20,hangup=3",
    "trigger=interval\ntrigger-interval=5ms\ntrigger-command=%S\n", COLUMNS, "num;one;two", TRUE,
    FALSE, 4000 },
  { "/proof/vision/keyence-cvx", "keyence-cvx",
    "--listen 0 --rate 2000 --set layout=number;values --faults " FAULTS,
    "trigger=interval\ntrigger-interval=5ms\n", COLUMNS, "num;one;two", TRUE, FALSE, 4000 },
  /* no answer, a late one, one twice and one of another command */
  { "/proof/vision/keyence-cvx/answers", "keyence-cvx",
    "--listen 0 --rate 1000 --late-by 0.06 --set layout=number;values "
    "--faults late=5,double=5,wrong=5,mute=5,setup=2,hangup=2",
    "trigger=interval\ntrigger-interval=5ms\nanswer-timeout=50ms\nanswer-settle=20ms\n"
    "read-state-interval=100ms\nsetup-results=record\n",
    COLUMNS, "num;one;two", TRUE, FALSE, 2000 },
  { "/proof/vision/keyence-iv3", "keyence-iv3", "--listen 0 --rate 0 --faults " FAULTS, "", TOOLS,
    "num;one;two", TRUE, FALSE, 4000 },
  { "/proof/vision/keyence-im", "keyence-im", "--rate 0 --faults " FAULTS, "", ITEMS,
    "one;two;three", FALSE, FALSE, 4000 },
  { "/proof/vision/omron", "omron",
    "--listen 0 --rate 0 --set judgement=no --set values=2 --set decimals=3 --faults " FAULTS, "",
    VALUES, "one;two", FALSE, FALSE, 4000 },
  { "/proof/vision/dataman", "dataman",
    "--listen 0 --rate 0 --set bad-parts=0 --faults " FAULTS_OF_CODES, "", NULL, "code", FALSE,
    FALSE, 4000 },
  { "/proof/vision/keyence-sr", "keyence-sr", "--listen 0 --rate 0 --faults " FAULTS_OF_CODES, "",
    NULL, "code", FALSE, FALSE, 4000 },
  { "/proof/vision/in-sight", "in-sight", "--listen 0 --rate 0 --faults " FAULTS, "", BRACKETS,
    "code;one;two", FALSE, FALSE, 4000 },
};

/**
 * Proof:
 * @expected: of char *: a line of CSV for each result that was sent whole
 * @at: the next one
 * @gaps: of its counter, as leatd counts them
 * @missing: numbers in them
 * @resets: that it began anew
 * @last: number that was sent
 * @trigger: of the last result
 */
typedef struct {
  const Family *family;
  GPtrArray *expected;
  guint at;
  guint64 gaps;
  guint64 missing;
  guint64 resets;
  gint64 last;
  guint64 trigger;
} Proof;

static void
proof_count (Proof *self, gint64 number)
{
  if (self->last >= 0 && number > self->last + 1)
    {
      self->gaps++;
      self->missing += (guint64) (number - self->last - 1);
    }
  self->resets += self->last >= 0 && number < self->last;
  self->last = number;
}

static gboolean
is_number (const char *text)
{
  char *end;

  g_ascii_strtod (text, &end);
  return end > text && *end == '\0';
}

/* as CSV has it: what was not measured, or is no number though it should be one, is not there */
static char *
make_line (const Family *family, JsonObject *note)
{
  JsonArray *values = json_object_get_array_member (note, "values");
  g_autoptr (GString) line = g_string_new (NULL);
  const gboolean is_bad = json_object_has_member (note, "fault") &&
                          g_str_equal (json_object_get_string_member (note, "fault"), "bad");

  if (family->has_number)
    g_string_append_printf (line, "%" G_GINT64_FORMAT ",",
                            json_object_get_int_member (note, "number"));
  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      const char *value = json_array_get_null_element (values, i)
                              ? ""
                              : json_array_get_string_element (values, i);

      g_string_append_printf (line, "%s%s", i > 0 ? "," : "",
                              is_bad && !is_number (value) ? "" : value);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
proof_read_ledger (Proof *self, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *note = json_node_get_object (node);

      if (!g_str_equal (json_object_get_string_member (note, "event"), "result"))
        continue;
      g_ptr_array_add (self->expected, make_line (self->family, note));
      if (self->family->has_number)
        proof_count (self, json_object_get_int_member (note, "number"));
    }
}

/* behind what is expected a triggered result has the number of its trigger, and a latency */
static void
proof_check_line (const char *line, gpointer user_data)
{
  Proof *self = user_data;
  const char *expected;

  g_assert_cmpuint (self->at, <, self->expected->len);
  expected = g_ptr_array_index (self->expected, self->at++);
  if (self->family->is_triggered)
    {
      g_autofree char *got = g_strndup (line, strlen (expected));
      char *end = NULL;
      const guint64 trigger = g_ascii_strtoull (line + strlen (expected) + 1, &end, 10);

      g_assert_cmpstr (got, ==, expected);
      g_assert_cmpuint (trigger, >, self->trigger); /* one that is lost has no result */
      g_assert_cmpint (*end, ==, ',');
      g_assert_cmpfloat (g_ascii_strtod (end + 1, NULL), >, 0);
      self->trigger = trigger;
    }
  else
    g_assert_cmpstr (line, ==, expected);
}

static guint
proof_get_results (const Family *family)
{
  const char *wish = g_getenv ("LEAT_PROOF_RESULTS");

  if (wish != NULL)
    return (guint) g_ascii_strtoull (wish, NULL, 10);
  return g_test_slow () ? N_RESULTS_SLOW : family->results;
}

/* @place: where its machine is */
static void
write_config (TestDaemon *daemon, const Family *family, const char *place)
{
  g_autofree char *schema = family->schema != NULL
                                ? g_strdup_printf ("schema=DIR/%s.schema\n", family->name)
                                : g_strdup ("");
  g_autofree char *config = g_strdup_printf (
      "[source machine]\nplugin=%s\ndevice=%s\nretry-first=5ms\nretry-longest=20ms\n%s%s"
      "[sink file]\nplugin=csv\npath=DIR/machine.csv\nwhen-full=block\ncolumns=%s\n",
      family->name, place, schema, family->keys, family->columns);
  g_autofree char *file = g_strconcat (family->name, ".schema", NULL);
  g_autofree char *path = test_path (daemon, file);

  if (family->schema != NULL)
    g_assert_true (g_file_set_contents (path, family->schema, -1, NULL));
  test_daemon_write_config (daemon, config);
}

static GSubprocess *
start_machine (TestDaemon *daemon, const Family *family)
{
  g_autofree char *port = test_path (daemon, "port");
  g_autofree char *ledger = test_path (daemon, "ledger");
  g_autofree char *place = g_strstr_len (family->machine, -1, "--listen") != NULL
                               ? g_strdup ("")
                               : g_strdup_printf ("--link %s", port);
  g_autofree char *command =
      g_strdup_printf ("%s simulate %s %s --ledger %s --seed 7 --away 0.02 --count %u %s",
                       g_getenv ("LEAT_COMMAND"), family->name, place, ledger,
                       proof_get_results (family), family->machine);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *machine;

  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  machine = g_subprocess_newv ((const char *const *) arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                               &error);
  g_assert_no_error (error);
  return machine;
}

/* until it has sent all; the last line it says is what that was */
static void
await_machine (GSubprocess *machine, GDataInputStream *output)
{
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL)
    {
      g_test_message ("%s", line);
      g_clear_pointer (&line, g_free);
    }
  g_subprocess_wait_check (machine, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_simulated (const Family *family)
{
  g_autofree char *command = g_strdup_printf ("%s simulate %s --config", g_getenv ("LEAT_COMMAND"),
                                              family->name);
  g_autofree char *output = NULL, *errors = NULL;
  int status = 0;

  g_assert_true (g_spawn_command_line_sync (command, &output, &errors, &status, NULL));
  return status == 0;
}

static void
prove (const Family *family)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *csv = test_path (daemon, "machine.csv");
  g_autofree char *ledger = test_path (daemon, "ledger");
  g_autoptr (GSubprocess) machine = start_machine (daemon, family);
  g_autoptr (GDataInputStream)
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (machine));
  g_autofree char *place = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  Proof proof = { .family = family, .expected = expected, .last = -1 };

  write_config (daemon, family, place);
  test_daemon_start (daemon);
  await_machine (machine, output);
  proof_read_ledger (&proof, ledger);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);

  test_csv_each (csv, proof_check_line, &proof);
  g_assert_cmpuint (proof.at, ==, expected->len);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "records"), ==, expected->len);
  test_daemon_check_bytes (daemon, "machine");
  if (!family->has_number)
    return;
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "gaps"), ==, proof.gaps);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "missing"), ==, proof.missing);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "resets"), ==, proof.resets);
}

static void
test_family (gconstpointer data)
{
  if (is_simulated (data))
    prove (data);
  else
    g_test_skip ("leat simulate does not know this family");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    g_test_add_data_func (families[i].path, &families[i], test_family);
  return g_test_run ();
}
