/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-row.h - text in columns, nothing of which a terminal takes for commands */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * LeatTextFlags:
 * @LEAT_TEXT_ASCII: the terminal has no other characters
 * @LEAT_TEXT_RIGHT: blanks stand before it
 */
typedef enum {
  LEAT_TEXT_PLAIN = 0,
  LEAT_TEXT_ASCII = 1 << 0,
  LEAT_TEXT_RIGHT = 1 << 1,
} LeatTextFlags;

/* columns that it takes on a terminal */
glong leat_text_get_width  (const char *text);
/* all of it */
void  leat_text_append     (GString *row, const char *text, LeatTextFlags flags);
/* in @width columns, cut with an ellipsis or filled up with blanks, and one blank more */
void  leat_text_row_append (GString *row, const char *text, glong width, LeatTextFlags flags);
/* without blanks at its end */
void  leat_text_row_end    (GString *row);
/* in as many lines of @width columns as it takes, each behind @indent blanks; at most @most */
void  leat_text_append_wrapped (GString *lines, const char *text, glong indent, glong width,
                                guint most, LeatTextFlags flags);

G_END_DECLS
