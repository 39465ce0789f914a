/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-fixed.c - tests the fixed format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=fixed\n"
#define FIELD(NAME, BYTES, TYPE, MORE) \
  "[field " NAME "]\nbytes=" BYTES "\ntype=" TYPE "\n" MORE
#define TWO FIELD ("num", "1-4", "int", "") FIELD ("text", "5-", "string", "")

static const FaultCase faults[] = {
  { "no-bytes", HEAD "[field num]\ntype=int\n",
    "test:4: [field num] bytes: is missing: Its bytes, counted from 1: 1-10, or 7, or 11- for all "
    "to the end.\n" },
  { "bytes", HEAD FIELD ("num", "4-1", "int", ""),
    "test:5: [field num] bytes: \"4-1\" are no bytes of a frame: 1-10, or 7, or 11-, counted from "
    "1\n" },
  { "beyond", HEAD "length=4\n" FIELD ("num", "4-5", "int", ""),
    "test:6: [field num] bytes: go beyond length=4 of [schema]\n" },
  { "beyond-open", HEAD "length=4\n" FIELD ("num", "5-", "int", ""),
    "test:6: [field num] bytes: go beyond length=4 of [schema]\n" },
  { "key-of-csv", HEAD "delimiter=,\n" FIELD ("num", "1", "int", "column=1\n"),
    "test:4: [schema] delimiter: has no meaning for format=fixed; it is for csv\n"
    "test:8: [field num] column: has no meaning for format=fixed; it is for csv, tokens, nmea\n" },
};

static const DecodeCase cases[] = {
  { "two", HEAD TWO, "  17abc", "num=17 text=abc", FALSE },
  { "blanks", HEAD TWO, "17   abc ", "num=17 text=abc", FALSE },
  { "untrimmed", HEAD "trim=no\n" TWO, "0017 abc ", "num=17 text= abc ", FALSE },
  { "untrimmed-number", HEAD "trim=no\n" TWO, "17   ", "num!17  (undecodable) text= ", FALSE },
  { "one-byte", HEAD FIELD ("judge", "3", "string", ""), "abcd", "judge=c", FALSE },
  { "overlap", HEAD FIELD ("a", "1-2", "string", "") FIELD ("b", "2-3", "string", ""), "abc",
    "a=ab b=bc", FALSE },
  { "last-byte", HEAD FIELD ("a", "3-4", "int", ""), "abcd12", "a!cd(undecodable)", FALSE },
  { "empty", HEAD TWO, "       ", "num=(missing) text=(missing)", FALSE },
  { "empty-frame", HEAD TWO, "", "num=(missing) text=(missing)", FALSE },
  { "short", HEAD TWO, "17", "num=(missing) text=(missing)", FALSE },
  { "short-by-one", HEAD FIELD ("gap", "1-5", "decimal", ""), "1.73", "gap=(missing)", FALSE },
  { "required-short", HEAD FIELD ("gap", "1-5", "decimal", "required=yes\n"), "1.73",
    "field gap: bytes 1-5, byte 4: it is not there: \"1.73\"", TRUE },
  { "required-wrong", HEAD FIELD ("gap", "3-6", "decimal", "required=yes\n"), "ab1.x3",
    "field gap: bytes 3-6, byte 2: \"1.x3\" is no decimal", TRUE },
  { "length", HEAD "length=6\n" FIELD ("gap", "3-6", "decimal", ""), "ab1.73", "gap=1.73", FALSE },
  { "length-more", HEAD "length=6\n" FIELD ("gap", "3-6", "decimal", ""), "ab1.731",
    "the frame has 7 bytes, 6 are expected: \"ab1.731\"", TRUE },
  { "length-less", HEAD "length=6\n" FIELD ("gap", "3-6", "decimal", ""), "a",
    "the frame has 1 byte, 6 are expected: \"a\"", TRUE },
  { "nul", HEAD TWO, "1\\0 7a\\0b", "num!1\\0 7(undecodable) text=a\\0b", FALSE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-fixed/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-fixed/", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
