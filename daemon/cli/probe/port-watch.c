/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* port-watch.c - shows what comes from a link, byte for byte, as it comes */
#include "port-watch.h"
#include <poll.h>
#include <string.h>

/* bytes in a row */
#define ROW 16

static void
watch_count (LeatLink *link, const char *counter, guint64 n)
{
  LeatPortWatch *self = link->host;

  fprintf (self->output, "%s +%" G_GUINT64_FORMAT "\n", counter, n);
}

static void
watch_note (LeatLink *link, const char *event, const char *text)
{
  LeatPortWatch *self = link->host;

  fprintf (self->output, "%s: %s\n", event, text);
}

static gboolean
set_option (LeatLink *link, const char *word, GError **error)
{
  const LeatOption *table = link->klass->options;
  const char *value = strchr (word, '=');
  g_autofree char *key = value != NULL ? g_strndup (word, (gsize) (value - word)) : g_strdup (word);
  const LeatOption *option = leat_options_find (table, key);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  const char *nearest;

  if (option != NULL && value != NULL)
    return leat_option_set (option, link, value + 1, error);

  for (; table->type != LEAT_OPTION_TYPE_NONE; table++)
    g_ptr_array_add (keys, (gpointer) table->key);
  g_ptr_array_add (keys, NULL);
  nearest = leat_nearest (key, (const char *const *) keys->pdata);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: no KEY=VALUE of this link%s%s%s", word,
               nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
               nearest != NULL ? "=?" : "");
  return FALSE;
}

/**
 * leat_port_watch_new_link:
 * @klass: whose link
 * @words: "baud-rate=19200" and so on, as a key file would have them
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer full) (nullable): a link whose options are set
 */
LeatLink *
leat_port_watch_new_link (const LeatLinkClass *klass, char **words, GError **error)
{
  LeatLink *link = leat_link_instance_new (klass);
  gboolean done = TRUE;

  for (gsize i = 0; done && words[i] != NULL; i++)
    done = set_option (link, words[i], error);
  if (done && leat_link_instance_init (link, error))
    return link;
  leat_link_instance_free (link);
  return NULL;
}

static void
show_row (FILE *output, const guint8 *data, gsize length)
{
  for (gsize i = 0; i < ROW; i++)
    {
      if (i < length)
        fprintf (output, " %02x", data[i]);
      else
        fputs ("   ", output);
    }
  fputs ("  ", output);
  for (gsize i = 0; i < length; i++)
    fputc (g_ascii_isprint (data[i]) ? data[i] : '.', output);
  fputc ('\n', output);
}

/**
 * leat_port_watch_show:
 * @output: where to
 * @data: bytes that came together
 * @length: how many
 * @arrival: when and how
 *
 * Shows them in rows of hex and text; the first begins with the time, and with an exclamation mark
 * if the line had errors in them.
 */
void
leat_port_watch_show (FILE *output, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  g_autoptr (GDateTime)
      time = g_date_time_new_from_unix_local (arrival->moment.time / LEAT_NSEC_PER_SEC);
  g_autofree char *clock = g_date_time_format (time, "%H:%M:%S");
  int milliseconds = (int) (arrival->moment.time / 1000000 % 1000);

  for (gsize position = 0; position < length; position += ROW)
    {
      if (position == 0)
        fprintf (output, "%s.%03d%c", clock, milliseconds, arrival->line_error ? '!' : ' ');
      else
        fprintf (output, "%13s", "");
      show_row (output, data + position, MIN (ROW, length - position));
    }
}

/* all that is there; FALSE: the line is gone */
static gboolean
take (LeatPortWatch *self, GError **error)
{
  guint8 data[4096];

  for (;;)
    {
      g_autoptr (GError) local = NULL;
      LeatArrival arrival = { .struct_size = sizeof arrival };
      gssize length = self->link->klass->read (self->link, data, sizeof data, &arrival, &local);

      if (length > 0)
        {
          leat_port_watch_show (self->output, data, (gsize) length, &arrival);
          self->bytes += (guint64) length;
          continue;
        }
      fflush (self->output);
      if (length < 0 && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return TRUE;
      if (local == NULL)
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "the other end has closed");
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
}

/**
 * leat_port_watch_run:
 * @self: a line that is not open yet
 * @device: what to open
 * @error: return location for the link's error
 *
 * Opens the line and shows what comes, until a signal ends it.
 *
 * Returns: %FALSE if it cannot be opened, or is gone
 */
gboolean
leat_port_watch_run (LeatPortWatch *self, const char *device, GError **error)
{
  struct pollfd polls[2] = { { .fd = self->signals, .events = POLLIN }, { .events = POLLIN } };
  gboolean there = TRUE;

  self->host = (LeatLinkHost) { .count = watch_count, .note = watch_note };
  self->link->host = self;
  if (!self->link->klass->open (self->link, device, NULL, error))
    return FALSE;

  fflush (self->output);
  polls[1].fd = self->link->klass->get_fd (self->link);
  while (there && polls[0].revents == 0)
    {
      poll (polls, G_N_ELEMENTS (polls), -1);
      if (polls[1].revents != 0)
        there = take (self, error);
    }

  self->link->klass->close (self->link);
  return there;
}
