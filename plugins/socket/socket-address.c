/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-address.c - SCHEME://HOST:PORT as device= spells it */
#include "socket-address.h"
#include <string.h>

/* as long as a name may be. Source: RFC 1035, section 2.3.4 */
#define HOST_MAX 253

static gboolean
parse_port (guint16 *port, const char *text, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no port; a number from 1 to 65535 is right", text);
  *port = (guint16) number;
  return TRUE;
}

/* a scope goes with a link-local address: fe80::1%eth0. Source: RFC 4007, section 11 */
static gboolean
is_ipv6 (const char *text)
{
  const char *scope = strchr (text, '%');
  g_autofree char *plain = scope != NULL ? g_strndup (text, (gsize) (scope - text))
                                         : g_strdup (text);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (plain);

  return address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
         (scope == NULL || scope[1] != '\0');
}

/* a number that is no address is a name for the name server, which knows none such */
static gboolean
is_name (const char *text)
{
  const char *last = strrchr (text, '.');

  if (*text == '\0' || strlen (text) > HOST_MAX ||
      strcspn (text, " \t/?#@[]%:,;<>\"'\\") != strlen (text))
    return FALSE;
  if (text[strspn (text, G_CSET_DIGITS ".")] == '\0')
    return last != NULL && g_hostname_is_ip_address (text);
  return TRUE;
}

/* @scheme: "tcp://", for what would be right */
static gboolean
parse_ipv6 (SocketAddress *self, const char *scheme, const char *text, GError **error)
{
  const char *end = strchr (text, ']');

  if (end == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "a ] is missing behind the IPv6 address; %s[::1]:8500 is right",
                            scheme);
  self->host = g_strndup (text + 1, (gsize) (end - text - 1));
  if (!is_ipv6 (self->host))
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "\"%s\" is no IPv6 address", self->host);
  if (end[1] != ':')
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "a port is missing; %s[%s]:8500 is right",
                            scheme, self->host);
  return parse_port (&self->port, end + 2, error);
}

static gboolean
parse_name (SocketAddress *self, const char *scheme, const char *text, GError **error)
{
  const char *colon = strchr (text, ':');

  if (is_ipv6 (text))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "an IPv6 address stands in brackets; %s[%s]:8500 is right", scheme,
                            text);
  self->host = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);
  if (!is_name (self->host))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is neither a host's name nor an address", self->host);
  if (colon == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "a port is missing; %s%s:8500 is right",
                            scheme, self->host);
  return parse_port (&self->port, colon + 1, error);
}

/**
 * socket_address_parse:
 * @self: (out): to be cleared
 * @device: SCHEME://HOST:PORT; an IPv6 address in brackets
 * @error: return location for LEAT_ERROR_CONFIG, without the device
 *
 * Returns: %FALSE if it is spelled otherwise
 */
gboolean
socket_address_parse (SocketAddress *self, const char *device, GError **error)
{
  const char *text = strstr (device, "://");
  g_autofree char *scheme = NULL;

  *self = (SocketAddress) { 0 };
  if (!g_utf8_validate (device, -1, NULL))
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "is no text");
  if (text == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "// is missing; %.*s://HOST:PORT is right",
                            (int) strcspn (device, ":"), device);
  text += strlen ("://");
  scheme = g_strndup (device, (gsize) (text - device));
  if (*text == '[' ? parse_ipv6 (self, scheme, text, error)
                   : parse_name (self, scheme, text, error))
    return TRUE;
  socket_address_clear (self);
  return FALSE;
}

void
socket_address_clear (SocketAddress *self)
{
  g_clear_pointer (&self->host, g_free);
}
