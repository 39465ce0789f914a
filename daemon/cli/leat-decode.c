/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode.c - leat decode: what a source would make of the bytes of a file */
#include "look/answer.h"
#include "decode/leat-decode-marks.h"
#include "decode/leat-decode-pieces.h"
#include "decode/leat-decode-plan.h"
#include "decode/leat-decode-recording.h"
#include "decode/leat-modules.h"
#include "leat-main.h"
#include "decode/recording-bytes.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* years of two digits are those around it: 1950 to 2049 */
#define NO_ARRIVAL "2000-01-01T00:00:00Z"

/* as the command line spells them */
typedef struct {
  LeatDecodeWishes wishes;
  char *arrival;
  char *chunk;
  char *end;
  char *timing;
  char *character_time;
  char *silence;
  int stream;
  gboolean frames;
  char *input;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->wishes.config);
  g_free (self->wishes.source);
  g_strfreev (self->wishes.set);
  g_strfreev (self->wishes.plugin_path);
  g_strfreev (self->wishes.schema_path);
  g_free (self->arrival);
  g_free (self->chunk);
  g_free (self->end);
  g_free (self->timing);
  g_free (self->character_time);
  g_free (self->silence);
  g_free (self->input);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static const char description[] =
    "Without INPUT, or for -, standard input is read. Lines of JSON go to standard output:\n"
    "a record each, or a reject with its stage, reason and raw bytes; with --frames a frame\n"
    "each, offset and length as on the wire:\n"
    "  {\"offset\":N,\"length\":N,\"verdict\":\"frame\"|\"bad\",\n"
    "   \"payload\":HEX,\"reason\":TEXT}\n"
    "The balance goes to standard error: each byte is in one frame, in one piece of noise\n"
    "(bad), or was skipped.\n"
    "\n"
    "--set takes, instead of a key file:\n"
    "  framer=CLASS        what finds the frames\n"
    "  framer.KEY=VALUE    an option of that framer\n"
    "  schema=NAME         what makes records; without it each frame is a text\n"
    "  max-frame=SIZE      bytes that a frame may have on the wire\n"
    "spelled as in a key file:\n"
    "  leat decode --set framer=delimiter --set 'framer.delimiter=\\r\\n' \\\n"
    "    --set schema=pv200 RECORDING\n"
    "\n"
    "A source of a key file whose class has a grammar of its own judges its frames as in the\n"
    "daemon; what it sends goes nowhere. --end says why the bytes end where they do: stream (the\n"
    "other end has closed: what stands there may be a frame) or cut (the line hung up).\n"
    "\n"
    "What silence ends depends on silence: each line of the FILE of --timing says after how many\n"
    "bytes of INPUT the line was silent, and how long, as in \"17 50ms\". What a framer counts in\n"
    "characters (gap) needs --character-time: 1.04ms at 9600 baud, 8N1.\n"
    "\n"
    "A recording that record= has made, or any pcapng of a serial line, is decoded with the times\n"
    "in it: each read as it came, frames end where they did, --arrival, --timing and --chunk say\n"
    "nothing. For a framer that was not in use when it was recorded, --silence has silence\n"
    "measured from its times. Errors of the line are told on standard error with their byte and\n"
    "time, and records they fell into are marked. A pipe is taken for bytes.\n"
    "\n"
    "The same bytes give the same lines, in whatever pieces they come: ids have an epoch of\n"
    "zeros, and all came at --arrival (" NO_ARRIVAL "); years of two digits are\n"
    "those nearest to it.\n"
    "\n"
    "Exit code: 0; 1: the key file has faults, a name is unknown, INPUT cannot be read; 2: the\n"
    "command line is wrong.";

/* what is fed, in pieces or as it was recorded */
typedef struct {
  LeatDecodeRecording recording;
  LeatDecodePieces pieces;
  LeatDecodeMarks marks;
} Inputs;

static void
inputs_clear (Inputs *self)
{
  leat_decode_pieces_clear (&self->pieces);
  leat_decode_marks_clear (&self->marks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Inputs, inputs_clear)

static gboolean
take_input (Arguments *self, int argc, char **argv, GError **error)
{
  if (argc > 2)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: one INPUT is enough", argv[2]);
  else if ((self->wishes.config == NULL) == (self->wishes.set == NULL))
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "either --config FILE or --set KEY=VALUE says what to decode by");
  else
    {
      self->input = g_strdup (argc == 2 ? argv[1] : "-");
      return TRUE;
    }
  return FALSE;
}

static gboolean
parse (Arguments *self, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &self->wishes.config,
      "Decode as a source of this key file", "FILE" },
    { "source", 0, 0, G_OPTION_ARG_STRING, &self->wishes.source,
      "Which source; need not be said if there is one", "NAME" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->wishes.set,
      "Instead of a key file; may be given several times", "KEY=VALUE" },
    { "frames", 0, 0, G_OPTION_ARG_NONE, &self->frames, "Print frames, not records", NULL },
    { "chunk", 0, 0, G_OPTION_ARG_STRING, &self->chunk, "Feed in pieces; changes nothing",
      "N|random:SEED" },
    { "end", 0, 0, G_OPTION_ARG_STRING, &self->end, "Why they end", "stream|cut" },
    { "timing", 0, 0, G_OPTION_ARG_FILENAME, &self->timing,
      "Where the line was silent, and for how long", "FILE" },
    { "character-time", 0, 0, G_OPTION_ARG_STRING, &self->character_time,
      "Time that a character takes on the line", "DURATION" },
    { "silence", 0, 0, G_OPTION_ARG_STRING, &self->silence,
      "Silence that ends a frame of a recording", "DURATION" },
    { "stream", 0, 0, G_OPTION_ARG_INT, &self->stream,
      "Which stream of a recording, from 1 on (1)", "N" },
    { "arrival", 0, 0, G_OPTION_ARG_STRING, &self->arrival, "When the bytes came, RFC 3339",
      "TIME" },
    LEAT_MODULES_PATH_ENTRIES (&self->wishes.plugin_path, &self->wishes.schema_path),
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext)
      context = g_option_context_new ("[INPUT] - show what a source would make of these bytes");
  g_auto (GStrv) words = g_strdupv (argv);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  return g_option_context_parse_strv (context, &words, error) &&
         take_input (self, (int) g_strv_length (words), words, error);
}

static gboolean
parse_arrival (const char *text, LeatMoment *moment, GError **error)
{
  if (!leat_time_read (text, NULL, &moment->time))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--arrival: %s is no time with a zone, as in 2018-10-13T06:03:22Z",
                            text);
  moment->monotonic = moment->time;
  return TRUE;
}

/* @key: without its dashes; @nanoseconds: 0: it is not given */
static gboolean
parse_time (const char *key, const char *text, double most, gint64 *nanoseconds, GError **error)
{
  const LeatOption options[] = {
    { .key = key, .type = LEAT_OPTION_TYPE_DURATION, .maximum = most }, LEAT_OPTION_END
  };
  gint64 microseconds = 0;

  if (text != NULL && !leat_option_set (options, &microseconds, text, error))
    {
      g_prefix_error (error, "--%s: ", key);
      return FALSE;
    }
  *nanoseconds = microseconds * 1000;
  return TRUE;
}

static gboolean
parse_end (const char *text, LeatEnd *end, GError **error)
{
  *end = g_strcmp0 (text, "cut") == 0 ? LEAT_END_CUT : LEAT_END_STREAM;
  if (text == NULL || *end == LEAT_END_CUT || g_str_equal (text, "stream"))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "--end: %s is neither stream nor cut", text);
  return FALSE;
}

static int
open_input (const char *name, GError **error)
{
  int fd;

  if (g_str_equal (name, "-"))
    return STDIN_FILENO;
  fd = open (name, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
                 "%s: cannot be opened: %s", name, g_strerror (errno));
  return fd;
}

static gboolean
feed (LeatDecodeStream *stream, int fd, const char *name, LeatDecodePieces *pieces,
      LeatDecodeMarks *marks, GError **error)
{
  gssize length;

  leat_decode_stream_pass_silence (stream, leat_decode_marks_pass (marks, 0));
  do
    {
      gsize size = leat_decode_marks_limit (marks, leat_decode_pieces_next (pieces));

      length = read (fd, leat_decode_stream_reserve (stream, size), size);
      if (length < 0 && errno != EINTR)
        {
          g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
                       "%s: cannot be read: %s", name, g_strerror (errno));
          return FALSE;
        }
      if (length > 0)
        leat_decode_stream_commit (stream, (gsize) length);
      if (length > 0)
        leat_decode_stream_pass_silence (stream, leat_decode_marks_pass (marks, (gsize) length));
      if (!leat_decode_stream_write (stream, error))
        return FALSE;
    }
  while (length != 0);

  return leat_decode_marks_finish (marks, error);
}

/* a recording has its times in it */
static gboolean
feed_recording (LeatDecodeStream *stream, int fd, const Inputs *inputs, GError **error)
{
  g_autoptr (LeatRecording) recording = leat_recording_new_for_fd (inputs->recording.name, fd);

  return leat_decode_recording_feed (&inputs->recording, recording, stream, error);
}

static gboolean
feed_input (LeatDecodeStream *stream, int fd, Inputs *inputs, GError **error)
{
  const gboolean is_recording = leat_recording_bytes_judge (fd);

  if (!is_recording && (inputs->recording.silence > 0 || inputs->recording.stream > 0))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "%s: is no recording (pcapng) in a file: --silence and --stream need "
                            "one",
                            inputs->recording.name);
  if (!(is_recording
            ? feed_recording (stream, fd, inputs, error)
            : feed (stream, fd, inputs->recording.name, &inputs->pieces, &inputs->marks, error)))
    return FALSE;
  leat_decode_stream_end (stream);
  return leat_decode_stream_write (stream, error);
}

static gboolean
decode (const LeatDecodeSetup *setup, Inputs *inputs, GError **error)
{
  g_autoptr (LeatDecodeStream) stream = leat_decode_stream_new (setup);
  LeatDecodeCounts counts;
  g_autofree char *text = NULL;
  int fd = open_input (inputs->recording.name, error);
  gboolean done = fd >= 0 && leat_decode_stream_start (stream, error) &&
                  feed_input (stream, fd, inputs, error);

  if (fd > STDIN_FILENO)
    close (fd);
  if (fd < 0)
    return FALSE;
  leat_decode_stream_get_counts (stream, &counts);
  text = leat_decode_counts_to_string (&counts);
  g_printerr ("%s\n", text);
  return done;
}

static int
tell (const GError *error, LeatExit code)
{
  return code == LEAT_EXIT_USAGE ? leat_answer_misuse (error->message)
                                 : leat_answer_fail (error, code);
}

/* they are told on stderr; the first of them is what is wrong */
static int
tell_faults (const LeatFaults *faults)
{
  const LeatFault *first = leat_faults_get (faults, 0);
  g_autoptr (GError) error = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                                  first != NULL ? first->text : "it has faults");

  return leat_answer_fail (error, LEAT_EXIT_FAULTS);
}

/* @inputs: of what is to be fed; @setup: how it is taken */
static gboolean
read_arguments (Arguments *self, int argc, char **argv, Inputs *inputs, LeatDecodeSetup *setup,
                GError **error)
{
  LeatDecodeRecording *recording = &inputs->recording;
  const char *arrival;

  if (!parse (self, argc, argv, error))
    return FALSE;
  arrival = self->arrival != NULL ? self->arrival : NO_ARRIVAL;
  if (!leat_decode_pieces_init (&inputs->pieces, self->chunk, error) ||
      !leat_decode_marks_init (&inputs->marks, self->timing, error) ||
      !parse_time ("character-time", self->character_time, 1e6, &setup->byte_time, error) ||
      !parse_time ("silence", self->silence, 3600e6, &recording->silence, error) ||
      !parse_end (self->end, &setup->end, error) ||
      !parse_arrival (arrival, &setup->arrival, error))
    return FALSE;
  if (self->stream < 0)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "--stream: counts from 1");
  recording->name = self->input;
  recording->stream = (guint) self->stream;
  recording->byte_time = setup->byte_time;
  setup->frames = self->frames;
  return TRUE;
}

int
leat_word_decode (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_auto (Inputs) inputs = { 0 };
  g_auto (LeatDecodePlan) plan = { 0 };
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GError) error = NULL;
  LeatDecodeSetup setup = { .framer = NULL };

  g_set_prgname ("leat decode");
  if (!read_arguments (&arguments, argc, argv, &inputs, &setup, &error))
    return tell (error, LEAT_EXIT_USAGE);
  if (!leat_decode_plan_init (&plan, &arguments.wishes, faults))
    {
      g_autofree char *text = leat_faults_to_string (faults);

      g_printerr ("%s", text);
      return leat_answer_is_json () ? tell_faults (faults) : LEAT_EXIT_FAULTS;
    }
  plan.setup.arrival = setup.arrival;
  plan.setup.end = setup.end;
  plan.setup.byte_time = setup.byte_time;
  plan.setup.frames = setup.frames;
  return decode (&plan.setup, &inputs, &error) ? LEAT_EXIT_OK : tell (error, LEAT_EXIT_FAULTS);
}
