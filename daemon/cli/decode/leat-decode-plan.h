/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-plan.h - framer and schema for leat decode, from a key file or from words */
#pragma once
#include "config/leatd-config.h"
#include "leat-decode-stream.h"
G_BEGIN_DECLS

/**
 * LeatDecodeWishes:
 * @config: (nullable): a key file
 * @source: (nullable): a source in it; with @set, the name that its records get
 * @set: (nullable): KEY=VALUE, …, instead of a key file: framer, schema, max-frame as in a source's
 *   group, and framer.KEY for a KEY of the framer's own group
 * @plugin_path: (nullable): where modules are
 * @schema_path: (nullable): where schemas are
 *
 * As the command line spells them.
 */
typedef struct {
  char  *config;
  char  *source;
  char **set;
  char **plugin_path;
  char **schema_path;
} LeatDecodeWishes;

/* @setup needs an arrival yet; its framer goes to the stream, the rest stays here */
typedef struct {
  LeatDecodeSetup  setup;
  LeatdRegistry   *registry;
  LeatdConfig     *config;
  LeatSchema      *schema;
  LeatDecodeHost  *host;
  LeatSource      *source;
} LeatDecodePlan;

/* modules that are no good are told on stderr, and matter no more than what they would bring */
gboolean leat_decode_plan_init  (LeatDecodePlan *self, const LeatDecodeWishes *wishes,
                                 LeatFaults *faults);
void     leat_decode_plan_clear (LeatDecodePlan *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatDecodePlan, leat_decode_plan_clear)
G_END_DECLS
