/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-host.h - what a link tells: leat_link_count() and leat_link_note() end here */
#pragma once
#include "leat-host.h"
#include "worker/leatd-counters.h"
G_BEGIN_DECLS

/**
 * LeatdLinkHost:
 * @table: first: the link's host
 * @name: of the source
 * @counters: of #LeatdSourceCounter
 * @found: (nullable): what the link did not find when it was opened is there now
 * @owner: for it
 */
typedef struct {
  LeatLinkHost table;
  const char  *name;
  guint64     *counters;
  void       (*found) (gpointer owner);
  gpointer     owner;
} LeatdLinkHost;

void     leatd_link_host_init  (LeatdLinkHost *self, const char *name, guint64 *counters);
/* is what waits in it and was not read gone when it is closed? */
gboolean leatd_link_loses_rest (const LeatLinkClass *klass);

G_END_DECLS
