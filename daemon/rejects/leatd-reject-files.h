/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reject-files.h - a directory of files of rejects, for who writes it and who looks at it */
#pragma once
#include "leatd-reject-line.h"
G_BEGIN_DECLS

/* A file is named by the id of its first reject, NNNNNNNNNN.jsonl; ids follow one another without a
 * hole, so that the name of the newest file and its lines tell the next one, even if no line is
 * left.
 *
 * Who writes, cuts or deletes holds the lock; who reads does not need it, may see the last line of
 * the newest file half written, and may find a file gone. */

/* a file: the id of its first reject, and its bytes */
typedef struct {
  guint64 first;
  gint64  size;
} LeatdRejectFile;

/* of LeatdRejectFile, the oldest first; a directory that is not there has none */
GArray   *leatd_reject_files_scan  (const char *directory, GError **error);
char     *leatd_reject_files_path  (const char *directory, guint64 first);
/* a descriptor to close() in the end; -1: error */
int       leatd_reject_files_lock  (const char *directory, GError **error);

/* @line, and @text (as it stands in its file, with the \n) are valid during the call; FALSE: no
 * more */
typedef gboolean (*LeatdRejectLineFunc) (const LeatdRejectLine *line, const char *text,
                                         gsize length, gpointer user_data);
/* @where: "file:line" of what is broken, or the file that could not be read */
typedef void (*LeatdRejectBrokenFunc) (const char *where, const GError *error, gpointer user_data);

/* those with an id from @from on */
gboolean  leatd_reject_files_read  (const char *directory, guint64 from, LeatdRejectLineFunc func,
                                    LeatdRejectBrokenFunc broken, gpointer user_data,
                                    GError **error);
/* deletes all rejects with an id below @before; @n_cleared: how many they were */
gboolean  leatd_reject_files_clear (const char *directory, guint64 before, guint64 *n_cleared,
                                    GError **error);

G_END_DECLS
