/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-vision.c - each family against its simulator: results with triggers at random, noise, cuts,
 * hangups and power cycles. Every result that was sent whole is one record, in order; gaps of the
 * counter are those that were made. A family is a line of the table.
 *
 * Slow, it is 100,000 results of each; LEAT_PROOF_RESULTS=… in the environment makes it so many. */
#include "daemons.h"
#include "machine-process.h"
#include "vision-families.h"

#define N_RESULTS_SLOW 100000
#define N_RESULTS_SANITIZED 1000
#define TRIGGER_LONGEST 3 /* ms from one over the bus to the next */

/**
 * Proof:
 * @expected: of char *: a line of CSV for each result that was sent whole
 * @at: the next one
 * @gaps: of its counter, as leatd counts them
 * @missing: numbers in them
 * @resets: that it began anew
 * @last: number that was sent
 * @asked: of guint64: the trigger of each result, as the machine counts them; 0: none of leatd's
 * @trigger: of the last record that has one
 * @n_triggers: records that have one
 */
typedef struct {
  const Family *family;
  GPtrArray *expected;
  guint at;
  guint64 gaps;
  guint64 missing;
  guint64 resets;
  gint64 last;
  GArray *asked;
  guint64 trigger;
  guint n_triggers;
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
      guint64 trigger;

      if (!g_str_equal (json_object_get_string_member (note, "event"), "result"))
        continue;
      g_ptr_array_add (self->expected, make_line (self->family, note));
      trigger = (guint64) json_object_get_int_member_with_default (note, "trigger", 0);
      g_array_append_val (self->asked, trigger);
      if (self->family->has_number)
        proof_count (self, json_object_get_int_member (note, "number"));
    }
}

/* behind what is expected: the number of its trigger, and a latency; or nothing of both */
static void
proof_check_trigger (Proof *self, const char *rest)
{
  const guint64 asked = g_array_index (self->asked, guint64, self->at);
  char *end = NULL;
  guint64 trigger;
  double latency;

  if (self->family->triggers == TRIGGERS_AMID && g_str_equal (rest, ",,"))
    return;
  trigger = g_ascii_strtoull (rest + 1, &end, 10);
  g_assert_cmpint (*end, ==, ',');
  latency = g_ascii_strtod (end + 1, NULL);
  g_assert_cmpuint (trigger, >, self->trigger);
  g_assert_cmpfloat (latency, >=, 0); /* one that something else has triggered was under way */
  if (self->family->triggers == TRIGGERS_ALONE)
    {
      g_assert_cmpuint (trigger, ==, asked);
      g_assert_cmpfloat (latency, >, 0);
    }
  self->trigger = trigger;
  self->n_triggers++;
}

static void
proof_check_line (const char *line, gpointer user_data)
{
  Proof *self = user_data;
  const char *expected;

  g_assert_cmpuint (self->at, <, self->expected->len);
  expected = g_ptr_array_index (self->expected, self->at);
  if (self->family->triggers == TRIGGERS_NONE)
    g_assert_cmpstr (line, ==, expected);
  else
    {
      g_autofree char *got = g_strndup (line, strlen (expected));

      g_assert_cmpstr (got, ==, expected);
      proof_check_trigger (self, line + strlen (expected));
    }
  self->at++;
}

static guint
proof_get_results (const Family *family)
{
  const char *wish = g_getenv ("LEAT_PROOF_RESULTS");

  if (wish != NULL)
    return (guint) g_ascii_strtoull (wish, NULL, 10);
  if (g_test_slow ())
    return N_RESULTS_SLOW;
  return g_getenv ("LEAT_SANITIZED") != NULL ? MIN (family->results, N_RESULTS_SANITIZED)
                                             : family->results;
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
  g_autofree char *options =
      g_strdup_printf ("%s %s --ledger %s --seed 7 --away 0.02 --count %u %s", family->name, place,
                       ledger, proof_get_results (family), family->machine);

  return machine_process_new (options);
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

/* --- triggers over the bus --- */

/**
 * Asking:
 * @bus: where leatd is
 * @random: when the next one is
 * @timer: till then
 * @ended: the machine has sent all
 */
typedef struct {
  GDBusConnection *bus;
  GRand *random;
  guint timer;
  gboolean ended;
} Asking;

/* one that is refused is none: the result of another is awaited, or the line is pulled out */
static gboolean
on_trigger (gpointer user_data)
{
  Asking *self = user_data;

  g_dbus_connection_call (self->bus, "org.leat.Leat1", "/org/leat/Leat1/source/machine",
                          "org.leat.Leat1.Source", "Command",
                          g_variant_new ("(svu)", "trigger", g_variant_new_string (""), 0), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  self->timer = g_timeout_add ((guint) g_rand_int_range (self->random, 0, TRIGGER_LONGEST + 1),
                               on_trigger, self);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  Asking *self = user_data;

  self->ended = TRUE;
}

/* until it has sent all */
static void
ask_machine (TestDaemon *daemon, GSubprocess *machine)
{
  g_autoptr (GError) error = NULL;
  Asking self = { .random = g_rand_new_with_seed (7) };

  self.bus =
      g_dbus_connection_new_for_address_sync (daemon->bus,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  test_daemon_await (daemon, " is org.leat.Leat1 on the ");
  on_trigger (&self);
  g_subprocess_wait_async (machine, NULL, on_ended, &self);
  while (!self.ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (self.timer);
  g_rand_free (self.random);
  g_object_unref (self.bus);
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

/* @bus: (nullable): over which it is triggered */
static void
run_machine (TestDaemon *daemon, const Family *family, GTestDBus *bus)
{
  g_autoptr (GSubprocess) machine = start_machine (daemon, family);
  g_autoptr (GDataInputStream)
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (machine));
  g_autofree char *place = g_data_input_stream_read_line (output, NULL, NULL, NULL);

  write_config (daemon, family, place);
  daemon->bus = bus != NULL ? g_test_dbus_get_bus_address (bus) : NULL;
  test_daemon_start (daemon);
  if (bus != NULL)
    ask_machine (daemon, machine);
  await_machine (machine, output);
}

static void
proof_check_counts (Proof *self, TestDaemon *daemon)
{
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "records"), ==,
                   self->expected->len);
  test_daemon_check_bytes (daemon, "machine");
  if (!self->family->has_number)
    return;
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "gaps"), ==, self->gaps);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "missing"), ==, self->missing);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "machine", "resets"), ==, self->resets);
}

static void
prove (const Family *family, GTestDBus *bus)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autofree char *csv = test_path (daemon, "machine.csv");
  g_autofree char *ledger = test_path (daemon, "ledger");
  Proof proof = { .family = family, .expected = expected, .asked = asked, .last = -1 };

  run_machine (daemon, family, bus);
  proof_read_ledger (&proof, ledger);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);

  test_csv_each (csv, proof_check_line, &proof);
  g_assert_cmpuint (proof.at, ==, expected->len);
  proof_check_counts (&proof, daemon);
  if (family->triggers != TRIGGERS_NONE)
    g_test_message ("%u of %u records are of a trigger", proof.n_triggers, proof.at);
}

static void
test_family (gconstpointer data)
{
  const Family *family = data;
  g_autoptr (GTestDBus) bus = NULL;

  if (!is_simulated (family))
    {
      g_test_skip ("leat simulate does not know this family");
      return;
    }
  if (strstr (family->keys, "trigger=command\n") != NULL)
    {
      bus = g_test_dbus_new (G_TEST_DBUS_NONE);
      g_test_dbus_up (bus);
    }
  prove (family, bus);
  if (bus != NULL)
    g_test_dbus_down (bus);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    g_test_add_data_func (families[i].path, &families[i], test_family);
  return g_test_run ();
}
