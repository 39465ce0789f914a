/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-records.h - one record of everything, for tests of templates */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/* camera0/EPOCH/1841 at 2018-10-13T06:03:22.104518Z, tags station="hall 3", fields num=17,
 * measure=1.730, code="A\"1 ", text="a,b", seen=2018-10-13T06:03:22Z, flag=true, raw=3 bytes,
 * none (missing), wrong (undecodable), wide (an integer of 25 digits), ratio=0.1 */
LeatBatch *rest_new_record (void);

G_END_DECLS
