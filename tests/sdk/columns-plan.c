/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* columns-plan.c - tests which columns become fields, and how many columns a frame may have */
#include "decode-cases.h"

#define HEAD  "[schema]\nname=test\n"
#define FIELD "[field num]\ntype=int\n"

static const FaultCase faults[] = {
  { "none", HEAD FIELD,
    "test:3: [field num] column: is missing: say which column it is, from 1; or "
    "judgement=FIELD;FIELD\n" },
  { "open", HEAD FIELD "column=2-\n",
    "test:5: [field num] column: \"2-\" is no column: 3, or 1-2, from 1 to 1024\n" },
  { "more-than-expected", HEAD "columns=2\n" FIELD "column=1-3\n",
    "test:3: [schema] columns: is 2, but a field has column 3\n" },
};

static const DecodeCase cases[] = {
  { "as-many", HEAD FIELD "column=2\n", "1,2", "num=2", FALSE },
  { "more", HEAD FIELD "column=2\n", "1,2,3", "num=2 +surplus", FALSE },
  { "more-ignored", HEAD "surplus=ignore\n" FIELD "column=2\n", "1,2,3", "num=2", FALSE },
  { "more-rejected", HEAD "surplus=reject\n" FIELD "column=2\n", "1,2,3",
    "the frame has 3 columns, 2 are expected: \"1,2,3\"", TRUE },
  { "fewer", HEAD FIELD "column=2\n", "1", "num=(missing)", FALSE },
  { "fewer-rejected", HEAD "shortage=reject\n" FIELD "column=2\n", "1",
    "the frame has 1 column, 2 are expected: \"1\"", TRUE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/columns-plan/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/columns-plan/", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
