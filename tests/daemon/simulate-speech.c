/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-speech.c - tests that the ledger is told of what was taken, and of nothing else */
#include "simulate-speech.h"
#include <string.h>

static void
append (LeatSimulatedSpeech *speech, const char *bytes, LeatSimulatedKind kind, const char *note)
{
  const LeatSimulatedPiece piece = { .bytes = (const guint8 *) bytes,
                                     .length = strlen (bytes),
                                     .kind = kind,
                                     .fault = kind == LEAT_SIMULATED_SPOILT
                                                  ? LEAT_SIMULATED_CUT
                                                  : LEAT_SIMULATED_FAULTS,
                                     .note = note };

  leat_simulated_speech_append (speech, &piece);
}

/* the notes of @ledger, without their times */
static char *
read_notes (FILE *ledger)
{
  GString *notes = g_string_new (NULL);
  char line[256];

  rewind (ledger);
  while (fgets (line, sizeof line, ledger) != NULL)
    {
      const char *note = strchr (line, ',');

      g_assert_true (g_str_has_prefix (line, "{\"time\":"));
      g_string_append_len (notes, note, (gssize) strlen (note) - 2);
    }
  return g_string_free (notes, FALSE);
}

static void
test_take (void)
{
  LeatSimulationSums sums = { 0 };
  LeatSimulationWishes wishes = { .ledger = tmpfile (), .record = tmpfile () };
  LeatSimulatedSpeech speech;
  g_autofree char *notes = NULL;
  char record[16];

  leat_simulated_speech_init (&speech, &wishes, &sums);
  append (&speech, "", LEAT_SIMULATED_GREETING, "\"n\":0");
  append (&speech, "abc", LEAT_SIMULATED_RESULT, "\"n\":1");
  append (&speech, "", LEAT_SIMULATED_ANSWER, "\"n\":2");
  append (&speech, "de", LEAT_SIMULATED_SPOILT, "\"n\":3");
  append (&speech, "f", LEAT_SIMULATED_RESULT, "\"n\":4");
  leat_simulated_speech_take (&speech, 2);
  g_assert_cmpuint (sums.results, ==, 0);
  leat_simulated_speech_take (&speech, 3);
  g_assert_cmpuint (sums.results, ==, 1);
  g_assert_cmpuint (sums.answers, ==, 1);
  g_assert_cmpuint (sums.faults[LEAT_SIMULATED_CUT], ==, 1);
  leat_simulated_speech_drop (&speech);
  g_assert_cmpuint (speech.bytes->len, ==, 0);
  append (&speech, "g", LEAT_SIMULATED_RESULT, "\"n\":5");
  g_assert_cmpuint (sums.results, ==, 1);
  leat_simulated_speech_take (&speech, 1);
  g_assert_cmpuint (sums.results, ==, 2);
  g_assert_cmpuint (sums.bytes, ==, 6);

  notes = read_notes (wishes.ledger);
  g_assert_cmpstr (notes, ==, ",\"n\":0,\"n\":1,\"n\":2,\"n\":3,\"unsent\":true,\"n\":4,\"n\":5");
  rewind (wishes.record);
  g_assert_cmpuint (fread (record, 1, sizeof record, wishes.record), ==, 6);
  g_assert_cmpmem (record, 6, "abcdeg", 6);
  leat_simulated_speech_clear (&speech);
  fclose (wishes.ledger);
  fclose (wishes.record);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulate/speech/take", test_take);
  return g_test_run ();
}
