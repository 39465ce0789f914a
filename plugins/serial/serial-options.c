/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-options.c - what the key file says of a serial line */
#include "serial-options.h"

/* µs; the kernel's RS485_MAX_RTS_DELAY */
#define RS485_DELAY_MAX 100e3

/* as SERIAL_MARK_* and SERIAL_LOCK_* have them */
static const char *const auto_names[] = { "auto", "yes", "no", NULL };

const LeatOption serial_options[] = {
  LEAT_OPTION_INT (SerialLink, settings.baud_rate, .key = "baud-rate", .preset = "9600",
                   .minimum = 1, .maximum = 1e8,
                   .summary = "Bits a second, any rate that the port can do within 2 %."),
  LEAT_OPTION_INT (SerialLink, settings.data_bits, .key = "data-bits", .preset = "8", .minimum = 5,
                   .maximum = 8, .summary = "Data bits of a byte."),
  LEAT_OPTION_CHOICE (SerialLink, settings.parity, .key = "parity", .preset = "none",
                      .choices = serial_parity_names,
                      .summary = "Parity bit of a byte."),
  LEAT_OPTION_INT (SerialLink, settings.stop_bits, .key = "stop-bits", .preset = "1", .minimum = 1,
                   .maximum = 2, .summary = "Stop bits of a byte."),
  LEAT_OPTION_CHOICE (SerialLink, settings.flow, .key = "flow-control", .preset = "none",
                      .choices = serial_flow_names,
                      .summary = "How either end holds the other back: by wires, by the bytes "
                                 "0x11 and 0x13, or both."),
  LEAT_OPTION_CHOICE (SerialLink, rts, .key = "rts", .preset = "leave",
                      .choices = serial_level_names,
                      .summary = "RTS once the port is open; the kernel raises it while it "
                                 "opens the port."),
  LEAT_OPTION_CHOICE (SerialLink, dtr, .key = "dtr", .preset = "leave",
                      .choices = serial_level_names,
                      .summary = "DTR once the port is open; the kernel raises it while it "
                                 "opens the port."),
  LEAT_OPTION_BOOL (SerialLink, settings.hangup_on_close, .key = "hangup-on-close", .preset = "yes",
                    .summary = "Whether RTS and DTR fall when the port is closed."),
  LEAT_OPTION_BOOL (SerialLink, exclusive, .key = "exclusive", .preset = "yes",
                    .summary = "Refuse a port that others have open, and keep others out (flock "
                               "and TIOCEXCL)."),
  LEAT_OPTION_CHOICE (SerialLink, lock_mode, .key = "lock-file", .preset = "auto",
                      .choices = auto_names,
                      .summary = "With exclusive=yes: respect the lock file of minicom, pppd and "
                                 "others (/var/lock/LCK..ttyUSB0), and write one; auto: if that "
                                 "can be written, and never for a pseudo-terminal."),
  LEAT_OPTION_CHOICE (SerialLink, mark_errors, .key = "mark-errors", .preset = "auto",
                      .choices = auto_names,
                      .summary = "Have the driver mark bytes with line errors (PARMRK); auto: "
                                 "unless it is a pseudo-terminal, which has none and is slower "
                                 "for it."),
  LEAT_OPTION_CHOICE (SerialLink, low_latency, .key = "low-latency", .preset = "leave",
                      .choices = serial_wish_names,
                      .summary = "Whether the driver gives bytes at once: an FTDI adapter keeps "
                                 "them back 1 ms instead of 16 then. It stays so when the port is "
                                 "closed."),
  LEAT_OPTION_CHOICE (SerialLink, rs485.mode, .key = "rs485", .preset = "leave",
                      .choices = serial_wish_names,
                      .summary = "Whether the kernel switches the direction of an RS-485 "
                                 "transceiver by RTS; no: it is switched off, as an adapter does "
                                 "it by itself. It stays so when the port is closed."),
  LEAT_OPTION_DURATION (SerialLink, rs485.delay_before, .key = "rs485-delay-before",
                        .preset = "0ms", .minimum = 0, .maximum = RS485_DELAY_MAX,
                        .summary = "With rs485=yes: from switching to the first bit, in whole "
                                   "milliseconds."),
  LEAT_OPTION_DURATION (SerialLink, rs485.delay_after, .key = "rs485-delay-after", .preset = "0ms",
                        .minimum = 0, .maximum = RS485_DELAY_MAX,
                        .summary = "With rs485=yes: from the last bit to switching back, in whole "
                                   "milliseconds."),
  LEAT_OPTION_BOOL (SerialLink, rs485.rts_on_send, .key = "rs485-rts-on-send", .preset = "yes",
                    .summary = "With rs485=yes: RTS is on while it sends and off behind; no: the "
                               "other way round."),
  LEAT_OPTION_BOOL (SerialLink, rs485.receive_own, .key = "rs485-receive-own", .preset = "no",
                    .summary = "With rs485=yes: what is sent is read too, as the receiver stays "
                               "on."),
  LEAT_OPTION_CHOICE (SerialLink, rs485.termination, .key = "rs485-termination", .preset = "leave",
                      .choices = serial_wish_names,
                      .summary = "With rs485=yes: the resistor at the end of the bus, where the "
                                 "driver can switch it."),
  LEAT_OPTION_END,
};

static gboolean
has_rs485_details (const SerialRs485 *rs485)
{
  return rs485->delay_before != 0 || rs485->delay_after != 0 || !rs485->rts_on_send ||
         rs485->receive_own || rs485->termination != SERIAL_WISH_LEAVE;
}

static gboolean
judge_rs485 (const SerialLink *link, GError **error)
{
  if (link->rs485.mode != SERIAL_WISH_YES)
    return !has_rs485_details (&link->rs485) ||
           leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "rs485-delay-before= and what else begins with rs485- needs rs485=yes");
  if (link->settings.flow & SERIAL_FLOW_RTS_CTS)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "rs485=yes cannot be had with flow-control=%s: RTS switches the "
                            "direction; leave one of them out",
                            serial_flow_names[link->settings.flow]);
  if (link->rts != SERIAL_LEVEL_LEAVE)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "rs485=yes cannot be had with rts=%s: RTS switches the direction; "
                            "leave rts= out",
                            serial_level_names[link->rts]);
  return TRUE;
}

/**
 * serial_options_judge:
 * @link: its options are set
 * @error: return location
 *
 * Returns: %FALSE with LEAT_ERROR_CONFIG if they do not go together
 */
gboolean
serial_options_judge (const SerialLink *link, GError **error)
{
  if (link->rts == SERIAL_LEVEL_OFF && (link->settings.flow & SERIAL_FLOW_RTS_CTS))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "rts=off cannot be had with flow-control=%s, "
                            "which moves RTS itself; leave one of them out",
                            serial_flow_names[link->settings.flow]);
  return judge_rs485 (link, error);
}
