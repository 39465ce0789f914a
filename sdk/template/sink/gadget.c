/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gadget.c - a sink: a line of JSON for each record, in a file that survives a power cut */
#include <leat.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct {
  LeatSink sink; /* first */
  char *path;
  int fd;
  guint64 size;    /* of what was written */
  guint64 n_taken; /* records that flush() has not called safe yet */
  GString *text;
} GadgetSink;

static const LeatOption gadget_options[] = {
  LEAT_OPTION_STRING (GadgetSink, path, .key = "path", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "The file, from state-dir= on."),
  LEAT_OPTION_END,
};

static gboolean
gadget_fail (const GadgetSink *self, const char *what, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s: %s", self->path, what,
               g_strerror (errno));
  return FALSE;
}

/* What was written behind the last safe record is cut off: the host offers it again. */
static gboolean
gadget_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  GadgetSink *self = (GadgetSink *) sink;
  g_autofree char *path = leat_sink_get_path (sink, self->path);

  self->size = position != NULL ? g_ascii_strtoull (position, NULL, 10) : 0;
  self->n_taken = 0;
  self->fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
  if (self->fd < 0)
    return gadget_fail (self, "cannot be opened", error);
  if (ftruncate (self->fd, (off_t) self->size) == 0 &&
      lseek (self->fd, (off_t) self->size, SEEK_SET) >= 0)
    {
      self->text = g_string_new (NULL);
      return TRUE;
    }
  gadget_fail (self, "cannot be cut back", error);
  close (self->fd);
  return FALSE;
}

static gboolean
gadget_write_text (GadgetSink *self, GError **error)
{
  for (gsize done = 0; done < self->text->len;)
    {
      const gssize n = write (self->fd, self->text->str + done, self->text->len - done);

      if (n < 0 && errno != EINTR)
        return gadget_fail (self, "cannot be written", error);
      done += (gsize) MAX (n, 0);
    }
  self->size += self->text->len;
  return TRUE;
}

/* FALSE with LEAT_ERROR_REJECTED would refuse one record for ever, with LEAT_ERROR_BUSY have it
 * offered again; any other error closes and opens the sink. */
static gboolean
gadget_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
              GCancellable *cancellable, GError **error)
{
  GadgetSink *self = (GadgetSink *) sink;

  g_string_truncate (self->text, 0);
  for (guint i = from; i < from + count; i++)
    {
      leat_json_append_record (self->text, leat_batch_get_record (batch, i));
      g_string_append_c (self->text, '\n');
    }
  if (!gadget_write_text (self, error))
    return FALSE;
  *taken = count;
  self->n_taken += count;
  return TRUE;
}

/* Only what is on the disk is safe: the host forgets it. */
static gboolean
gadget_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
              GError **error)
{
  GadgetSink *self = (GadgetSink *) sink;

  if (fdatasync (self->fd) != 0)
    return gadget_fail (self, "cannot be synced", error);
  *safe = self->n_taken;
  *position = g_strdup_printf ("%" G_GUINT64_FORMAT, self->size);
  self->n_taken = 0;
  return TRUE;
}

static void
gadget_close (LeatSink *sink)
{
  GadgetSink *self = (GadgetSink *) sink;

  close (self->fd);
  g_string_free (self->text, TRUE);
}

static const LeatSinkClass gadget_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (GadgetSink),
  .name = "gadget",
  .summary = "A line of JSON for each record, in a file.",
  .options = gadget_options,
  .flags = LEAT_SINK_LASTING,
  .open = gadget_open,
  .write = gadget_write,
  .flush = gadget_flush,
  .close = gadget_close,
};

static const LeatSinkClass *const gadget_sinks[] = { &gadget_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "gadget", .version = "0.1.0", .summary = "The gadget.",
                    .license = "LGPL-2.1-or-later", .sinks = gadget_sinks)
