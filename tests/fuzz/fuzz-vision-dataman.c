/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-dataman.c - any lines of a Cognex DataMan reader */
#include "../../plugins/vision/vision-dataman-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const VisionDatamanGrammar grammar = { size > 0 && data[size - 1] % 2 == 0, "NOREAD" };

  return vision_any (&vision_dataman_language, &grammar, data, size);
}
