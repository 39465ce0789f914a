/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tap-line.h - a line of a tap as a person reads it */
#pragma once
#include "look/text-row.h"
G_BEGIN_DECLS

/* @told: a JSON object of a leatd's Tap(), without its end of line; what it is not, is told as it
 * is */
void leat_tap_line_append (GString *text, const char *told, LeatTextFlags flags);

G_END_DECLS
