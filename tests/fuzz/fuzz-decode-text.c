/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-text.c - any frame as a text */
#include "decode-frames.h"

static const char *const texts[] = {
  "[schema]\nname=a\nformat=text\n[field code]\ntype=string\n[field number]\ntype=decimal\n",
  "[schema]\nname=b\nformat=text\ntrim=no\n[field code]\ntype=string\nencoding=shift-jis\n",
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
