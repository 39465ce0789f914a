/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-tap.c - what a source makes, live, for one who looks */
#include "leatd-tap.h"
#include "leat-host.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE_SIZE (32 * 1024) /* of more, the next message is begun */
#define SEND_SIZE (1024 * 1024)  /* what the kernel may keep for the reader, if it lets us */

struct _LeatdTap {
  int socket;
  LeatdTapKind kind;
  guint sample;
  LeatdTapFilter *filter;
  guint64 n_meant;   /* that met the filter, ever */
  GString *message;  /* whole lines, to be sent */
  guint64 n_lines;   /* of @message, without that of drops */
  guint64 n_dropped; /* not told of yet */
  guint64 n_telling; /* of these, told of in @message */
  gboolean is_full;
  gboolean is_gone;
};

gboolean
leatd_tap_kind_from_name (const char *name, LeatdTapKind *kind)
{
  static const char *const names[] = { "records", "frames", "raw" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *kind = (LeatdTapKind) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
tap_set_filter (LeatdTap *self, const LeatdTapWishes *wishes, const LeatSchema *schema,
                GError **error)
{
  const char *foreign;
  g_autofree const char **names = NULL;
  const char *nearest;

  if (wishes->filter == NULL || *wishes->filter == '\0')
    return TRUE;
  if (wishes->kind != LEATD_TAP_RECORDS)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "a filter is of records; frames and bytes have no fields");
      return FALSE;
    }
  self->filter = leatd_tap_filter_new (wishes->filter, error);
  if (self->filter == NULL)
    return FALSE;
  foreign = schema != NULL ? leatd_tap_filter_find_foreign (self->filter, schema) : NULL;
  if (foreign == NULL)
    return TRUE;
  names = g_new0 (const char *, leat_schema_get_n_fields (schema) + 1);
  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    names[i] = leat_schema_get_field (schema, i)->name;
  nearest = leat_nearest (foreign, names);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "schema %s has no field %s%s%s%s",
               leat_schema_get_name (schema), foreign, nearest != NULL ? "; did you mean " : "",
               nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
  return FALSE;
}

static gboolean
tap_connect (LeatdTap *self, int *fd, GError **error)
{
  const int size = SEND_SIZE;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY, "no socket: %s", g_strerror (errno));
      return FALSE;
    }
  self->socket = ends[0];
  *fd = ends[1];
  /* as much as is allowed: it is a matter of how long a pause is bridged */
  (void) setsockopt (self->socket, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  (void) shutdown (self->socket, SHUT_RD);
  return TRUE;
}

/**
 * leatd_tap_new:
 * @wishes: what is to be seen
 * @schema: (nullable): that all records of the source have
 * @fd: (out): a SEQPACKET socket for the reader, which closes it
 * @error: return location for LEAT_ERROR_CONFIG, LEAT_ERROR_BUSY
 *
 * Returns: (transfer full) (nullable): the tap
 */
LeatdTap *
leatd_tap_new (const LeatdTapWishes *wishes, const LeatSchema *schema, int *fd, GError **error)
{
  LeatdTap *self = g_new0 (LeatdTap, 1);

  self->socket = -1;
  self->kind = wishes->kind;
  self->sample = MAX (wishes->sample, 1);
  self->message = g_string_sized_new (1024);
  if (!tap_set_filter (self, wishes, schema, error) || !tap_connect (self, fd, error))
    g_clear_pointer (&self, leatd_tap_free);
  return self;
}

void
leatd_tap_free (LeatdTap *self)
{
  if (self->socket >= 0)
    close (self->socket);
  leatd_tap_filter_free (self->filter);
  g_string_free (self->message, TRUE);
  g_free (self);
}

LeatdTapKind
leatd_tap_get_kind (const LeatdTap *self)
{
  return self->kind;
}

/* what poll() says of it at once */
static short
tap_look (LeatdTap *self)
{
  struct pollfd look = { .fd = self->socket, .events = POLLOUT };

  return poll (&look, 1, 0) > 0 ? look.revents : 0;
}

gboolean
leatd_tap_is_read (LeatdTap *self)
{
  if ((tap_look (self) & (POLLHUP | POLLERR)) != 0)
    self->is_gone = TRUE;
  return !self->is_gone;
}

/* what has found no room is not made again before there is some */
gboolean
leatd_tap_begin (LeatdTap *self)
{
  if (self->is_full && !self->is_gone)
    self->is_full = (tap_look (self) & (POLLOUT | POLLHUP | POLLERR)) == 0;
  return !self->is_full && !self->is_gone;
}

void
leatd_tap_drop (LeatdTap *self, guint64 n)
{
  self->n_dropped += n;
}

static void
tap_send (LeatdTap *self)
{
  gssize sent;

  if (self->message->len == 0)
    return;
  do
    sent = send (self->socket, self->message->str, self->message->len, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent >= 0)
    self->n_dropped -= self->n_telling;
  else
    {
      self->n_dropped += self->n_lines;
      self->is_full = errno == EAGAIN || errno == ENOBUFS || errno == ENOMEM;
      /* one that is too long for a message is no fault of the reader's */
      self->is_gone = !self->is_full && errno != EMSGSIZE;
    }
  g_string_truncate (self->message, 0);
  self->n_lines = self->n_telling = 0;
}

/* the line that stands in the place of what was dropped */
static void
tap_tell_dropped (LeatdTap *self)
{
  if (self->message->len > 0 || self->n_dropped == 0)
    return;
  self->n_telling = self->n_dropped;
  g_string_append_printf (self->message, "{\"dropped\":%" G_GUINT64_FORMAT "}\n", self->n_telling);
}

/* who sees nothing for a while is told now that something was dropped */
void
leatd_tap_end (LeatdTap *self)
{
  tap_send (self);
  if (self->is_full || self->is_gone)
    return;
  tap_tell_dropped (self);
  tap_send (self);
}

/* (nullable): where the next line goes; NULL: it is not to be shown */
static GString *
tap_begin_line (LeatdTap *self)
{
  if (self->n_meant++ % self->sample != 0)
    return NULL;
  if (self->is_full || self->is_gone)
    {
      self->n_dropped++;
      return NULL;
    }
  tap_tell_dropped (self);
  self->n_lines++;
  return self->message;
}

static void
tap_end_line (LeatdTap *self)
{
  g_string_append_c (self->message, '\n');
  if (self->message->len >= MESSAGE_SIZE)
    tap_send (self);
}

void
leatd_tap_give_record (LeatdTap *self, const LeatRecord *record)
{
  GString *line;

  if (self->filter != NULL && !leatd_tap_filter_matches (self->filter, record))
    return;
  line = tap_begin_line (self);
  if (line == NULL)
    return;
  leat_json_append_record (line, record);
  tap_end_line (self);
}

/* @what: "frame", "noise", "raw" */
static void
append_data (GString *line, const char *source, gint64 time, guint64 offset, const char *what,
             const guint8 *data, gsize length)
{
  char text[LEAT_VALUE_TEXT_MAX];

  g_string_append (line, "{\"source\":");
  leat_json_append_string (line, source, -1);
  leat_time_write (time, text);
  g_string_append_printf (line,
                          ",\"time\":\"%s\",\"offset\":%" G_GUINT64_FORMAT
                          ",\"length\":%" G_GSIZE_FORMAT ",\"%s\":",
                          text, offset, length, what);
  leat_json_append_base64 (line, data, MIN (length, LEATD_TAP_DATA_MAX));
}

void
leatd_tap_give_piece (LeatdTap *self, const char *source, const LeatPiece *piece)
{
  GString *line = tap_begin_line (self);

  if (line == NULL)
    return;
  append_data (line, source, piece->arrival.moment.time, piece->offset,
               piece->reason == NULL ? "frame" : "noise", piece->data, piece->length);
  if (piece->reason != NULL)
    {
      g_string_append (line, ",\"reason\":");
      leat_json_append_string (line, piece->reason, -1);
    }
  g_string_append_c (line, '}');
  tap_end_line (self);
}

void
leatd_tap_give_bytes (LeatdTap *self, const char *source, guint64 offset, const guint8 *data,
                      gsize length, gint64 time)
{
  GString *line = tap_begin_line (self);

  if (line == NULL)
    return;
  append_data (line, source, time, offset, "raw", data, length);
  g_string_append_c (line, '}');
  tap_end_line (self);
}
