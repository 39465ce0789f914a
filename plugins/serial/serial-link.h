/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-link.h - a serial line as a link */
#pragma once
#include "serial-counts.h"
#include "serial-rs485.h"
#include "serial-settings.h"
#include "serial-usb.h"
G_BEGIN_DECLS

/* more than the kernel's line discipline ever gives at once */
#define SERIAL_RAW_SIZE 4096

/**
 * SerialLink:
 * @link: the base
 * @settings: baud-rate= and so on
 * @rts: a #SerialLevel
 * @dtr: a #SerialLevel
 * @exclusive: exclusive=
 * @lock_mode: a #SerialLockMode
 * @mark_errors: mark-errors=
 * @low_latency: a #SerialWish
 * @rs485: rs485= and so on
 * @operations: the system's, unless a test has put its own there before init()
 * @device: its path, as the messages name it
 * @usb_watch: until the port that usb:// means has been opened; %NULL: it is none, or open
 * @lock_file: while it is open; %NULL: there is none
 * @fd: -1: closed
 * @byte_time: nanoseconds; 0: not known
 * @has_counts: the driver counts line errors
 * @counts: as they were at the last read
 * @raw: with marks, from the driver
 * @raw_length: of @raw
 * @raw_moment: when it was read
 *
 * A line. @raw is used only while the driver marks errors; without marks bytes go straight to who
 * reads.
 */
typedef struct {
  LeatLink                link;
  SerialSettings          settings;
  int                     rts;
  int                     dtr;
  gboolean                exclusive;
  int                     lock_mode;
  int                     mark_errors;
  int                     low_latency;
  SerialRs485             rs485;

  const SerialOperations *operations;
  char                   *device;
  SerialUsbWatch         *usb_watch;
  char                   *lock_file;
  int                     fd;
  gint64                  byte_time;
  gboolean                has_counts;
  SerialCounts            counts;
  guint8                  raw[SERIAL_RAW_SIZE];
  gsize                   raw_length;
  LeatMoment              raw_moment;
} SerialLink;

extern const LeatLinkClass serial_link_class;

G_END_DECLS
