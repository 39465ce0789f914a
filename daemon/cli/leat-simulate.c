/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-simulate.c - leat simulate MACHINE: a machine on a pseudo-terminal, its own oracle */
#include "answer.h"
#include "leat-words.h"
#include "leat-host.h"
#include "leat-signals.h"
#include "simulate-run.h"
#include <errno.h>
#include <unistd.h>

static const LeatSimulatedMachine *const machines[] = { &leat_pv200_machine };

/* as the command line spells them */
typedef struct {
  double   rate;
  gint64   count;
  int      unit;
  char    *faults;
  gint64   seed;
  char    *link;
  char    *record;
  char    *truth;
  double   away;
  gboolean no_wait;
  gboolean abrupt;
  gboolean print;
  char    *machine;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->faults);
  g_free (self->link);
  g_free (self->record);
  g_free (self->truth);
  g_free (self->machine);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static char *
describe_machines (void)
{
  GString *text = g_string_new ("Machines:\n");

  for (gsize i = 0; i < G_N_ELEMENTS (machines); i++)
    g_string_append_printf (text, "  %-10s %s\n", machines[i]->name, machines[i]->summary);
  g_string_append (text,
                   "\nFaults, as a share of the records with a point, or as how many times:\n"
                   "  noise      random bytes and the end of a record before a record\n"
                   "  cut        a record of which only the beginning comes, and its end\n"
                   "  bad        a whole record with a measurement that is no number\n"
                   "  hangup     the line is pulled out inside a record, and comes back\n\n"
                   "The first line printed is the port, the last a JSON object of what was sent.\n"
                   "With --json the first is {\"port\":…}.");
  return g_string_free (text, FALSE);
}

static gboolean
parse (Arguments *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &self->rate,
      "Records a second; 0: as fast as they are read (1)", "N" },
    { "count", 0, 0, G_OPTION_ARG_INT64, &self->count,
      "Records in all; 0: until it is stopped (0)", "N" },
    { "machine", 0, 0, G_OPTION_ARG_INT, &self->unit, "Which machine of a pair it is (1)", "1|2" },
    { "faults", 0, 0, G_OPTION_ARG_STRING, &self->faults,
      "What goes wrong: noise=0.01,cut=0.01,bad=3,hangup=2",
      "KIND=N,…" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed,
      "Makes the same measurements and faults again", "N" },
    { "link", 0, 0, G_OPTION_ARG_FILENAME, &self->link,
      "A name for the port that stays over hangups", "PATH" },
    { "away", 0, 0, G_OPTION_ARG_DOUBLE, &self->away, "How long a pulled line stays away (0.2)",
      "SECONDS" },
    { "abrupt", 0, 0, G_OPTION_ARG_NONE, &self->abrupt,
      "Pull the line without waiting until all was read", NULL },
    { "no-wait", 0, 0, G_OPTION_ARG_NONE, &self->no_wait, "Send before anybody listens", NULL },
    { "print", 0, 0, G_OPTION_ARG_NONE, &self->print, "Show on standard error what is sent", NULL },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &self->record, "Gets every byte that is sent",
      "FILE" },
    { "truth", 0, 0, G_OPTION_ARG_FILENAME, &self->truth,
      "Gets a line for each whole record: hangups before it, offset behind it since the last one, "
      "text", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext)
      context = g_option_context_new ("MACHINE - be a machine on a pseudo-terminal");
  g_autofree char *description = describe_machines ();

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  return g_option_context_parse (context, argc, argv, error);
}

static const LeatSimulatedMachine *
find_machine (const char *name, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (machines); i++)
    if (g_strcmp0 (name, machines[i]->name) == 0)
      return machines[i];

  if (name == NULL)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "which machine? `leat simulate --help` names them");
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "no machine \"%s\"; `leat simulate --help` names them", name);
  return NULL;
}

static gboolean
check (const Arguments *self, const LeatSimulatedMachine *machine, GError **error)
{
  const char *fault = NULL;

  if (!(self->rate >= 0))
    fault = "--rate: records a second, or 0";
  else if (self->count < 0)
    fault = "--count: records, or 0";
  else if (self->unit < 1 || (guint) self->unit > machine->units)
    fault = "--machine: 1 or 2";
  else if (self->seed < 0 || self->seed > G_MAXUINT32)
    fault = "--seed: 0 to 4294967295";
  else if (!(self->away >= 0 && self->away <= 86400))
    fault = "--away: 0 to 86400 seconds";

  if (fault != NULL)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, fault);
  return fault == NULL;
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
print_summary (const LeatSimulation *self, gint64 seed)
{
  printf ("{\"machine\":\"%s\",\"seed\":%" G_GINT64_FORMAT ",\"records\":%" G_GUINT64_FORMAT,
          self->block.machine->name, seed, self->sent[LEAT_SIMULATED_FAULTS]);
  for (int i = 0; i < LEAT_SIMULATED_FAULTS; i++)
    printf (",\"%s\":%" G_GUINT64_FORMAT, leat_simulated_fault_names[i], self->sent[i]);
  printf (",\"bytes\":%" G_GUINT64_FORMAT ",\"drained\":%s}\n", self->bytes,
          self->drained ? "true" : "false");
}

static gboolean
simulate (const Arguments *arguments, const LeatSimulatedMachine *machine,
          const LeatSimulatedPlan *plan, GError **error)
{
  g_autofree LeatSimulation *self = g_new0 (LeatSimulation, 1);
  gboolean done;

  if (!leat_simulated_port_init (&self->port, arguments->link, error))
    return FALSE;

  leat_simulated_block_init (&self->block, machine, (guint) arguments->unit, plan,
                             (guint32) arguments->seed);
  self->rate = arguments->rate;
  self->count = (guint64) arguments->count;
  self->away = (gint64) (arguments->away * (double) LEAT_NSEC_PER_SEC);
  self->no_wait = arguments->no_wait;
  self->abrupt = arguments->abrupt;
  self->print = arguments->print;
  self->json = leat_answer_is_json ();
  self->signals = leat_signals_open ();

  done = open_file (&self->record, arguments->record, error) &&
         open_file (&self->truth, arguments->truth, error) && leat_simulation_run (self, error);
  if (done)
    print_summary (self, arguments->seed);

  done = close_file (self->record, arguments->record, done ? error : NULL) && done;
  done = close_file (self->truth, arguments->truth, done ? error : NULL) && done;
  close (self->signals);
  leat_simulated_block_clear (&self->block);
  leat_simulated_port_clear (&self->port);
  return done;
}

int
leat_word_simulate (int argc, char **argv)
{
  g_auto (Arguments) arguments = { .rate = 1, .unit = 1, .away = 0.2, .seed = g_random_int () };
  g_autoptr (GError) error = NULL;
  const LeatSimulatedMachine *machine = NULL;
  LeatSimulatedPlan plan;

  g_set_prgname ("leat simulate");
  if (parse (&arguments, &argc, &argv, &error))
    machine = find_machine (argc == 2 ? argv[1] : NULL, &error);
  if (machine == NULL || !check (&arguments, machine, &error) ||
      !leat_simulated_plan_parse (&plan, arguments.faults, (guint64) arguments.count, &error))
    return leat_answer_fail (error, LEAT_EXIT_USAGE);

  if (!simulate (&arguments, machine, &plan, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);

  return LEAT_EXIT_OK;
}
