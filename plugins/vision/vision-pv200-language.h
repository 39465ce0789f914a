/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv200-language.h - what a Panasonic PV200 says, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/**
 * VisionPv200Grammar:
 * @echoes: it answers trigger-command= by the command itself
 *
 * What of the language is a setting.
 */
typedef struct {
  gboolean echoes;
} VisionPv200Grammar;

extern const VisionLanguage vision_pv200_language;

G_END_DECLS
