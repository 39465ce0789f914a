/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-link.h - carries bytes to and from a device: serial line, socket, process, file */
#pragma once
#include "leat-clock.h"
#include "leat-framer.h"
#include "leat-option.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatLink      LeatLink;
typedef struct _LeatLinkClass LeatLinkClass;

/**
 * LeatLink:
 * @klass: its class
 * @host: the host's
 *
 * First member of every link; frozen for ABI 1.
 */
struct _LeatLink {
  const LeatLinkClass *klass;
  gpointer             host;
};

/**
 * LeatArrival:
 * @struct_size: sizeof (LeatArrival)
 * @moment: when the last byte came
 * @byte_time: nanoseconds a byte takes on this line; 0: not known
 * @end: what the link knows of the end of these bytes
 * @line_error: parity, framing, overrun or break inside them: a link gives such bytes in a read of
 *   their own
 *
 * When and how bytes came.
 */
typedef struct {
  gsize      struct_size;
  LeatMoment moment;
  gint64     byte_time;
  LeatEnd    end;
  gboolean   line_error;
} LeatArrival;

/**
 * LeatLinkFlags:
 * @LEAT_LINK_CAN_WAIT: nothing is lost at the other end while nobody reads (a file, a child
 *   process): when-full= of a sink presets to block
 * @LEAT_LINK_READ_OUT: one that can wait, but what waits in it is gone when it is closed (a pipe):
 *   that is read before, up to a bound, unless get_place() knows a way back to it
 * @LEAT_LINK_REPLAY: what it gives was recorded: any source may have it, its records are marked as
 *   a test, and the moments are its own. No silence is measured, it tells of each end. accept()
 *   that gives neither a client nor an error is its end
 */
typedef enum {
  LEAT_LINK_FLAGS_NONE = 0,
  LEAT_LINK_CAN_WAIT   = 1 << 0,
  LEAT_LINK_READ_OUT   = 1 << 1,
  LEAT_LINK_REPLAY     = 1 << 2,
} LeatLinkFlags;

/**
 * LeatLinkClass:
 * @struct_size: sizeof (LeatLinkClass)
 * @instance_size: sizeof (FooLink): allocated, zeroed and freed by the host
 * @schemes: what may stand before :// in device=, blank separated: "serial usb"; a device= that is
 *   a path is "serial"'s
 * @summary: one sentence
 * @options: ends with LEAT_OPTION_END
 * @flags: what is special about it
 * @init: options are set: judge them together; main thread (optional)
 * @clear: free what init() made; main thread (optional)
 * @open: @device as device= spells it; may block, ends when cancelled. A message names the device
 *   and the way out
 * @close: follows every open() that succeeded
 * @get_fd: polled by the host for input
 * @read: -1 with G_IO_ERROR_WOULD_BLOCK: nothing there; 0: end. The host reads until WOULD_BLOCK
 *   before it polls again. An end in @arrival with either of them ends what was read before, and
 *   with WOULD_BLOCK the host reads on at once (the file that comes next, a writer that has left).
 *   Any other error is the end of this life; after %LEAT_ERROR_FAILED, what was read before does
 *   not make the next try come soon: the other end breaks each time
 * @write: how many were written, or -1; WOULD_BLOCK: later (optional: a link that only reads)
 * @accept: listening links only, which are not read: the next client as a link of its own, made by
 *   leat_link_new_client(), open, and closed and freed by the host; WOULD_BLOCK: there is none.
 *   @peer: who it is, (transfer full) (nullable); its records have it as their tag peer (optional)
 * @control: "break", "get-lines", "set-lines" (optional)
 * @judge_device: is @device one that open() can make something of? Touches nothing; main thread. A
 *   message without the device: it is told as a fault of device= (optional)
 * @adopt: as open(), with @fd, which leatd had opened by an open() of this source before it was
 *   restarted, and which was not closed since; or which the service manager listens on. %FALSE: it
 *   is not what open() would give now (another device, hung up): @fd stays the host's, which closes
 *   it and opens. A class that has this has its descriptors kept (optional)
 * @open_at: as open(), at @place, which get_place() has given, in this life of leatd or another;
 *   %NULL: there is none yet. *@found: %FALSE: what stood before it is not there any more, and it
 *   begins where it can: records are numbered anew. It has get_place(), then
 * @get_place: (transfer full) (nullable): where byte @offset is, of all that read() gave since it
 *   was opened, as a text for open_at(); %NULL: there is no way back to it (a FIFO). Asked at
 *   once for byte 0, then for one behind an end that came without bytes, at which the host reads on
 *   when all before it is safe and its place is kept; and for each of them anew when bytes behind
 *   it were read and nobody was given them yet. So no byte is read twice as other records,
 *   and none is lost, whenever leatd dies (optional)
 * @is_read_out: %TRUE: nothing of what has come is kept in the link, so that whatever is still to
 *   be read shows in a poll of get_fd(): the host need not read until WOULD_BLOCK (optional: it
 *   does)
 * @changed: the member of option @key, which is %LEAT_OPTION_LIVE, has a new value; in the link's
 *   thread, open or not (optional)
 *
 * A link class is chosen by the scheme of device=: /dev/ttyUSB0, usb://0403:6001/A50285BI,
 * tcp://10.0.0.7:8500, listen://0.0.0.0:9000, unix:///run/x.sock, exec:COMMAND, file:///x,
 * ws://host/path. Its options stand in the source's group. It belongs to one source and lives in
 * its thread; it is non-blocking and polled by its descriptor.
 */
struct _LeatLinkClass {
  gsize             struct_size;
  gsize             instance_size;
  const char       *schemes;
  const char       *summary;
  const LeatOption *options;
  LeatLinkFlags     flags;

  gboolean  (*init)    (LeatLink *self, GError **error);
  void      (*clear)   (LeatLink *self);
  gboolean  (*open)    (LeatLink *self, const char *device, GCancellable *cancellable,
                        GError **error);
  void      (*close)   (LeatLink *self);
  int       (*get_fd)  (LeatLink *self);
  gssize    (*read)    (LeatLink *self, guint8 *data, gsize size, LeatArrival *arrival,
                        GError **error);
  gssize    (*write)   (LeatLink *self, const guint8 *data, gsize length, GError **error);
  LeatLink *(*accept)  (LeatLink *self, char **peer, GError **error);
  gboolean  (*control) (LeatLink *self, const char *request, GVariant *argument, GVariant **answer,
                        GError **error);
  gboolean  (*judge_device) (LeatLink *self, const char *device, GError **error);
  gboolean  (*adopt)   (LeatLink *self, const char *device, int fd, GError **error);
  int       (*get_output_fd) (LeatLink *self);
  gboolean  (*open_at) (LeatLink *self, const char *device, const char *place, gboolean *found,
                        GCancellable *cancellable, GError **error);
  char     *(*get_place) (LeatLink *self, guint64 offset);
  gboolean  (*is_read_out) (LeatLink *self);
  void      (*changed) (LeatLink *self, const char *key);
};

/* for accept(): a link of @klass, zeroed, with the presets of its options, if it has any */
LeatLink *leat_link_new_client (LeatLink *self, const LeatLinkClass *klass);
/* counts @n of "parity", "framing", "overrun", "buffer-overrun", "breaks", "line-errors", and of a
 * file "rotations", "truncations", "places-lost", "unread-bytes" (other names are ignored); the
 * link's thread */
void leat_link_count (LeatLink *self, const char *counter, guint64 n);
/* (nullable): name of the source that it serves, as the key file has it */
const char *leat_link_get_source (LeatLink *self);
/* what open() did not find is there now: it is opened at once, without waiting for the next try. In
 * the link's thread, from a GSource of its thread-default context, between an open() that failed
 * and the next */
void leat_link_found (LeatLink *self);
/* an event of the source: "settings", "lines"; the link's thread */
void leat_link_note  (LeatLink *self, const char *event, const char *format, ...)
                      G_GNUC_PRINTF (3, 4);

#pragma GCC visibility pop
G_END_DECLS
