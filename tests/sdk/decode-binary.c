/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-binary.c - tests the binary format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=binary\n"
#define FIELD(NAME, OFFSET, TYPE, MORE) \
  "[field " NAME "]\noffset=" OFFSET "\ntype=" TYPE "\n" MORE
#define BIG HEAD "endian=big\n"
#define LITTLE HEAD "endian=little\n"
#define REST FIELD ("rest", "9", "string", "")
#define GROUP                                                                                     \
  BIG FIELD ("n", "0", "int", "width=1\n")                                                        \
  FIELD ("gap", "1", "decimal", "width=2\nscale=0.01\ncount=n\nrepeat=3\nstride=2\n")

static const FaultCase faults[] = {
  { "offset", HEAD "[field a]\ntype=int\nwidth=1\n",
    "test:4: [field a] offset: is missing: Its first byte, counted from 0.\n" },
  { "width", HEAD FIELD ("a", "0", "int", ""),
    "test:4: [field a] width: is missing: how many bytes the number has\n" },
  { "width-9", BIG FIELD ("a", "0", "int", "width=9\n"),
    "test:8: [field a] width: must be 1 to 8 for a number\n" },
  { "endian", HEAD FIELD ("a", "0", "int", "width=2\n"),
    "test:4: [field a] endian: is missing, here and in [schema]: little or big, as the device's "
    "manual says\n" },
  { "float-width", BIG FIELD ("a", "0", "double", "width=2\n"),
    "test:8: [field a] width: must be 4 or 8 for a float\n" },
  { "float-type", BIG FIELD ("a", "0", "decimal", "width=4\nas=float\n"),
    "test:7: [field a] type: must be double for a float\n" },
  { "bytes", BIG FIELD ("a", "0", "int", "width=4\nas=bytes\n"),
    "test:7: [field a] type: bytes and as=bytes need each other\n" },
  { "bits", HEAD FIELD ("a", "0", "int", "width=1\nbits=8\n"),
    "test:8: [field a] bits: \"8\" are no bits of 1 byte\n" },
  { "bits-backwards", HEAD FIELD ("a", "0", "int", "width=1\nbits=3-2\n"),
    "test:8: [field a] bits: \"3-2\" are no bits of 1 byte\n" },
  { "bits-word", HEAD FIELD ("a", "0", "int", "width=1\nbits=x\n"),
    "test:8: [field a] bits: \"x\" are no bits: 3, or 4-7, from 0 to 63\n" },
  { "scale", HEAD FIELD ("a", "0", "int", "width=1\nscale=0.1\n"),
    "test:8: [field a] scale: needs type=decimal, which has a fraction\n" },
  { "scale-0", HEAD FIELD ("a", "0", "decimal", "width=1\nscale=0\n"),
    "test:8: [field a] scale: \"0\" is no decimal above 0, such as 0.001\n" },
  { "beyond", BIG "length=4\n" FIELD ("a", "3", "int", "width=2\n"),
    "test:7: [field a] offset: goes beyond length=4 of [schema]\n" },
  { "count", HEAD FIELD ("a", "0", "int", "width=1\ncount=m\nelement=1\n"),
    "test:8: [field a] count: \"m\" is no field with type=int\n" },
  { "count-alone", HEAD FIELD ("a", "0", "int", "width=1\ncount=a\n"),
    "test:8: [field a] count: element= and count= need each other\n" },
  { "stride", HEAD FIELD ("a", "0", "int", "width=1\nrepeat=2\n") REST,
    "test:4: [field a] stride: is missing: repeat= needs it\n" },
  { "repeat", HEAD FIELD ("a", "0", "int", "width=1\nrepeat=257\nstride=1\n")
    REST,
    "test:8: [field a] repeat: \"257\" is no number from 1 to 256\n" },
};

static const DecodeCase cases[] = {
  /* Omron FQ2's own example: 256.324 and -1.000, as value * 1000 */
  { "omron",
    BIG FIELD ("a", "0", "decimal", "width=4\nas=signed\nscale=0.001\n")
      FIELD ("b", "4", "decimal", "width=4\nas=signed\nscale=0.001\n"),
    "\\x00\\x03\\xE9\\x44\\xFF\\xFF\\xFC\\x18", "a=256.324 b=-1.000", FALSE },
  { "little", LITTLE FIELD ("a", "1", "int", "width=2\n"), "\\xff\\x34\\x12", "a=4660", FALSE },
  { "own-endian", LITTLE FIELD ("a", "0", "int", "width=3\nendian=big\n"), "\\x01\\x02\\x03",
    "a=66051", FALSE },
  { "signed-byte", HEAD FIELD ("a", "0", "int", "width=1\nas=signed\n"), "\\x80", "a=-128",
    FALSE },
  { "widest", BIG FIELD ("a", "0", "int", "width=8\n"), "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff",
    "a=18446744073709551615", FALSE },
  { "widest-scaled", BIG FIELD ("a", "0", "decimal", "width=8\nscale=0.25\n"),
    "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff", "a=4611686018427387903.75", FALSE },
  { "lowest", BIG FIELD ("a", "0", "int", "width=8\nas=signed\n"),
    "\\x80\\x00\\x00\\x00\\x00\\x00\\x00\\x00", "a=-9223372036854775808", FALSE },
  { "scale-up", HEAD FIELD ("a", "0", "int", "width=1\nscale=10\n"), "\\x07", "a=70", FALSE },
  { "scale-of-double", HEAD FIELD ("a", "0", "double", "width=1\nas=unsigned\nscale=0.5\n"),
    "\\x03", "a=1.5", FALSE },
  { "bits", HEAD FIELD ("low", "0", "int", "width=1\nbits=0-3\n")
      FIELD ("high", "0", "int", "width=1\nbits=4-7\n")
      FIELD ("on", "0", "bool", "width=1\nbits=5\n") FIELD ("off", "0", "bool",
        "width=1\nbits=6\n"), "\\xa5", "low=5 high=10 on=true off=false", FALSE },
  { "signed-bits", HEAD FIELD ("a", "0", "int", "width=1\nbits=4-7\nas=signed\n"), "\\xa5", "a=-6",
    FALSE },
  { "all-64-bits", BIG FIELD ("a", "0", "int", "width=8\nbits=0-63\nas=signed\n"),
    "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff", "a=-1", FALSE },
  { "float", LITTLE FIELD ("a", "0", "double", "width=4\n"), "\\xa4\\x70\\xdd\\x3f", "a=1.73",
    FALSE },
  { "double", BIG FIELD ("a", "0", "double", "width=8\n"),
    "\\x3f\\xf8\\x00\\x00\\x00\\x00\\x00\\x00",
    "a=1.5", FALSE },
  { "nan", BIG FIELD ("a", "0", "double", "width=4\n"), "\\x7f\\xc0\\x00\\x00", "a=nan", FALSE },
  { "bcd", BIG FIELD ("a", "0", "decimal", "width=3\nas=bcd\nscale=0.01\n"), "\\x00\\x17\\x30",
    "a=17.30", FALSE },
  { "bcd-little", LITTLE FIELD ("a", "0", "int", "width=2\nas=bcd\n"), "\\x34\\x12", "a=1234",
    FALSE },
  { "bcd-small", BIG FIELD ("a", "0", "decimal", "width=1\nas=bcd\nscale=0.0001\n"), "\\x25",
    "a=0.0025", FALSE },
  { "bcd-no-digit", BIG FIELD ("a", "0", "int", "width=2\nas=bcd\n"), "\\x1f\\x12",
    "a!1F12(undecodable)", FALSE },
  { "bcd-time", BIG FIELD ("a", "0", "time", "width=6\nas=bcd\npattern=%y%m%d%H%M%S\n"
      "timezone=UTC\n"), "\\x18\\x10\\x13\\x06\\x03\\x22", "a=2018-10-13T06:03:22Z", FALSE },
  { "time", BIG FIELD ("a", "0", "time", "width=4\npattern=%s\n"), "\\x5b\\xc1\\x8a\\xaa",
    "a=2018-10-13T06:03:22Z", FALSE },
  { "text", HEAD FIELD ("a", "0", "string", "width=4\n") FIELD ("b", "4", "string", ""),
    "ab\\0\\0cd  ", "a=ab b=cd", FALSE },
  { "text-number", HEAD FIELD ("a", "1", "decimal", "width=5\nas=text\n"), "x1.730", "a=1.730",
    FALSE },
  { "text-empty", HEAD FIELD ("a", "0", "string", "width=2\n"), "\\0\\0", "a=(missing)", FALSE },
  { "judgement", BIG FIELD ("judge", "0", "string",
      "width=4\nas=signed\nrole=judgement\ngood=1000\nbad=-1000\n"), "\\xff\\xff\\xfc\\x18",
    "judge=bad", FALSE },
  { "mark", BIG FIELD ("a", "0", "int", "width=2\nmissing=65535\n"), "\\xff\\xff", "a=(missing)",
    FALSE },
  { "mark-scaled",
    BIG FIELD ("a", "0", "decimal", "width=2\nscale=0.1\noverflow=6553.5\nmaximum=10\n"),
    "\\xff\\xff", "a=(overflow)", FALSE },
  { "implausible", HEAD FIELD ("a", "0", "int", "width=1\nmaximum=10\n"), "\\x0b",
    "a=11(implausible)", FALSE },
  { "saturated", HEAD FIELD ("a", "0", "int", "width=1\nsaturated=255\n"), "\\xff",
    "a=255(saturated)", FALSE },
  { "short", BIG FIELD ("a", "1", "int", "width=2\n"), "\\x01\\x02", "a=(missing)", FALSE },
  { "required", BIG FIELD ("a", "1", "int", "width=2\nrequired=yes\n"), "\\x01\\x02",
    "field a: offset 1, byte 2: it is not there: \"\\x01\\x02\"", TRUE },
  { "length", HEAD "length=2\n" FIELD ("a", "0", "int", "width=1\n"), "\\x01",
    "the frame has 1 byte, 2 are expected: \"\\x01\"", TRUE },
  { "empty-frame", HEAD FIELD ("a", "0", "int", "width=1\n") FIELD ("b", "0", "string", ""), "",
    "a=(missing) b=(missing)", FALSE },

  { "group/all", GROUP, "\\x03\\x00\\xad\\x00\\x02\\x00\\x03",
    "n=3 gap_1=1.73 gap_2=0.02 gap_3=0.03",
    FALSE },
  { "group/some", GROUP, "\\x01\\x00\\xad\\x00\\x02\\x00\\x03",
    "n=1 gap_1=1.73 gap_2=(missing) gap_3=(missing)", FALSE },
  { "group/none", GROUP, "\\x00", "n=0 gap_1=(missing) gap_2=(missing) gap_3=(missing)", FALSE },
  { "group/hostile", GROUP, "\\xff\\x00\\xad\\x00",
    "field gap_2: offset 3, byte 4: it is not there, though n says 255", TRUE },
  { "group/more-than-fields", GROUP, "\\x04\\x00\\xad\\x00\\x02\\x00\\x03\\x00\\x04",
    "n=4 gap_1=1.73 gap_2=0.02 gap_3=0.03 +surplus", FALSE },
  { "group/no-count", BIG FIELD ("gap", "0", "int", "width=1\nrepeat=2\nstride=1\n"), "\\x05",
    "gap_1=5 gap_2=(missing)", FALSE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-binary/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-binary/", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
