/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-obis.c - any frame as the lines of a meter */
#include "decode-frames.h"

#define FIELD(NAME, OBIS, TYPE, MORE) \
  "[field " NAME "]\nobis=" OBIS "\ntype=" TYPE "\n" MORE

static const char *const texts[] = {
  "[schema]\nname=a\nformat=obis\n" FIELD ("meter", "/", "string", "")
    FIELD ("energy", "1-0:1.8.1", "decimal", "unit=kWh\n")
    FIELD ("gas", "0-1:24.2.1", "decimal", "unit=m3\nvalue=2\n")
    FIELD ("clock", "0-0:1.0.0", "time", "pattern=%y%m%d%H%M%S\ntimezone=Europe/Amsterdam\n"),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
