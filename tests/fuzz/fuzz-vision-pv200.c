/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-pv200.c - any lines of a PV200 */
#include "../../plugins/vision/vision-pv200-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const VisionPv200Grammar grammar = { size > 0 && data[size - 1] % 2 == 0 };

  return vision_any (&vision_pv200_language, &grammar, data, size);
}
