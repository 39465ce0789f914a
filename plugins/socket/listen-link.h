/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-link.h - many clients that connect to one socket, as a link */
#pragma once
#include "listen-client.h"
G_BEGIN_DECLS

typedef struct _ListenLink ListenLink;

/**
 * ListenWho:
 * @peer: (nullable): the tag of its records
 * @name: what errors of its connection begin with
 * @refusal: (nullable): why it is not let in
 *
 * A client that has come.
 */
typedef struct {
  char *peer;
  char *name;
  char *refusal;
} ListenWho;

/**
 * ListenLink:
 * @make: (transfer full) (nullable): listens at @device
 * @adopt: the same with a descriptor of somebody else, who listens there
 * @judge: who is it? %FALSE: it is gone already
 * @set_allowed: from its options; %FALSE: they are not right, and all is as it was. Who was let in
 *   stays
 *
 * First member of each link that listens: whoever it is, and wherever.
 */
struct _ListenLink {
  LeatLink      link;
  gint64        max_clients;
  gint64        idle_timeout;
  SocketManners manners;

  GSocket    *(*make)  (ListenLink *self, const char *device, GError **error);
  GSocket    *(*adopt) (ListenLink *self, const char *device, int fd, GError **error);
  gboolean    (*judge) (ListenLink *self, GSocket *client, ListenWho *who);
  gboolean    (*set_allowed) (ListenLink *self, GError **error);

  char         *device;
  GSocket      *socket;
  int           spare; /* a descriptor that is given up when there is none, to refuse who waits */
  ListenCrowd   crowd;
};

/* of @Type, whose first member is @listen */
#define LISTEN_LINK_OPTIONS(Type) \
  LEAT_OPTION_INT (Type, listen.max_clients, .key = "max-clients", .flags = LEAT_OPTION_LIVE, \
                   .preset = "100", .minimum = 1, .maximum = 100000, \
                   .summary = "Clients that are connected at a time; who comes when there are as " \
                              "many is refused."), \
  LEAT_OPTION_DURATION (Type, listen.idle_timeout, .key = "idle-timeout", \
                        .flags = LEAT_OPTION_LIVE, .preset = "none", \
                        .minimum = 0, .maximum = 3.2e13, \
                        .summary = "A client that has sent nothing for so long is sent away. " \
                                   "none: it may stay; one that is gone is found by keepalive=.")

#define LISTEN_LINK_FUNCTIONS \
  .struct_size = sizeof (LeatLinkClass), .open = listen_link_open, .close = listen_link_close, \
  .get_fd = listen_link_get_fd, .read = listen_link_read, .accept = listen_link_accept, \
  .adopt = listen_link_adopt, .changed = listen_link_changed

/* as a LeatLinkClass's */
gboolean  listen_link_open   (LeatLink *link, const char *device, GCancellable *cancellable,
                              GError **error);
gboolean  listen_link_adopt  (LeatLink *link, const char *device, int fd, GError **error);
void      listen_link_close  (LeatLink *link);
int       listen_link_get_fd (LeatLink *link);
gssize    listen_link_read   (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival,
                              GError **error);
LeatLink *listen_link_accept (LeatLink *link, char **peer, GError **error);
void      listen_link_changed (LeatLink *link, const char *key);

extern const LeatLinkClass listen_link_class;

G_END_DECLS
