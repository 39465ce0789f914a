/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reader-position.h - a sink's position while it reads from a store: it lives with the
 * cursor */
#pragma once
#include "worker/leatd-facts.h"
#include "leatd-place.h"
G_BEGIN_DECLS

/* the host's own fact among those of a sink */
#define LEATD_FACT_POSITION "position"

/**
 * LeatdReaderPosition:
 * @text: as the sink gave it; %NULL: it gave none
 * @serial: grows with each acknowledgement, and stands before the text where that is kept: so of
 *   two places the one that has the newest is known
 */
typedef struct {
  char   *text;
  guint64 serial;
} LeatdReaderPosition;

void     leatd_reader_position_clear  (LeatdReaderPosition *self);
gboolean leatd_reader_position_take   (LeatdReaderPosition *self, LeatdPlace *places,
                                       guint n_places, LeatdFacts *facts, GError **error);
void     leatd_reader_position_set    (LeatdReaderPosition *self, const char *text);
char    *leatd_reader_position_number (LeatdReaderPosition *self);
gboolean leatd_reader_position_leave  (const LeatdReaderPosition *self, LeatdFacts *facts,
                                       GError **error);

/* whether it has had a queue since it read from a store */
gboolean leatd_reader_note_queue      (LeatdFacts *facts, GError **error);
gboolean leatd_reader_note_store      (LeatdFacts *facts, LeatdPlace *live, const char *store,
                                       GError **error);

G_END_DECLS
