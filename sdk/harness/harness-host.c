/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-host.c - a host for one source */
#include "harness.h"
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- a link that is one end of a pair of sockets --- */

typedef struct {
  LeatLink link;
  int fd;
} PairLink;

static void
pair_close (LeatLink *link)
{
  close (((PairLink *) link)->fd);
}

static int
pair_get_fd (LeatLink *link)
{
  return ((PairLink *) link)->fd;
}

static gssize
pair_done (gssize n, GError **error)
{
  if (n < 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  return n;
}

static gssize
pair_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  return pair_done (recv (((PairLink *) link)->fd, data, size, MSG_DONTWAIT), error);
}

static gssize
pair_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  return pair_done (send (((PairLink *) link)->fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL),
                    error);
}

static gboolean
pair_control (LeatLink *link, const char *request, GVariant *argument, GVariant **answer,
              GError **error)
{
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "a pair of sockets knows no %s", request);
}

const LeatLinkClass harness_pair_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (PairLink),
  .schemes = "pair",
  .summary = "One end of a pair of sockets.",
  .close = pair_close,
  .get_fd = pair_get_fd,
  .read = pair_read,
  .write = pair_write,
  .control = pair_control,
};

/* --- the host --- */

static HarnessHost *
get_host (LeatSource *source)
{
  return source->host;
}

/* is it over? then @what is what it does too late */
static gboolean
host_is_late (HarnessHost *self, const char *what)
{
  gboolean stopped;

  g_mutex_lock (&self->mutex);
  stopped = self->stopped;
  if (stopped)
    self->late = what;
  g_mutex_unlock (&self->mutex);
  return stopped;
}

static LeatLink *
host_open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  HarnessHost *self = get_host (source);
  int pair[2];

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->link != NULL || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                           self->link != NULL ? "its link is open already" : g_strerror (errno));
      return NULL;
    }
  self->link = leat_link_instance_new (&harness_pair_class);
  ((PairLink *) self->link)->fd = pair[0];
  self->peer = pair[1];
  return self->link;
}

static LeatPush
stream_push (LeatStream *stream)
{
  return LEAT_PUSH_ROOM;
}

static LeatPush
stream_push_bytes (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  return stream_push (stream);
}

static LeatPush
stream_push_frame (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival,
                   LeatSettledFunc settled, gpointer user_data, GDestroyNotify notify)
{
  if (settled != NULL)
    settled (TRUE, user_data);
  if (notify != NULL)
    notify (user_data);
  return stream_push (stream);
}

/* there is one host at a time in this process */
static LeatOrigin *the_origin;

static const LeatOrigin *
stream_get_origin (LeatStream *stream)
{
  return the_origin;
}

static LeatStream *
host_open_stream (LeatSource *source, const char *peer)
{
  static const LeatStreamHost table = { .push_bytes = stream_push_bytes,
                                        .push_frame = stream_push_frame,
                                        .get_origin = stream_get_origin };
  static LeatStream stream = { &table };

  host_is_late (get_host (source), "opens a stream");
  return &stream;
}

static gboolean
host_write (LeatSource *source, GBytes *bytes, GError **error)
{
  HarnessHost *self = get_host (source);

  if (host_is_late (self, "writes to its link") || self->link == NULL)
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "not connected");
  return TRUE;
}

/* one that blocks in run() is held here until it is to stop: what a full queue does */
static LeatPush
host_take (HarnessHost *self)
{
  const gboolean blocks = LEAT_CLASS_HAS (self->source->klass, run);
  LeatPush push;

  g_mutex_lock (&self->mutex);
  self->n_pushes++;
  g_cond_broadcast (&self->told);
  while (blocks && self->n_pushes > 1 && !self->cancelled)
    g_cond_wait (&self->told, &self->mutex);
  push = self->cancelled ? LEAT_PUSH_STOP : self->n_pushes > 1 ? LEAT_PUSH_FULL : LEAT_PUSH_ROOM;
  if (self->stopped)
    self->late = "pushes records";
  g_mutex_unlock (&self->mutex);
  return push;
}

static LeatPush
host_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  HarnessHost *self = get_host (source);
  const LeatPush push = host_take (self);

  leat_batch_unref (batch);
  if (settled != NULL)
    settled (push != LEAT_PUSH_STOP, user_data);
  if (notify != NULL)
    notify (user_data);
  return push;
}

static void
host_fail (LeatSource *source, GError *error)
{
  g_clear_error (&error);
}

static void
host_note (LeatSource *source, const char *event, const char *text)
{
  host_is_late (get_host (source), "notes an event");
}

static char *
host_recall (LeatSource *source, const char *key)
{
  return g_strdup (g_hash_table_lookup (get_host (source)->facts, key));
}

static gboolean
host_remember (LeatSource *source, const char *key, const char *value, GError **error)
{
  g_hash_table_replace (get_host (source)->facts, g_strdup (key), g_strdup (value));
  return TRUE;
}

static void
host_each_component (LeatSource *source, LeatComponentFunc func, gpointer user_data)
{
}

static const char *
host_get_state_dir (LeatSource *source)
{
  return get_host (source)->check->harness->directory;
}

/* a junction has two sources with the same kind of records */
static gboolean
host_join (HarnessHost *self, GError **error)
{
  const LeatInput inputs[] = { { sizeof (LeatInput), "harness", self->check->harness->schema },
                               { sizeof (LeatInput), "other", self->check->harness->schema } };
  g_autoptr (GError) told = NULL;
  LeatSchema *schema;

  if (!LEAT_CLASS_HAS (self->source->klass, join))
    return TRUE;
  schema = self->source->klass->join (self->source, inputs, G_N_ELEMENTS (inputs), &told);
  if (schema == NULL && told != NULL)
    return harness_lacks (error, "join() says: %s; give a key file (--config)", told->message);
  if (!harness_is_told (schema != NULL, &told, "join()"))
    {
      g_propagate_error (error, g_steal_pointer (&told));
      return FALSE;
    }
  leat_schema_unref (schema);
  return TRUE;
}

gboolean
harness_host_begin (HarnessHost *self, HarnessCheck *check, GError **error)
{
  *self = (HarnessHost) {
    .table = { .open_link = host_open_link, .open_stream = host_open_stream, .write = host_write,
               .push_batch = host_push_batch, .fail = host_fail, .note = host_note,
               .recall = host_recall, .remember = host_remember,
               .each_component = host_each_component,
               .get_state_dir = host_get_state_dir },
    .check = check,
    .peer = -1,
    .facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
  g_mutex_init (&self->mutex);
  g_cond_init (&self->told);
  {
    g_autofree char *epoch = leat_epoch_new ();

    self->origin = the_origin = leat_origin_new ("harness", epoch, check->harness->schema,
                                                 "harness-gateway", NULL);
  }
  self->source = harness_make (check, error);
  if (self->source == NULL)
    return FALSE;
  self->source->host = self;
  return harness_ready (check, self->source, error) && host_join (self, error);
}

void
harness_host_close (HarnessHost *self)
{
  if (self->link == NULL)
    return;
  pair_close (self->link);
  close (self->peer);
  g_clear_pointer (&self->link, leat_link_instance_free);
  self->peer = -1;
}

void
harness_host_end (HarnessHost *self)
{
  harness_host_close (self);
  leat_source_instance_free (self->source);
  leat_origin_unref (self->origin);
  g_hash_table_unref (self->facts);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->told);
}
