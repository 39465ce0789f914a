/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-any.h - any frames, and any commands, for the language of a family */
#pragma once
#include "../../plugins/vision/vision-language.h"
#include <stdint.h>
G_BEGIN_DECLS

/* The first byte is what was asked, the first line with what argument, each further line a frame.
 * Aborts when an event points out of the frame, or a command has two ends. */
int vision_any (const VisionLanguage *language, gconstpointer grammar, const uint8_t *data,
                size_t size);

G_END_DECLS
