/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-facts.h - small lasting facts: positions of sinks, cursors of sources */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Keys and values of one component in one file. When set() has returned TRUE, the fact outlives a
 * power cut; a torn write leaves the facts as they were before. Two fixed slots are written in turn
 * and synced, so that a set() costs one fdatasync(). All together they have room in 1 MiB. In one
 * thread. */
typedef struct _LeatdFacts LeatdFacts;

/* made if it is not there; a broken file is an error that names it */
LeatdFacts *leatd_facts_open (const char *path, GError **error);
void        leatd_facts_free (LeatdFacts *self);
const char *leatd_facts_get  (LeatdFacts *self, const char *key);
/* value NULL: forget */
gboolean    leatd_facts_set  (LeatdFacts *self, const char *key, const char *value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdFacts, leatd_facts_free)
G_END_DECLS
