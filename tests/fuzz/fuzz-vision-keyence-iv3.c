/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-keyence-iv3.c - any lines of a Keyence IV3 */
#include "../../plugins/vision/vision-keyence-iv3-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return vision_any (&vision_keyence_iv3_language, NULL, data, size);
}
