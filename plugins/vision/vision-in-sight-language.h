/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-in-sight-language.h - what a Cognex In-Sight says in native mode, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/**
 * VisionInSightGrammar:
 * @terminator: of commands
 * @trigger_value: a line with a value follows the status of a trigger, and is its result
 * @sized_events: the status of SE is followed by a line with a length, and as many bytes
 * @numbers: programs are job numbers (SJ, GJ), and no file names (LF, GF)
 *
 * What of the language is a setting.
 */
typedef struct {
  const char *terminator;
  gboolean    trigger_value;
  gboolean    sized_events;
  gboolean    numbers;
} VisionInSightGrammar;

extern const VisionLanguage vision_in_sight_language;
/* over a line without a login */
extern const VisionLanguage vision_in_sight_open_language;

G_END_DECLS
