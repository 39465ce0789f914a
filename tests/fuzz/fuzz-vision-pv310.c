/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-pv310.c - any lines of a PV310 */
#include "../../plugins/vision/vision-pv310-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return vision_any (&vision_pv310_language, NULL, data, size);
}
