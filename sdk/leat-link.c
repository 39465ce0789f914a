/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-link.c - what a link tells its host: counters and events */
#include "leat-link.h"

#include "leat-instance.h"

/**
 * leat_link_new_client:
 * @self: a listening link
 * @klass: of a link for one client: with close(), get_fd(), read(), perhaps write(), and no open()
 *
 * Makes what accept() returns. In the link's thread.
 *
 * Returns: (transfer full): an instance of @klass; its init() and clear() are not called
 */
LeatLink *
leat_link_new_client (LeatLink *self, const LeatLinkClass *klass)
{
  LeatLink *client = leat_link_instance_new (klass);

  client->host = self->host;
  return client;
}

/**
 * leat_link_count:
 * @self: a link
 * @counter: "parity", "framing", "overrun", "buffer-overrun", "breaks", "line-errors",
 *   "rotations", "truncations", "places-lost", "unread-bytes"; other names are ignored
 * @n: how many more; of "unread-bytes" it may be as many less, modulo 2^64: these become fewer, too
 *
 * Counts what happened on the line. In the link's thread.
 */
void
leat_link_count (LeatLink *self, const char *counter, guint64 n)
{
  ((const LeatLinkHost *) self->host)->count (self, counter, n);
}

/**
 * leat_link_found:
 * @self: a link whose open() failed
 *
 * Tells that what was not found is there now, by whatever the link watches: the host need not wait
 * out its back-off. In the link's thread, from a #GSource of its thread-default context; free what
 * watches once open() has succeeded, or in clear().
 */
void
leat_link_found (LeatLink *self)
{
  const LeatLinkHost *host = self->host;

  if (host->found != NULL)
    host->found (self);
}

/**
 * leat_link_note:
 * @self: a link
 * @event: a word of its own for each kind: "settings", "lines"
 * @format: a sentence for people
 * @...: for @format
 *
 * Tells people of an event of the source that the link serves. In the link's thread.
 */
void
leat_link_note (LeatLink *self, const char *event, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  ((const LeatLinkHost *) self->host)->note (self, event, text);
}

/**
 * leat_link_get_source:
 * @self: a link
 *
 * In the link's thread.
 *
 * Returns: (transfer none) (nullable): name of the source that the link serves; %NULL where the
 *   host serves none
 */
const char *
leat_link_get_source (LeatLink *self)
{
  const LeatLinkHost *host = self->host;

  return host != NULL && host->get_source != NULL ? host->get_source (self) : NULL;
}
