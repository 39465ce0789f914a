/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* messages-readers.c - tests messages of code readers and markers that take options and a schema */
#include "message-cases.h"

#define CR_LF &delimiter_framer_class, { "delimiter", "\\r\\n" }
#define FCS \
  &start_end_framer_class, { "end", "\\r", "checksum", "xor8", "checksum-form", "hex", \
                             "checksum-range", "1:" }
#define MARKER \
  &start_end_framer_class, { "start", "\\x02;\\x06", "end", "\\r", "between", "\\n", "keep", \
                             "start", "checksum", "sum8", "checksum-form", "hex" }
#define FIELD MESSAGE_FIELD
#define REGEX(pattern) MESSAGE_SCHEMA ("regex") "pattern=" pattern "\n"
#define CODE FIELD ("code", "type=string\nrole=part\nmissing=ERROR;OVER;?")

static const MessageCase cases[] = {
  /* N-410 manual, pages 94 to 104: no header, STX or ESC; CR, CR LF or ETX; heads; ERROR, OVER and
   * ERRmm for what was not read */
  { "/messages/n-410/stx", &start_end_framer_class, { "start", "\\x02" },
    MESSAGE_SCHEMA ("text") CODE,
    BYTES ("\2"
           "ABC123\3\2ERROR\3"),
    "code=ABC123\ncode=(missing)\n", LEAT_END_NO },
  { "/messages/n-410/esc",
    &start_end_framer_class, { "start", "\\x1b", "end", "\\r", "between", "\\n" },
    MESSAGE_SCHEMA ("text") CODE, BYTES ("\033ABC123\r\n\033ABC124\r"),
    "code=ABC123\ncode=ABC124\n", LEAT_END_NO },
  { "/messages/n-410/heads",
    &length_framer_class,
    { "sync", "%P", "length-at", "5", "length-width", "4", "length-form", "decimal",
      "length-adjust", "10", "trailer", "\\r", "payload", "2:" },
    REGEX ("^(?<head>[0-9]{2})-(?<length>[0-9]{4})(?<code>.*)$") FIELD ("head",
      "type=string\nrole=camera") FIELD ("length", "type=int")
      FIELD ("code", "type=string\nmissing=ERROR;OVER\ndevice-error=ERR03"),
    BYTES ("%P01-0006ABC123\r%P02-0005ERROR\r%P02-0004OVER\r%P03-0005ERR03\r"),
    "head=01 length=6 code=ABC123\nhead=02 length=5 code=(missing)\n"
    "head=02 length=4 code=(missing)\nhead=03 length=5 code=(device-error)\n",
    LEAT_END_NO },

  /* V400-H111 user's manual, page 85: the worked check of ABCDEFG is 40, the XOR of what stands
   * between header and footer; STX and CR are of the test */
  { "/messages/omron-v400/check", FCS, MESSAGE_SCHEMA ("text") CODE,
    BYTES ("\2"
           "ABCDEFG41\r\2"
           "ABCDEFG40\r"),
    "bad\ncode=ABCDEFG\n", LEAT_END_NO },
  /* V530-R150 manual, pages 60 to 62, V400-F user's manual, page 64: count, which is -- above 99,
   * quality, data; ER; ? where nothing was read with any accuracy. Their values are of the test */
  { "/messages/omron-v400/quality", FCS,
    REGEX ("^(?<count>[0-9]{2}|--)(?<quality>C[0-9]{3}F[0-9]{3}E[0-9]{3})?(?<code>.+)$") FIELD (
      "count", "type=int\noverflow=--") FIELD ("quality", "type=string") CODE,
    BYTES ("\2"
           "07C090F080E070ABCDEFG31\r\2--C090F080E070ABCDEFG36\r\2"
           "ER17\r\2"
           "00?3F\r"),
    "count=7 quality=C090F080E070 code=ABCDEFG\n"
    "count=(overflow) quality=C090F080E070 code=ABCDEFG\n"
    "reject\ncount=0 quality=(missing) code=(missing)\n",
    LEAT_END_NO },
  /* coincidence with one of four codes, 00 to 03, or NG */
  { "/messages/omron-v530/coincidence", FCS,
    REGEX ("^(?<coincidence>0[0-3]|NG)(?<code>.+)$") FIELD (
      "coincidence", "type=string\nrole=judgement\ngood=00;01;02;03\nbad=NG") CODE,
    BYTES ("\2"
           "01ABCDEFG41\r\2NGABCDEFH46\r"),
    "coincidence=good code=ABCDEFG\ncoincidence=bad code=ABCDEFH\n", LEAT_END_NO },
  /* V430-F user's manual, page 83 */
  { "/messages/omron-v430",
    &start_end_framer_class, { "start", "<", "end", ">", "between", "\\r\\n" },
    MESSAGE_SCHEMA ("csv") FIELD ("command", "column=1\ntype=string")
      FIELD ("first", "column=2\ntype=int") FIELD ("second", "column=3\ntype=int"),
    BYTES ("<K541,200,30>\r\n"), "command=K541 first=200 second=30\n", LEAT_END_NO },

  /* LP-GS series, page 33, LP-400 series, page 71: STX, three letters, S, R or A, data, sum; ACK;
   * text may be Shift-JIS: that of the last one is of the test */
  { "/messages/lp-gs", MARKER,
    REGEX ("^(?:\\\\x02(?<command>[A-Z]{3})(?<kind>[SRA])|\\\\x06)(?<data>.*)$") FIELD ("command",
      "type=string") FIELD ("kind", "type=string") FIELD ("data", "type=string"),
    BYTES ("\x02\x46\x4e\x4f\x53\x32\x30\x34\x37\x30\x35\x0d"
           "\x06\x30\x30\x36\x36\x0d"
           "\x02\x46\x4e\x4f\x41\x32\x30\x34\x37\x46\x33\x0d"
           "\x02"
           "ABCA00099\r"),
    "command=FNO kind=S data=2047\ncommand=(missing) kind=(missing) data=00\n"
    "command=FNO kind=A data=2047\ncommand=ABC kind=A data=000\n",
    LEAT_END_NO },
  { "/messages/lp-gs/shift-jis", MARKER,
    MESSAGE_SCHEMA ("fixed") FIELD ("command", "bytes=2-4\ntype=string")
      FIELD ("data", "bytes=6-\ntype=string\nencoding=shift-jis"),
    BYTES ("\x02"
           "FNOA\x93\xfa\x96\x7b"
           "C4\r\n"),
    "command=FNO data=日本\n", LEAT_END_NO },

  /* IDM series manual, page 39: all parts that can be set; L, ]E0 and / are of the test */
  { "/messages/sick-idm", &start_end_framer_class, { "between", "\\r\\n\\t\\s" },
    REGEX ("^L(?<length>[0-9]{2,4})\\\\](?<prefix>[A-Za-z][0-9])(?<code>.+)"
           "\\\\](?<suffix>[A-Za-z][0-9])/$")
      FIELD ("length", "type=int") FIELD ("prefix", "type=string") CODE FIELD ("suffix",
        "type=string"),
    BYTES ("\2L13]E04006381333931]E0/\3\r\n\2L13]E04006381333932]E0/\3\t"),
    "length=13 prefix=E0 code=4006381333931 suffix=E0\n"
    "length=13 prefix=E0 code=4006381333932 suffix=E0\n",
    LEAT_END_NO },
  /* PowerScan D8330/M8300 manual, page 171: header, scanner, cradle, time stamp, a delimiter
   * each, code identifier, length, code; header, delimiter and widths are of the test */
  { "/messages/powerscan",
    &start_end_framer_class, { "end", "\\r\\n" },
    REGEX ("^(?<scanner>[0-9]{4}),(?<cradle>[0-9]{4}),(?<stamp>[^,]*),"
           "\\\\](?<symbology>[A-Za-z][0-9])(?<length>[0-9]{4})(?<code>.+)$")
      FIELD ("scanner", "type=string") FIELD ("cradle", "type=string")
      FIELD ("stamp", "type=string") FIELD ("symbology", "type=string")
      FIELD ("length", "type=int") CODE,
    BYTES ("\2"
           "0001,0002,10:21:33,]E000134006381333931\r\n"),
    "scanner=0001 cradle=0002 stamp=10:21:33 symbology=E0 length=13 code=4006381333931\n",
    LEAT_END_NO },
  /* ScanPlus: CR LF as postamble */
  { "/messages/scanplus", CR_LF, MESSAGE_SCHEMA ("text") CODE, BYTES ("4006381333931\r\n"),
    "code=4006381333931\n", LEAT_END_NO },
  /* KDC: 03, a length in three bytes, a byte that makes the sum of all 0; that the length counts
   * what follows it, with its highest byte first, is of the test */
  { "/messages/kdc",
    &length_framer_class,
    { "sync", "\\x03", "length-at", "1", "length-width", "3", "length-adjust", "4", "checksum",
      "lrc", "payload", "4:" },
    MESSAGE_SCHEMA ("text") CODE,
    BYTES ("\x03\x00\x00\x07"
           "ABCDEF\x60"
           "\x03\x00\x00\x07"
           "ABCDEF\x61"),
    "bad\ncode=ABCDEF\n", LEAT_END_NO },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  message_cases_add (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
