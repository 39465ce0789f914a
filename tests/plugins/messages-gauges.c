/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* messages-gauges.c - tests messages of scales and gauges that take options and a schema */
#include "message-cases.h"

#define CR &delimiter_framer_class, { "delimiter", "\\r", "swallow", "\\n" }
#define CR_LF &delimiter_framer_class, { "delimiter", "\\r\\n" }
#define FIELD MESSAGE_FIELD
#define CSV MESSAGE_SCHEMA ("csv")
#define REGEX(pattern) MESSAGE_SCHEMA ("regex") "pattern=" pattern "\n"
#define MG80 \
  MESSAGE_SCHEMA ("fixed") FIELD ("channel", "bytes=2\ntype=string") \
    FIELD ("judgement", "bytes=5\ntype=string") \
    FIELD ("value", "bytes=6-13\ntype=decimal\noverflow=-F0.0000\ndevice-error=Error")

static const MessageCase cases[] = {
  /* A&D FX manual, page 33: a header of name, date and time before the CSV format */
  { "/messages/and/header", CR_LF,
    CSV FIELD ("scale", "column=1\ntype=string")
      FIELD ("taken", "column=2-3\ntype=time\npattern=%Y/%m/%d,%H:%M:%S\ntimezone=UTC")
      FIELD ("status", "column=4\ntype=string")
      FIELD ("weight", "column=5\ntype=decimal\nstatus=status\nunstable=US\noverflow=OL")
      FIELD ("unit", "column=6\ntype=string"),
    BYTES ("LAB-0123, 2004/07/01, 12:34:56, ST,+0000.1278,  g\r\n"),
    "scale=LAB-0123 taken=2004-07-01T12:34:56Z status=ST weight=0.1278 unit=g\n", LEAT_END_NO },
  /* a decimal comma makes the separator a semicolon */
  { "/messages/and/comma", CR_LF,
    CSV "delimiter=\\;\ndecimal-comma=yes\n" FIELD ("status", "column=1\ntype=string")
      FIELD ("weight", "column=2\ntype=decimal") FIELD ("unit", "column=3\ntype=string"),
    BYTES ("ST;+000,1278;  g\r\n"), "status=ST weight=0.1278 unit=g\n", LEAT_END_NO },
  /* Soehnle, Shimadzu: OL and -OL in the columns of the number, S or U before it or not; weights
   * are of the test */
  { "/messages/soehnle", CR_LF,
    REGEX ("^(?<stability>[SU])? *(?<weight>-?OL|[-+]?[0-9.]+) *(?<unit>[a-z]*) *$")
      FIELD ("stability", "type=string")
      FIELD ("weight", "type=decimal\nstatus=stability\nunstable=U\noverflow=OL\nunderflow=-OL")
      FIELD ("unit", "type=string"),
    BYTES ("     OL    \r\n-OL\r\nS   12.34 g\r\nU   12.35 g\r\n"),
    "stability=(missing) weight=(overflow) unit=(missing)\n"
    "stability=(missing) weight=(underflow) unit=(missing)\n"
    "stability=S weight=12.34 unit=g\nstability=U weight=12.35(unstable) unit=g\n",
    LEAT_END_NO },

  /* QM-Height manual, page 81; an answer of an SJ-210: OK and seven digits; GO/NG: 0 good, 1 above,
   * 2 below, 3 none. The digits, and that GO/NG stands behind OK, are of the test */
  { "/messages/sj-210/value", CR, REGEX ("^OK(?<value>[-+.0-9]{7})$") FIELD ("value",
      "type=decimal"), BYTES ("OK 0.123\rOK000.123\rOK00.123\r"),
    "reject\nvalue=0.123\nreject\n", LEAT_END_NO },
  { "/messages/sj-210/judgement", CR,
    REGEX ("^OK(?<judgement>[0-3])$") FIELD ("judgement",
      "type=string\nrole=judgement\ngood=0\nbad=1;2\nnone=3"),
    BYTES ("OK0\rOK1\rOK2\rOK3\r"),
    "judgement=good\njudgement=bad\njudgement=bad\njudgement=none\n", LEAT_END_NO },
  /* MG80 manual, pages 40 and 41: channels with a blank or CR LF between; over Ethernet with
   * nothing behind them; an alarm has a blank on both sides */
  { "/messages/mg80/cr-lf", CR_LF, MG80,
    BYTES ("00NMG-09.9999\r\n00NMU-F0.0000\r\n00NME  Error \r\n"),
    "channel=0 judgement=G value=-9.9999\nchannel=0 judgement=U value=(overflow)\n"
    "channel=0 judgement=E value=(device-error)\n",
    LEAT_END_NO },
  { "/messages/mg80/blank",
    &fixed_framer_class, { "length", "14" },
    MG80, BYTES ("00NMG-09.9999 01NMG-09.9998\r"),
    "channel=0 judgement=G value=-9.9999\nchannel=1 judgement=G value=-9.9998\n", LEAT_END_NO },
  { "/messages/mg80/ethernet",
    &fixed_framer_class, { "length", "13" },
    MG80, BYTES ("00NMG-09.999901NMG-09.9998"),
    "channel=0 judgement=G value=-9.9999\nchannel=1 judgement=G value=-9.9998\n", LEAT_END_NO },
  /* Force Ten: HELP where there is too much force; the reading is of the test */
  { "/messages/force-ten", CR_LF,
    MESSAGE_SCHEMA ("text") FIELD ("force", "type=decimal\noverflow=HELP"),
    BYTES ("12.34\r\nHELP\r\n"), "force=12.34\nforce=(overflow)\n", LEAT_END_NO },
  /* Horiba: ER, n; CR LF and the number are of the test */
  { "/messages/horiba", CR_LF,
    CSV FIELD ("reply", "column=1\ntype=string") FIELD ("code", "column=2\ntype=int"),
    BYTES ("ER, 1\r\n"), "reply=ER code=1\n", LEAT_END_NO },
  /* DX1000N communication interface manual, pages 4-8 and 4-9: status, channel, four alarms, unit,
   * mantissa and exponent; its own example, and its statuses for what is no measurement */
  { "/messages/yokogawa",
    &block_framer_class, { "start", "EA", "end", "EN" },
    REGEX ("(?s)DATE [^ ]+\\r\\nTIME [^ ]+ \\r\\n"
           "(?<status_1>[NDSOEB]) 001(?<alarm_1>.{4})(?<unit_1>[^ ]+) *(?<value_1>.{10})\\r\\n"
           "(?<status_2>[NDSOEB]) 002.{10}(?<value_2>.{10})\\r\\n"
           "(?<status_3>[NDSOEB]) 003.{10}(?<value_3>.{10})\\r\\n")
      FIELD ("alarm_1", "type=string") FIELD ("unit_1", "type=string")
      FIELD ("status_1", "type=string") FIELD ("status_2", "type=string")
      FIELD ("status_3", "type=string") FIELD ("value_1", "type=double\nstatus=status_1\n"
        "missing=S\noverflow=O\ndevice-error=E;B")
      FIELD ("value_2", "type=double\nstatus=status_2\nmissing=S\noverflow=O\ndevice-error=E;B")
      FIELD ("value_3", "type=double\nstatus=status_3\nmissing=S\noverflow=O\ndevice-error=E;B"),
    BYTES ("EA\r\nDATE 99/02/23\r\nTIME 19:56:32.500 \r\n"
           "N 001h   mV    +12345E-03\r\nN 002    mV    -67890E-01\r\nS 003                    \r\n"
           "EN\r\n"
           "EA\r\nDATE 99/02/23\r\nTIME 19:56:33.000 \r\n"
           "D 001    mV    +00123E-02\r\nO 002    mV    +99999E-01\r\nB 003    mV    +99999E-01\r\n"
           "EN\r\n"),
    "alarm_1=h    unit_1=mV status_1=N status_2=N status_3=S value_1=12.345 value_2=-6789 "
    "value_3=(missing)\n"
    "alarm_1=     unit_1=mV status_1=D status_2=O status_3=B value_1=1.23 value_2=(overflow) "
    "value_3=(device-error)\n",
    LEAT_END_NO },
  /* P4 and iVu: OK, a line with a value, or a number that says what is wrong; CR LF and the value
   * are of the test */
  { "/messages/banner", CR_LF,
    REGEX ("^(?:(?<status>OK)|(?<code>0|-100|-20[1-9]|-2[1-9][0-9]|-30[0-5]|10[0-9]{3})|"
           "(?<value>.+))$")
      FIELD ("status", "type=string") FIELD ("code", "type=int") FIELD ("value", "type=string"),
    BYTES ("OK\r\n12.5\r\n0\r\n-100\r\n-201\r\n-305\r\n10000\r\n10900\r\n"),
    "status=OK code=(missing) value=(missing)\nstatus=(missing) code=(missing) value=12.5\n"
    "status=(missing) code=0 value=(missing)\nstatus=(missing) code=-100 value=(missing)\n"
    "status=(missing) code=-201 value=(missing)\nstatus=(missing) code=-305 value=(missing)\n"
    "status=(missing) code=10000 value=(missing)\nstatus=(missing) code=10900 value=(missing)\n",
    LEAT_END_NO },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  message_cases_add (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
