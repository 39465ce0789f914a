/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-source.h - where records come from */
#pragma once
#include "leat-batch.h"
#include "leat-event.h"
#include "leat-framer.h"
#include "leat-link.h"
#include "leat-option.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatSource      LeatSource;
typedef struct _LeatSourceClass LeatSourceClass;
/* one sequence of bytes: its own framer, epoch and peer */
typedef struct _LeatStream      LeatStream;
/* something that is asked of the source, with an answer to give */
typedef struct _LeatCommand     LeatCommand;

/**
 * LeatSource:
 * @klass: its class
 * @host: the host's
 *
 * First member of every source; frozen for ABI 1.
 */
struct _LeatSource {
  const LeatSourceClass *klass;
  gpointer               host;
};

/**
 * LeatPush:
 * @LEAT_PUSH_ROOM: taken
 * @LEAT_PUSH_FULL: taken; stop reading until resume()
 * @LEAT_PUSH_STOP: not taken; the source is being stopped
 */
typedef enum {
  LEAT_PUSH_ROOM,
  LEAT_PUSH_FULL,
  LEAT_PUSH_STOP,
} LeatPush;

/**
 * LeatVerdict:
 * @LEAT_VERDICT_RECORD: decode it by the schema
 * @LEAT_VERDICT_TAKEN: frame() has appended the records itself, or it was an answer, a prompt, an
 *   echo
 * @LEAT_VERDICT_REJECTED: the device said no, or this is no result: the error says why
 */
typedef enum {
  LEAT_VERDICT_RECORD,
  LEAT_VERDICT_TAKEN,
  LEAT_VERDICT_REJECTED,
} LeatVerdict;

/**
 * LeatSourceFlags:
 * @LEAT_SOURCE_CAN_WAIT: a source without a link that loses nothing while it is held back
 * @LEAT_SOURCE_SETTLES: a junction that makes safe what it is given: it answers for each batch that
 *   records() has taken by leat_source_settle(), and those who gave it wait for that
 */
typedef enum {
  LEAT_SOURCE_FLAGS_NONE = 0,
  LEAT_SOURCE_CAN_WAIT   = 1 << 0,
  LEAT_SOURCE_SETTLES    = 1 << 1,
} LeatSourceFlags;

/**
 * LeatInput:
 * @struct_size: sizeof (LeatInput) of who made it
 * @name: of a source in from= of a junction
 * @schema: (nullable): of its records; %NULL: it makes several kinds
 *
 * What a junction will be given. A source with further schemas, such as those of programs, is there
 * once for each, one behind the other, that of most records first.
 */
typedef struct {
  gsize       struct_size;
  const char *name;
  LeatSchema *schema;
} LeatInput;

/**
 * LeatRecordTable:
 * @struct_size: sizeof (LeatRecordTable)
 * @name: of the schema
 * @summary: one sentence
 * @fields: as leat_schema_new() takes them, each with its summary
 * @n_fields: number of @fields
 *
 * A kind of record that a source makes itself: what its schema is made of, and what `leat describe`
 * tells of it.
 */
typedef struct {
  gsize            struct_size;
  const char      *name;
  const char      *summary;
  const LeatField *fields;
  guint            n_fields;
} LeatRecordTable;

/**
 * LeatFindSchemaFunc:
 * @finder: what came with it
 * @name: of a schema, as schema= would name it
 *
 * Finds a schema in the schema path.
 *
 * Returns: (transfer full): the schema; %NULL with %LEAT_ERROR_CONFIG: there is none, or it is not
 * sound
 */
typedef LeatSchema *(*LeatFindSchemaFunc) (gpointer finder, const char *name, GError **error);

/**
 * LeatSourceClass:
 * @struct_size: sizeof (LeatSourceClass)
 * @instance_size: sizeof (FooSource): allocated, zeroed and freed by the host
 * @name: value of plugin= in the key file
 * @summary: one sentence
 * @options: ends with LEAT_OPTION_END
 * @flags: what is special about it
 * @schemes: links that device= may name, blank separated; %NULL: none is needed
 * @framer: preset of framer=; %NULL: none
 * @schema: preset of schema=; %NULL: none
 * @init: options are set: judge them, touch no device (optional)
 * @clear: free what init() made (optional)
 * @start: talk to the link, attach #GSource objects, return; the host then serves link, polls and
 *   commands. %NULL where there are @schemes: open the link, and no more
 * @run: or: block until cancelled (a vendor's library); commands wait, resume() is not called,
 *   pushes block
 * @stop: follows every start() or run() that was called (optional)
 * @resume: room again after LEAT_PUSH_FULL; not for what the host serves (optional)
 * @frame: each frame, before it is decoded: the place of a device's grammar; may append to @batch
 *   and return TAKEN (optional)
 * @command: SEND, TRIGGER, …: answer now or later. %NULL: to send is to write to the link, as it is
 * @records: a junction: records of the sources in from=; after an error the batch is given again in
 *   the next life (optional)
 * @changed: a LIVE option has a new value; between start() and stop(), or before start() (optional)
 * @makes: what records it makes itself, ends with %NULL (optional)
 * @events: what has happened in the daemon, oldest first, but for what is about sources with this
 *   member; @missed: events before these that did not wait any longer, as too many did. Not between
 *   LEAT_PUSH_FULL and resume(), and not beside run() (optional)
 * @join: a junction: what its records look like, made of what it will be given, in the order of the
 *   key file (transfer full); %NULL refuses that, as init() would. Once, behind init() (optional)
 * @ending: a junction: it is stopped for good and will be given nothing any more: the last moment
 *   to push what it holds; stop() follows (optional)
 * @shape: what its records look like, made of @schema, which schema= names, and of others, which
 *   @find finds: the same, or one with more fields (given=yes), which frame() sets (transfer full);
 *   %NULL refuses that, as init() would. Behind init(), perhaps several times (optional)
 *
 * init(), join(), shape() and clear() run in the main thread, all else in the thread of the
 * instance, whose #GMainContext is the thread default. A source never reconnects: it fails with a
 * #GError, and its worker stops it, waits (back-off with jitter), starts it anew, counts it and
 * tells the control interface. Most sources need neither start() nor command().
 */
struct _LeatSourceClass {
  gsize             struct_size;
  gsize             instance_size;
  const char       *name;
  const char       *summary;
  const LeatOption *options;
  LeatSourceFlags   flags;
  const char       *schemes;
  const char       *framer;
  const char       *schema;

  gboolean    (*init)    (LeatSource *self, GError **error);
  void        (*clear)   (LeatSource *self);
  gboolean    (*start)   (LeatSource *self, GCancellable *cancellable, GError **error);
  gboolean    (*run)     (LeatSource *self, GCancellable *cancellable, GError **error);
  void        (*stop)    (LeatSource *self);
  void        (*resume)  (LeatSource *self);
  LeatVerdict (*frame)   (LeatSource *self, LeatStream *stream, const LeatFrame *frame,
                          const LeatArrival *arrival, LeatBatch *batch, GError **error);
  void        (*command) (LeatSource *self, LeatCommand *command);
  gboolean    (*records) (LeatSource *self, LeatBatch *batch, GError **error);
  void        (*changed) (LeatSource *self, const char *key);
  const LeatRecordTable *const *makes;
  void        (*events)  (LeatSource *self, const LeatEvent *const *events, guint n_events,
                          guint64 missed);
  LeatSchema *(*join)    (LeatSource *self, const LeatInput *inputs, guint n_inputs,
                          GError **error);
  void        (*ending)  (LeatSource *self);
  LeatSchema *(*shape)   (LeatSource *self, LeatSchema *schema, LeatFindSchemaFunc find,
                          gpointer finder, GError **error);
};

/* for start(), in the instance's thread */
LeatLink         *leat_source_open_link     (LeatSource *self, GCancellable *cancellable,
                                             GError **error);
LeatStream       *leat_source_open_stream   (LeatSource *self, const char *peer);
gboolean          leat_source_write         (LeatSource *self, GBytes *bytes, GError **error);

/* Each push is one batch to every sink that wants it, or none: a lone record goes at once, a flood
 * goes in bulk. In the instance's thread. @settled (optional) is told when all of it is safe:
 * acknowledge to the peer there. A source that stops gives no more, hears of each batch within
 * stop-timeout=, and only then is its stop() called. */
LeatPush          leat_stream_push_bytes    (LeatStream *self, const guint8 *data, gsize length,
                                             const LeatArrival *arrival);
LeatPush          leat_stream_push_frame    (LeatStream *self, const guint8 *data, gsize length,
                                             const LeatArrival *arrival, LeatSettledFunc settled,
                                             gpointer user_data, GDestroyNotify notify);
const LeatOrigin *leat_stream_get_origin    (LeatStream *self);
/* for frame(): the batch that the frame goes into */
void              leat_stream_when_settled  (LeatStream *self, LeatSettledFunc settled,
                                             gpointer user_data, GDestroyNotify notify);
LeatPush          leat_source_push_batch    (LeatSource *self,
                                             LeatBatch *batch /* (transfer full) */,
                                             LeatSettledFunc settled, gpointer user_data,
                                             GDestroyNotify notify);

/* a junction with LEAT_SOURCE_SETTLES, once for each batch that records() has taken */
void              leat_source_settle        (LeatSource *self, LeatBatch *batch, gboolean safe);

/* the source has failed, or (error NULL) has come to its end and is done: the worker stops it; any
 * thread */
void              leat_source_fail          (LeatSource *self,
                                             GError *error /* (transfer full) (nullable) */);
void              leat_source_note          (LeatSource *self, const char *event,
                                             const char *format, ...) G_GNUC_PRINTF (3, 4);
/* the device must be mended by people before it gives anything, though it is there: it is set up,
 * or says no. NULL: it is not so any more; the instance's thread */
void              leat_source_hold          (LeatSource *self, const char *reason);

/* "send", "trigger", "program", … */
const char       *leat_command_get_name     (const LeatCommand *self);
GVariant         *leat_command_get_argument (const LeatCommand *self);
GBytes           *leat_command_get_bytes    (const LeatCommand *self);
void              leat_command_answer       (LeatCommand *self, GVariant *answer);
void              leat_command_fail         (LeatCommand *self,
                                             GError *error /* (transfer full) */);
/* "send" as most sources mean it: to the link, as it is */
void              leat_command_send         (LeatCommand *self, LeatSource *source);

/* state that must outlive the instance: the cursor of a file, the last counter */
char             *leat_source_recall        (LeatSource *self, const char *key);
gboolean          leat_source_remember      (LeatSource *self, const char *key, const char *value,
                                             GError **error);
/* (transfer full) (nullable): where the daemon keeps its state; %NULL: nowhere */
char             *leat_source_get_path      (LeatSource *self, const char *name);

/* shows it every source and sink with its counters, as they stand in the key file */
void              leat_source_each_component (LeatSource *self, LeatComponentFunc func,
                                              gpointer user_data);

#pragma GCC visibility pop
G_END_DECLS
