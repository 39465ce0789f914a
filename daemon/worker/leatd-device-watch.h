/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-device-watch.h - tells when a device's name appears: a replugged one need not wait */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Watches the directory of @path, or the nearest one above it that is there (/dev/serial/by-id goes
 * with its last adapter); a link that is made counts, what it points to need not. @appeared is
 * called in the thread-default context of who made the watch, each time the name may have come. */
typedef struct _LeatdDeviceWatch LeatdDeviceWatch;

/* in device= (nullable); not an absolute one: it names no file */
const char       *leatd_device_get_path  (const char *device);
LeatdDeviceWatch *leatd_device_watch_new  (const char *path, void (*appeared) (gpointer),
                                           gpointer user_data);
void              leatd_device_watch_free (LeatdDeviceWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdDeviceWatch, leatd_device_watch_free)
G_END_DECLS
