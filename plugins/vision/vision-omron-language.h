/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-omron-language.h - what an Omron FZ, FH, FQ2 or F250 says, and is told */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/* the machines count a good part differently */
typedef enum {
  VISION_OMRON_FZ, /* FZ3, FZ4, FZ5, FH: 1 is good, -1 is bad */
  VISION_OMRON_FQ2, /* 0 is good, -1000 is bad */
  VISION_OMRON_F250, /* 0 is good, -1 is bad */
} VisionOmronSeries;

/**
 * VisionOmronGrammar:
 * @series: how it counts a judgement
 * @judgement_column: of a result, from 1; 0: it has none
 * @separator: between values; ' ': any number of blanks
 *
 * What of the language is a setting.
 */
typedef struct {
  VisionOmronSeries series;
  guint             judgement_column;
  char              separator;
} VisionOmronGrammar;

extern const VisionLanguage vision_omron_language;

G_END_DECLS
