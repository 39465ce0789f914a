/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-iv3-language.h - what a Keyence IV3 says, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

extern const VisionLanguage vision_keyence_iv3_language;

G_END_DECLS
