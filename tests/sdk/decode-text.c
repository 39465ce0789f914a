/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-text.c - tests the text format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=text\n"
#define CODE "[field code]\ntype=string\n"

static const FaultCase faults[] = {
  { "key-of-csv", HEAD CODE "column=1\n",
    "test:6: [field code] column: has no meaning for format=text; it is for csv, tokens, nmea\n" },
};

static const DecodeCase cases[] = {
  { "whole", HEAD CODE, "]C10104912345,6=7", "code=]C10104912345,6=7", FALSE },
  { "blanks", HEAD CODE, " a b\\x09", "code=a b", FALSE },
  { "untrimmed", HEAD "trim=no\n" CODE, " a ", "code= a ", FALSE },
  { "two-types", HEAD CODE "[field number]\ntype=int\n", "42", "code=42 number=42", FALSE },
  { "no-read", HEAD CODE "missing=ERROR;NoRead\n", "NoRead", "code=(missing)", FALSE },
  { "empty", HEAD CODE, "", "code=(missing)", FALSE },
  { "required", HEAD CODE "required=yes\n", "", "field code: frame, byte 0: it is empty", TRUE },
  { "nul", HEAD CODE, "a\\0", "code=a\\0", FALSE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-text/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-text/", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
