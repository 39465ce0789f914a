/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv310-language.h - what a Panasonic PV310 or AX40 says, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/* its grammar has no settings: NULL */
extern const VisionLanguage vision_pv310_language;

G_END_DECLS
