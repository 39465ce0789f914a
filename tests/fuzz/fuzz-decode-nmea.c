/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-nmea.c - any frame as a sentence of NMEA 0183 */
#include "decode-frames.h"

#define FIELD(NAME, TYPE, MORE) "[field " NAME "]\ntype=" TYPE "\n" MORE
#define FIELDS                                                                                    \
  FIELD ("kind", "string", "part=sentence\n") FIELD ("talker", "string", "part=talker\n")         \
  FIELD ("lat", "decimal", "column=3\ndegrees=yes\n")                                             \
  FIELD ("lon", "double", "column=5\ndegrees=yes\n") FIELD ("last", "string", "column=127\n")     \
  FIELD ("clock", "time", "column=9;1\npattern=%d%m%y,%H%M%S\ntimezone=UTC\n")

static const char *const texts[] = {
  "[schema]\nname=a\nformat=nmea\nchecksum=ignore\n" FIELDS,
  "[schema]\nname=b\nformat=nmea\n" FIELDS,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
