/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-settings.h - the settings of a simulated machine: its family's, and those of all */
#pragma once
#include "simulate-family.h"
G_BEGIN_DECLS

GHashTable *leat_simulated_settings_read     (const LeatSimulatedFamily *family,
                                              const char *const *texts, GError **error);
void        leat_simulated_settings_describe (const LeatSimulatedFamily *family, GString *text);

G_END_DECLS
