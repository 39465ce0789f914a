/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-nmea.c - tests the nmea format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=nmea\n"
#define FIELD(NAME, TYPE, MORE) "[field " NAME "]\ntype=" TYPE "\n" MORE
#define KIND FIELD ("kind", "string", "part=sentence\n")
#define LATITUDE FIELD ("lat", "decimal", "column=3\ndegrees=yes\n")
#define CLOCK \
  FIELD ("clock", "time", "column=9;1\npattern=%d%m%y,%H%M%S\ntimezone=UTC\n")

static const FaultCase faults[] = {
  { "column", HEAD FIELD ("a", "int", ""),
    "test:4: [field a] column: is missing: say which column it is, from 1; or part=sentence\n" },
  { "column-0", HEAD FIELD ("a", "int", "column=0\n"),
    "test:6: [field a] column: \"0\" is no column: 3, or 9;1, from 1 to 127\n" },
  { "columns", HEAD FIELD ("a", "int", "column=1;2;3;4;5\n"),
    "test:6: [field a] column: needs 1 to 4 columns\n" },
  { "part", HEAD FIELD ("a", "string", "column=1\npart=talker\n"),
    "test:6: [field a] column: is for part=column\n" },
  { "degrees", HEAD FIELD ("a", "int", "column=1\ndegrees=yes\n"),
    "test:5: [field a] type: must be decimal or double for degrees\n" },
};

static const DecodeCase cases[] = {
  { "parts", HEAD KIND FIELD ("talker", "string", "part=talker\n")
      FIELD ("address", "string", "part=address\n"), "$GPRMC,1",
    "kind=RMC talker=GP address=GPRMC", FALSE },
  { "parts-of-maker", HEAD KIND FIELD ("talker", "string", "part=talker\n"), "$PGRME,1",
    "kind=GRME talker=P", FALSE },
  { "bare", HEAD KIND, "GNGGA,1", "kind=GGA", FALSE },
  { "short-address", HEAD KIND FIELD ("talker", "string", "part=talker\n"), "$G,1",
    "kind=(missing) talker=G", FALSE },
  { "empty", HEAD KIND FIELD ("a", "int", "column=1\n"), "", "kind=(missing) a=(missing)", FALSE },
  { "joined", HEAD CLOCK,
    "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A",
    "clock=1994-03-23T12:35:19Z", FALSE },
  { "joined-empty", HEAD CLOCK, "$GPRMC,,V,,,,,,,,,", "clock=(missing)", FALSE },
  { "joined-half", HEAD CLOCK, "$GPRMC,123519,V,,,,,,,,,", "clock!,123519(undecodable)", FALSE },
  { "degrees", HEAD LATITUDE, "$GPRMC,123519,A,4807.038,N", "lat=48.117300", FALSE },
  { "degrees-south", HEAD LATITUDE, "$GPRMC,123519,A,4807.038,S", "lat=-48.117300", FALSE },
  { "degrees-whole", HEAD LATITUDE, "$GPRMC,,A,12005,E", "lat=120.083", FALSE },
  { "degrees-fine", HEAD LATITUDE, "$GPRMC,,A,01131.00001,W", "lat=-11.51666683", FALSE },
  { "degrees-double", HEAD FIELD ("lat", "double", "column=3\ndegrees=yes\n"),
    "$GPRMC,,A,4807.5,N", "lat=48.125", FALSE },
  { "degrees-empty", HEAD LATITUDE, "$GPRMC,,V,,", "lat=(missing)", FALSE },
  { "degrees-no-side", HEAD LATITUDE, "$GPRMC,,A,4807.038,", "lat!4807.038,(undecodable)", FALSE },
  { "degrees-wrong-side", HEAD LATITUDE, "$GPRMC,,A,4807.038,X", "lat!4807.038,X(undecodable)",
    FALSE },
  { "degrees-60-minutes", HEAD LATITUDE, "$GPRMC,,A,4860.0,N", "lat!4860.0,N(undecodable)",
    FALSE },
  { "degrees-sign", HEAD LATITUDE, "$GPRMC,,A,-807.0,N", "lat!-807.0,N(undecodable)", FALSE },
  { "degrees-too-fine", HEAD LATITUDE, "$GPRMC,,A,4807.123456789,N",
    "lat!4807.123456789,N(undecodable)", FALSE },
  { "degrees-cut", HEAD LATITUDE, "$GPRMC,,A,4807.038", "lat=(missing)", FALSE },
  { "checksum-wrong", HEAD KIND, "$GPRMC,1*00", "byte 8: its checksum is 00, not 56", TRUE },
  { "checksum-ignored", HEAD "checksum=ignore\n" KIND, "$GPRMC,1*00", "kind=RMC", FALSE },
  { "checksum-required", HEAD "checksum=required\n" KIND, "$GPRMC,1",
    "byte 8: it has no checksum, *hh, at its end", TRUE },
  { "checksum-lower-case", HEAD "checksum=required\n" FIELD ("a", "string", "column=2\n"),
    "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6a", "a=A", FALSE },
  { "last-column", HEAD FIELD ("a", "string", "column=2\n"), "$GPRMC,1,W*00",
    "byte 10: its checksum is 00, not 2D", TRUE },
  { "required", HEAD FIELD ("a", "int", "column=2\nrequired=yes\n"), "$GPRMC,1,x",
    "field a: column 2, byte 9: \"x\" is no int", TRUE },
};

/* what is behind the last column that is known is one text */
static void
test_many_columns (void)
{
  static const char *const no_tags[] = { NULL };
  g_autoptr (LeatSchema) schema = load_schema (HEAD FIELD ("a", "string", "column=127\n"));
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autofree char *frame = g_strnfill (1000, ',');
  const LeatMoment arrival = { 0 };

  g_assert_true (
      leat_schema_decode (schema, (const guint8 *) frame, 1000, batch, origin, arrival, NULL));
  g_assert_cmpuint (leat_batch_get_record (batch, 0)->values[0].length, ==, 1000 - 127);
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-nmea/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-nmea/", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/decode-nmea/many-columns", test_many_columns);
  return g_test_run ();
}
