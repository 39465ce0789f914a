/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-binary.c - any frame as numbers, bits and texts */
#include "decode-frames.h"

#define FIELD(NAME, OFFSET, TYPE, MORE) \
  "[field " NAME "]\noffset=" OFFSET "\ntype=" TYPE "\n" MORE

static const char *const texts[] = {
  "[schema]\nname=a\nformat=binary\nendian=big\n" FIELD ("n", "0", "int", "width=1\n")
    FIELD ("gap", "1", "decimal", "width=2\nscale=0.01\ncount=n\nrepeat=3\nstride=2\n"),
  "[schema]\nname=b\nformat=binary\nendian=little\n" FIELD ("a", "0", "decimal",
    "width=8\nas=signed\nscale=0.25\n") FIELD ("b", "1", "int", "width=5\nbits=3-38\nas=signed\n")
    FIELD ("c", "2", "double", "width=4\nscale=0.1\n") FIELD ("d", "2", "double", "width=8\n")
    FIELD ("e", "3", "decimal", "width=4\nas=bcd\nscale=0.001\n") FIELD ("f", "4", "string", "")
    FIELD ("g", "4", "bytes", "") FIELD ("h", "0", "time", "width=8\nas=signed\npattern=%s\n")
    FIELD ("i", "0", "int", "width=8\nmissing=65535\nmaximum=5\n"),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
