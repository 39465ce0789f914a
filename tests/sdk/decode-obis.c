/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-obis.c - tests the obis format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=obis\n"
#define FIELD(NAME, OBIS, TYPE, MORE) \
  "[field " NAME "]\nobis=" OBIS "\ntype=" TYPE "\n" MORE
#define ENERGY FIELD ("energy", "1-0:1.8.1", "decimal", "unit=kWh\n")
#define CLOCK \
  FIELD ("clock", "0-0:1.0.0", "time", "pattern=%y%m%d%H%M%S\ntimezone=Europe/Amsterdam\n")

static const FaultCase faults[] = {
  { "obis", HEAD "[field a]\ntype=int\n",
    "test:4: [field a] obis: is missing: The code at the begin of its line: 1-0:1.8.0; what "
    "follows a * in it is passed over. A / is the line that names the meter.\n" },
  { "value", HEAD FIELD ("a", "1.8.0", "int", "value=0\n"),
    "test:7: [field a] value: 0 is out of range, 1 to 64 is right\n" },
};

static const DecodeCase cases[] = {
  { "line", HEAD ENERGY, "1-0:1.8.1(000671.578*kWh)\\x0D\\x0A", "energy=671.578", FALSE },
  { "telegram", HEAD FIELD ("meter", "/", "string", "") CLOCK ENERGY
      FIELD ("gas", "0-1:24.2.1", "decimal", "unit=m3\nvalue=2\n"),
    "/KFM5KAIFA-METER\\x0D\\x0A\\x0D\\x0A" "0-0:1.0.0(161113205757W)\\x0D\\x0A"
    "1-0:1.8.1(001581.123*kWh)\\x0D\\x0A" "0-1:24.2.1(161113200000W)(00981.443*m3)\\x0D\\x0A!6796",
    "meter=KFM5KAIFA-METER clock=2016-11-13T19:57:57Z energy=1581.123 gas=981.443", FALSE },
  { "summer", HEAD CLOCK, "0-0:1.0.0(160713205757S)", "clock=2016-07-13T18:57:57Z", FALSE },
  { "storage-number", HEAD ENERGY, "1-0:1.8.1*255(000671.578*kWh)", "energy=671.578", FALSE },
  { "short-code", HEAD FIELD ("a", "1.8.0", "decimal", ""), "1.8.0(12.5*kWh)", "a=12.5", FALSE },
  { "other-unit", HEAD ENERGY, "1-0:1.8.1(671578*Wh)", "energy!671578*Wh(undecodable)", FALSE },
  { "no-unit", HEAD ENERGY, "1-0:1.8.1(671.578)", "energy=671.578", FALSE },
  { "string-with-star", HEAD FIELD ("a", "0.0.0", "string", ""), "0.0.0(ab*c)", "a=ab*c", FALSE },
  { "longer-code", HEAD ENERGY, "1-0:1.8.10(1*kWh)", "energy=(missing)", FALSE },
  { "twice", HEAD ENERGY, "1-0:1.8.1(1*kWh)\n1-0:1.8.1(2*kWh)", "energy=1", FALSE },
  { "empty-value", HEAD ENERGY, "1-0:1.8.1()", "energy=(missing)", FALSE },
  { "no-second-value", HEAD FIELD ("a", "0-1:24.2.1", "decimal", "value=2\n"),
    "0-1:24.2.1(161113200000W)", "a=(missing)", FALSE },
  { "cut", HEAD ENERGY, "1-0:1.8.1(000671.5", "energy=(missing)", FALSE },
  { "empty", HEAD ENERGY, "", "energy=(missing)", FALSE },
  { "absent", HEAD ENERGY "required=yes\n", "/ABC",
    "field energy: obis 1-0:1.8.1, byte 4: it is not there: \"/ABC\"", TRUE },
  { "required", HEAD ENERGY "required=yes\n", "1-0:1.8.1(0x1*kWh)",
    "field energy: obis 1-0:1.8.1, byte 10: \"0x1\" is no decimal", TRUE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-obis/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-obis/", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
