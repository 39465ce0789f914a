/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-report.c - tests the table and the section that are made of what was heard */
#include "probe/probe-report.h"
#include <string.h>

#define LINE "ST,+00012.78  g\r\n"

typedef struct {
  LeatLineProbe     probe;
  LeatGuessKnown    known;
  LeatGuessFrames   lines;
  LeatProbeFindings findings;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  leat_line_probe_init (&self->probe);
  leat_guess_known_init (&self->known);
  self->findings = (LeatProbeFindings) { .device = "/dev/ttyS0",
                                         .plugin = "serial",
                                         .name = "scale",
                                         .probe = &self->probe,
                                         .known = &self->known };
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  leat_line_probe_clear (&self->probe);
  leat_guess_known_clear (&self->known);
  leat_guess_frames_clear (&self->lines);
}

/* @eighth: added to bytes with an odd number of ones; @n_bad: the first ones had errors */
static void
hear (Fixture *self, const LeatLineSettings *settings, const char *text, guint8 eighth, guint n_bad)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new (), bad = g_byte_array_new ();

  for (guint i = 0; i < strlen (text); i++)
    {
      const guint8 byte = (guint8) text[i];
      const guint8 sent = byte | (__builtin_parity (byte) ? eighth : 0), mark = i < n_bad;

      g_byte_array_append (bytes, &sent, 1);
      g_byte_array_append (bad, &mark, 1);
    }
  leat_line_probe_take (&self->probe, settings, bytes, bad, 1500000);
}

static void
expect_section (Fixture *self, const char *section)
{
  g_autofree char *text = leat_probe_report_section (&self->findings);

  g_assert_cmpstr (text, ==, section);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_autofree char *table = leat_probe_report_table (&self->findings, LEAT_TEXT_PLAIN);

  g_assert_cmpstr (table, ==, "  RATE      FORMAT HEARD       BYTES   ERRORS     TEXT   FRAMES\n");
  g_assert_false (leat_probe_report_is_sure (&self->findings));
  expect_section (self, NULL);
}

/* seven bits with parity, heard as eight; the frames are those of lines */
static void
test_seven (Fixture *self, gconstpointer data)
{
  const LeatLineSettings settings = { 19200, 8, 'N', 1 };
  g_autofree char *table = NULL;

  hear (self, &settings, LINE LINE LINE, 0x80, 0);
  g_assert_true (leat_guess_frames_init (&self->lines, (char *) self->probe.best->bytes->data,
                                         self->probe.best->bytes->len, NULL));
  self->findings.frames = &self->lines;
  table = leat_probe_report_table (&self->findings, LEAT_TEXT_PLAIN);
  g_assert_true (g_str_has_suffix (
      table,
      "\n* 19200     8N1    1s             51        0     100%        3  7E1: the eighth bit "
      "is the parity of the others\n"));
  g_assert_true (leat_probe_report_is_sure (&self->findings));
  expect_section (self,
                  "[source scale]\nplugin=serial\ndevice=/dev/ttyS0\nbaud-rate=19200\ndata-bits=7\n"
                  "parity=even\nstop-bits=1\nframer=scale\n"
                  "# without a schema a record is its frame; --write FILE writes one\n"
                  "\n[framer scale]\ntype=delimiter\ndelimiter=\\r\\n\n");
}

/* half of it has errors: it is proposed, and doubted; nothing ends a frame */
static void
test_unsure (Fixture *self, gconstpointer data)
{
  const LeatLineSettings settings = { 9600, 8, 'N', 1 };
  const LeatLineSettings other = { 1200, 8, 'N', 1 };

  hear (self, &other, "\001\001\001\001\001\001\001\001\001\001\001\001", 0, 11);
  hear (self, &settings, "0123456789012345678901234567890123456789", 0, 8);
  g_assert_false (leat_probe_report_is_sure (&self->findings));
  expect_section (self,
                  "[source scale]\nplugin=serial\ndevice=/dev/ttyS0\n"
                  "# UNSURE: what was heard so is 100% text, 20% of it with errors; look at it by "
                  "leat ports --watch\n"
                  "baud-rate=9600\ndata-bits=8\nparity=none\nstop-bits=1\n"
                  "# UNSURE: nothing in it seems to end a frame but silence; leat describe lists "
                  "framers\nframer=gap\n"
                  "# without a schema a record is its frame; --write FILE writes one\n");
}

/* what is known here is named; a schema that is written goes before it */
static void
test_known (Fixture *self, gconstpointer data)
{
  const LeatLineSettings none = { 0, 8, 'N', 1 };

  hear (self, &none, LINE, 0, 0);
  self->findings.device = NULL;
  self->known.preset = g_strdup ("nmea");
  self->known.schema = g_strdup ("nmea-gnss");
  g_string_assign (self->known.schemas, "and-csv, nmea-gnss");
  expect_section (self, "[source scale]\nplugin=serial\n"
                        "# UNSURE: a recording does not say where its machine is\n"
                        "device=/dev/ttyUSB0\nframer=nmea\nschema=nmea-gnss\n");
  self->findings.schema_path = "x.schema";
  expect_section (self, "[source scale]\nplugin=serial\n"
                        "# UNSURE: a recording does not say where its machine is\n"
                        "device=/dev/ttyUSB0\nframer=nmea\nschema=./x.schema\n"
                        "# UNSURE: it may be a machine that is known: its frames fit "
                        "schema=and-csv, nmea-gnss; leat plugins tells more\n");
}

static void
test_reasons (void)
{
  LeatLineScore score = { .heard_at = { 9600, 8, 'N', 1 }, .is = { 9600, 8, 'N', 1 } };
  g_autofree char *none = leat_probe_report_reason (&score), *eight = NULL, *seven = NULL;

  g_assert_null (none);
  score.is = (LeatLineSettings) { 9600, 8, 'O', 1 };
  score.unproved = TRUE;
  eight = leat_probe_report_reason (&score);
  g_assert_cmpstr (eight, ==, "8O1, perhaps: errors where a parity bit would be 0");
  score.is = (LeatLineSettings) { 9600, 7, 'N', 2 };
  score.unproved = FALSE;
  seven = leat_probe_report_reason (&score);
  g_assert_cmpstr (seven, ==, "7N2, perhaps: the eighth bit is always 1");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/probe-report/nothing", test_nothing },
    { "/probe-report/seven", test_seven },
    { "/probe-report/unsure", test_unsure },
    { "/probe-report/known", test_known },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/probe-report/reasons", test_reasons);
  return g_test_run ();
}
