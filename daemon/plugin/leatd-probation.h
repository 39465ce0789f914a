/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-probation.h - what is known of modules: which were tried, which took the daemon down */
#pragma once
#include "leat-keyfile.h"
G_BEGIN_DECLS

/* a module that took the daemon down so often is left out */
#define LEATD_CRASHES_MAX  3
/* a daemon that has run so long has nothing to hold against its modules any more */
#define LEATD_FORGIVE_AFTER_S (24 * 60 * 60)

/* STATE-DIR/modules holds what is known of each file, by its path, mtime, size and inode: but for
 * what it brings, it is forgotten when the file or the version of the daemon changes.
 * STATE-DIR/crashes holds what leatd_guard_install() wrote since. Main thread. */
typedef struct _LeatdProbation LeatdProbation;

LeatdProbation *leatd_probation_new     (const char *state_dir, LeatFaults *faults);
void            leatd_probation_free    (LeatdProbation *self);
/* may it be loaded? tries it if it is new; a fault if not, and if it has just crashed */
gboolean        leatd_probation_judge   (LeatdProbation *self, const char *path,
                                         LeatFaults *faults);
/* what it brought when it was last loaded, and whether it was Leat's own, whatever became of the
 * file since; "source serial", … */
void            leatd_probation_set_brings (LeatdProbation *self, const char *path, char **brings,
                                            gboolean is_own);
char          **leatd_probation_get_brings (LeatdProbation *self, const char *path);
/* no crash counts any more */
void            leatd_probation_forgive (LeatdProbation *self);
/* on the disk; a fault if that fails */
void            leatd_probation_save    (LeatdProbation *self, LeatFaults *faults);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdProbation, leatd_probation_free)
G_END_DECLS
