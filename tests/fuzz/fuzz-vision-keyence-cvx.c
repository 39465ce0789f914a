/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-keyence-cvx.c - any lines of a Keyence CV-X or XG-X */
#include "../../plugins/vision/vision-keyence-cvx-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return vision_any (&vision_keyence_cvx_language, NULL, data, size);
}
