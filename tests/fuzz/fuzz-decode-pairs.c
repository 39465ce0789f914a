/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-pairs.c - any frame as keys and values */
#include "decode-frames.h"

#define FIELD(NAME, TYPE, MORE) "[field " NAME "]\ntype=" TYPE "\n" MORE

static const char *const texts[] = {
  "[schema]\nname=a\nformat=pairs\nquote=\"\n" FIELD ("a", "int", "") FIELD ("b", "string", "")
    FIELD ("same", "string", "key=a\n"),
  "[schema]\nname=b\nformat=pairs\nseparators=\\s;\nequals=:=\nsurplus=reject\n"
    FIELD ("gap", "decimal", "key=x y\nrequired=yes\n") FIELD ("c", "string", ""),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
