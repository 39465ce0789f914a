/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-socket-address.c - what is taken as an address is one; all else is refused with a text */
#include <stdint.h>
#include "../../plugins/socket/socket-address.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *device = g_strndup ((const char *) data, size);
  g_auto (SocketAddress) address = { 0 };
  g_autoptr (GError) error = NULL;

  if (socket_address_parse (&address, device, &error))
    g_assert_true (*address.host != '\0' && address.port > 0);
  else
    g_assert_true (address.host == NULL && g_utf8_validate (error->message, -1, NULL));
  return 0;
}
