/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-regex.c - any frame before regular expressions */
#include "decode-frames.h"

#define FIELD(NAME, TYPE) "[field " NAME "]\ntype=" TYPE "\n"

static const char *const texts[] = {
  "[schema]\nname=a\nformat=regex\npattern=^(?<a>..) +(?<b>[-+]?[0-9.]+)(?: (?<c>[a-z]+))?$\n"
    FIELD ("a", "string") FIELD ("b", "decimal") FIELD ("c", "string"),
  "[schema]\nname=b\nformat=regex\npattern=(?<a>(?:x+)+)(?<b>y*)$\n" FIELD ("a", "string")
    FIELD ("b", "int"),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
