/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-device.h - what device= says of a recording that is played back */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * ReplayDevice:
 * @path: of the recording
 * @speed: times faster than it was; 0: as fast as it is taken
 * @silence: ns of silence that end what stands; 0: where the recording says so
 * @loops: times that it is played; 0: again and again
 */
typedef struct {
  char   *path;
  double  speed;
  gint64  silence;
  guint   loops;
} ReplayDevice;

/* FALSE: what would be right, without the device itself */
gboolean replay_device_parse (ReplayDevice *self, const char *device, GError **error);
void     replay_device_clear (ReplayDevice *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReplayDevice, replay_device_clear)
G_END_DECLS
