/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-reason.c - what an error of GIO means where a machine is at the other end */
#include "socket-reason.h"

const char *
socket_reason_find (const SocketReason *reasons, guint n_reasons, const GError *cause)
{
  for (guint i = 0; i < n_reasons; i++)
    if (g_error_matches (cause, reasons[i].domain (), reasons[i].code))
      return reasons[i].text;
  return cause->message;
}
