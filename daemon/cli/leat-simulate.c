/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-simulate.c - leat simulate FAMILY: a vision machine to try with, and its own oracle */
#include "look/answer.h"
#include "leat-host.h"
#include "leat-main.h"
#include "simulate/simulate-config.h"
#include "simulate/simulate-run.h"
#include "simulate/simulate-settings.h"
#include <errno.h>
#include <string.h>

/* as the command line spells them */
typedef struct {
  LeatSimulationWishes wishes;
  gint64 count;
  gint64 seed;
  char **settings;
  char *faults;
  char *clock;
  char *record;
  char *ledger;
  char *schema;
  gboolean config;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_strfreev (self->settings);
  g_free (self->faults);
  g_free (self->clock);
  g_free (self->record);
  g_free (self->ledger);
  g_free (self->schema);
  g_free (self->wishes.link);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static void
describe_faults (guint mask, GString *text)
{
  g_string_append (text, "\nFaults, as a share with a point, as how many times, or as which:\n");
  for (int i = 0; i < LEAT_SIMULATED_FAULTS; i++)
    if (i >= LEAT_SIMULATED_FIRST_OF_ANSWER || mask & 1u << i)
      g_string_append_printf (text, "  %-11s %s\n", leat_simulated_fault_names[i],
                              leat_simulated_fault_summaries[i]);
}

static void
describe_families (GString *text)
{
  g_string_append (text, "Families:\n");
  for (gsize i = 0; leat_simulated_families[i] != NULL; i++)
    g_string_append_printf (text, "  %-11s %s\n", leat_simulated_families[i]->name,
                            leat_simulated_families[i]->summary);
}

/* @family: NULL: of all */
static char *
describe (const LeatSimulatedFamily *family)
{
  GString *text = g_string_new (NULL);

  if (family != NULL)
    {
      g_string_append_printf (text, "%s\n\nSettings of %s, for --set NAME=VALUE:\n",
                              family->summary, family->name);
      leat_simulated_settings_describe (family, text);
    }
  else
    {
      describe_families (text);
      g_string_append (text,
                       "\n`leat simulate FAMILY --help` lists the settings of a family,\n"
                       "`leat simulate FAMILY --config` prints the section of a key file that "
                       "reads it.\n");
    }
  describe_faults (family != NULL ? family->faults : ~0u, text);
  g_string_append (text,
                   "\nWhich settings a manual was not found for is said beside them: they are "
                   "assumed.\n"
                   "The first line printed is the place, the last a JSON object of what was sent.\n"
                   "With --json the first is {\"port\":…}.");
  return g_string_free (text, FALSE);
}

static gboolean
parse (Arguments *self, const LeatSimulatedFamily *family, int *argc, char ***argv, GError **error)
{
  LeatSimulationWishes *wishes = &self->wishes;
  const GOptionEntry entries[] = {
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &wishes->rate,
      "Results a second; 0: as fast as they are read (1)", "N" },
    { "count", 0, 0, G_OPTION_ARG_INT64, &self->count,
      "Results in all; 0: until it is stopped (0)", "N" },
    { "trigger", 0, 0, G_OPTION_ARG_NONE, &wishes->trigger,
      "Results only when a command triggers them", NULL },
    { "latency", 0, 0, G_OPTION_ARG_DOUBLE, &wishes->latency,
      "From a trigger to its result (0)", "SECONDS" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->settings, "A setting of the machine; again "
      "for another", "NAME=VALUE" },
    { "link", 0, 0, G_OPTION_ARG_FILENAME, &wishes->link,
      "A name for the pseudo-terminal that stays over hangups", "PATH" },
    { "listen", 0, 0, G_OPTION_ARG_INT, &wishes->tcp_port,
      "Be on this TCP port in place of a pseudo-terminal; 0: on a free one", "PORT" },
    { "faults", 0, 0, G_OPTION_ARG_STRING, &self->faults,
      "What goes wrong: noise=0.01,hangup=3,late@7", "KIND=N,…" },
    { "away", 0, 0, G_OPTION_ARG_DOUBLE, &wishes->away,
      "How long a pulled line, no power and setup mode last (0.2)", "SECONDS" },
    { "late-by", 0, 0, G_OPTION_ARG_DOUBLE, &wishes->late_by, "How late a late answer is (3)",
      "SECONDS" },
    { "abrupt", 0, 0, G_OPTION_ARG_NONE, &wishes->abrupt,
      "Pull the line without waiting until all was read", NULL },
    { "no-wait", 0, 0, G_OPTION_ARG_NONE, &wishes->no_wait,
      "Send before anybody opens the pseudo-terminal", NULL },
    { "stay", 0, 0, G_OPTION_ARG_NONE, &wishes->stay,
      "Go on answering when all results are sent", NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed, "Makes the same results and faults again",
      "N" },
    { "clock", 0, 0, G_OPTION_ARG_STRING, &self->clock,
      "What the machine's clock begins with, instead of now; with it a seed makes the same bytes",
      "2018-09-17T23:15:00Z" },
    { "ledger", 0, 0, G_OPTION_ARG_FILENAME, &self->ledger,
      "Gets a JSON object a line for all that was sent whole, and for each fault", "FILE" },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &self->record, "Gets every byte that is sent",
      "FILE" },
    { "print", 0, 0, G_OPTION_ARG_NONE, &wishes->print, "Show on standard error what is sent",
      NULL },
    { "config", 0, 0, G_OPTION_ARG_NONE, &self->config,
      "Print the section of a key file that reads it, and end", NULL },
    { "schema", 0, 0, G_OPTION_ARG_FILENAME, &self->schema,
      "Gets a schema of its results as it is set; the section of --config names it", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *takes = g_strdup_printf ("%s - be a vision machine",
                                            family != NULL ? family->name : "FAMILY");
  g_autoptr (GOptionContext) context = g_option_context_new (takes);
  g_autofree char *description = describe (family);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
read_clock (Arguments *self, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  self->wishes.machine.clock = -1;
  if (self->clock == NULL)
    return TRUE;
  time = g_date_time_new_from_iso8601 (self->clock, utc);
  if (time == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--clock: a time such as "
                            "2018-09-17T23:15:00Z");
  self->wishes.machine.clock = g_date_time_to_unix (time);
  self->wishes.machine.step = (gint64) ((double) LEAT_NSEC_PER_SEC /
                                        (self->wishes.rate > 0 ? self->wishes.rate : 1000));
  return TRUE;
}

static gboolean
check (Arguments *self, GError **error)
{
  const LeatSimulationWishes *wishes = &self->wishes;
  const char *fault = NULL;

  if (!(wishes->rate >= 0))
    fault = "--rate: results a second, or 0";
  else if (self->count < 0)
    fault = "--count: results, or 0";
  else if (self->seed < 0 || self->seed > G_MAXUINT32)
    fault = "--seed: 0 to 4294967295";
  else if (!(wishes->away >= 0 && wishes->away <= 86400))
    fault = "--away: 0 to 86400 seconds";
  else if (!(wishes->late_by >= 0 && wishes->late_by <= 86400))
    fault = "--late-by: 0 to 86400 seconds";
  else if (!(wishes->latency >= 0 && wishes->latency <= 86400))
    fault = "--latency: 0 to 86400 seconds";
  else if (wishes->tcp_port > 65535 || (wishes->tcp_port >= 0 && wishes->link != NULL))
    fault = "--listen: a port up to 65535, and no --link";
  else if (wishes->tcp_port >= 0 && wishes->no_wait)
    fault = "--no-wait: with a pseudo-terminal only";

  if (fault != NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "%s", fault);
  return read_clock (self, error);
}

static gboolean
open_file (FILE **file, const char *path, GError **error)
{
  if (path == NULL)
    return TRUE;
  *file = fopen (path, "we");
  if (*file != NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno), "%s: cannot be written: %s",
               path, g_strerror (errno));
  return FALSE;
}

static gboolean
close_file (FILE *file, const char *path, GError **error)
{
  gboolean failed = file != NULL && ferror (file);

  if (file == NULL || (fclose (file) == 0 && !failed))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FULL, "%s: not all of it could be written", path);
  return FALSE;
}

static void
print_sums (const LeatSimulatedFamily *family, const LeatSimulationSums *sums, gint64 seed)
{
  printf ("{\"machine\":\"%s\",\"seed\":%" G_GINT64_FORMAT ",\"results\":%" G_GUINT64_FORMAT
          ",\"answers\":%" G_GUINT64_FORMAT,
          family->name, seed, sums->results, sums->answers);
  for (int i = 0; i < LEAT_SIMULATED_FAULTS; i++)
    printf (",\"%s\":%" G_GUINT64_FORMAT, leat_simulated_fault_names[i], sums->faults[i]);
  printf (",\"bytes\":%" G_GUINT64_FORMAT ",\"drained\":%s}\n", sums->bytes,
          sums->drained ? "true" : "false");
}

static gboolean
simulate (Arguments *self, const LeatSimulatedFamily *family, GError **error)
{
  LeatSimulationSums sums;
  gboolean done;

  done = open_file (&self->wishes.record, self->record, error) &&
         open_file (&self->wishes.ledger, self->ledger, error) &&
         leat_simulation_run (family, &self->wishes, &sums, error);
  if (done)
    print_sums (family, &sums, self->seed);

  done = close_file (self->wishes.record, self->record, done ? error : NULL) && done;
  return close_file (self->wishes.ledger, self->ledger, done ? error : NULL) && done;
}

/* before the options, whose help is that of the family; NULL without @error: none is named */
static gboolean
find_family (int argc, char **argv, const LeatSimulatedFamily **family, GError **error)
{
  *family = NULL;
  for (int i = 1; i < argc && *family == NULL; i++)
    for (gsize j = 0; leat_simulated_families[j] != NULL; j++)
      if (g_str_equal (argv[i], leat_simulated_families[j]->name))
        *family = leat_simulated_families[j];
  return *family != NULL || argc < 2 || argv[1][0] == '-' ||
         (*family = leat_simulated_family_find (argv[1], error)) != NULL;
}

static int
list_families (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  describe_families (text);
  g_string_append (text, "\n`leat simulate FAMILY --help` says more of each,\n"
                         "`leat simulate FAMILY --config` prints the section of a key file that "
                         "reads it.\n");
  printf ("%s", text->str);
  return LEAT_EXIT_OK;
}

static gboolean
write_schema (const Arguments *self, LeatSimulatedMachine *machine, GError **error)
{
  g_autofree char *text = leat_simulated_schema_write (machine);

  if (self->schema == NULL)
    return TRUE;
  if (text == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--schema: leatd knows one for %s; none is "
                            "needed",
                            machine->family->name);
  return g_file_set_contents (self->schema, text, -1, error);
}

/* the section of a key file that reads a machine at this place, and the schema that it names */
static gboolean
print_config (const Arguments *self, const LeatSimulatedFamily *family, GError **error)
{
  g_autoptr (LeatSimulatedMachine)
      machine = leat_simulated_machine_new (family, &self->wishes.machine, NULL, NULL, error);
  g_autofree char *tcp = g_strdup_printf ("tcp://127.0.0.1:%d", self->wishes.tcp_port);
  const char *link = self->wishes.link != NULL ? self->wishes.link : "/dev/ttyUSB0";
  g_autofree char *schema = self->schema != NULL ? g_canonicalize_filename (self->schema, NULL)
                                                 : NULL;
  g_autofree char *section = NULL;

  if (machine == NULL || !write_schema (self, machine, error))
    return FALSE;
  if (!self->config)
    return TRUE;
  section = leat_simulated_config_write (machine, self->wishes.tcp_port >= 0 ? tcp : link, schema,
                                         self->wishes.trigger, error);
  if (section != NULL)
    printf ("%s", section);
  return section != NULL;
}

static int
fail (GError *error)
{
  return leat_answer_fail (error, g_error_matches (error, LEAT_ERROR, LEAT_ERROR_CONFIG)
                                      ? LEAT_EXIT_USAGE
                                      : LEAT_EXIT_FAULTS);
}

int
leat_word_simulate (int argc, char **argv)
{
  g_auto (Arguments) arguments = {
    .wishes = { .rate = 1, .away = 0.2, .late_by = 3, .tcp_port = -1 }, .seed = g_random_int ()
  };
  g_autoptr (GError) error = NULL;
  const LeatSimulatedFamily *family;

  g_set_prgname ("leat simulate");
  if (!find_family (argc, argv, &family, &error) ||
      !parse (&arguments, family, &argc, &argv, &error) || !check (&arguments, &error) ||
      !leat_simulated_plan_parse (&arguments.wishes.machine.plan, arguments.faults,
                                  (guint64) arguments.count, &error))
    return leat_answer_fail (error, LEAT_EXIT_USAGE);
  if (family == NULL)
    return list_families ();
  if (argc != 2)
    return leat_answer_misuse ("one FAMILY is what it takes");
  arguments.wishes.machine.settings = (const char *const *) arguments.settings;
  arguments.wishes.machine.seed = (guint32) arguments.seed;
  arguments.wishes.count = (guint64) arguments.count;
  arguments.wishes.json = leat_answer_is_json ();
  if ((arguments.config || arguments.schema != NULL) && !print_config (&arguments, family, &error))
    return fail (error);
  if (!arguments.config && !simulate (&arguments, family, &error))
    return fail (error);
  return LEAT_EXIT_OK;
}
