/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-frames.c - tests that the end of frames is found in recordings */
#include "guess/guess-frames.h"
#include "leat-error.h"
#include <string.h>

typedef struct {
  const char *name;
  const char *recording;
  gsize length;       /* 0: strlen */
  const char *framer; /* its last line but one; NULL: it must be refused */
  const char *frames; /* with | behind each */
  gsize n_rest;
} Case;

static const Case cases[] = {
  { "cr-lf", "a\r\nb\r\n\r\nc", 0, "delimiter=\\r\\n", "a|b|", 1 },
  { "cr-lf-cut-at-both-ends", "\nab\r\nc\r\nd\r", 0, "delimiter=\\r\\n", "\nab|c|", 2 },
  { "lf", "a\nb\r\nc\n", 0, "delimiter=\\n", "a|b\r|c|", 0 },
  { "cr", "a\rb\rc\r", 0, "delimiter=\\r", "a|b|c|", 0 },
  { "cr-and-some-lf", "a\r\nb\rc\rd\r", 0, "swallow=\\n", "a|b|c|d|", 0 },
  { "stx-etx", "x\002a\003\r\n\002b\003", 0, "between=\\r\\n", "a|b|", 0 },
  { "stx-etx-cut", "a\003\002b\003\002c", 0, "between=\\r\\n", "b|", 1 },
  { "etx", "a\003b\003", 0, "delimiter=\\x03", "a|b|", 0 },
  { "zero", "a\0bc\0", 5, "delimiter=\\x00", "a|bc|", 0 },
  { "nothing", "abc", 0, NULL, NULL, 0 },
  { "no-bytes", "", 0, NULL, NULL, 0 },
  { "ends-alone", "\r\n\r\n", 0, NULL, NULL, 0 },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  const gsize length = test->length > 0 ? test->length : strlen (test->recording);
  g_auto (LeatGuessFrames) frames = { NULL };
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *end = g_strdup_printf ("%s\n", test->framer);

  if (test->framer == NULL)
    {
      g_assert_false (leat_guess_frames_init (&frames, test->recording, length, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
      return;
    }
  g_assert_true (leat_guess_frames_init (&frames, test->recording, length, &error));
  g_assert_true (g_str_has_suffix (frames.framer, end));
  for (guint i = 0; i < frames.frames->len; i++)
    {
      const LeatGuessFrame *frame = &g_array_index (frames.frames, LeatGuessFrame, i);

      g_string_append_printf (seen, "%.*s|", (int) frame->length, frame->data);
    }
  g_assert_cmpstr (seen->str, ==, test->frames);
  g_assert_cmpuint (frames.n_rest, ==, test->n_rest);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/guess-frames/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
