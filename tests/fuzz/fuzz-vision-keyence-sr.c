/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-keyence-sr.c - any lines of a Keyence SR code reader */
#include "../../plugins/vision/vision-keyence-sr-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const VisionKeyenceSrGrammar grammar = { size > 0 && data[size - 1] % 2 == 0, "ERROR", "OVER" };

  return vision_any (&vision_keyence_sr_language, &grammar, data, size);
}
