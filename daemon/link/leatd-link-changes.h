/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-changes.h - options of a link that have changed, until it is told */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/**
 * LeatdLinkChanges:
 * @keys: which; %NULL: none
 * @group: what they are now
 */
typedef struct {
  GPtrArray       *keys;
  const LeatGroup *group;
} LeatdLinkChanges;

/* @config: from now on, and outlives it; the main thread, while the link's stands still */
void leatd_link_changes_add   (LeatdLinkChanges *self, const LeatdSourceConfig *former,
                               const LeatdSourceConfig *config);
/* in the link's thread, in its guard */
void leatd_link_changes_tell  (LeatdLinkChanges *self, LeatLink *link);
void leatd_link_changes_clear (LeatdLinkChanges *self);

G_END_DECLS
