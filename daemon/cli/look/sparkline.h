/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sparkline.h - a row of numbers as a row of bars, one character each */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* @values: the newest last; one below 0 is not known, and is a blank. The last @width of them, the
 * largest of which reaches the top; @unicode: with blocks, otherwise in ASCII */
void leat_sparkline_append (GString *text, const double *values, guint n_values, guint width,
                            gboolean unicode);

G_END_DECLS
