/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-im-language.h - what a Keyence IM says */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/**
 * VisionKeyenceImGrammar:
 * @has_sums: each line ends with two hexadecimal digits, the sum of the bytes before them
 *
 * What of the language is a setting.
 */
typedef struct {
  gboolean has_sums;
} VisionKeyenceImGrammar;

extern const VisionLanguage vision_keyence_im_language;

G_END_DECLS
