/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-json.c - any frame as JSON */
#include "decode-frames.h"

#define FIELD(NAME, TYPE, POINTER) "[field " NAME "]\ntype=" TYPE "\npointer=" POINTER "\n"

static const char *const texts[] = {
  "[schema]\nname=a\nformat=json\n" FIELD ("a", "decimal", "/a") FIELD ("b", "string", "/b")
    FIELD ("c", "int", "/c/0") FIELD ("d", "double", "/c/1/d") FIELD ("e", "bool", "/e"),
  "[schema]\nname=b\nformat=json\n" FIELD ("all", "string", "") FIELD ("first", "decimal", "/0"),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
