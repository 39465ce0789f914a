/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-taps.c - who looks at a source, live, without slowing it */
#include "leatd-taps.h"
#include "leat-error.h"

/* what may be saved up, µs × share: a burst behind a pause is shown whole */
#define CREDIT_MAX (20 * 1000 * LEATD_TAPS_SHARE)
/* records between two looks at the clock */
#define LOOK_EVERY 16

void
leatd_taps_init (LeatdTaps *self, const char *name)
{
  self->name = g_strdup (name);
  self->wanted = 0;
  self->is_closed = FALSE;
  self->credit = CREDIT_MAX;
  self->since = g_get_monotonic_time ();
  self->taps = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_tap_free);
  g_mutex_init (&self->mutex);
}

/* no other thread has it any more */
void
leatd_taps_clear (LeatdTaps *self)
{
  g_ptr_array_unref (self->taps);
  g_free (self->name);
  g_mutex_clear (&self->mutex);
}

/* under the lock */
static void
taps_tell_wanted (LeatdTaps *self)
{
  guint wanted = 0;

  for (guint i = 0; i < self->taps->len; i++)
    wanted |= 1u << leatd_tap_get_kind (self->taps->pdata[i]);
  __atomic_store_n (&self->wanted, wanted, __ATOMIC_RELAXED);
}

/* those whose reader is gone; under the lock */
static void
taps_drop_gone (LeatdTaps *self)
{
  for (guint i = self->taps->len; i > 0; i--)
    if (!leatd_tap_is_read (self->taps->pdata[i - 1]))
      g_ptr_array_remove_index (self->taps, i - 1);
  taps_tell_wanted (self);
}

/**
 * leatd_taps_open:
 * @wishes: what is to be seen
 * @schema: (nullable): that all records of the source have
 * @fd: (out): the reader's end
 * @error: return location for LEAT_ERROR_CONFIG: @wishes are wrong; LEAT_ERROR_BUSY: too many look
 *   already; LEAT_ERROR_DISCONNECTED: the source has come to its end
 *
 * Main thread.
 *
 * Returns: %FALSE: nobody looks
 */
gboolean
leatd_taps_open (LeatdTaps *self, const LeatdTapWishes *wishes, const LeatSchema *schema, int *fd,
                 GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  LeatdTap *tap;

  taps_drop_gone (self);
  if (self->is_closed)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: has come to its end",
                   self->name);
      return FALSE;
    }
  if (self->taps->len >= LEATD_TAPS_MAX)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                   "%s: %d taps are open already, and no more may be", self->name, LEATD_TAPS_MAX);
      return FALSE;
    }
  tap = leatd_tap_new (wishes, schema, fd, error);
  if (tap == NULL)
    {
      g_prefix_error (error, "%s: ", self->name);
      return FALSE;
    }
  g_ptr_array_add (self->taps, tap);
  taps_tell_wanted (self);
  return TRUE;
}

void
leatd_taps_close (LeatdTaps *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_closed = TRUE;
  for (guint i = 0; i < self->taps->len; i++)
    leatd_tap_end (self->taps->pdata[i]);
  g_ptr_array_set_size (self->taps, 0);
  taps_tell_wanted (self);
}

/* when the time of the taps began; under the lock */
static gint64
taps_begin (LeatdTaps *self)
{
  const gint64 now = g_get_monotonic_time ();

  self->credit = MIN (self->credit + now - self->since, CREDIT_MAX);
  self->since = now;
  return now;
}

static gboolean
taps_have_time (const LeatdTaps *self, gint64 begun)
{
  return (g_get_monotonic_time () - begun) * LEATD_TAPS_SHARE < self->credit;
}

static void
taps_end (LeatdTaps *self, gint64 begun)
{
  self->credit -= (g_get_monotonic_time () - begun) * LEATD_TAPS_SHARE;
}

static void
give_records (LeatdTaps *self, LeatdTap *tap, const LeatBatch *batch, gint64 begun)
{
  const guint n_records = leat_batch_get_n_records (batch);

  if (!taps_have_time (self, begun) || !leatd_tap_begin (tap))
    {
      leatd_tap_drop (tap, n_records);
      return;
    }
  for (guint i = 0; i < n_records; i++)
    {
      if (i % LOOK_EVERY == LOOK_EVERY - 1 && !taps_have_time (self, begun))
        {
          leatd_tap_drop (tap, n_records - i);
          break;
        }
      leatd_tap_give_record (tap, leat_batch_get_record (batch, i));
    }
  leatd_tap_end (tap);
}

void
leatd_taps_give_batch (LeatdTaps *self, const LeatBatch *batch)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const gint64 begun = taps_begin (self);

  for (guint i = 0; i < self->taps->len; i++)
    if (leatd_tap_get_kind (self->taps->pdata[i]) == LEATD_TAP_RECORDS)
      give_records (self, self->taps->pdata[i], batch, begun);
  taps_end (self, begun);
  taps_drop_gone (self);
}

void
leatd_taps_give_piece (LeatdTaps *self, const LeatPiece *piece)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const gint64 begun = taps_begin (self);
  const gboolean has_time = taps_have_time (self, begun);

  for (guint i = 0; i < self->taps->len; i++)
    {
      LeatdTap *tap = self->taps->pdata[i];

      if (leatd_tap_get_kind (tap) != LEATD_TAP_FRAMES)
        continue;
      if (has_time && leatd_tap_begin (tap))
        leatd_tap_give_piece (tap, self->name, piece);
      else
        leatd_tap_drop (tap, 1);
    }
  taps_end (self, begun);
}

void
leatd_taps_end_pieces (LeatdTaps *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const gint64 begun = taps_begin (self);

  for (guint i = 0; i < self->taps->len; i++)
    leatd_tap_end (self->taps->pdata[i]);
  taps_end (self, begun);
  taps_drop_gone (self);
}

void
leatd_taps_give_bytes (LeatdTaps *self, guint64 offset, const guint8 *data, gsize length,
                       gint64 time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const gint64 begun = taps_begin (self);

  for (guint i = 0; i < self->taps->len; i++)
    {
      LeatdTap *tap = self->taps->pdata[i];

      if (leatd_tap_get_kind (tap) != LEATD_TAP_RAW)
        continue;
      for (gsize at = 0; at < length; at += LEATD_TAP_DATA_MAX)
        if (taps_have_time (self, begun) && leatd_tap_begin (tap))
          leatd_tap_give_bytes (tap, self->name, offset + at, data + at,
                                MIN (length - at, LEATD_TAP_DATA_MAX), time);
        else
          leatd_tap_drop (tap, 1);
      leatd_tap_end (tap);
    }
  taps_end (self, begun);
  taps_drop_gone (self);
}
