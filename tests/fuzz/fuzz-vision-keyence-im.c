/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-keyence-im.c - any blocks of a Keyence IM */
#include "../../plugins/vision/vision-keyence-im-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const VisionKeyenceImGrammar grammar = { size > 0 && data[size - 1] % 2 == 0 };

  return vision_any (&vision_keyence_im_language, &grammar, data, size);
}
