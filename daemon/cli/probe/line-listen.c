/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-listen.c - what comes over a link for some time, byte for byte, with its errors */
#include "line-listen.h"
#include "port-watch.h"
#include <poll.h>
#include <string.h>

/* fewer bytes are not taken for all that a machine has to say */
#define SOME 12
/* so many times the silence that is enough behind more of them */
#define PATIENCE 10
#define TICK 200 /* ms */

static void
listener_count (LeatLink *link, const char *counter, guint64 n)
{
}

static void
listener_note (LeatLink *link, const char *event, const char *text)
{
  LeatLineListener *self = link->host;

  if (strstr (self->notes->str, text) == NULL)
    g_string_append_printf (self->notes, "%s\n", text);
}

void
leat_line_listener_init (LeatLineListener *self, const LeatLinkClass *klass, const char *device)
{
  *self = (LeatLineListener) { .host = { .count = listener_count, .note = listener_note },
                               .klass = klass,
                               .device = device,
                               .signals = -1,
                               .bytes = g_byte_array_new (),
                               .bad = g_byte_array_new (),
                               .notes = g_string_new (NULL) };
}

void
leat_line_listener_clear (LeatLineListener *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_pointer (&self->bad, g_byte_array_unref);
  if (self->notes != NULL)
    g_string_free (g_steal_pointer (&self->notes), TRUE);
}

/* the settings as the link's options spell them, behind those that hold always */
static char **
spell_options (const LeatLineListener *self, const LeatLineSettings *settings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char line[4][32];

  if (self->words != NULL)
    g_strv_builder_addv (builder, (const char **) self->words);
  if (settings != NULL)
    {
      g_snprintf (line[0], sizeof line[0], "baud-rate=%u", settings->rate);
      g_snprintf (line[1], sizeof line[1], "data-bits=%u", settings->data_bits);
      g_snprintf (line[2], sizeof line[2], "parity=%s",
                  settings->parity == 'E'   ? "even"
                  : settings->parity == 'O' ? "odd"
                                            : "none");
      g_snprintf (line[3], sizeof line[3], "stop-bits=%u", settings->stop_bits);
      for (guint i = 0; i < G_N_ELEMENTS (line); i++)
        g_strv_builder_add (builder, line[i]);
    }
  return g_strv_builder_end (builder);
}

static LeatLink *
open_link (LeatLineListener *self, const LeatLineSettings *settings, GError **error)
{
  g_auto (GStrv) options = spell_options (self, settings);
  LeatLink *link = leat_port_watch_new_link (self->klass, options, error);

  if (link == NULL)
    return NULL;
  link->host = self;
  if (link->klass->open (link, self->device, NULL, error))
    return link;
  leat_link_instance_free (link);
  return NULL;
}

static gboolean
ask (const LeatLineListener *self, LeatLink *link, GError **error)
{
  for (guint i = 0; self->questions != NULL && i < self->questions->len; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (self->questions->pdata[i], &length);

      if (!LEAT_CLASS_HAS (link->klass, write))
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: cannot be written to",
                       self->device);
          return FALSE;
        }
      if (link->klass->write (link, data, length, error) < (gssize) length)
        {
          if (error != NULL && *error == NULL)
            g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: does not take a question whole",
                         self->device);
          return FALSE;
        }
    }
  return TRUE;
}

/* all that is there; FALSE: the link is gone */
static gboolean
take (LeatLineListener *self, LeatLink *link, gsize most, GError **error)
{
  guint8 data[4096], marks[sizeof data];
  g_autoptr (GError) local = NULL;

  while (self->bytes->len < most)
    {
      LeatArrival arrival = { .struct_size = sizeof arrival };
      const gssize length = link->klass->read (link, data, sizeof data, &arrival, &local);

      if (length <= 0)
        {
          self->is_over = length == 0;
          if (length == 0 || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      memset (marks, arrival.line_error, (gsize) length);
      g_byte_array_append (self->bytes, data, (guint) length);
      g_byte_array_append (self->bad, marks, (guint) length);
    }
  return TRUE;
}

/* milliseconds; a clock that somebody looks at goes on */
static int
get_timeout (const LeatLineListener *self, gint64 until)
{
  const gint64 left = MAX (until - g_get_monotonic_time (), 0);

  return (int) MIN (left / 1000 + (left > 0), self->progress != NULL ? TICK : G_MAXINT);
}

/* behind the first bytes it is over sooner: when the machine is silent, or has so little to say */
static gint64
get_end (const LeatLineWish *wish, gsize n_bytes, gint64 first, gint64 now)
{
  if (wish->quiet == 0 || n_bytes == 0)
    return wish->deadline;
  return MIN (wish->deadline, n_bytes >= SOME ? now + wish->quiet : first + PATIENCE * wish->quiet);
}

static gboolean
listen (LeatLineListener *self, LeatLink *link, const LeatLineWish *wish, GError **error)
{
  struct pollfd polls[2] = { { .fd = self->signals, .events = POLLIN },
                             { .fd = link->klass->get_fd (link), .events = POLLIN } };
  const gsize before = self->bytes->len;
  gint64 until = wish->deadline, first = 0, now = g_get_monotonic_time ();

  while (now < until && !self->is_stopped && !self->is_over &&
         self->bytes->len - before < wish->enough)
    {
      const int n = poll (polls, G_N_ELEMENTS (polls), get_timeout (self, until));

      now = g_get_monotonic_time ();
      leat_progress_tell (self->progress, (guint64) (now - self->begin) / G_USEC_PER_SEC,
                          (guint64) (self->end - self->begin) / G_USEC_PER_SEC);
      self->is_stopped = n > 0 && polls[0].revents != 0;
      if (n <= 0 || polls[1].revents == 0)
        continue;
      if (!take (self, link, before + wish->enough, error))
        return FALSE;
      first = first > 0 ? first : now;
      until = get_end (wish, self->bytes->len - before, first, now);
    }
  return TRUE;
}

gboolean
leat_line_listener_run (LeatLineListener *self, const LeatLineWish *wish, GError **error)
{
  LeatLink *link = open_link (self, wish->settings, error);
  gboolean done;

  if (link == NULL)
    return FALSE;
  self->was_open = TRUE;
  self->is_over = FALSE;
  done = ask (self, link, error) && listen (self, link, wish, error);
  link->klass->close (link);
  leat_link_instance_free (link);
  return done;
}
