/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-diff.h - what of one key file is otherwise in another */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* would an instance of the one do just what one of the other does? The same class, options, framer,
 * schema, tags, gateway, store; and the files that its options name, secrets among them, are as
 * they were when @self was read */
gboolean leatd_source_config_equals      (const LeatdSourceConfig *self,
                                          const LeatdSourceConfig *other);
gboolean leatd_sink_config_equals        (const LeatdSinkConfig *self,
                                          const LeatdSinkConfig *other);
/* (transfer full): the keys that are otherwise in @next, if nothing else is and all of these may
 * change while an instance lives (LEAT_OPTION_LIVE); NULL: another one is needed */
GStrv    leatd_source_config_list_live   (const LeatdSourceConfig *self,
                                          const LeatdSourceConfig *next);
GStrv    leatd_sink_config_list_live     (const LeatdSinkConfig *self,
                                          const LeatdSinkConfig *next);
/* does the link of the one do for the other? The same device=, and the same options of its class,
 * but for those that may change while it lives */
gboolean leatd_source_config_shares_link (const LeatdSourceConfig *self,
                                          const LeatdSourceConfig *other);
/* the keys of the link, the same class's, that are otherwise in @other */
GPtrArray *leatd_source_config_list_link (const LeatdSourceConfig *self,
                                          const LeatdSourceConfig *other);
/* does the framer of the one what the other's does? */
gboolean leatd_source_config_shares_framer (const LeatdSourceConfig *self,
                                            const LeatdSourceConfig *other);
/* "state-dir": the first key of [daemon] that is otherwise and cannot change while leatd runs;
 * NULL: there is none */
const char *leatd_config_find_fixed      (LeatdConfig *self, LeatdConfig *other);

G_END_DECLS
