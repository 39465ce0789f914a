/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-regex.c - tests the regex format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define SCHEMA(PATTERN) "[schema]\nname=test\nformat=regex\npattern=" PATTERN "\n"
#define FIELD(NAME, TYPE, MORE) "[field " NAME "]\ntype=" TYPE "\n" MORE
#define GAUGE                                                                                     \
  SCHEMA ("^(?<status>..) +(?<gap>[-+]?[0-9.]+)(?: (?<unit>[a-z]+))?$")                           \
  FIELD ("status", "string", "") FIELD ("gap", "decimal", "") FIELD ("unit", "string", "")

static const FaultCase faults[] = {
  { "none", "[schema]\nname=test\nformat=regex\n" FIELD ("a", "int", ""),
    "test:1: [schema] pattern: is missing: A regular expression (PCRE) that frames match, with "
    "(?<NAME>…) around what is a field. A backslash is written twice, as in all options.\n" },
  { "group", SCHEMA ("(?<a>.)") FIELD ("b", "int", ""),
    "test:5: [field b] group: the pattern has no group b: (?<b>…)\n" },
  { "number", SCHEMA ("(.)") FIELD ("b", "int", "group=2\n"),
    "test:7: [field b] group: the pattern has no group 2: (?<2>…)\n" },
};

static const DecodeCase cases[] = {
  { "named", GAUGE, "ST  +1.730 mm", "status=ST gap=1.730 unit=mm", FALSE },
  { "group-that-did-not-match", GAUGE, "ST  1.730", "status=ST gap=1.730 unit=(missing)", FALSE },
  { "numbered", SCHEMA ("(.),(.)") FIELD ("a", "int", "group=2\n") FIELD ("all", "string",
    "group=0\n"), "1,2", "a=2 all=1,2", FALSE },
  { "empty-group", SCHEMA ("a(?<b>.*)") FIELD ("b", "int", ""), "a", "b=(missing)", FALSE },
  { "backslash", SCHEMA ("^(?<b>\\\\d+)$") FIELD ("b", "int", ""), "12", "b=12", FALSE },
  { "any-case", SCHEMA ("ok(?<b>.)\nany-case=yes") FIELD ("b", "int", ""), "OK1", "b=1", FALSE },
  { "bytes", SCHEMA ("^.(?<b>.)$") FIELD ("b", "string", "encoding=latin-1\n"), "\\xff\\xe4",
    "b=ä", FALSE },
  { "nul", SCHEMA ("^a.(?<b>.)$") FIELD ("b", "int", ""), "a\\07", "b=7", FALSE },
  { "no-match", GAUGE, "hello", "the pattern does not match: \"hello\"", TRUE },
  { "empty-frame", GAUGE, "", "the pattern does not match: \"\"", TRUE },
  { "required", SCHEMA ("a(?<b>.*)") FIELD ("b", "int", "required=yes\n"), "ax",
    "field b: group b, byte 1: \"x\" is no int", TRUE },
  { "required-absent", SCHEMA ("a(?<b>x)?") FIELD ("b", "string", "required=yes\n"), "a",
    "field b: group b, byte 1: it is not there: \"a\"", TRUE },
};

/* a pattern that tries all ways to part the frame is stopped */
static void
test_hostile (void)
{
  static const char *const no_tags[] = { NULL };
  g_autoptr (LeatSchema)
      schema = load_schema (SCHEMA ("^(?<b>(?:a+)+)+$") FIELD ("b", "string", ""));
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GError) error = NULL;
  g_autofree char *frame = g_strnfill (60000, 'a');
  const LeatMoment arrival = { 0 };

  frame[59999] = 'b';
  g_assert_false (
      leat_schema_decode (schema, (const guint8 *) frame, 60000, batch, origin, arrival, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED);
  g_assert_true (g_str_has_prefix (error->message, "the pattern gave up: "));
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-regex/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-regex/", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/decode-regex/hostile", test_hostile);
  return g_test_run ();
}
