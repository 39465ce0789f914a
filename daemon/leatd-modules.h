/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-modules.h - tells of modules: those that are left out, and whose they are */
#pragma once
#include "plugin/leatd-registry.h"
G_BEGIN_DECLS

/* a warning each */
void leatd_tell_module_faults (const LeatFaults *faults);
/* when the key file is right: whose code runs beside Leat's own, an event each */
void leatd_tell_third_parties (LeatdRegistry *registry);

/* for leatd_log_set_who() */
const char *leatd_name_who (char **module);

G_END_DECLS
