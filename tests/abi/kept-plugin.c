/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kept-plugin.c - a source, a link, a framer and a sink, built against the headers of ABI 1.0: they
 * have to load and work in every later 1.x */
#include <leat.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* --- a link that reads a file --- */

typedef struct {
  LeatLink parent;
  gint64 chunk;
  int fd;
} KeptLink;

static const LeatOption kept_link_options[] = {
  LEAT_OPTION_SIZE (KeptLink, chunk, .key = "chunk", .preset = "3", .minimum = 1, .maximum = 4096,
                    .summary = "The most that a read brings."),
  LEAT_OPTION_END
};

static gboolean
kept_fail (const char *name, GError **error)
{
  const int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", name, g_strerror (code));
  return FALSE;
}

static gboolean
kept_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  KeptLink *self = (KeptLink *) link;

  self->fd = open (device + strlen ("kept://"), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  return self->fd >= 0 || kept_fail (device, error);
}

static void
kept_link_close (LeatLink *link)
{
  close (((KeptLink *) link)->fd);
}

static int
kept_link_get_fd (LeatLink *link)
{
  return ((KeptLink *) link)->fd;
}

static gssize
kept_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  KeptLink *self = (KeptLink *) link;
  const gssize length = read (self->fd, data, MIN (size, (gsize) self->chunk));

  arrival->moment = leat_clock_now ();
  arrival->end = length == 0 ? LEAT_END_STREAM : LEAT_END_NO;
  if (length < 0)
    kept_fail ("read", error);
  return length;
}

static gssize
kept_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  return (gssize) length;
}

static const LeatLinkClass kept_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (KeptLink),
  .schemes = "kept",
  .summary = "A file.",
  .options = kept_link_options,
  .flags = LEAT_LINK_CAN_WAIT,
  .open = kept_link_open,
  .close = kept_link_close,
  .get_fd = kept_link_get_fd,
  .read = kept_link_read,
  .write = kept_link_write,
};

/* --- a framer: up to an end --- */

typedef struct {
  LeatFramer parent;
  GBytes *end;
} KeptFramer;

static const LeatOption kept_framer_options[] = {
  LEAT_OPTION_BYTES (KeptFramer, end, .key = "end", .preset = "\\x3b", .summary = "Ends a frame."),
  LEAT_OPTION_END
};

static gboolean
kept_framer_init (LeatFramer *framer, GError **error)
{
  return g_bytes_get_size (((KeptFramer *) framer)->end) == 1 ||
         leat_error_fail (error, LEAT_ERROR_CONFIG, "end: one byte is right");
}

static LeatScan
kept_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  const guint8 *wanted = g_bytes_get_data (((KeptFramer *) framer)->end, NULL);
  const guint8 *end = memchr (input->data, *wanted, input->length);

  frame->reason = "no end";
  if (end == NULL)
    return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : LEAT_SCAN_BAD;
  frame->payload = input->data;
  frame->length = (gsize) (end - input->data);
  frame->used = frame->length + 1;
  return LEAT_SCAN_FRAME;
}

static const LeatFramerClass kept_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (KeptFramer),
  .name = "kept",
  .summary = "Frames with an end.",
  .options = kept_framer_options,
  .init = kept_framer_init,
  .scan = kept_framer_scan,
};

/* --- a source with a grammar --- */

static LeatVerdict
kept_source_frame (LeatSource *source, LeatStream *stream, const LeatFrame *frame,
                   const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  if (frame->length > 0 && *frame->payload == '#')
    return LEAT_VERDICT_TAKEN;
  if (frame->length == 0 || *frame->payload != '!')
    return LEAT_VERDICT_RECORD;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_REJECTED, "it says no");
  return LEAT_VERDICT_REJECTED;
}

static gboolean
kept_source_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  return leat_source_open_link (source, cancellable, error) != NULL;
}

static void
kept_source_stop (LeatSource *source)
{
  leat_source_note (source, "kept", "it was stopped");
}

static const LeatSourceClass kept_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "kept",
  .summary = "What comes over a kept link.",
  .schemes = "kept",
  .framer = "kept",
  .start = kept_source_start,
  .stop = kept_source_stop,
  .frame = kept_source_frame,
};

/* --- a sink: lines of JSON in a file --- */

typedef struct {
  LeatSink parent;
  char *path;
  int fd;
  guint64 n_taken;
} KeptSink;

static const LeatOption kept_sink_options[] = {
  LEAT_OPTION_STRING (KeptSink, path, .key = "path", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "The file."),
  LEAT_OPTION_END
};

static gboolean
kept_sink_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  KeptSink *self = (KeptSink *) sink;

  self->n_taken = 0;
  self->fd = open (self->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  return self->fd >= 0 || kept_fail (self->path, error);
}

static gboolean
kept_sink_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                 GCancellable *cancellable, GError **error)
{
  KeptSink *self = (KeptSink *) sink;
  g_autoptr (GString) text = g_string_new (NULL);

  leat_json_append_batch (text, batch, from, count, LEAT_JSON_LINES);
  if (write (self->fd, text->str, text->len) != (gssize) text->len)
    return kept_fail (self->path, error);
  *taken = count;
  self->n_taken += count;
  return TRUE;
}

static gboolean
kept_sink_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
                 GError **error)
{
  KeptSink *self = (KeptSink *) sink;

  *safe = self->n_taken;
  self->n_taken = 0;
  return TRUE;
}

static void
kept_sink_close (LeatSink *sink)
{
  close (((KeptSink *) sink)->fd);
}

static const LeatSinkClass kept_sink_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (KeptSink),
  .name = "kept",
  .summary = "Lines of JSON.",
  .options = kept_sink_options,
  .open = kept_sink_open,
  .write = kept_sink_write,
  .flush = kept_sink_flush,
  .close = kept_sink_close,
};

static const LeatSourceClass *const kept_sources[] = { &kept_source_class, NULL };
static const LeatLinkClass *const kept_links[] = { &kept_link_class, NULL };
static const LeatFramerClass *const kept_framers[] = { &kept_framer_class, NULL };
static const LeatSinkClass *const kept_sinks[] = { &kept_sink_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "kept", .version = "1.0", .summary = "Built for ABI 1.0.",
                    .license = "LGPL-2.1-or-later", .sources = kept_sources, .links = kept_links,
                    .framers = kept_framers, .sinks = kept_sinks)
