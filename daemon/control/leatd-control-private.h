/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-private.h - the objects on the bus, one file each */
#pragma once
#include "control/leatd-authority.h"
#include "control/leatd-control.h"
#include "leat-dbus-generated.h"
#include "pipeline/leatd-part.h"
G_BEGIN_DECLS

/* (transfer full): the manager, which asks @setup */
LeatDBusManager  *leatd_control_manager_new (const LeatdControlSetup *setup);
void              leatd_control_manager_show_files (LeatDBusManager *manager,
                                                    const char *config_path);
/* what the manager tells of events; the main thread's */
typedef struct _LeatdControlEvents LeatdControlEvents;

LeatdControlEvents *leatd_control_events_new  (LeatDBusManager *manager);
void                leatd_control_events_free (LeatdControlEvents *self);

/* (transfer full): what only sources have */
LeatDBusSource   *leatd_control_source_new  (const LeatdPart *part);
void              leatd_control_tap         (const LeatdPart *part, LeatDBusSource *source,
                                             GDBusMethodInvocation *invocation,
                                             GVariant *options);
/* (transfer full): what only sinks have */
LeatDBusSink     *leatd_control_sink_new    (const LeatdPart *part);

/* (transfer full): what only stores have */
LeatDBusStore    *leatd_control_store_new   (const LeatdPart *part);
/* Lets a store do a word of its own beside the work, and answers the invocation with its lines, or,
 * if there is one, writes them into @fd, which is closed. @arguments: (transfer full) */
void              leatd_control_word        (const LeatdSinkConfig *store, const char *word,
                                             GStrv arguments, int fd,
                                             GDBusMethodInvocation *invocation);

/* a source or sink on the bus: follows its state from the thread of its worker */
typedef struct _LeatdComponent LeatdComponent;

LeatdComponent       *leatd_component_new        (const LeatdPart *part,
                                                  LeatdAuthority *authority);
void                  leatd_component_free       (LeatdComponent *self);
/* does it show that source, or that sink? */
gboolean              leatd_component_is_of      (LeatdComponent *self, const LeatdPart *part);
/* (transfer none) */
GDBusObjectSkeleton  *leatd_component_get_object (LeatdComponent *self);

/* "camera 0" -> "camera_200": what an object's path may have; (transfer full) */
char                 *leatd_component_get_path   (const char *kind, const char *name);

/* nobody sets a property, but without this a skeleton has no way of its own to get them */
void                  leatd_control_set_property (GObject *object, guint id, const GValue *value,
                                                  GParamSpec *spec);
/* a method that fails: TRUE, as its handler must return; @error: (transfer full) */
gboolean              leatd_control_fail         (GDBusMethodInvocation *invocation,
                                                  GError *error);

G_END_DECLS
