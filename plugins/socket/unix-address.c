/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-address.c - SCHEME://PATH or SCHEME://@NAME as device= spells it */
#include "unix-address.h"
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/un.h>

/* with the NUL behind a path, or before a name. Source: unix(7), "Address format" */
#define LENGTH_MAX (sizeof (((struct sockaddr_un *) NULL)->sun_path) - 1)

/**
 * unix_address_parse:
 * @device: SCHEME:///PATH, or SCHEME://@NAME for one in the abstract namespace of Linux
 * @error: return location for LEAT_ERROR_CONFIG, without the device
 *
 * Returns: (transfer full) (nullable): %NULL if it is spelled otherwise
 */
GSocketAddress *
unix_address_parse (const char *device, GError **error)
{
  const char *text = strstr (device, "://");
  const int n_scheme = (int) strcspn (device, ":");
  gboolean is_abstract;

  text = text != NULL ? text + strlen ("://") : "";
  is_abstract = *text == '@';
  if ((*text != '/' && !is_abstract) || text[1] == '\0')
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "\"%s\" is no absolute path; %.*s:///run/x.sock is right, or %.*s://@NAME for "
                   "an abstract name",
                   text, n_scheme, device, n_scheme, device);
      return NULL;
    }
  if (strlen (text) > LENGTH_MAX)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%" G_GSIZE_FORMAT
                   " bytes are too many for the path of a socket, which has %" G_GSIZE_FORMAT
                   " at the most; a shorter one, or a symbolic link to its folder",
                   strlen (text), LENGTH_MAX);
      return NULL;
    }
  return g_unix_socket_address_new_with_type (is_abstract ? text + 1 : text, -1,
                                              is_abstract ? G_UNIX_SOCKET_ADDRESS_ABSTRACT
                                                          : G_UNIX_SOCKET_ADDRESS_PATH);
}

const char *
unix_address_get_path (GSocketAddress *address)
{
  GUnixSocketAddress *unix_address = G_UNIX_SOCKET_ADDRESS (address);

  return g_unix_socket_address_get_address_type (unix_address) == G_UNIX_SOCKET_ADDRESS_PATH
             ? g_unix_socket_address_get_path (unix_address)
             : NULL;
}
