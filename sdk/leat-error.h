/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-error.h - the one error domain; each code has a D-Bus name */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatError:
 * @LEAT_ERROR_FAILED: none of the below
 * @LEAT_ERROR_CONFIG: an option is missing, unknown or out of range
 * @LEAT_ERROR_PLUGIN: a module is not a plugin, or was built for another ABI
 * @LEAT_ERROR_DISCONNECTED: the device or peer went away; the worker waits and starts the plugin
 *   anew
 * @LEAT_ERROR_BUSY: not now; the same record is offered again after a delay
 * @LEAT_ERROR_REJECTED: never; the record goes to the rejects with this message, the next one is
 *   offered
 * @LEAT_ERROR_HELD: wrong settings, rights or address at the peer: no record's fault; everything is
 *   held until it is mended
 * @LEAT_ERROR_MALFORMED: bytes that are no frame, or a frame that is no record; they go to the
 *   rejects
 * @LEAT_ERROR_FULL: no room on the disk or in the store
 * @LEAT_ERROR_DENIED: who asks has no right to it
 * @LEAT_ERROR_NOT_FOUND: there is nothing of that name
 * @LEAT_ERROR_TIMED_OUT: no answer came in time
 *
 * Errors of everything that is Leat's; on the bus each is org.leat.Leat1.Error.NAME, such as
 * org.leat.Leat1.Error.Busy. What GIO says of a file or socket is passed on in GIO's own
 * domain, prefixed with what was tried.
 */
typedef enum {
  LEAT_ERROR_FAILED,
  LEAT_ERROR_CONFIG,
  LEAT_ERROR_PLUGIN,
  LEAT_ERROR_DISCONNECTED,
  LEAT_ERROR_BUSY,
  LEAT_ERROR_REJECTED,
  LEAT_ERROR_HELD,
  LEAT_ERROR_MALFORMED,
  LEAT_ERROR_FULL,
  LEAT_ERROR_DENIED,
  LEAT_ERROR_NOT_FOUND,
  LEAT_ERROR_TIMED_OUT,
} LeatError;

#define LEAT_ERROR (leat_error_quark ())
GQuark leat_error_quark (void);

/* always FALSE: sets @error, for who has nothing else to do */
gboolean leat_error_fail (GError **error, LeatError code, const char *format,
                          ...) G_GNUC_PRINTF (3, 4);
/* one error of several, a line for each */
void     leat_error_join (GError **all, GError *one /* (transfer full) */);

#pragma GCC visibility pop
G_END_DECLS
