/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-reason.h - what an error of GIO means where a machine is at the other end */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

typedef struct {
  GQuark (*domain) (void);
  gint        code;
  const char *text; /* with the way out */
} SocketReason;

#define SOCKET_REASON_WHO_WE_ARE \
  "TLS: it wants to know who this machine is, or does not know what it was told; a certificate " \
  "that it trusts belongs into tls-certificate="

/* the text of the one that fits; else what GIO says itself */
const char *socket_reason_find (const SocketReason *reasons, guint n_reasons, const GError *cause);

G_END_DECLS
