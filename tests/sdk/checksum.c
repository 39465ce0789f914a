/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checksum.c - tests of each checksum against its published check value, and of how they stand in
 * frames */
#include "leat-checksum.h"
#include "leat-error.h"
#include <string.h>

#define DIGITS "123456789"

/* --- check values: of "123456789", unless another text is there --- */

typedef struct {
  const char *path;
  const char *name;
  guint width;
  guint64 check;
  const char *text;
} Check;

static const Check checks[] = {
  { "/checksum/check/xor8", "xor8", 8, 0x31, NULL },
  { "/checksum/check/bcc", "bcc", 8, 0x31, NULL },
  { "/checksum/check/sum8", "sum8", 8, 0xdd, NULL },
  { "/checksum/check/lrc", "lrc", 8, 0x23, NULL },
  { "/checksum/check/sum15", "sum15", 15, 0x01dd, NULL },
  { "/checksum/check/sum16", "sum16", 16, 0x01dd, NULL },
  { "/checksum/check/sum16-words", "sum16-words", 16, 0xd509, NULL },
  { "/checksum/check/lrc16-words", "lrc16-words", 16, 0x2af7, NULL },
  { "/checksum/check/fletcher-8", "fletcher-8", 16, 0x15dd, NULL },
  { "/checksum/check/fletcher-16", "fletcher-16", 16, 0x1ede, NULL },
  { "/checksum/check/fletcher-16/abcde", "fletcher-16", 16, 0xc8f0, "abcde" },
  { "/checksum/check/fletcher-32/abcde", "fletcher-32", 32, 0xf04fc729, "abcde" },
  { "/checksum/check/fletcher-32/abcdef", "fletcher-32", 32, 0x56502d2a, "abcdef" },
  { "/checksum/check/adler-32", "adler-32", 32, 0x091e01de, NULL },
  { "/checksum/check/crc-8-smbus", "crc-8/smbus", 8, 0xf4, NULL },
  { "/checksum/check/crc-8-maxim", "CRC-8/MAXIM", 8, 0xa1, NULL },
  { "/checksum/check/crc-8-sae-j1850", "crc-8/sae-j1850", 8, 0x4b, NULL },
  { "/checksum/check/crc-8-dvb-s2", "crc-8/dvb-s2", 8, 0xbc, NULL },
  { "/checksum/check/crc-16-arc", "crc-16/arc", 16, 0xbb3d, NULL },
  { "/checksum/check/crc-16-modbus", "crc-16/modbus", 16, 0x4b37, NULL },
  { "/checksum/check/crc-16-ibm-3740", "crc-16/ibm-3740", 16, 0x29b1, NULL },
  { "/checksum/check/crc-16-ccitt-false", "crc-16/ccitt-false", 16, 0x29b1, NULL },
  { "/checksum/check/crc-16-xmodem", "crc-16/xmodem", 16, 0x31c3, NULL },
  { "/checksum/check/crc-16-kermit", "crc-16/kermit", 16, 0x2189, NULL },
  { "/checksum/check/crc-16-ibm-sdlc", "crc-16/ibm-sdlc", 16, 0x906e, NULL },
  { "/checksum/check/crc-16-x-25", "crc-16/x-25", 16, 0x906e, NULL },
  { "/checksum/check/crc-16-genibus", "crc-16/genibus", 16, 0xd64e, NULL },
  { "/checksum/check/crc-16-dnp", "crc-16/dnp", 16, 0xea82, NULL },
  { "/checksum/check/crc-16-en-13757", "crc-16/en-13757", 16, 0xc2b7, NULL },
  { "/checksum/check/crc-24q", "crc-24q", 24, 0xcde703, NULL },
  { "/checksum/check/crc-24-mode-s", "crc-24/mode-s", 24, 0x054268, NULL },
  { "/checksum/check/crc-32", "crc-32", 32, 0xcbf43926, NULL },
  { "/checksum/check/crc-32-iso-hdlc", "crc-32/iso-hdlc", 32, 0xcbf43926, NULL },
  { "/checksum/check/crc-32c", "crc-32c", 32, 0xe3069283, NULL },
  { "/checksum/check/crc-32-mpeg-2", "crc-32/mpeg-2", 32, 0x0376e6e7, NULL },
  { "/checksum/check/crc-32-bzip2", "crc-32/bzip2", 32, 0xfc891918, NULL },
  { "/checksum/check/crc-32-jamcrc", "crc-32/jamcrc", 32, 0x340bc6d9, NULL },

  /* lines of the catalogue: widths that are no whole bytes, and the two that differ in refin and
   * refout */
  { "/checksum/line/3", "width=3 poly=0x3 init=0x0 refin=false refout=false xorout=0x7 check=0x4",
    3, 0x4, NULL },
  { "/checksum/line/5",
    "width=5 poly=0x05 init=0x1f refin=true refout=true xorout=0x1f check=0x19 residue=0x06 "
    "name=\"CRC-5/USB\"",
    5, 0x19, NULL },
  { "/checksum/line/7",
    "width=7 poly=0x09 init=0x00 refin=false refout=false xorout=0x00 check=0x75", 7, 0x75, NULL },
  { "/checksum/line/12",
    "width=12 poly=0x80f init=0x000 refin=false refout=true xorout=0x000 check=0xdaf", 12, 0xdaf,
    NULL },
  { "/checksum/line/15", "width=15 poly=4599  check=059e", 15, 0x059e, NULL },
  { "/checksum/line/40",
    "width=40 poly=0x0004820009 init=0 refin=no refout=no xorout=0xffffffffff "
    "check=0xd4164fc646",
    40, G_GUINT64_CONSTANT (0xd4164fc646), NULL },
  { "/checksum/line/64",
    "width=64 poly=0x42f0e1eba9ea3693 init=0xffffffffffffffff refin=true refout=true "
    "xorout=0xffffffffffffffff",
    64, G_GUINT64_CONSTANT (0x995dc9bbdf1939fa), NULL },
  { "/checksum/line/64-left", "width=64 poly=0x42f0e1eba9ea3693", 64,
    G_GUINT64_CONSTANT (0x6c40df5f0b497347), NULL },
};

static LeatChecksum *
make (const char *text)
{
  g_autoptr (GError) error = NULL;
  LeatChecksum *checksum = leat_checksum_new (text, &error);

  g_assert_no_error (error);
  return checksum;
}

static void
test_check (gconstpointer data)
{
  const Check *check = data;
  const char *text = check->text != NULL ? check->text : DIGITS;
  g_autoptr (LeatChecksum) checksum = make (check->name);

  g_assert_cmpuint (leat_checksum_get_width (checksum), ==, check->width);
  g_assert_cmphex (leat_checksum_compute (checksum, (const guint8 *) text, strlen (text)), ==,
                   check->check);
}

/* --- in frames --- */

typedef struct {
  const char *name;
  LeatChecksumForm form;
  const char *field;
  gsize length;
  gboolean agrees;
} Field;

static const Field fields[] = {
  { "crc-16/modbus", LEAT_CHECKSUM_LITTLE, "\x37\x4b", 2, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_BIG, "\x4b\x37", 2, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_BIG, "\x37\x4b", 2, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_BIG, "\x00\x4b\x37", 3, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_BIG, "\x4b", 1, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_BIG, "", 0, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_BIG, "\0\0\0\0\0\0\0\x4b\x37", 9, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "4b37", 4, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "4B37", 4, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "004b37", 6, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "374b", 4, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "4b3g", 4, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "+4b37", 5, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "", 0, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX, "00000000000004b37", 17, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX_LITTLE, "374b", 4, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX_LITTLE, "374b00", 6, TRUE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX_LITTLE, "374", 3, FALSE },
  { "crc-16/modbus", LEAT_CHECKSUM_HEX_LITTLE, "4b37", 4, FALSE },
  { "sum16", LEAT_CHECKSUM_HEX, "1dd", 3, TRUE }, /* without its zero, as P1 telegrams have it */
  { "fletcher-8", LEAT_CHECKSUM_LITTLE, "\xdd\x15", 2, TRUE },
  { "xor8", LEAT_CHECKSUM_HEX, "31", 2, TRUE },
};

static void
test_fields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const Field *field = &fields[i];
      g_autoptr (LeatChecksum) checksum = make (field->name);

      g_test_message ("case %u: %s", i, field->name);
      g_assert_cmpint (leat_checksum_agrees (checksum, (const guint8 *) DIGITS, strlen (DIGITS),
                                             field->form, (const guint8 *) field->field,
                                             field->length),
                       ==, field->agrees);
    }
}

/* --- what is none --- */

static const struct {
  const char *path;
  const char *text;
  const char *said;
} faults[] = {
  { "/checksum/fault/near", "crc-16/modbu",
    "there is no checksum \"crc-16/modbu\"; did you mean crc-16/modbus?" },
  { "/checksum/fault/unknown", "hamming",
    "there is no checksum \"hamming\"; there are xor8, sum8, lrc" },
  { "/checksum/fault/empty", "", "there is no checksum \"\"" },
  { "/checksum/fault/no-poly", "width=16", "a CRC needs width=, 1 to 64, and poly=" },
  { "/checksum/fault/width-0", "width=0 poly=1", "a CRC needs width=, 1 to 64, and poly=" },
  { "/checksum/fault/width-65", "width=65 poly=1", "a CRC needs width=, 1 to 64, and poly=" },
  { "/checksum/fault/wide-poly", "width=16 poly=0x11021",
    "poly=, init= or xorout= has more than the 16 bits of width=; poly= is written without its "
    "highest bit" },
  { "/checksum/fault/key", "width=16 polynomial=1021", "\"polynomial=1021\" is no parameter" },
  { "/checksum/fault/word", "width=16 poly=1021 reflected", "\"reflected\" is no parameter" },
  { "/checksum/fault/number", "width=16 poly=10g1", "\"poly=10g1\" is no parameter" },
  { "/checksum/fault/truth", "width=16 poly=1021 refin=maybe", "\"refin=maybe\" is no parameter" },
  { "/checksum/fault/check", "width=16 poly=0x1021 init=0xffff check=0x31c3",
    "these parameters make 0x29b1 of \"123456789\", and check= says 0x31c3" },
};

static void
test_fault (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (leat_checksum_new (faults[i].text, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, faults[i].said));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    g_test_add_data_func (checks[i].path, &checks[i], test_check);
  g_test_add_func ("/checksum/fields", test_fields);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    g_test_add_data_func (faults[i].path, GUINT_TO_POINTER (i), test_fault);
  return g_test_run ();
}
