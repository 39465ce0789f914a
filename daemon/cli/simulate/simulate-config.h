/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-config.h - what reads a simulated machine: a section of a key file, and a schema */
#pragma once
#include "simulate-family.h"
G_BEGIN_DECLS

char *leat_simulated_config_write (LeatSimulatedMachine *machine, const char *place,
                                   const char *schema, gboolean is_triggered, GError **error);
char *leat_simulated_schema_write (LeatSimulatedMachine *machine);

G_END_DECLS
