/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-rejects-view.h - how a reject looks to a human */
#pragma once
#include "rejects/leatd-reject-line.h"
#include "refused-line.h"
G_BEGIN_DECLS

#define LEAT_REJECTS_VIEW_WIDTH 80

/* Each appends whole lines of text that no terminal takes for commands. @width: columns there are;
 * less than LEAT_REJECTS_VIEW_WIDTH counts as that. */
void leat_rejects_view_append_heading (GString *text, glong width);
void leat_rejects_view_append_row     (GString *text, const LeatdRejectLine *reject, glong width);
void leat_rejects_view_append_whole   (GString *text, const LeatdRejectLine *reject);

/* the same of records that a sink's service refused */
void leat_rejects_view_append_refused_heading (GString *text, glong width);
void leat_rejects_view_append_refused_row     (GString *text, const LeatRefusedLine *refused,
                                               glong width);
void leat_rejects_view_append_refused_whole   (GString *text, const LeatRefusedLine *refused);

/* a moment as a user spells it, in the form of a reject's time */
gboolean leat_rejects_view_parse_time (const char *text, char *time, GError **error);

G_END_DECLS
