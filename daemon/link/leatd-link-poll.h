/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-poll.h - the descriptors of a link, polled for what is wanted of it */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdLinkPoll:
 * @source: of the thread's main context; %NULL: the link is not open
 * @input: tag of get_fd(); %NULL: not polled
 * @output: tag of get_output_fd(); %NULL: not polled, or there is none
 *
 * What a link is polled for.
 */
typedef struct {
  GSource *source;
  gpointer input;
  gpointer output;
} LeatdLinkPoll;

/* @source: (transfer full) */
void         leatd_link_poll_begin (LeatdLinkPoll *self, GSource *source);
void         leatd_link_poll_end   (LeatdLinkPoll *self);
void         leatd_link_poll_want  (LeatdLinkPoll *self, LeatLink *link, gboolean reads,
                                    gboolean writes);
/* after a poll; what output is ready for is G_IO_OUT */
GIOCondition leatd_link_poll_ready (const LeatdLinkPoll *self);

G_END_DECLS
