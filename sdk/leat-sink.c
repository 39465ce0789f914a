/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-sink.c - what a sink asks of its host: delays, events, lasting facts */
#include "leat-sink.h"

#include "leat-instance.h"

static const LeatSinkHost *
get_host (LeatSink *self)
{
  return self->host;
}

/**
 * leat_sink_retry_after:
 * @self: a sink, inside write() or open()
 * @microseconds: how long the peer wants to be left alone
 *
 * Says when the next try makes sense: the peer named the delay (Retry-After of 429 and 503: RFC
 * 9110, 10.2.3). In the instance's thread.
 */
void
leat_sink_retry_after (LeatSink *self, gint64 microseconds)
{
  get_host (self)->retry_after (self, microseconds);
}

/**
 * leat_sink_answer:
 * @self: a sink, inside write()
 * @status: an HTTP status, or what stands for it in the peer's protocol
 * @body: (nullable): the peer's answer
 * @length: of @body in bytes; the host keeps the first 4096
 *
 * Says what the peer answered, before write() fails because of it: it is kept with a record that is
 * refused, and tells a server's fault (5xx) from a record's. In the instance's thread.
 */
void
leat_sink_answer (LeatSink *self, guint status, gconstpointer body, gsize length)
{
  get_host (self)->answer (self, status, body, length);
}

/**
 * leat_sink_note:
 * @self: a sink
 * @event: a word of its own for each kind: "cut-back", "new-file"
 * @format: a sentence for people
 * @...: for @format
 *
 * Tells people of an event. Any thread.
 */
void
leat_sink_note (LeatSink *self, const char *event, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  get_host (self)->note (self, event, text);
}

/**
 * leat_sink_warn:
 * @self: a sink
 * @event: a word of its own for each kind: "dropped", "file-gone"
 * @format: a sentence for people, with the way out
 * @...: for @format
 *
 * Tells people of an event at which something is lost, or will be if nobody acts. Any thread.
 */
void
leat_sink_warn (LeatSink *self, const char *event, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  get_host (self)->warn (self, event, text);
}

/**
 * leat_sink_progress:
 * @self: a sink, inside a word of its store (LeatStoreWord), or inside open()
 * @done: how much of it is done
 * @total: of how much, in the same unit; 0: that is not known
 *
 * Tells how far something is that may take long. It costs nothing to speak of where nobody looks,
 * and may be called as often as there is something to tell; a sink that is opened for minutes is
 * not taken for a stuck one while it does. In the thread that the sink was called in.
 *
 * Returns: %FALSE if nobody waits for a word any more, as when who reads an export is gone: it
 *   ends then, with an error
 */
gboolean
leat_sink_progress (LeatSink *self, guint64 done, guint64 total)
{
  const LeatSinkHost *host = get_host (self);

  return host->progress == NULL || host->progress (self, done, total);
}

/**
 * leat_sink_get_name:
 * @self: a sink
 *
 * What a peer may know it by: a name of a connection, of a client, of a child. Any thread; not
 * before init() has come back.
 *
 * Returns: (transfer none) (nullable): the name of its group in the key file
 */
const char *
leat_sink_get_name (LeatSink *self)
{
  const LeatSinkHost *host = get_host (self);

  return host->get_name != NULL ? host->get_name (self) : NULL;
}

/**
 * leat_sink_has_more:
 * @self: a sink, inside write()
 *
 * Asks whether more records are there already, so that what write() takes now may wait, in memory,
 * for the write() of those or for the flush(), whichever comes first: some 10 ms at the most. In
 * the instance's thread.
 *
 * Returns: %FALSE if these are the last for now
 */
gboolean
leat_sink_has_more (LeatSink *self)
{
  const LeatSinkHost *host = get_host (self);

  return host->has_more != NULL && host->has_more (self);
}

/**
 * leat_sink_remember:
 * @self: a sink
 * @key: a word
 * @value: (nullable): a small text; %NULL: forget it
 * @error: return location for a #GError
 *
 * Keeps a small fact that must outlive the instance; when it returns %TRUE it is on the disk. In
 * the instance's thread.
 *
 * Returns: %FALSE if it could not be written
 */
gboolean
leat_sink_remember (LeatSink *self, const char *key, const char *value, GError **error)
{
  return get_host (self)->remember (self, key, value, error);
}

/**
 * leat_sink_recall:
 * @self: a sink
 * @key: what it was remembered by
 *
 * Returns: (transfer full) (nullable): what leat_sink_remember() was given last, or %NULL
 */
char *
leat_sink_recall (LeatSink *self, const char *key)
{
  return get_host (self)->recall (self, key);
}

/**
 * leat_sink_get_path:
 * @self: a sink
 * @name: a path; a relative one is meant from the daemon's state-dir=
 *
 * Finds a file that a sink keeps for itself. Any thread.
 *
 * Returns: (transfer full): where it is
 */
char *
leat_sink_get_path (LeatSink *self, const char *name)
{
  const LeatSinkHost *host = get_host (self);
  const char *folder = host->get_state_dir != NULL ? host->get_state_dir (self) : NULL;

  if (folder == NULL || g_path_is_absolute (name))
    return g_strdup (name);
  return g_build_filename (folder, name, NULL);
}
