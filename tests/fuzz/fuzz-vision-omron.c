/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-omron.c - any lines of an Omron FZ, FH, FQ2 or F250 */
#include "../../plugins/vision/vision-omron-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char separators[] = { ',', ' ', '\t', ';' };
  const guint choice = size > 0 ? data[size - 1] : 0;
  const VisionOmronGrammar grammar = { choice % 3, choice / 3 % 5, separators[choice / 15 % 4] };

  return vision_any (&vision_omron_language, &grammar, data, size);
}
