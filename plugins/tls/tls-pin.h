/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-pin.h - a server's public key, as people write it down: sha256//BASE64 */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

gboolean tls_pin_is_sound (const char *text);
/* of a certificate in DER (RFC 5280, 4.1); NULL: it is none */
char    *tls_pin_of       (const guint8 *certificate, gsize length);

G_END_DECLS
