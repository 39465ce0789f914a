/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-source.c - records over TCP connections, Unix sockets, and from datagrams */
#include "listen-link.h"
#include "tcp-link.h"
#include "udp-link.h"
#include "unix-link.h"
#include "unix-listen.h"

static const LeatOption socket_source_options[] = {
  LEAT_OPTION_END,
};

static const LeatSourceClass tcp_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "tcp",
  .summary = "Records that machines send over TCP: it connects to one, or they connect to it.",
  .options = socket_source_options,
  .schemes = "tcp tls listen",
};

static const LeatSourceClass udp_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "udp",
  .summary = "Records that machines send in datagrams.",
  .options = socket_source_options,
  .schemes = "udp",
};

static const LeatSourceClass unix_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "unix",
  .summary = "Records that programs of this machine send: it connects to one, or they connect to "
             "it.",
  .options = socket_source_options,
  .schemes = "unix unix-seqpacket unix-listen",
};

static const LeatSourceClass *const socket_sources[] = {
  &tcp_source_class, &udp_source_class, &unix_source_class, NULL,
};
static const LeatLinkClass *const socket_links[] = {
  &tcp_link_class, &tls_link_class, &listen_link_class, &udp_link_class, &unix_link_class,
  &unix_listen_class, NULL,
};

LEAT_PLUGIN_DEFINE (.name = "socket", .version = "0.1.0", .summary = "Sockets.",
                    .license = "LGPL-2.1-or-later", .sources = socket_sources,
                    .links = socket_links)
