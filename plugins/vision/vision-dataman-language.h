/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-dataman-language.h - what a Cognex DataMan reader says, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/**
 * VisionDatamanGrammar:
 * @answers: COM.DMCC-RESPONSE of the reader: whether it answers each command with a status, or is
 *   silent but for what is read
 * @no_read: (nullable): what it sends where it has read no code
 *
 * What of the language is a setting.
 */
typedef struct {
  gboolean    answers;
  const char *no_read;
} VisionDatamanGrammar;

extern const VisionLanguage vision_dataman_language;

G_END_DECLS
