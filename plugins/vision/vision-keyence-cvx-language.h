/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-cvx-language.h - what a Keyence CV-X or XG-X says, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

extern const VisionLanguage vision_keyence_cvx_language;

G_END_DECLS
