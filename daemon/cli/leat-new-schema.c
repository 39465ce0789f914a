/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-new-schema.c - leat new-schema: proposes a schema for what a recording holds */
#include "look/answer.h"
#include "guess/proposal.h"
#include "leat-main.h"
#include "decode/recording-bytes.h"
#include <string.h>

static const char description[] =
    "Looks at RECORDING, the bytes of a machine as they came (leat raw, a terminal program, or -\n"
    "for standard input) or what record= has kept (pcapng), and writes a schema that makes\n"
    "records of it: where frames end, how they hold their fields, what their values are, with the\n"
    "first frames as examples. What only someone who knows the machine can tell stands behind\n"
    "# UNSURE: time zone, judgement, what a word in the place of a number means. A fraction that\n"
    "is written with digits stays that. Of a recording of several streams (connections) the one\n"
    "that says something first is looked at; errors of the line in it are told.\n"
    "\n"
    "  leat new-schema --output gauge.schema recording.bin\n"
    "  leat check gauge.schema\n"
    "\n"
    "It is for machines that say text: in columns, as pairs of key and value, as JSON.\n"
    "\n"
    "Exit code: 0; 1: RECORDING cannot be read, or nothing in it can be told, or the file that\n"
    "is to be written is there; 2: the command line is wrong.";

typedef struct {
  char *name;
  char *output;
  char **recordings;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_free (self->name);
  g_free (self->output);
  g_strfreev (self->recordings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static gboolean
wishes_read (Wishes *self, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name,
      "What its records are called; if not given, as the recording", "NAME" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &self->output,
      "Write it there, if nothing is there yet; if not given, to standard output", "FILE" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->recordings, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("RECORDING");

  g_option_context_set_summary (context, "Proposes a schema for what a recording holds.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (self->recordings != NULL && self->recordings[0] != NULL && self->recordings[1] == NULL)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "one RECORDING is needed; - is standard input");
  return FALSE;
}

static void
tell_json (const Wishes *wishes, const LeatProposal *proposal, guint64 errors)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  leat_answer_add_text (builder, "file", wishes->output);
  leat_answer_add_text (builder, "schema", wishes->output == NULL ? proposal->text->str : NULL);
  leat_answer_add_number (builder, "fields", proposal->n_fields);
  leat_answer_add_number (builder, "unsure", proposal->n_doubts);
  leat_answer_add_number (builder, "records", proposal->n_records);
  leat_answer_add_number (builder, "rejects", proposal->n_rejects);
  leat_answer_add_number (builder, "undecodable", proposal->n_undecodable);
  leat_answer_add_number (builder, "line_errors", (gint64) errors);
  leat_answer_end (builder);
}

static void
tell (const Wishes *wishes, const LeatProposal *proposal, guint64 errors)
{
  if (leat_answer_is_json ())
    {
      tell_json (wishes, proposal, errors);
      return;
    }
  if (wishes->output == NULL)
    g_print ("%s", proposal->text->str);
  g_printerr ("leat new-schema: %u frames became records, %u did not; %u fields, %u values "
              "undecodable; %u lines to look at (UNSURE)\n",
              proposal->n_records, proposal->n_rejects, proposal->n_fields, proposal->n_undecodable,
              proposal->n_doubts);
  if (errors > 0)
    g_printerr ("leat new-schema: the line had %" G_GUINT64_FORMAT " error%s: what it proposes may "
                "have bytes in it that were none of the machine's\n",
                errors, errors == 1 ? "" : "s");
}

static gboolean
propose (const Wishes *wishes, GError **error)
{
  const char *path = wishes->recordings[0];
  g_auto (LeatRecordingBytes) heard = { .bytes = NULL };
  g_autofree char *base = g_path_get_basename (strcmp (path, "-") == 0 ? "recording" : path);
  g_autofree char *slug = NULL;
  g_auto (LeatGuessFrames) frames = { NULL };
  g_auto (LeatProposal) proposal = { NULL };

  if (!leat_recording_bytes_init (&heard, path, error))
    return FALSE;
  if (strrchr (base, '.') != NULL)
    *strrchr (base, '.') = '\0';
  slug = leat_proposal_slug (wishes->name != NULL ? wishes->name : base);
  if (!leat_guess_frames_init (&frames, (const char *) heard.bytes->data, heard.bytes->len, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  if (!leat_proposal_init (&proposal, slug, path, &frames, error) ||
      (wishes->output != NULL && !leat_answer_write_new (wishes->output, proposal.text, error)))
    return FALSE;
  tell (wishes, &proposal, heard.errors);
  return TRUE;
}

int
leat_word_new_schema (int argc, char **argv)
{
  g_auto (Wishes) wishes = { NULL };
  g_autoptr (GError) error = NULL;

  if (!wishes_read (&wishes, argc, argv, &error))
    return leat_answer_misuse (error->message);
  if (!propose (&wishes, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  return LEAT_EXIT_OK;
}
