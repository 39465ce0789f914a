/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-source.c - what a source asks of its host: link, streams, pushes, events, answers */
#include "leat-source.h"

#include "leat-batch-host.h"
#include "leat-instance.h"

static const LeatSourceHost *
get_host (LeatSource *self)
{
  return self->host;
}

/**
 * leat_source_open_link:
 * @self: a source
 * @cancellable: start()'s
 * @error: return location for a #GError
 *
 * Opens the link that device= names, with the options of the source's group. The host then polls
 * it, and gives its bytes to the framer. For start(), in the instance's thread.
 *
 * Returns: (transfer none): the link, which the host closes and frees; %NULL with the link's own
 * error
 */
LeatLink *
leat_source_open_link (LeatSource *self, GCancellable *cancellable, GError **error)
{
  return get_host (self)->open_link (self, cancellable, error);
}

/**
 * leat_source_open_stream:
 * @self: a source
 * @peer: (nullable): who is at the other end, if there can be several
 *
 * Opens a stream: a sequence of bytes with a framer and an epoch of its own. For start(), in the
 * instance's thread.
 *
 * Returns: (transfer none): the stream, which the host closes when the source stops
 */
LeatStream *
leat_source_open_stream (LeatSource *self, const char *peer)
{
  return get_host (self)->open_stream (self, peer);
}

/**
 * leat_source_write:
 * @self: a source with a link
 * @bytes: (transfer none): what to send
 * @error: return location for a #GError
 *
 * Sends bytes to the device, behind what was written before; what the link does not take at once
 * waits in the host. In the instance's thread.
 *
 * Returns: %FALSE with %LEAT_ERROR_DISCONNECTED if no link is open, %LEAT_ERROR_BUSY if too much
 * waits already
 */
gboolean
leat_source_write (LeatSource *self, GBytes *bytes, GError **error)
{
  return get_host (self)->write (self, bytes, error);
}

/**
 * leat_stream_push_bytes:
 * @self: a stream
 * @data: bytes as they came; they are copied
 * @length: of @data
 * @arrival: when and how
 *
 * Gives bytes to the stream's framer. In the instance's thread.
 *
 * Returns: what to do next
 */
LeatPush
leat_stream_push_bytes (LeatStream *self, const guint8 *data, gsize length,
                        const LeatArrival *arrival)
{
  return self->host->push_bytes (self, data, length, arrival);
}

/**
 * leat_stream_push_frame:
 * @self: a stream
 * @data: a whole frame; it is copied
 * @length: of @data
 * @arrival: when and how
 * @settled: (nullable): is told once when all of it is safe, or is given up
 * @user_data: for @settled
 * @notify: (nullable): frees @user_data
 *
 * Gives a frame past the framer to the schema. In the instance's thread.
 *
 * Returns: what to do next
 */
LeatPush
leat_stream_push_frame (LeatStream *self, const guint8 *data, gsize length,
                        const LeatArrival *arrival, LeatSettledFunc settled, gpointer user_data,
                        GDestroyNotify notify)
{
  return self->host->push_frame (self, data, length, arrival, settled, user_data, notify);
}

/**
 * leat_stream_get_origin:
 * @self: a stream
 *
 * Returns: (transfer none): the origin for records that the source makes itself; valid until the
 * source stops
 */
const LeatOrigin *
leat_stream_get_origin (LeatStream *self)
{
  return self->host->get_origin (self);
}

/**
 * leat_stream_when_settled:
 * @self: a stream
 * @settled: is told once when all of the batch is safe, or is given up
 * @user_data: for @settled
 * @notify: (nullable): frees @user_data
 *
 * Asks to be told of the batch that the frame at hand goes into: how frame() acknowledges to a
 * device whose frames the host finds. May be called several times for a batch. In frame().
 */
void
leat_stream_when_settled (LeatStream *self, LeatSettledFunc settled, gpointer user_data,
                          GDestroyNotify notify)
{
  if (self->host->when_settled != NULL)
    {
      self->host->when_settled (self, settled, user_data, notify);
      return;
    }
  settled (FALSE, user_data); /* a host that keeps nothing */
  if (notify != NULL)
    notify (user_data);
}

/**
 * leat_source_push_batch:
 * @self: a source
 * @batch: (transfer full): records that the source made itself
 * @settled: (nullable): is told once when all of it is safe, or is given up
 * @user_data: for @settled
 * @notify: (nullable): frees @user_data
 *
 * Seals the batch and gives it to every sink that wants it. In the instance's thread.
 *
 * Returns: what to do next
 */
LeatPush
leat_source_push_batch (LeatSource *self, LeatBatch *batch, LeatSettledFunc settled,
                        gpointer user_data, GDestroyNotify notify)
{
  return get_host (self)->push_batch (self, batch, settled, user_data, notify);
}

/**
 * leat_source_fail:
 * @self: a source
 * @error: (transfer full) (nullable): why; %NULL: it has come to its end and is done
 *
 * Says that the source cannot go on. Its worker stops it, and after a fault waits and starts it
 * anew. Any thread.
 */
void
leat_source_fail (LeatSource *self, GError *error)
{
  get_host (self)->fail (self, error);
}

/**
 * leat_source_note:
 * @self: a source
 * @event: a word of its own for each kind
 * @format: a sentence for people
 * @...: for @format
 *
 * Tells people of an event. Any thread.
 */
void
leat_source_note (LeatSource *self, const char *event, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  get_host (self)->note (self, event, text);
}

/**
 * leat_source_hold:
 * @self: a source between start() and stop()
 * @reason: (nullable): a sentence for people: what it is, and the way out; %NULL: it goes on
 *
 * Says that the device is there, but gives no results until people have seen to it: somebody sets
 * it up, it is offline, it refuses the program. The source is held, which is a state and, each time
 * the reason changes, an event; what comes is taken all the same. In the instance's thread.
 */
void
leat_source_hold (LeatSource *self, const char *reason)
{
  const LeatSourceHost *host = get_host (self);

  if (host->hold != NULL)
    host->hold (self, reason);
}

/**
 * leat_source_recall:
 * @self: a source
 * @key: what it was remembered by
 *
 * Reads state that outlives the instance. In the instance's thread.
 *
 * Returns: (transfer full) (nullable): what leat_source_remember() was given last, or %NULL
 */
char *
leat_source_recall (LeatSource *self, const char *key)
{
  return get_host (self)->recall (self, key);
}

/**
 * leat_source_remember:
 * @self: a source
 * @key: a word
 * @value: (nullable): a small text; %NULL: forget it
 * @error: return location for a #GError
 *
 * Keeps state that must outlive the instance; when it returns %TRUE it is on the disk. In the
 * instance's thread.
 *
 * Returns: %FALSE if it could not be written
 */
gboolean
leat_source_remember (LeatSource *self, const char *key, const char *value, GError **error)
{
  return get_host (self)->remember (self, key, value, error);
}

/**
 * leat_source_get_path:
 * @self: a source
 * @name: of a file, or a folder and a file
 *
 * In the instance's thread.
 *
 * Returns: (transfer full) (nullable): where that is in the folder in which the daemon keeps its
 *   state; %NULL: it keeps none
 */
char *
leat_source_get_path (LeatSource *self, const char *name)
{
  const LeatSourceHost *host = get_host (self);
  const char *folder = host->get_state_dir != NULL ? host->get_state_dir (self) : NULL;

  return folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

/**
 * leat_source_settle:
 * @self: a junction of a class with %LEAT_SOURCE_SETTLES
 * @batch: that its records() has taken
 * @safe: whether all of it is lasting now, in a file of the junction's or in sinks
 *
 * Answers for a batch, once; those who gave it may tell their peers. In the instance's thread.
 */
void
leat_source_settle (LeatSource *self, LeatBatch *batch, gboolean safe)
{
  leat_batch_settle (batch, safe);
}

/**
 * leat_source_each_component:
 * @self: a source
 * @func: is shown each
 * @user_data: for @func
 *
 * Shows every source and sink of the daemon, @self among them, with its state and its counters. In
 * the instance's thread.
 */
void
leat_source_each_component (LeatSource *self, LeatComponentFunc func, gpointer user_data)
{
  get_host (self)->each_component (self, func, user_data);
}

/**
 * leat_command_get_name:
 * @self: a command
 *
 * Returns: (transfer none): "send", "trigger", "program", …
 */
const char *
leat_command_get_name (const LeatCommand *self)
{
  return self->name;
}

/**
 * leat_command_get_argument:
 * @self: a command
 *
 * Returns: (transfer none) (nullable): what the command is given
 */
GVariant *
leat_command_get_argument (const LeatCommand *self)
{
  return self->argument;
}

/**
 * leat_command_answer:
 * @self: (transfer full): a command; not to be used after this
 * @answer: (transfer floating) (nullable): what the device said
 *
 * Answers a command, once. In the instance's thread.
 */
void
leat_command_answer (LeatCommand *self, GVariant *answer)
{
  self->answer (self, answer != NULL ? g_variant_ref_sink (answer) : NULL, NULL);
}

/**
 * leat_command_fail:
 * @self: (transfer full): a command; not to be used after this
 * @error: (transfer full): why it could not be done
 *
 * Answers a command with a fault, once. In the instance's thread.
 */
void
leat_command_fail (LeatCommand *self, GError *error)
{
  self->answer (self, NULL, error);
}

/**
 * leat_command_get_bytes:
 * @self: a command
 *
 * Returns: (transfer full) (nullable): its argument as what is to be sent: bytes, or a text; %NULL:
 * it is neither
 */
GBytes *
leat_command_get_bytes (const LeatCommand *self)
{
  GVariant *argument = self->argument;

  if (argument != NULL && g_variant_is_of_type (argument, G_VARIANT_TYPE_BYTESTRING))
    return g_variant_get_data_as_bytes (argument);
  if (argument != NULL && g_variant_is_of_type (argument, G_VARIANT_TYPE_STRING))
    {
      gsize length;
      const char *text = g_variant_get_string (argument, &length);

      return g_bytes_new (text, length);
    }
  return NULL;
}

/**
 * leat_command_send:
 * @self: (transfer full): a command whose argument is bytes, or a text; not to be used after this
 * @source: whose command() was given it
 *
 * Sends the argument to the device as it is, and answers how many bytes that were, or why not: what
 * "send" means for a source that passes on what it is told. In the instance's thread.
 */
void
leat_command_send (LeatCommand *self, LeatSource *source)
{
  g_autoptr (GBytes) bytes = leat_command_get_bytes (self);
  GError *error = NULL;

  if (bytes == NULL)
    error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "\"%s\" needs the bytes to be sent, or a text", self->name);
  else if (leat_source_write (source, bytes, &error))
    {
      leat_command_answer (self, g_variant_new_uint64 (g_bytes_get_size (bytes)));
      return;
    }
  leat_command_fail (self, error);
}
