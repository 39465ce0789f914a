/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-kept-link.c - opens a link, or goes on with what was kept open for it */
#include "leatd-kept-link.h"
#include "plugin/leatd-contract.h"
#include "worker/leatd-event.h"
#include "worker/leatd-kept.h"
#include <string.h>
#include <unistd.h>

/* what another leatd had read; the next leatd_stream_deliver() judges it */
static void
add_pending (LeatdStream *stream, GBytes *pending, LeatMoment moment)
{
  const LeatArrival arrival = { .struct_size = sizeof arrival, .moment = moment };
  gsize length;
  const guint8 *data = g_bytes_get_data (pending, &length);

  memcpy (leatd_stream_reserve (stream, length), data, length);
  leatd_stream_commit (stream, length, &arrival);
}

/* its rest does not come: a reject */
static void
cut_pending (LeatdStream *stream, GBytes *pending, LeatMoment moment)
{
  add_pending (stream, pending, moment);
  leatd_stream_end (stream, LEAT_END_CUT, leat_clock_now ());
  leatd_stream_deliver (stream);
}

static gboolean
adopt (LeatLink *link, const LeatdSourceConfig *config, int fd)
{
  const char *device = config->settings.device;
  g_autoptr (GError) refusal = NULL;

  if (LEAT_CLASS_HAS (link->klass, adopt) && link->klass->adopt (link, device, fd, &refusal))
    {
      leatd_kept_put (config->name, fd);
      leatd_event (G_LOG_LEVEL_INFO, config->name, "kept",
                   "%s: the service manager had it open; it goes on", device);
      return TRUE;
    }
  leatd_event (G_LOG_LEVEL_WARNING, config->name, "kept",
               "%s: the service manager had it open, but it is opened anew: %s", device,
               refusal != NULL ? refusal->message : "its link goes on with nothing");
  leatd_kept_drop (config->name);
  close (fd);
  return FALSE;
}

/* the descriptor that the leatd before this one had, if it is still what is wanted */
static gboolean
open_kept (LeatLink *link, const LeatdSourceConfig *config, LeatdStream *stream)
{
  g_autoptr (GBytes) pending = NULL;
  LeatMoment moment = { 0 };
  const int fd = leatd_kept_take (config->name, &pending, &moment);
  const gboolean adopted = fd >= 0 && adopt (link, config, fd);

  if (pending != NULL && adopted)
    add_pending (stream, pending, moment);
  else if (pending != NULL)
    cut_pending (stream, pending, moment);
  return adopted;
}

gboolean
leatd_link_open (LeatLink *link, const LeatdSourceConfig *config, LeatdStream *stream,
                 GCancellable *cancellable, GError **error)
{
  if (open_kept (link, config, stream))
    return TRUE;
  if (!leatd_contract_judge (link->klass->open (link, config->settings.device, cancellable, error),
                             link->klass->schemes, "open()", error))
    return FALSE;
  if (LEAT_CLASS_HAS (link->klass, adopt))
    leatd_kept_put (config->name, link->klass->get_fd (link));
  return TRUE;
}
