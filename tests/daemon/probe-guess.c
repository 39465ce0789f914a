/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-guess.c - tests what is made of bytes: a preset, lines, or nothing */
#include "probe/probe-guess.h"
#include "configs.h"
#include <string.h>

static void
guess (LeatProbeGuess *self, const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  g_assert_true (leat_probe_guess_init (self, test_registry (), "x", "x.bin", bytes, &error));
  g_assert_no_error (error);
}

static void
test_lines (void)
{
  g_auto (LeatProbeGuess) self = { .framer = NULL };

  guess (&self, "1;2\n3;4\n");
  g_assert_null (self.known.preset);
  g_assert_cmpstr (self.lines.framer, ==, "type=delimiter\ndelimiter=\\n\n");
  g_assert_nonnull (strstr (self.proposal.text->str, "format=csv\n"));
}

/* the schema that is written is of the preset's frames */
static void
test_preset (void)
{
  g_auto (LeatProbeGuess) self = { .framer = NULL };

  guess (&self, "$GPGLL,5300.97914,N,00259.98174,E,125926,A*28\r\n"
                "$GPGLL,5300.97914,N,00259.98174,E,125926,A*28\r\n");
  g_assert_cmpstr (self.known.preset, ==, "nmea");
  g_assert_cmpstr (self.lines.framer, ==, "type=nmea\n");
  g_assert_nonnull (strstr (self.proposal.text->str, "\nframe=$GPGLL,5300.97914,N,"));
  g_assert_null (strstr (self.proposal.text->str, "*28"));
}

static void
test_nothing (void)
{
  static const char *const texts[] = { "", "x", "no line ends in it" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (LeatProbeGuess) self = { .framer = NULL };

      guess (&self, texts[i]);
      g_assert_null (self.known.preset);
      g_assert_null (self.known.schema);
      g_assert_null (self.lines.frames);
      g_assert_null (self.proposal.text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe-guess/lines", test_lines);
  g_test_add_func ("/probe-guess/preset", test_preset);
  g_test_add_func ("/probe-guess/nothing", test_nothing);
  return g_test_run ();
}
