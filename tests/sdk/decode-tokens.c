/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-tokens.c - tests the tokens format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=tokens\n"
#define FIELD(NAME, COLUMN, TYPE, MORE) \
  "[field " NAME "]\ncolumn=" COLUMN "\ntype=" TYPE "\n" MORE
#define TWO FIELD ("num", "1", "int", "") FIELD ("text", "2", "string", "")

static const FaultCase faults[] = {
  { "separators", HEAD "separators=\n" TWO,
    "test:4: [schema] separators: is empty; \\s\\t are blank and tabulator\n" },
  { "columns", HEAD "columns=1\n" TWO,
    "test:4: [schema] columns: is 1, but a field has column 2\n" },
};

static const DecodeCase cases[] = {
  { "two", HEAD TWO, "17 abc", "num=17 text=abc", FALSE },
  { "runs", HEAD TWO, " \\x09 17   \\x09abc  ", "num=17 text=abc", FALSE },
  { "other-separators", HEAD "separators=;\\s\n" TWO, "17; abc;", "num=17 text=abc", FALSE },
  { "joined", HEAD FIELD ("clock", "1-2", "time", "pattern=%Y-%m-%d %H:%M:%S\ntimezone=UTC\n"),
    "2018-10-13 06:03:22", "clock=2018-10-13T06:03:22Z", FALSE },
  { "joined-string", HEAD FIELD ("text", "1-3", "string", ""), "a  b c", "text=a  b c", FALSE },
  { "surplus", HEAD TWO, "17 abc d", "num=17 text=abc +surplus", FALSE },
  { "short", HEAD TWO, "17 ", "num=17 text=(missing)", FALSE },
  { "short-rejected", HEAD "shortage=reject\n" TWO, "17 ",
    "the frame has 1 column, 2 are expected: \"17\\s\"", TRUE },
  { "empty", HEAD TWO, "", "num=(missing) text=(missing)", FALSE },
  { "blank", HEAD TWO, "   ", "num=(missing) text=(missing)", FALSE },
  { "required", HEAD FIELD ("num", "2", "int", "required=yes\n"), "  a  x1",
    "field num: column 2, byte 5: \"x1\" is no int", TRUE },
  { "nul", HEAD TWO, "1 \\0", "num=1 text=\\0", FALSE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-tokens/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-tokens/", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
