/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-poll.c - the descriptors of a link, polled for what is wanted of it */
#include "leatd-link-poll.h"

#define INPUT (G_IO_IN | G_IO_HUP | G_IO_ERR)

void
leatd_link_poll_begin (LeatdLinkPoll *self, GSource *source)
{
  self->source = source;
  self->input = self->output = NULL;
}

void
leatd_link_poll_end (LeatdLinkPoll *self)
{
  self->input = self->output = NULL;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* not at all while nothing is wanted, as a hangup would be told again and again */
static void
want (GSource *source, gpointer *tag, int fd, GIOCondition wanted)
{
  if (wanted == 0 && *tag != NULL)
    g_source_remove_unix_fd (source, g_steal_pointer (tag));
  else if (wanted != 0 && *tag == NULL)
    *tag = g_source_add_unix_fd (source, fd, wanted);
  else if (wanted != 0)
    g_source_modify_unix_fd (source, *tag, wanted);
}

/**
 * leatd_link_poll_want:
 * @link: open
 * @reads: whether it is read
 * @writes: whether something waits to be written
 */
void
leatd_link_poll_want (LeatdLinkPoll *self, LeatLink *link, gboolean reads, gboolean writes)
{
  const GIOCondition input = reads ? INPUT : 0, output = writes ? G_IO_OUT : 0;

  if (!LEAT_CLASS_HAS (link->klass, get_output_fd))
    {
      want (self->source, &self->input, link->klass->get_fd (link), input | output);
      return;
    }
  want (self->source, &self->input, link->klass->get_fd (link), input);
  want (self->source, &self->output, link->klass->get_output_fd (link), output);
}

GIOCondition
leatd_link_poll_ready (const LeatdLinkPoll *self)
{
  GIOCondition ready = 0;

  if (self->input != NULL)
    ready |= g_source_query_unix_fd (self->source, self->input);
  if (self->output != NULL && g_source_query_unix_fd (self->source, self->output) != 0)
    ready |= G_IO_OUT;
  return ready;
}
