/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-service-private.h - what the files of a link's service share */
#pragma once
#include "leatd-clients.h"
#include "leatd-link-changes.h"
#include "leatd-link-host.h"
#include "leatd-link-place.h"
#include "leatd-link-poll.h"
#include "leatd-link-service.h"
G_BEGIN_DECLS

struct _LeatdLinkService {
  LeatdLinkHost host; /* first: the link's host */
  LeatdLinkServiceSetup setup;
  LeatLink *link;
  LeatdClients *clients; /* NULL: it does not listen */
  gboolean open;
  gboolean has_ended; /* by itself */
  gboolean held;      /* a queue is full: not read */
  gboolean more;      /* the last turn did not read all that was there */
  gboolean reads_rest; /* until nothing is there, whatever a poll would tell */
  gboolean in_turn;   /* being served, whoever may run the context meanwhile */
  GByteArray *output; /* waits to be written */
  LeatdLinkPoll poll;
  LeatdLinkPlace *place; /* NULL: it cannot be read again */
  LeatdLinkChanges changes;
};

/* leatd-link-service.c */
void leatd_link_service_shut (LeatdLinkService *self);
/* as is wanted now */
void leatd_link_service_poll (LeatdLinkService *self);
/* not held, and nothing is waited for */
gboolean leatd_link_service_reads (const LeatdLinkService *self);

/* leatd-link-service-read.c */
void leatd_link_service_end  (LeatdLinkService *self, GError *error /* (transfer full) */);

G_END_DECLS
