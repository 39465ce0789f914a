/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording-interface.h - what a section of pcapng says of an interface; libleat's own */
#pragma once
#include "leat-recording-blocks.h"
G_BEGIN_DECLS

/**
 * LeatInterface:
 * @stream: number of its stream in the recording
 * @link_type: of its packets
 * @rate: units of their time in a second; 0: that is not known
 * @offset: seconds that all their times are later
 * @is_own: it is Leat's: the options for local use are understood
 * @told: that its packets are passed over
 */
typedef struct {
  guint    stream;
  guint    link_type;
  guint64  rate;
  gint64   offset;
  gboolean is_own;
  gboolean told;
} LeatInterface;

LeatRecordingStream *leat_interface_read        (LeatInterface *self, const LeatBlock *block);
/* nanoseconds since 1970; 0: later than can be told */
gint64               leat_interface_get_time    (const LeatInterface *self, guint64 units);
void                 leat_interface_free_stream (gpointer stream);

G_END_DECLS
