/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-speech.h - what a simulated machine is about to say, and the ledger of it */
#pragma once
#include <stdio.h>
#include "simulate-machine.h"
#include "simulate-run.h"
G_BEGIN_DECLS

/**
 * LeatSimulatedSpeech:
 * @bytes: that were not taken yet
 * @pieces: what they belong to
 * @queued: bytes that were ever put in
 * @wishes: where it is told
 * @sums: what was said
 *
 * What is to be sent. Its pieces are told when the last byte of them is taken.
 */
typedef struct {
  GByteArray                 *bytes;
  GQueue                      pieces;
  guint64                     queued;
  const LeatSimulationWishes *wishes;
  LeatSimulationSums         *sums;
} LeatSimulatedSpeech;

void     leat_simulated_speech_init   (LeatSimulatedSpeech *self,
                                       const LeatSimulationWishes *wishes,
                                       LeatSimulationSums *sums);
void     leat_simulated_speech_clear  (LeatSimulatedSpeech *self);
void     leat_simulated_speech_append (LeatSimulatedSpeech *self, const LeatSimulatedPiece *piece);
void     leat_simulated_speech_take   (LeatSimulatedSpeech *self, gsize length);
void     leat_simulated_speech_drop   (LeatSimulatedSpeech *self);
void     leat_simulated_speech_note   (LeatSimulatedSpeech *self, const char *note);

G_END_DECLS
