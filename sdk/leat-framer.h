/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-framer.h - finds the frames in a stream of bytes */
#pragma once
#include "leat-option.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatFramer      LeatFramer;
typedef struct _LeatFramerClass LeatFramerClass;

/**
 * LeatFramer:
 * @klass: its class
 * @host: the host's
 *
 * First member of every framer; frozen for ABI 1.
 */
struct _LeatFramer {
  const LeatFramerClass *klass;
  gpointer               host;
};

/**
 * LeatEnd:
 * @LEAT_END_NO: more may come
 * @LEAT_END_MESSAGE: datagram, WebSocket message
 * @LEAT_END_SILENCE: the line was silent for silence()
 * @LEAT_END_STREAM: end of file, orderly close: what stands is whole only if the framer says so
 * @LEAT_END_CUT: hangup, reset
 * @LEAT_END_LIMIT: max-frame or frame-timeout is reached
 *
 * Why the bytes end where they end.
 */
typedef enum {
  LEAT_END_NO,
  LEAT_END_MESSAGE,
  LEAT_END_SILENCE,
  LEAT_END_STREAM,
  LEAT_END_CUT,
  LEAT_END_LIMIT,
} LeatEnd;

/**
 * LeatScanInput:
 * @struct_size: sizeof (LeatScanInput)
 * @data: never written; data[0] is where the last used ended
 * @length: > 0
 * @end: why they end
 * @scratch: max-frame bytes: for a payload whose escapes are undone
 * @max_frame: bytes that a frame may have; what says that it is longer is none, at once
 */
typedef struct {
  gsize         struct_size;
  const guint8 *data;
  gsize         length;
  LeatEnd       end;
  guint8       *scratch;
  gsize         max_frame;
} LeatScanInput;

/**
 * LeatScan:
 * @LEAT_SCAN_MORE: a frame may begin at data[0], and it is not whole yet; never at an end other
 *   than LEAT_END_NO
 * @LEAT_SCAN_FRAME: a frame begins at data[0]
 * @LEAT_SCAN_SKIP: pass over used bytes that are nothing: the LF behind a CR, an empty line,
 *   padding
 * @LEAT_SCAN_BAD: no frame begins at data[0]; the host goes on one byte behind it, at find()
 */
typedef enum {
  LEAT_SCAN_MORE,
  LEAT_SCAN_FRAME,
  LEAT_SCAN_SKIP,
  LEAT_SCAN_BAD,
} LeatScan;

/**
 * LeatFrame:
 * @struct_size: sizeof (LeatFrame)
 * @used: FRAME, SKIP: bytes of the stream that are done with, > 0
 * @payload: in the used bytes of data, or in scratch: without delimiters, headers, checksums,
 *   escapes
 * @length: of @payload
 * @reason: BAD: static text
 */
typedef struct {
  gsize         struct_size;
  gsize         used;
  const guint8 *payload;
  gsize         length;
  const char   *reason;
} LeatFrame;

/**
 * LeatFramerClass:
 * @struct_size: sizeof (LeatFramerClass)
 * @instance_size: sizeof (FooFramer): allocated, zeroed and freed by the host
 * @name: value of type= in the key file
 * @summary: one sentence
 * @options: ends with LEAT_OPTION_END
 * @init: options are set: judge them together (optional)
 * @clear: free what init() made (optional)
 * @scan: judge what begins at data[0]. Called again with the same bytes and more of them after
 *   MORE, so a framer may remember how far it has looked; forgotten at reset() and after FRAME,
 *   SKIP, BAD
 * @find: offset of the next possible start in data, or length (optional: the next byte). Shown
 *   each byte behind a BAD once, in pieces: a start that is not all there yet is a possible one
 * @silence: µs of silence that end a frame, given the µs a character takes on the line; 0: none
 *   (optional)
 * @reset: the stream was cut, or came to its end (optional)
 * @follow: what scan() will be given stands right behind a frame, which an instance with the same
 *   options gave out in another life: a followed file goes on where it was left. Before anything
 *   else, or behind reset() (optional)
 *
 * A framer is a function with a little memory: no I/O, no clock, no thread, no allocation per
 * frame. The host keeps the bytes, joins the pieces of a frame, bounds its length and
 * (frame-timeout=) the wait for its rest, joins the noise between two frames into one reject with
 * its raw bytes, and knows when each byte arrived. The frames found do not depend on how the bytes
 * were cut, for the same ends. Work is bounded: no byte is looked at more than a stated number of
 * times.
 */
struct _LeatFramerClass {
  gsize             struct_size;
  gsize             instance_size;
  const char       *name;
  const char       *summary;
  const LeatOption *options;

  gboolean (*init)    (LeatFramer *self, GError **error);
  void     (*clear)   (LeatFramer *self);
  LeatScan (*scan)    (LeatFramer *self, const LeatScanInput *input, LeatFrame *frame);
  gsize    (*find)    (LeatFramer *self, const guint8 *data, gsize length);
  gint64   (*silence) (LeatFramer *self, gint64 character_time);
  void     (*reset)   (LeatFramer *self);
  void     (*follow)  (LeatFramer *self);
};

/* for framers made of framers: @name is a [framer NAME] group, a preset, or a class with its
 * presets */
LeatFramer *leat_framer_new  (LeatFramer *parent, const char *name, GError **error);
void        leat_framer_free (LeatFramer *self);

#pragma GCC visibility pop
G_END_DECLS
