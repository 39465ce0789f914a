/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-wishes.c - the command line of leat probe */
#include "probe-wishes.h"
#include "look/answer.h"
#include "leat-host.h"
#include "decode/leat-modules.h"
#include "line-plan.h"
#include "guess/proposal.h"
#include <string.h>

#define RATES_MAX 64
#define RATE_MAX 100000000

static const char description[] =
    "Listens to DEVICE, as device= of a key file spells it (/dev/ttyUSB0, tcp://10.0.0.7:8500),\n"
    "or looks at a recording: a file of raw bytes, or pcapng. Serial lines are heard at the usual\n"
    "rates, likely ones first. What was heard goes to standard error, a line for each time:\n"
    "rate, format, for how long, bytes, those with parity or framing errors, share of text,\n"
    "frames by their line ends. A section for the key file goes to standard output; what only\n"
    "someone who knows the machine can tell stands behind # UNSURE. KEY=VALUE are options of the\n"
    "link, such as flow-control=rts-cts.\n"
    "\n"
    "  leat probe --for 2min --write gauge.schema /dev/ttyUSB0 >> leat.conf\n"
    "  leat check leat.conf\n"
    "\n"
    "A machine that sends nothing by itself must be triggered meanwhile, or asked. Nothing is\n"
    "ever sent without --active. With it, at each rate, what --ask names, or, without --ask, what\n"
    "only reads a value: SI (MT-SICS, Radwag) and ? (Mark-10, Mahr); each is shown before it is\n"
    "sent. A machine that is asked at a wrong rate hears noise: do not where something moves by\n"
    "commands.\n"
    "\n"
    "A port that somebody else has open is refused, by name. The settings of a port, named by\n"
    "its path or by usb://, are put back. How many stop bits there are cannot be heard; 1 or 2\n"
    "matters where something is sent. Rate and parity cannot be heard on a pseudo-terminal, nor\n"
    "behind TCP. That a real receiver hears a wrong rate as this expects was tried with simulated\n"
    "lines, not with each chip.\n"
    "\n"
    "With --json all is an object: device, sure, trials (of each: baud_rate, format, is,\n"
    "milliseconds, bytes, errors, text_percent, score_percent, best), preset, known_schema, sent,\n"
    "section, file and schema.\n"
    "\n"
    "Exit code: 0; 1: nothing was heard, or DEVICE cannot be opened, or cannot be read; 2: the\n"
    "command line is wrong, or the file that is to be written is there.";

/* what reads a value, and does nothing else: MT-SICS and Radwag: the weight, at once; Mark-10, Mahr
 * C 1202: the reading */
static const char *const harmless[] = { "SI\\r\\n", "?\\r", NULL };

typedef struct {
  char    *duration;
  char    *rates;
  char   **asked;
  char   **words;
  gboolean is_active;
} Words;

static void
words_clear (Words *self)
{
  g_free (self->duration);
  g_free (self->rates);
  g_strfreev (self->asked);
  g_strfreev (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

void
leat_probe_wishes_clear (LeatProbeWishes *self)
{
  g_free (self->device);
  g_strfreev (self->options);
  g_free (self->rates);
  g_free (self->name);
  g_free (self->output);
  g_clear_pointer (&self->questions, g_ptr_array_unref);
  g_free (self->sent);
  g_strfreev (self->plugin_path);
  g_strfreev (self->schema_path);
}

static gboolean
parse (LeatProbeWishes *self, Words *words, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "for", 0, 0, G_OPTION_ARG_STRING, &words->duration, "How long in all; 30s if not given",
      "DURATION" },
    { "rates", 0, 0, G_OPTION_ARG_STRING, &words->rates,
      "Rates to be tried, in this order; the usual ones if not given", "RATE,…" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name,
      "What the source is to be called; machine if not given", "NAME" },
    { "write", 0, 0, G_OPTION_ARG_FILENAME, &self->output,
      "Write a schema there, if nothing is there yet", "FILE" },
    { "active", 0, 0, G_OPTION_ARG_NONE, &words->is_active,
      "Ask the machine, too; without this nothing is sent", NULL },
    { "ask", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words->asked,
      "What to send, as in 'SI\\r\\n'; may be given several times", "TEXT" },
    LEAT_MODULES_PATH_ENTRIES (&self->plugin_path, &self->schema_path),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->words, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("DEVICE [KEY=VALUE…]");

  g_option_context_set_summary (context, "Listens to a line, and proposes a source for it.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error);
}

static gboolean
take_duration (LeatProbeWishes *self, const char *text, GError **error)
{
  static const LeatOption options[] = {
    LEAT_OPTION_DURATION (LeatProbeWishes, duration, .key = "for", .minimum = 1e5,
                          .maximum = 864e8),
    LEAT_OPTION_END,
  };

  self->duration = 30 * G_USEC_PER_SEC;
  if (text == NULL || leat_option_set (options, self, text, error))
    return TRUE;
  g_prefix_error (error, "--for: ");
  return FALSE;
}

static gboolean
take_rates (LeatProbeWishes *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);
  const guint n = g_strv_length (parts);
  guint n_usual = 0;

  while (leat_line_rates[n_usual] != 0)
    n_usual++;
  self->rates = text == NULL ? g_memdup2 (leat_line_rates, (n_usual + 1) * sizeof *leat_line_rates)
                             : g_new0 (guint, n + 1);
  for (guint i = 0; i < n && text != NULL; i++)
    {
      guint64 rate = 0;

      if (n <= RATES_MAX && g_ascii_string_to_unsigned (parts[i], 10, 1, RATE_MAX, &rate, NULL))
        self->rates[i] = (guint) rate;
      else
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "--rates %s: rates with commas between are right, as in 9600,19200", text);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
take_questions (LeatProbeWishes *self, const Words *words, GError **error)
{
  const char *const *texts = words->asked != NULL ? (const char *const *) words->asked : harmless;

  if (words->asked != NULL && !words->is_active)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "--ask sends something: that needs --active, too");
      return FALSE;
    }
  if (!words->is_active)
    return TRUE;
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->sent = g_strjoinv (" ", (char **) texts);
  for (; *texts != NULL; texts++)
    {
      GBytes *bytes = leat_escape_undo (*texts, strlen (*texts), error);

      if (bytes == NULL)
        {
          g_prefix_error (error, "--ask %s: ", *texts);
          return FALSE;
        }
      g_ptr_array_add (self->questions, bytes);
    }
  return TRUE;
}

static gboolean
take_device (LeatProbeWishes *self, const Words *words, GError **error)
{
  if (words->words == NULL || words->words[0] == NULL)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "a DEVICE is needed, as in /dev/ttyUSB0; leat ports lists serial ones");
      return FALSE;
    }
  self->device = g_strdup (words->words[0]);
  self->options = g_strdupv (words->words + 1);
  self->is_recording = g_file_test (self->device, G_FILE_TEST_IS_REGULAR);
  for (char **word = self->options; *word != NULL; word++)
    if (strchr (*word, '=') == NULL || g_str_has_prefix (*word, "baud-rate="))
      {
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: %s", *word,
                     strchr (*word, '=') == NULL ? "one DEVICE is right, KEY=VALUE behind it"
                                                 : "--rates says which rates are tried");
        return FALSE;
      }
  return TRUE;
}

static gboolean
take_name (LeatProbeWishes *self, GError **error)
{
  g_autofree char *slug = leat_proposal_slug (self->name != NULL ? self->name : "machine");

  g_free (self->name);
  self->name = g_steal_pointer (&slug);
  if (self->output == NULL || !g_file_test (self->output, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "--write %s: is there already", self->output);
  return FALSE;
}

gboolean
leat_probe_wishes_read (LeatProbeWishes *self, int argc, char **argv, GError **error)
{
  g_auto (Words) words = { NULL };

  *self = (LeatProbeWishes) { .device = NULL };
  return parse (self, &words, argc, argv, error) && take_duration (self, words.duration, error) &&
         take_rates (self, words.rates, error) && take_questions (self, &words, error) &&
         take_device (self, &words, error) && take_name (self, error);
}
