/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proposal.h - a schema file, written from what a recording seems to hold */
#pragma once
#include "guess-shape.h"
G_BEGIN_DECLS

/**
 * LeatProposal:
 * @name: what its records are to be called
 * @recording: where the frames come from, for its first line
 * @text: the file
 * @n_fields: [field NAME] groups in it
 * @n_doubts: lines in it that say UNSURE
 * @n_examples: [example N] groups in it
 * @n_records: frames that it makes records of
 * @n_rejects: frames that it refuses
 * @n_undecodable: values of the records
 */
typedef struct {
  const char *name;
  const char *recording;
  GString    *text;
  guint       n_fields;
  guint       n_doubts;
  guint       n_examples;
  guint       n_records;
  guint       n_rejects;
  guint       n_undecodable;
} LeatProposal;

/* FALSE: what was written is no sound schema, which is a fault of ours */
gboolean leat_proposal_init  (LeatProposal *self, const char *name, const char *recording,
                             const LeatGuessFrames *frames, GError **error);
void     leat_proposal_clear (LeatProposal *self);

/* (transfer full): a-z, 0-9 and _, a letter first: what may be a field's name, or a schema's */
char    *leat_proposal_slug  (const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatProposal, leat_proposal_clear)
G_END_DECLS
