/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reject-line.h - a reject as a line of JSON, and back */
#pragma once
#include "leatd-rejects.h"
G_BEGIN_DECLS

/**
 * LeatdRejectLine:
 * @id: counts the rejects of a directory from 1
 * @time: arrival of its first byte, RFC 3339 in UTC with nine digits: sorts as it stands
 * @source: name of the source
 * @stage: who said no
 * @reason: why
 * @status: what a peer answered; 0: none did
 * @answer: (nullable): its first bytes, those that do not print as \xHH
 * @offset: of the first byte in the source's stream
 * @raw: the bytes
 * @text: the first of them, those that do not print as \xHH
 */
typedef struct {
  guint64  id;
  char    *time;
  char    *source;
  char    *stage;
  char    *reason;
  guint64  status;
  char    *answer;
  guint64  offset;
  GBytes  *raw;
  char    *text;
} LeatdRejectLine;

void             leatd_reject_line_append (GString *json, guint64 id, const LeatdReject *reject);
LeatdRejectLine *leatd_reject_line_read   (const char *line, gsize length, GError **error);
void             leatd_reject_line_free   (LeatdRejectLine *self);

/* raw bytes that a file of lines says its rejects have */
guint64          leatd_reject_line_count  (const char *lines, gsize length, guint64 *n_lines);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdRejectLine, leatd_reject_line_free)
G_END_DECLS
