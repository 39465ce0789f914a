/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-clients.h - those whom a listening link has let in: a stream and a link for each */
#pragma once
#include "leatd-link-service.h"
G_BEGIN_DECLS

/* In the source's thread, but for new(), renew() and free(). */
typedef struct _LeatdClients LeatdClients;

/* @listener, @setup: of the link that listens */
LeatdClients *leatd_clients_new          (LeatdLinkService *listener,
                                          const LeatdLinkServiceSetup *setup);
void          leatd_clients_free         (LeatdClients *self);
/* @link: (transfer full): open */
void          leatd_clients_add          (LeatdClients *self, LeatLink *link, const char *peer);
/* each as leatd_link_service_…() for all of them */
void          leatd_clients_hold         (LeatdClients *self);
void          leatd_clients_resume       (LeatdClients *self);
void          leatd_clients_read_rest    (LeatdClients *self);
void          leatd_clients_close        (LeatdClients *self);
/* in no thread */
void          leatd_clients_renew        (LeatdClients *self, const LeatdSourceConfig *config);
guint64      *leatd_clients_get_sequence (LeatdClients *self, const LeatOrigin *origin);

G_END_DECLS
