/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-fixed.c - any frame as bytes that have their places */
#include "decode-frames.h"

#define FIELD(NAME, BYTES, TYPE) "[field " NAME "]\nbytes=" BYTES "\ntype=" TYPE "\n"

static const char *const texts[] = {
  "[schema]\nname=a\nformat=fixed\n" FIELD ("num", "1-4", "int") FIELD ("gap", "3-12", "decimal")
    FIELD ("unit", "14-", "string"),
  "[schema]\nname=b\nformat=fixed\nlength=6\ntrim=no\n" FIELD ("text", "2-6", "string")
    FIELD ("last", "6", "bool"),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
