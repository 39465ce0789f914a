/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* refused-line.h - a record that a sink's service refused, as a store tells of it */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatRefusedLine:
 * @id: of the record in the store
 * @name: the record's own id
 * @sink: whose service it was
 * @time: of the refusal, RFC 3339 in UTC with nine digits
 * @arrival: of the record, likewise
 * @source: of the record
 * @status: what the service answered; 0: it has no such thing
 * @reason: why
 * @answer: the first bytes of its answer
 */
typedef struct {
  guint64  id;
  char    *name;
  char    *sink;
  char    *time;
  char    *arrival;
  char    *source;
  guint64  status;
  char    *reason;
  char    *answer;
} LeatRefusedLine;

/* a line that the word `rejects` of a store prints */
LeatRefusedLine *leat_refused_line_read (const char *line, GError **error);
void             leat_refused_line_free (LeatRefusedLine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatRefusedLine, leat_refused_line_free)
G_END_DECLS
