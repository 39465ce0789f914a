/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-known.h - what is known of one module's file, in memory and in a key file */
#pragma once
#include "leatd-trial.h"
G_BEGIN_DECLS

/* the file that was judged: another one under the same name is another module */
typedef struct {
  gint64  mtime;   /* ns */
  guint64 size;
  guint64 inode;
} LeatdIdentity;

/**
 * LeatdKnown:
 * @identity: of the file it is known of
 * @verdict: SOUND or DEADLY, else NONE: a refusal may be mended without the file
 * @reason: DEADLY
 * @crashes: how often it took the daemon down
 * @crash_time: of the last one, nanoseconds since 1970-01-01 UTC
 * @signal: of the last one
 * @instance: of the last one
 * @is_news: it crashed in the run before this one
 * @brings: when it was last loaded: "source serial", …; %NULL: it never was
 * @is_third_party: when it was last loaded: it was not Leat's own
 */
typedef struct {
  LeatdIdentity identity;
  LeatdVerdict  verdict;
  char         *reason;
  guint         crashes;
  gint64        crash_time;
  int           signal;
  char         *instance;
  gboolean      is_news;
  char        **brings;
  gboolean      is_third_party;
} LeatdKnown;

/* 0 or errno */
int         leatd_identity_read   (LeatdIdentity *self, const char *path);
gboolean    leatd_identity_equals (const LeatdIdentity *self, const LeatdIdentity *other);

void        leatd_known_free      (gpointer known);
/* all but what it brings and whose it is */
void        leatd_known_forget    (LeatdKnown *self);
/* NULL: the group is of something else; @path: (transfer full) */
LeatdKnown *leatd_known_load      (GKeyFile *file, const char *group, char **path);
/* in a group of its own; @index: of the group */
void        leatd_known_save      (const LeatdKnown *self, GKeyFile *file, guint index,
                                   const char *path);

G_END_DECLS
