/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-settings.h - how a serial line is set: rate, bits, parity, flow control, modem lines */
#pragma once
#include "serial-operations.h"
G_BEGIN_DECLS

typedef enum {
  SERIAL_PARITY_NONE,
  SERIAL_PARITY_EVEN,
  SERIAL_PARITY_ODD,
  SERIAL_PARITY_MARK,
  SERIAL_PARITY_SPACE,
} SerialParity;

typedef enum {
  SERIAL_FLOW_NONE,
  SERIAL_FLOW_RTS_CTS,
  SERIAL_FLOW_XON_XOFF,
  SERIAL_FLOW_BOTH,
} SerialFlow;

typedef enum {
  SERIAL_LEVEL_LEAVE,
  SERIAL_LEVEL_ON,
  SERIAL_LEVEL_OFF,
} SerialLevel;

/**
 * SerialSettings:
 * @baud_rate: bits a second
 * @data_bits: 5 to 8
 * @parity: a #SerialParity
 * @stop_bits: 1 or 2
 * @flow: a #SerialFlow
 * @hangup_on_close: DTR and RTS fall when the port is closed
 * @mark_errors: PARMRK and INPCK: the driver marks bytes with line errors
 *
 * The settings of a line; members that options fill have the options' types.
 */
typedef struct {
  gint64   baud_rate;
  gint64   data_bits;
  int      parity;
  gint64   stop_bits;
  int      flow;
  gboolean hangup_on_close;
  gboolean mark_errors;
} SerialSettings;

extern const char *const serial_parity_names[];
extern const char *const serial_flow_names[];
extern const char *const serial_level_names[];

int      serial_settings_probe     (const SerialOperations *operations, int fd);
gboolean serial_settings_apply     (const SerialSettings *self, const SerialOperations *operations,
                                    int fd,
                                    SerialSettings *actual, GError **error);
char    *serial_settings_compare   (const SerialSettings *self, const SerialSettings *actual);
gint64   serial_settings_byte_time (const SerialSettings *self);

gboolean serial_lines_set          (const SerialOperations *operations, int fd, SerialLevel rts,
                                    SerialLevel dtr);

G_END_DECLS
