/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-guess.h - what the bytes of a line seem to be: frames, and records in them */
#pragma once
#include "guess/guess-known.h"
#include "guess/proposal.h"
G_BEGIN_DECLS

/**
 * LeatProbeGuess:
 * @known: what of it is known here
 * @lines: where frames end, if it is no preset of @known that says so; no @frames: nobody knows
 * @proposal: a schema for them; no @text: there are no frames
 */
typedef struct {
  LeatGuessKnown  known;
  LeatGuessFrames lines;
  char           *framer;
  LeatProposal    proposal;
} LeatProbeGuess;

/* @bytes, @name, @device: outlive it */
gboolean leat_probe_guess_init  (LeatProbeGuess *self, LeatdRegistry *registry, const char *name,
                                 const char *device, const GByteArray *bytes, GError **error);
void     leat_probe_guess_clear (LeatProbeGuess *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatProbeGuess, leat_probe_guess_clear)
G_END_DECLS
