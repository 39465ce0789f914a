/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-output.c - what waits to be written to a device */
#include "leatd-link-output.h"
#include "worker/leatd-counters.h"
#include "worker/leatd-event.h"

/* what may wait for a device that does not take it */
#define OUTPUT_MAX (64 * 1024)

gboolean
leatd_link_output_add (GByteArray *output, const char *device, GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (output->len + length > OUTPUT_MAX)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                   "%s: takes no more: %u bytes wait to be written", device, output->len);
      return FALSE;
    }
  g_byte_array_append (output, data, (guint) length);
  return TRUE;
}

void
leatd_link_output_drop (GByteArray *output, const LeatdSourceConfig *config, guint64 *counters)
{
  if (output->len == 0)
    return;
  leatd_count (&counters[LEATD_SOURCE_OUTPUT_DROPS], output->len);
  leatd_event (
      G_LOG_LEVEL_WARNING, config->name, "output",
      "%s: %u bytes for the device were given up: it did not take them before its link was "
      "closed",
      config->settings.device, output->len);
  g_byte_array_set_size (output, 0);
}
