/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-model.h - a leatd, its sources and sinks at one moment, as its bus tells them */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* how much a state asks for somebody who looks after it */
typedef enum {
  LEAT_STATUS_WELL,
  LEAT_STATUS_PASSING,   /* it will, or is to, go on */
  LEAT_STATUS_TROUBLE,
} LeatStatusConcern;

/* a source or sink; texts may be empty, times are microseconds since 1970 */
typedef struct {
  char     *path;
  gboolean  is_sink;
  gboolean  is_store;   /* a sink that others read from */
  char     *name;
  char     *plugin;
  char    **third_parties;   /* modules that are none of Leat's own */
  char     *state;
  char     *reason;
  char     *last_error;
  gint64    since;
  GVariant *counters;   /* a{sx} */
  gboolean  online;     /* of sinks: this and what follows */
  guint64   backlog;
  gint64    oldest;     /* 0: none */
} LeatStatusPart;

typedef struct {
  char       *version;
  char       *state;
  gint64      start_time;
  char      **config_files;
  GPtrArray  *parts;   /* of LeatStatusPart: sources, then sinks, by name */
} LeatStatus;

/* @manager: a{sv}, properties of the daemon; @objects: a{oa{sa{sv}}}, all below it. What is missing
 * or of another type is empty */
LeatStatus           *leat_status_new              (GVariant *manager, GVariant *objects);
void                  leat_status_free             (LeatStatus *self);
/* @name: "camera0"; "source/camera0" if a sink has that name too. @kind: "source", "sink", NULL */
const LeatStatusPart *leat_status_find             (const LeatStatus *self, const char *name,
                                                    const char *kind, GError **error);
/* only those are left; FALSE: one of @names is none */
gboolean              leat_status_keep             (LeatStatus *self, const char *const *names,
                                                    GError **error);

/* 0: it has no such counter */
guint64               leat_status_part_get_count   (const LeatStatusPart *self,
                                                    const char *counter);
/* records that count for how fast it is: those read, or those that are safe */
guint64               leat_status_part_get_records (const LeatStatusPart *self);
const char           *leat_status_part_get_kind    (const LeatStatusPart *self);
LeatStatusConcern     leat_status_concern          (const char *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatStatus, leat_status_free)
G_END_DECLS
