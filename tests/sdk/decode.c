/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode.c - tests what all formats share: limits of a schema, and of a frame */
#include "decode-cases.h"
#include "leat-decode.h"

#define HEAD "[schema]\nname=test\n"
#define FIELD(NAME, COLUMN, TYPE, MORE) \
  "[field " NAME "]\ncolumn=" COLUMN "\ntype=" TYPE "\n" MORE
#define OTHER(NAME, COLUMN, MORE) "[field " NAME "]\ncolumn=" COLUMN "\n" MORE
#define BRANCH   HEAD "branch=kind\nsurplus=ignore\n"
#define KIND FIELD ("kind", "1", "string", "")
#define NMEA                                                                                      \
  BRANCH KIND FIELD ("time", "2", "string", "when=RMC\n") OTHER ("time 2", "3", "when=GGA\n")    \
  FIELD ("speed", "3", "decimal", "when=RMC;VTG\nrequired=yes\n")                                 \
  FIELD ("last", "4", "string", "")
#define SCALE                                                                                     \
  HEAD FIELD ("status", "1", "string", "") FIELD ("weight", "2", "decimal", "status=status\n"     \
    "unstable=US\noverflow=OL\nmissing=--\nmaximum=100\nupper-limit=50\n")                       \
  "[field verdict]\njudgement=weight\n"

static const FaultCase wrong[] = {
  { "when-without-branch", HEAD KIND FIELD ("a", "2", "int", "when=X\n"),
    "test:9: [field a] when: needs branch= in [schema]: the field that tells the shapes apart\n" },
  { "branch-without-when", HEAD "branch=kind\n" KIND,
    "test:3: [schema] branch: is for fields with a when=, and none has one\n" },
  { "branch-unknown", HEAD "branch=king\n" KIND FIELD ("a", "2", "int", "when=X\n"),
    "test:3: [schema] branch: \"king\" is no field with a place in the frame; did you mean "
    "kind?\n" },
  { "branch-with-when", HEAD "branch=kind\n" FIELD ("kind", "1", "string", "when=X\n"),
    "test:7: [field kind] when: has no meaning for the field that branch= names; it counts "
    "always\n" },
  { "when-empty", BRANCH KIND FIELD ("a", "2", "int", "when=\n"),
    "test:11: [field a] when: names no word of branch=\n" },
  { "other/no-first", HEAD KIND OTHER ("a X", "2", "when=X\n"),
    "test:6: [field a X]: needs a [field a] with a place in the frame before it\n" },
  { "other/overlap",
    BRANCH KIND FIELD ("a", "2", "int", "when=X;Y\n") OTHER ("a 2", "3", "when=Y\n"),
    "test:14: [field a 2] when: [field a] counts then too; give each words of its own\n" },
  { "other/first-counts-always",
    BRANCH KIND FIELD ("a", "2", "int", "") OTHER ("a 2", "3", "when=Y\n"),
    "test:13: [field a 2] when: [field a] counts then too; give each words of its own\n" },
  { "other/type",
    BRANCH KIND FIELD ("a", "2", "int", "when=X\n") OTHER ("a 2", "3", "when=Y\ntype=int\n"),
    "test:15: [field a 2] type: is the same in all places of a field; say it in its first "
    "group\n" },
  { "status/unknown", HEAD FIELD ("a", "1", "int", "status=b\nunstable=U\n"),
    "test:6: [field a] status: \"b\" is no field with a place in the frame\n" },
  { "status/itself", HEAD FIELD ("a", "1", "int", "status=a\nunstable=U\n"),
    "test:6: [field a] status: is the field itself; it needs another one\n" },
  { "status/no-words", HEAD FIELD ("s", "1", "string", "") FIELD ("a", "2", "int", "status=s\n"),
    "test:9: [field a] status: needs words of it: unstable=, overflow=, underflow=, missing=, "
    "device-error=\n" },
  { "status/unstable-alone", HEAD FIELD ("a", "1", "int", "unstable=U\n"),
    "test:6: [field a] unstable: needs status=: the field in which it stands\n" },
  { "status/word-twice",
    HEAD FIELD ("s", "1", "string", "") FIELD ("a", "2", "int", "status=s\nunstable=U\n"
      "overflow=U\n"),
    "test:10: [field a] unstable: \"U\" has a meaning in this field already\n" },
};

static const DecodeCase cases[] = {
  { "shape/first", NMEA, "RMC,12:00,1.5,x", "kind=RMC time=12:00 speed=1.5 last=x", FALSE },
  { "shape/other-place", NMEA, "GGA,47.1,12:00,x", "kind=GGA time=12:00 speed=(missing) last=x",
    FALSE },
  { "shape/one-field", NMEA, "VTG,,7.5,x", "kind=VTG time=(missing) speed=7.5 last=x", FALSE },
  { "shape/unknown", NMEA, "GSV,1,2,x", "kind=GSV time=(missing) speed=(missing) last=x", FALSE },
  { "shape/no-kind", NMEA, ",1,2,x", "kind=(missing) time=(missing) speed=(missing) last=x",
    FALSE },
  { "shape/required-elsewhere", NMEA, "GGA,,x,y", "kind=GGA time=x speed=(missing) last=y", FALSE },
  { "shape/required", NMEA, "VTG,,x,y", "field speed: column 3, byte 5: \"x\" is no decimal",
    TRUE },
  { "shape/others-rejected",
    BRANCH "others=reject\n" KIND FIELD ("a", "2", "int", "when=X\n"), "Y,1",
    "field kind: column 1, byte 0: no field has a when= for such a frame: \"Y,1\"", TRUE },
  { "shape/judged-by-its-own-tolerance",
    BRANCH KIND FIELD ("a", "2", "decimal", "when=X\nupper-limit=1\n")
      OTHER ("a 2", "3", "when=Y\nupper-limit=9\n") "[field verdict]\njudgement=a\n", "Y,0,5",
    "kind=Y a=5 verdict=good", FALSE },
  { "shape/of-number",
    BRANCH FIELD ("kind", "1", "int", "") FIELD ("a", "2", "int", "when=3\n"), "3,7",
    "kind=3 a=7", FALSE },

  { "status/stable", SCALE, "ST,+0012.500", "status=ST weight=12.500 verdict=good", FALSE },
  { "status/unstable", SCALE, "US,+0012.500", "status=US weight=12.500(unstable) verdict=good",
    FALSE },
  { "status/unstable-and-implausible", SCALE, "US,+0112.500",
    "status=US weight=112.500(implausible) verdict=bad", FALSE },
  { "status/overflow", SCALE, "OL,+9999999E+19", "status=OL weight=(overflow) verdict=none",
    FALSE },
  { "status/overflow-as-number", SCALE, "OL,99999999", "status=OL weight=(overflow) verdict=none",
    FALSE },
  { "status/mark-in-place", SCALE, "ST,--", "status=ST weight=(missing) verdict=none", FALSE },
  { "status/undecodable", SCALE, "US,1.x", "status=US weight!1.x(undecodable) verdict=none",
    FALSE },
  { "status/empty", SCALE, ",1.5", "status=(missing) weight=1.5 verdict=good", FALSE },
};

static char *
make_schema (guint n_fields)
{
  g_autoptr (GString) text = g_string_new ("[schema]\nname=test\n");

  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (text, "[field f%u]\ncolumn=1\ntype=int\n", i);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_most_places (void)
{
  static const char *const no_tags[] = { NULL };
  g_autofree char *text = make_schema (LEAT_PLACES_MAX);
  g_autofree char *longer = make_schema (LEAT_PLACES_MAX + 2);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = load_schema (text);
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  const LeatMoment arrival = { 0 };

  g_assert_true (
      leat_schema_decode (schema, (const guint8 *) "7", 1, batch, origin, arrival, NULL));
  g_assert_cmpint (leat_batch_get_record (batch, 0)->values[LEAT_PLACES_MAX - 1].integer, ==, 7);
  leat_origin_unref (origin);

  g_assert_null (leat_schema_load_text ("test", longer, -1, faults));

  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==,
                   "test:3075: [field f1024]: is one more than the 1024 that a schema may have\n");
}

/* no byte of it is looked at */
static void
test_longest_frame (void)
{
  static const char *const no_tags[] = { NULL };
  g_autofree char *text = make_schema (1);
  g_autoptr (LeatSchema) schema = load_schema (text);
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GError) error = NULL;
  const LeatMoment arrival = { 0 };

  g_assert_false (leat_schema_decode (schema, (const guint8 *) "7", G_MAXUINT32, batch, origin,
                                      arrival, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED);
  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, 0);
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode/", wrong, G_N_ELEMENTS (wrong));
  add_decode_cases ("/decode/", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/decode/most-places", test_most_places);
  g_test_add_func ("/decode/longest-frame", test_longest_frame);
  return g_test_run ();
}
