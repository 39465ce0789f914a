/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-notes.h - what is to be known of a source or sink beside its row in the table */
#pragma once
#include "status-table.h"
G_BEGIN_DECLS

/* whole lines, none if there is nothing; @told: its last error stands in the row */
void        leat_status_notes_append (GString *text, const LeatStatusPart *part,
                                      const LeatStatusLook *look, gboolean told);
/* (nullable): the ANSI sequence that its state is shown with */
const char *leat_status_paint        (const LeatStatusPart *part);

G_END_DECLS
