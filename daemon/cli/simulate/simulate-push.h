/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-push.h - pictures that a simulated machine pushes over TCP */
#pragma once
#include "simulate-family.h"
G_BEGIN_DECLS

/* what a family that pushes has among its settings */
#define LEAT_SIMULATED_PUSH_SETTINGS \
  { "push", "", "", \
    "HOST:PORT that a picture of each result is pushed to, before the result is sent" }, \
  { "push-order", "big", "big|little", "How the size of a picture is written (assumed)" }, \
  { "push-counts", "data", "data|name|type|all", \
    "What that size counts: the picture, the file name, too, the type, too, all (assumed)" }, \
  { "push-size", "0", "0-16777216", "Bytes of a picture at least" }, \
  { "push-cut", "0", "0-1000000", \
    "Of so many pictures one is cut amid it, and pushed again over another connection; 0: none" }

typedef struct _LeatSimulatedPush LeatSimulatedPush;

LeatSimulatedPush *leat_simulated_push_new  (void);
void               leat_simulated_push_free (LeatSimulatedPush *self);
/* may block; TRUE, too, where the machine is not set to push */
gboolean           leat_simulated_push_send (LeatSimulatedPush *self,
                                             const LeatSimulatedMachine *machine,
                                             const LeatSimulatedResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatSimulatedPush, leat_simulated_push_free)
G_END_DECLS
