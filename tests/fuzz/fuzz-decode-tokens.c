/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-tokens.c - any frame as columns between blanks */
#include "decode-frames.h"

#define FIELD(NAME, COLUMN, TYPE) "[field " NAME "]\ncolumn=" COLUMN "\ntype=" TYPE "\n"

static const char *const texts[] = {
  "[schema]\nname=a\nformat=tokens\n" FIELD ("num", "1", "int") FIELD ("text", "2-4", "string"),
  "[schema]\nname=b\nformat=tokens\nseparators=;\\x00\nsurplus=reject\nshortage=reject\n"
    FIELD ("gap", "2", "decimal"),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
