/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-shut.c - a stream that takes nothing any more */
#include "queue/leatd-settlements.h"
#include "leatd-stream.h"

static LeatPush
shut_push_bytes (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  return LEAT_PUSH_STOP;
}

static LeatPush
shut_push_frame (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival,
                 LeatSettledFunc settled, gpointer user_data, GDestroyNotify notify)
{
  leatd_settled_at_once (FALSE, settled, user_data, notify);
  return LEAT_PUSH_STOP;
}

/**
 * leatd_stream_shut:
 *
 * Its source is at rest: what is pushed from now on would not get out any more.
 */
void
leatd_stream_shut (LeatdStream *self)
{
  static const LeatStreamHost shut_host = {
    .push_bytes = shut_push_bytes,
    .push_frame = shut_push_frame,
    .get_origin = leatd_stream_get_origin,
  };

  ((LeatStream *) self)->host = &shut_host;
}
