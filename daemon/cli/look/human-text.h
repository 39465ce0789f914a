/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* human-text.h - numbers and times in a few characters */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* room for each of them, with its NUL */
#define LEAT_HUMAN_TEXT_MAX 24

/* each writes into @text, of LEAT_HUMAN_TEXT_MAX bytes, and gives it back */
char *leat_human_count    (guint64 count, char *text);
char *leat_human_rate     (double rate, char *text);
char *leat_human_duration (gint64 duration, char *text);

G_END_DECLS
