/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-picture.h - the picture of a simulated part, dropped in a folder */
#pragma once
#include "simulate-family.h"
G_BEGIN_DECLS

/* (transfer full) (nullable): its name; NULL: it could not be written */
char *leat_simulated_picture_drop (const char *folder, const LeatSimulatedResult *result,
                                   GError **error);

G_END_DECLS
