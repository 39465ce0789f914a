/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-picture.h - the picture of a simulated part, and its drop into a folder */
#pragma once
#include "simulate-family.h"
G_BEGIN_DECLS

/* (transfer full) */
char       *leat_simulated_picture_make_name (const LeatSimulatedResult *result);
/* (transfer full): at least @size bytes, no two alike */
GByteArray *leat_simulated_picture_make      (const LeatSimulatedResult *result, guint size);
/* (transfer full) (nullable): its name; NULL: it could not be written */
char       *leat_simulated_picture_drop      (const char *folder, const LeatSimulatedResult *result,
                                              GError **error);

G_END_DECLS
