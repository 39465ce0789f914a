/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-renewal-sink.h - a sink that goes on with other options, in the same worker */
#pragma once
#include "sink/leatd-sink-worker.h"
G_BEGIN_DECLS

/* What it is to be made of is there before anything is touched. A store also takes its readers with
 * it: each of them is to be parked before it begins. Main thread. */
typedef struct _LeatdSinkRenewal LeatdSinkRenewal;

LeatdSinkRenewal *leatd_sink_renewal_new        (LeatdSinkWorker *worker,
                                                 const LeatdSinkConfig *config, GError **error);
/* what was not applied is left as it was, and goes on */
void              leatd_sink_renewal_free       (LeatdSinkRenewal *self);
LeatdSinkWorker  *leatd_sink_renewal_get_worker (LeatdSinkRenewal *self);
/* that it is to have, or has by now */
const LeatdSinkConfig *leatd_sink_renewal_get_config (LeatdSinkRenewal *self);
/* are its options such that its instance lives on? */
gboolean          leatd_sink_renewal_is_in_place (LeatdSinkRenewal *self);
/* another one is needed all the same: it must let go of its store */
void              leatd_sink_renewal_make_anew  (LeatdSinkRenewal *self);
/* asks the worker to park, or to stand still amid its life; its parked() tells. Again: nothing */
void              leatd_sink_renewal_begin      (LeatdSinkRenewal *self);
/* it takes long: what it is at is cancelled; in place it cannot be any more */
void              leatd_sink_renewal_hurry      (LeatdSinkRenewal *self);
gboolean          leatd_sink_renewal_is_ready   (LeatdSinkRenewal *self);
gboolean          leatd_sink_renewal_is_applied (LeatdSinkRenewal *self);
/* when it is ready: it goes on with its new options. @store: NULL: it has a queue */
void              leatd_sink_renewal_apply      (LeatdSinkRenewal *self, LeatdSinkWorker *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdSinkRenewal, leatd_sink_renewal_free)
G_END_DECLS
