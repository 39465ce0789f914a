/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* messages-cameras.c - tests messages of cameras and sensors that take options and a schema */
#include "message-cases.h"

#define CR &delimiter_framer_class, { "delimiter", "\\r", "swallow", "\\n" }
#define CR_LF &delimiter_framer_class, { "delimiter", "\\r\\n" }
#define FIELD MESSAGE_FIELD
#define CSV MESSAGE_SCHEMA ("csv")

static const MessageCase cases[] = {
  /* FZ3 user's manual, non-procedural data output: judgements 1 and -1, numbers that stay at the
   * end of their range; the values between are of the test */
  { "/messages/omron-fz/text", CR,
    CSV FIELD ("judge", "column=1\ntype=string\nrole=judgement\ngood=1\nbad=-1")
      FIELD ("gap", "column=2\ntype=decimal\nsaturated=999999999.9999;-999999999.9999"),
    BYTES ("1,1.5230\r-1,999999999.9999\r-1,-999999999.9999\r"),
    "judge=good gap=1.5230\njudge=bad gap=999999999.9999(saturated)\n"
    "judge=bad gap=-999999999.9999(saturated)\n",
    LEAT_END_NO },
  /* the same, binary: value * 1000 in 32 bits, 1000 and -1000; 2147483.648 has no positive value in
   * them, so it stays one below */
  { "/messages/omron-fz/binary",
    &fixed_framer_class, { "length", "8" },
    MESSAGE_SCHEMA ("binary") "endian=big\n"
      FIELD ("judge", "offset=0\nwidth=4\nas=signed\ntype=string\nrole=judgement\n"
             "good=1000\nbad=-1000")
      FIELD ("gap", "offset=4\nwidth=4\nas=signed\ntype=decimal\nscale=0.001\n"
             "saturated=2147483.647;-2147483.648"),
    BYTES ("\x00\x00\x03\xe8\x00\x00\x05\xf3\xff\xff\xfc\x18\x7f\xff\xff\xff"
           "\xff\xff\xfc\x18\x80\x00\x00\x00"),
    "judge=good gap=1.523\njudge=bad gap=2147483.647(saturated)\n"
    "judge=bad gap=-2147483.648(saturated)\n",
    LEAT_END_NO },
  /* FQ2 user's manual, page 359: 256.324 and -1.000; a judgement that is bad is -1000 */
  { "/messages/omron-fq2/binary",
    &fixed_framer_class, { "length", "9", "trailer", "\\r" },
    MESSAGE_SCHEMA ("binary") "endian=big\n"
      FIELD ("a", "offset=0\nwidth=4\nas=signed\ntype=decimal\nscale=0.001")
      FIELD ("judge", "offset=4\nwidth=4\nas=signed\ntype=string\nrole=judgement\n"
             "good=0\nbad=-1000"),
    BYTES ("\x00\x03\xe9\x44\xff\xff\xfc\x18\x0d"), "a=256.324 judge=bad\n", LEAT_END_NO },
  /* F250 user's manual, page 955: blanks stand between sign and digits */
  { "/messages/omron-f250", CR,
    MESSAGE_SCHEMA ("csv") "spaced-sign=yes\n"
      FIELD ("a", "column=1\ntype=decimal\nsaturated=9999999.999;-9999999.999")
      FIELD ("b", "column=2\ntype=decimal") FIELD ("c", "column=3\ntype=decimal"),
    BYTES ("12345.678 , 567.321 , - 76.912\r\n-9999999.999 , 0.000 , 1.000\r\n"),
    "a=12345.678 b=567.321 c=-76.912\na=-9999999.999(saturated) b=0.000 c=1.000\n", LEAT_END_NO },
  /* github.com/GrTravis2/iv3: behind the judgement pairs of a value and a judgement */
  { "/messages/iv3/tools", CR,
    CSV FIELD ("reply", "column=1\ntype=string") FIELD ("num", "column=2\ntype=int\nrole=counter")
      FIELD ("judge", "column=3\ntype=string\nrole=judgement\ngood=OK\nbad=NG")
      FIELD ("tool_1", "column=4\ntype=decimal") FIELD ("tool_1_judge", "column=5\ntype=string"),
    BYTES ("RT,00000,NG\rRT,00012,OK,0000093,OK\r"),
    "reply=RT num=0 judge=bad tool_1=(missing) tool_1_judge=(missing)\n"
    "reply=RT num=12 judge=good tool_1=93 tool_1_judge=OK\n",
    LEAT_END_NO },
  { "/messages/iv3/code", CR,
    MESSAGE_SCHEMA ("csv") "trim=no\n" FIELD ("tool", "column=2\ntype=string")
      FIELD ("code", "column=3\ntype=string"),
    BYTES ("CR,01,123456789ABCDE  \r"), "tool=01 code=123456789ABCDE  \n", LEAT_END_NO },
  /* LK-G user's manual, page 135: ER, the main command, a code; the command is of the test */
  { "/messages/lk-g/refused", CR,
    CSV FIELD ("reply", "column=1\ntype=string") FIELD ("command", "column=2\ntype=string")
      FIELD ("code", "column=3\ntype=string"),
    BYTES ("ER,M0,00\rER,M0,01\rER,M0,20\rER,M0,21\rER,M0,22\rER,M0,88\rER,M0,99\r"),
    "reply=ER command=M0 code=00\nreply=ER command=M0 code=01\nreply=ER command=M0 code=20\n"
    "reply=ER command=M0 code=21\nreply=ER command=M0 code=22\nreply=ER command=M0 code=88\n"
    "reply=ER command=M0 code=99\n",
    LEAT_END_NO },
  /* DL-RS1A user's manual, pages 15 and 18: HIGH, LOW and GO as bits of one digit, CR or CR LF;
   * which of them is which is of the test */
  { "/messages/dl-rs1a/judgement", CR,
    MESSAGE_SCHEMA ("binary") FIELD ("high", "offset=0\nwidth=1\nbits=0\ntype=bool")
      FIELD ("low", "offset=0\nwidth=1\nbits=1\ntype=bool")
      FIELD ("go", "offset=0\nwidth=1\nbits=2\ntype=bool"),
    BYTES ("4\r\n1\r2\r"),
    "high=false low=false go=true\nhigh=true low=false go=false\nhigh=false low=true go=false\n",
    LEAT_END_NO },
  /* github.com/morkai/walkner-ipt-vision, lib/devices/cognex-is2000.js: an In-Sight 2000 sends
   * datagrams of KEY=VALUE with tabulators between, NULs, CR LF; the keys are of the test */
  { "/messages/in-sight-2000", CR_LF,
    MESSAGE_SCHEMA ("pairs") "separators=\\t\\x00\n" FIELD ("score", "type=decimal")
      FIELD ("pass", "type=int"),
    BYTES ("score=70.2\tpass=1\0\r\n"), "score=70.2 pass=1\n", LEAT_END_MESSAGE },
  /* docs.cognex.com/alignsight_330: <Command>,<Status>[,results] */
  { "/messages/alignsight", CR_LF,
    CSV FIELD ("command", "column=1\ntype=string") FIELD ("status", "column=2\ntype=int")
      FIELD ("x", "column=3\ntype=decimal"),
    BYTES ("HEB,1\r\n"), "command=HEB status=1 x=(missing)\n", LEAT_END_NO },

  /* IV-S20 user's manual, page 13-5: its two worked sums, of what stands between : and them */
  { "/messages/sharp/iv-s20",
    &start_end_framer_class,
    { "start", ":", "end", "\\r", "checksum", "sum8", "checksum-form", "hex", "checksum-range",
      "1:" },
    MESSAGE_SCHEMA ("fixed") FIELD ("code", "bytes=1-2\ntype=int\nbase=16")
      FIELD ("text", "bytes=3-\ntype=string"),
    BYTES (":1001C3\r:1001C2\r:1A164016E\r"), "bad\ncode=16 text=01\ncode=26 text=16401\n",
    LEAT_END_NO },
  /* IV-S51M manual, pages 30 and 36: station, code 0111, end code, 0000 if it went well, and a
   * packet's number and the last one's; the sum begins behind the station. How wide a number of a
   * packet and a result are is of the test */
  { "/messages/sharp/packets",
    &start_end_framer_class,
    { "start", ":", "end", "\\r", "checksum", "sum8", "checksum-form", "hex", "checksum-range",
      "3:" },
    MESSAGE_SCHEMA ("fixed") FIELD ("station", "bytes=1-2\ntype=int\nbase=16")
      FIELD ("code", "bytes=3-6\ntype=string") FIELD ("end", "bytes=7-10\ntype=string")
      FIELD ("packet", "bytes=11-12\ntype=int\nbase=16")
      FIELD ("last", "bytes=13-14\ntype=int\nbase=16")
      FIELD ("result", "bytes=15-22\ntype=int\nbase=16"),
    BYTES (":00011100000102000004D2E0\r:000111000002020000162EE5\r:000111000184\r"),
    "station=0 code=0111 end=0000 packet=1 last=2 result=1234\n"
    "station=0 code=0111 end=0000 packet=2 last=2 result=5678\n"
    "station=0 code=0111 end=0001 packet=(missing) last=(missing) result=(missing)\n",
    LEAT_END_NO },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  message_cases_add (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
