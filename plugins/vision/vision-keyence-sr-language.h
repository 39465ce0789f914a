/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-sr-language.h - what a Keyence SR code reader says, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/**
 * VisionKeyenceSrGrammar:
 * @answers_trigger: it acknowledges LON
 * @no_read: what it sends where it has read no code
 * @overflow: what it sends where a code was too long for it
 *
 * What of the language is a setting.
 */
typedef struct {
  gboolean    answers_trigger;
  const char *no_read;
  const char *overflow;
} VisionKeyenceSrGrammar;

extern const VisionLanguage vision_keyence_sr_language;

G_END_DECLS
