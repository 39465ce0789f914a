/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-new-schema.c - leat new-schema: proposes a schema for what a recording holds */
#include "answer.h"
#include "proposal.h"
#include "leat-words.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* what is behind that adds nothing */
#define RECORDING_MAX (16 * 1024 * 1024)

static const char description[] =
    "Looks at RECORDING, the bytes of a machine as they came (leat raw, a terminal program, or -\n"
    "for standard input), and writes a schema that makes records of it: where frames end, how\n"
    "they hold their fields, what their values are, with the first frames as examples. What only\n"
    "someone who knows the machine can tell stands behind # UNSURE: time zone, judgement, what a\n"
    "word in the place of a number means. A fraction that is written with digits stays that.\n"
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

/* (transfer full) (nullable): its first bytes */
static GByteArray *
read_recording (const char *path, GError **error)
{
  const int fd = strcmp (path, "-") == 0 ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 piece[65536];
  gssize n = fd < 0 ? -1 : 1;

  while (n > 0 && bytes->len < RECORDING_MAX && (n = read (fd, piece, sizeof piece)) > 0)
    g_byte_array_append (bytes, piece, (guint) n);
  if (n < 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "%s: %s", path, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return n < 0 ? NULL : g_steal_pointer (&bytes);
}

static void
tell_json (const Wishes *wishes, const LeatProposal *proposal)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  leat_answer_add_text (builder, "file", wishes->output);
  leat_answer_add_text (builder, "schema", wishes->output == NULL ? proposal->text->str : NULL);
  leat_answer_add_number (builder, "fields", proposal->n_fields);
  leat_answer_add_number (builder, "unsure", proposal->n_doubts);
  leat_answer_add_number (builder, "records", proposal->n_records);
  leat_answer_add_number (builder, "rejects", proposal->n_rejects);
  leat_answer_add_number (builder, "undecodable", proposal->n_undecodable);
  leat_answer_end (builder);
}

static void
tell (const Wishes *wishes, const LeatProposal *proposal)
{
  if (leat_answer_is_json ())
    {
      tell_json (wishes, proposal);
      return;
    }
  if (wishes->output == NULL)
    g_print ("%s", proposal->text->str);
  g_printerr ("leat new-schema: %u frames became records, %u did not; %u fields, %u values "
              "undecodable; %u lines to look at (UNSURE)\n",
              proposal->n_records, proposal->n_rejects, proposal->n_fields, proposal->n_undecodable,
              proposal->n_doubts);
}

static gboolean
propose (const Wishes *wishes, GError **error)
{
  const char *path = wishes->recordings[0];
  g_autoptr (GByteArray) bytes = read_recording (path, error);
  g_autofree char *base = g_path_get_basename (strcmp (path, "-") == 0 ? "recording" : path);
  g_autofree char *slug = NULL;
  g_auto (LeatGuessFrames) frames = { NULL };
  g_auto (LeatProposal) proposal = { NULL };

  if (bytes == NULL)
    return FALSE;
  if (strrchr (base, '.') != NULL)
    *strrchr (base, '.') = '\0';
  slug = leat_proposal_slug (wishes->name != NULL ? wishes->name : base);
  if (!leat_guess_frames_init (&frames, (const char *) bytes->data, bytes->len, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  if (!leat_proposal_init (&proposal, slug, path, &frames, error) ||
      (wishes->output != NULL && !leat_answer_write_new (wishes->output, proposal.text, error)))
    return FALSE;
  tell (wishes, &proposal);
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
