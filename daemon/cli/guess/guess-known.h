/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-known.h - does what was heard fit a preset of a framer, or a schema, that is there? */
#pragma once
#include "config/leatd-config-catalogue.h"
#include "guess-frames.h"
G_BEGIN_DECLS

/**
 * LeatGuessKnown:
 * @preset: (nullable): whose frames prove themselves, and hold most of the bytes
 * @schema: (nullable): the one that says most of those that make records of nearly all frames
 * @schemas: names of all of these, with commas between
 * @frames: of LeatGuessFrame: the payloads that @preset has found
 * @n_inside: bytes on the wire of these frames
 */
typedef struct {
  char      *preset;
  char      *schema;
  GString   *schemas;
  GArray    *frames;
  GPtrArray *payloads;
  gsize      n_inside;
} LeatGuessKnown;

void leat_guess_known_init   (LeatGuessKnown *self);
/* looks for a preset; @catalogue: of LeatdCatalogueEntry */
void leat_guess_known_search (LeatGuessKnown *self, LeatdRegistry *registry,
                              const GPtrArray *catalogue, const guint8 *bytes, gsize length);
/* looks for a schema of @frames */
void leat_guess_known_match  (LeatGuessKnown *self, const GPtrArray *catalogue,
                              const GArray *frames);
void leat_guess_known_clear  (LeatGuessKnown *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatGuessKnown, leat_guess_known_clear)
G_END_DECLS
