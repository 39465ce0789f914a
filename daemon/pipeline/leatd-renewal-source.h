/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-renewal-source.h - a source that goes on with other options, in the same worker */
#pragma once
#include "source/leatd-source-worker.h"
G_BEGIN_DECLS

/* What it is to be made of is there before anything is touched. Main thread. */
typedef struct _LeatdSourceRenewal LeatdSourceRenewal;

LeatdSourceRenewal *leatd_source_renewal_new        (LeatdSourceWorker *worker,
                                                     const LeatdSourceConfig *config,
                                                     GError **error);
/* what was not applied is left as it was, and goes on */
void                leatd_source_renewal_free       (LeatdSourceRenewal *self);
LeatdSourceWorker  *leatd_source_renewal_get_worker (LeatdSourceRenewal *self);
/* are its options such that its instance lives on? */
gboolean            leatd_source_renewal_is_in_place (LeatdSourceRenewal *self);
/* asks the worker to park, or to stand still amid its life; its parked() tells */
void                leatd_source_renewal_begin      (LeatdSourceRenewal *self);
/* it takes long: what it waits for is given up; in place it cannot be any more */
void                leatd_source_renewal_hurry      (LeatdSourceRenewal *self);
gboolean            leatd_source_renewal_is_ready   (LeatdSourceRenewal *self);
gboolean            leatd_source_renewal_is_applied (LeatdSourceRenewal *self);
/* when it is ready: it goes on with its new options */
void                leatd_source_renewal_apply      (LeatdSourceRenewal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdSourceRenewal, leatd_source_renewal_free)
G_END_DECLS
