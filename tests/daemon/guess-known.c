/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-known.c - tests which presets and schemas that ship are told in what was heard */
#include "guess/guess-known.h"
#include "configs.h"
#include <string.h>

typedef struct {
  const char *path;
  const char *bytes;
  gsize       length;
  const char *preset; /* NULL: none */
  const char *schema;
} Case;

#define CASE(PATH, BYTES, PRESET, SCHEMA) { PATH, BYTES, sizeof BYTES - 1, PRESET, SCHEMA }

#define GLL "$GPGLL,5300.97914,N,00259.98174,E,125926,A*28\r\n"
#define REGISTERS "\x11\x03\x06\xAE\x41\x56\x52\x43\x40\x49\xAD"
#define VOLUME \
  "\x68\x15\x15\x68\x08\x05\x72\x78\x56\x34\x12\x2D\x2C\x01\x04\x01\x00\x00\x00\x0C\x13\x27\x04" \
  "\x00\x00\x3C\x16"
#define PV200 "18/10/13,14:03:22, 17, 1,1.730,2.104,\r\n"

static const Case cases[] = {
  CASE ("/guess-known/nmea", "7914,N*2\r\n" GLL GLL GLL, "nmea", "nmea-gnss"),
  CASE ("/guess-known/modbus-rtu", REGISTERS REGISTERS REGISTERS, "modbus-rtu", "modbus-registers"),
  CASE ("/guess-known/mbus", VOLUME VOLUME, "mbus", "mbus-header"),
  CASE ("/guess-known/one-is-chance", GLL, NULL, NULL),
  CASE ("/guess-known/lines-prove-nothing", PV200 PV200 PV200, NULL, "pv200"),
  CASE ("/guess-known/words-are-anything", "hello\r\nworld\r\nhello\r\n", NULL, NULL),
  CASE ("/guess-known/nothing", "", NULL, NULL),
};

static void
test_case (gconstpointer data)
{
  const Case *the = data;
  g_autoptr (GPtrArray) catalogue = leatd_config_list_catalogue (test_registry ());
  g_auto (LeatGuessKnown) known = { NULL };
  g_auto (LeatGuessFrames) frames = { NULL };

  leat_guess_known_init (&known);
  leat_guess_known_search (&known, test_registry (), catalogue, (const guint8 *) the->bytes,
                           the->length);
  g_assert_cmpstr (known.preset, ==, the->preset);
  if (known.preset != NULL)
    leat_guess_known_match (&known, catalogue, known.frames);
  else if (leat_guess_frames_init (&frames, the->bytes, the->length, NULL))
    leat_guess_known_match (&known, catalogue, frames.frames);
  g_assert_cmpstr (known.schema, ==, the->schema);
  g_assert_true (known.schema == NULL || strstr (known.schemas->str, known.schema) != NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  return g_test_run ();
}
