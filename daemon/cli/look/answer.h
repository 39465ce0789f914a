/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* answer.h - what a word tells at its end: people by lines, programs by JSON */
#pragma once
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include "leat-keyfile.h"
#include "leat-main.h"
G_BEGIN_DECLS

/* --json, for a word that has no more to say of it */
extern const GOptionEntry leat_answer_entries[];

/* @argv: with the word; has it --json? Before the word itself, so that it holds for what is wrong
 * with the command line too */
void     leat_answer_look       (char **argv);
gboolean leat_answer_is_json    (void);

/* --- JSON --- */

/* (transfer full): a builder in which an object is begun */
JsonBuilder *leat_answer_begin      (void);
/* @text: NULL: null. What is no UTF-8 in it is replaced */
void         leat_answer_add_text   (JsonBuilder *builder, const char *member, const char *text);
void         leat_answer_add_texts  (JsonBuilder *builder, const char *member,
                                     const char *const *texts);
void         leat_answer_add_number (JsonBuilder *builder, const char *member, gint64 number);
void         leat_answer_add_flag   (JsonBuilder *builder, const char *member, gboolean flag);
/* "error": its domain, code, name on the bus and message; NULL: null */
void         leat_answer_add_error  (JsonBuilder *builder, const GError *error);
/* an array of them */
void         leat_answer_add_faults (JsonBuilder *builder, const char *member,
                                     const LeatFaults *faults);
/* ends the object and prints it in one line */
void         leat_answer_end        (JsonBuilder *builder);
/* a line of it, made otherwise */
void         leat_answer_print      (const char *text);

/* --- lines that come one by one, as of a store's word --- */

/* prints it, or keeps it for JSON. @lines: a GPtrArray of texts; a LeatStorePrint */
void         leat_answer_take_line  (const char *line, gpointer lines);
/* {"lines":[…]} of those that were kept, if it is JSON */
void         leat_answer_end_lines  (const GPtrArray *lines);

/* --- files --- */

/* FALSE: it is there already, or cannot be written */
gboolean leat_answer_write_new  (const char *path, const GString *text, GError **error);

/* --- what is wrong --- */

/* tells each line of @error behind the word on stderr, or the whole as JSON on stdout; @code */
int      leat_answer_fail       (const GError *error, LeatExit code);
/* likewise, of a command line; it names the help */
int      leat_answer_misuse     (const char *text);

G_END_DECLS
