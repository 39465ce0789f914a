/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-place.c - a stream whose bytes can be read again: its numbers go on, and what is not
 * whole yet waits where it stands */
#include "leatd-stream-private.h"

void
leatd_stream_make_origin (LeatdStream *self, const char *epoch)
{
  const LeatdSourceConfig *config = self->setup.config;

  g_clear_pointer (&self->origin, leat_origin_unref);
  self->origin = leat_origin_new (config->name, epoch, self->schema,
                                  leatd_config_get_daemon (config->config)->gateway,
                                  (const char *const *) self->tags->pdata);
}

void
leatd_stream_go_on (LeatdStream *self, const char *epoch, guint64 sequence)
{
  if (g_strcmp0 (self->origin->epoch, epoch) != 0)
    {
      leatd_stream_make_origin (self, epoch);
      if (self->asked.judge != NULL)
        leatd_asked_set (&self->asked, self->asked.judge, self->origin);
    }
  self->next_sequence = sequence;
}

void
leatd_stream_set_placed (LeatdStream *self, gboolean is_placed)
{
  self->is_placed = is_placed;
}

gboolean
leatd_stream_is_placed (const LeatdStream *self)
{
  return self->is_placed;
}

/* It has not been read, as far as anybody is concerned. */
static void
stream_put_back (LeatdStream *self)
{
  const gsize length = leatd_stream_get_pending (self);

  leat_framing_drop_pending (self->framing);
  leatd_count (&self->setup.counters[LEATD_SOURCE_BYTES], -(guint64) length);
  leatd_counter_follow (&self->setup.counters[LEATD_SOURCE_PENDING_BYTES], &self->pending, 0);
}

void
leatd_stream_cut (LeatdStream *self)
{
  if (self->is_placed && self->framing != NULL && !leat_framing_is_in_noise (self->framing))
    stream_put_back (self);
  leatd_stream_end (self, LEAT_END_CUT, leat_clock_now ()); /* the framer forgets it too */
}
