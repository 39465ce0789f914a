/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-wishes.h - the command line of leat probe */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatProbeWishes:
 * @device: to be listened to, or a recording
 * @is_recording: it is a file
 * @options: KEY=VALUE of its link
 * @rates: of a serial line, ends with 0
 * @duration: in all, µs
 * @name: of what is proposed
 * @output: (nullable): file of the schema
 * @questions: (nullable): of GBytes, to be sent
 * @sent: (nullable): these for people
 */
typedef struct {
  char      *device;
  gboolean   is_recording;
  char     **options;
  guint     *rates;
  gint64     duration;
  char      *name;
  char      *output;
  GPtrArray *questions;
  char      *sent;
  char     **plugin_path;
  char     **schema_path;
} LeatProbeWishes;

gboolean leat_probe_wishes_read  (LeatProbeWishes *self, int argc, char **argv, GError **error);
void     leat_probe_wishes_clear (LeatProbeWishes *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatProbeWishes, leat_probe_wishes_clear)
G_END_DECLS
