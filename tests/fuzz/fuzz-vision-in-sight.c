/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-vision-in-sight.c - any lines of an In-Sight */
#include "../../plugins/vision/vision-in-sight-language.h"
#include "vision-any.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const VisionInSightGrammar grammar = {
    .terminator = "\r\n",
    .trigger_value = size > 0 && data[size - 1] % 2 == 0,
    .numbers = size > 0 && data[size - 1] % 4 < 2,
    .sized_events = size > 0 && data[size - 1] % 8 < 4,
  };

  return vision_any (&vision_in_sight_language, &grammar, data, size);
}
