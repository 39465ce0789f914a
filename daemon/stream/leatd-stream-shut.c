/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-shut.c - a stream that takes nothing any more */
#include "queue/leatd-settlements.h"
#include "leatd-stream-private.h"

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

static void
tell_misuse (LeatStream *stream)
{
  const LeatdStreamSetup *setup = &((LeatdStream *) stream)->setup;

  if (setup->misused != NULL)
    setup->misused (setup->owner, "pushes to a stream of before its stop(); it is not taken");
}

static LeatPush
left_push_bytes (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  tell_misuse (stream);
  return LEAT_PUSH_STOP;
}

static LeatPush
left_push_frame (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival,
                 LeatSettledFunc settled, gpointer user_data, GDestroyNotify notify)
{
  tell_misuse (stream);
  return shut_push_frame (stream, data, length, arrival, settled, user_data, notify);
}

/**
 * leatd_stream_leave:
 *
 * Its source was stopped, and opens another when it starts anew: who still pushes here is told of.
 */
void
leatd_stream_leave (LeatdStream *self)
{
  static const LeatStreamHost left_host = {
    .push_bytes = left_push_bytes,
    .push_frame = left_push_frame,
    .get_origin = leatd_stream_get_origin,
  };

  ((LeatStream *) self)->host = &left_host;
}
