/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-host.c - what a source that is given a recording may ask of its host */
#include "leat-decode-host.h"
#include "queue/leatd-settlements.h"

struct _LeatDecodeHost {
  LeatSourceHost host; /* first: the source's host */
  char *name;
  LeatLink link;     /* a line on which nothing comes */
  GHashTable *facts; /* what it remembers */
  LeatStream *stream;
  LeatDecodeTakeFunc take;
  gpointer user_data;
};

/* --- the line: the bytes of the recording do not come by it --- */

static gboolean
silent_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
silent_close (LeatLink *link)
{
}

static int
silent_get_fd (LeatLink *link)
{
  return -1;
}

static gssize
silent_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "nothing comes");
  return -1;
}

static gssize
silent_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  return (gssize) length;
}

static const LeatLinkClass silent_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (LeatLink),
  .schemes = "recording",
  .summary = "A line on which nothing comes.",
  .open = silent_open,
  .close = silent_close,
  .get_fd = silent_get_fd,
  .read = silent_read,
  .write = silent_write,
};

static void
link_count (LeatLink *link, const char *counter, guint64 n)
{
}

static void
link_note (LeatLink *link, const char *event, const char *text)
{
}

static const LeatLinkHost silent_host = { .count = link_count, .note = link_note };

/* --- what the source asks --- */

static LeatLink *
host_open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  return &((LeatDecodeHost *) source->host)->link;
}

static LeatStream *
host_open_stream (LeatSource *source, const char *peer)
{
  return ((LeatDecodeHost *) source->host)->stream;
}

static gboolean
host_write (LeatSource *source, GBytes *bytes, GError **error)
{
  return TRUE;
}

/* no sink has it: it is not safe */
static LeatPush
host_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  LeatDecodeHost *self = source->host;

  self->take (batch, self->user_data);
  leatd_settled_at_once (FALSE, settled, user_data, notify);
  return LEAT_PUSH_ROOM;
}

static void
host_fail (LeatSource *source, GError *error)
{
  LeatDecodeHost *self = source->host;

  if (error != NULL)
    g_printerr ("%s: %s: the daemon would begin anew here\n", self->name, error->message);
  else
    g_printerr ("%s: the source has come to its end here\n", self->name);
  g_clear_error (&error);
}

static void
host_note (LeatSource *source, const char *event, const char *text)
{
  g_printerr ("%s: %s: %s\n", ((LeatDecodeHost *) source->host)->name, event, text);
}

static char *
host_recall (LeatSource *source, const char *key)
{
  return g_strdup (g_hash_table_lookup (((LeatDecodeHost *) source->host)->facts, key));
}

static gboolean
host_remember (LeatSource *source, const char *key, const char *value, GError **error)
{
  GHashTable *facts = ((LeatDecodeHost *) source->host)->facts;

  if (value != NULL)
    g_hash_table_replace (facts, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (facts, key);
  return TRUE;
}

/* there are no others */
static void
host_each_component (LeatSource *source, LeatComponentFunc func, gpointer user_data)
{
}

LeatDecodeHost *
leat_decode_host_new (const char *name)
{
  LeatDecodeHost *self = g_new0 (LeatDecodeHost, 1);

  self->host = (LeatSourceHost) {
    .open_link = host_open_link,
    .open_stream = host_open_stream,
    .write = host_write,
    .push_batch = host_push_batch,
    .fail = host_fail,
    .note = host_note,
    .recall = host_recall,
    .remember = host_remember,
    .each_component = host_each_component,
  };
  self->name = g_strdup (name);
  self->link = (LeatLink) { .klass = &silent_class, .host = (gpointer) &silent_host };
  self->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
leat_decode_host_free (LeatDecodeHost *self)
{
  g_hash_table_unref (self->facts);
  g_free (self->name);
  g_free (self);
}

void
leat_decode_host_connect (LeatDecodeHost *self, LeatStream *stream, LeatDecodeTakeFunc take,
                          gpointer user_data)
{
  self->stream = stream;
  self->take = take;
  self->user_data = user_data;
}
