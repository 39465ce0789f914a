/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-allow.c - whose connections are taken: addresses and networks */
#include "socket-allow.h"
#include <string.h>

struct _SocketAllow {
  GPtrArray *masks; /* of GInetAddressMask; NULL: everybody */
};

SocketAllow *
socket_allow_new (const char *const *items, GError **error)
{
  SocketAllow *self = g_new0 (SocketAllow, 1);

  if (items == NULL)
    return self;
  self->masks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; items[i] != NULL; i++)
    {
      GInetAddressMask *mask = g_inet_address_mask_new_from_string (items[i], NULL);

      if (mask == NULL)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "allow: \"%s\" is neither an address nor a network whose address ends where "
                       "its prefix does; 10.0.0.7 or 10.0.0.0/24 is right",
                       items[i]);
          socket_allow_free (self);
          return NULL;
        }
      g_ptr_array_add (self->masks, mask);
    }
  return self;
}

void
socket_allow_free (SocketAllow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->masks, g_ptr_array_unref);
  g_free (self);
}

/* an IPv4 client of a socket for both families is ::ffff:10.0.0.7. Source: RFC 4291, 2.5.5.2 */
static GInetAddress *
without_mapping (GInetAddress *address)
{
  static const guint8 mapping[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      memcmp (bytes, mapping, sizeof mapping) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof mapping, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

gboolean
socket_allow_is_open (const SocketAllow *self)
{
  return self->masks == NULL;
}

gboolean
socket_allow_judge (const SocketAllow *self, GInetAddress *address)
{
  g_autoptr (GInetAddress) plain = NULL;

  if (socket_allow_is_open (self))
    return TRUE;
  plain = without_mapping (address);
  for (guint i = 0; i < self->masks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (self->masks, i), plain))
      return TRUE;
  return FALSE;
}
