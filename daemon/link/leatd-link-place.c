/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-place.c - where a link goes on that can be read again: behind what is safe
 *
 * Kept is "EPOCH SEQUENCE FRAMING PLACE": PLACE in the link's own words, and the number in EPOCH
 * that the next record gets there. FRAMING is the digest of what makes records of the bytes, and a
 * + where a frame was before the place: what belongs to its end may come yet, the LF behind a CR.
 * It may be older than what is safe: what is read a second time comes out with the same numbers, as
 * the same bytes make the same frames. So it is written now and then, but at once before numbers
 * could mean other bytes: where reading begins, and where the link says that something else begins.
 */
#include "leatd-link-place.h"
#include "plugin/leatd-contract.h"
#include "worker/leatd-event.h"
#include <string.h>

/* how much is read again after a crash, at the most: ms */
#define KEEP_EVERY 1000

/* what one delivery was: when it is safe, and all before it, the link need not come back to it */
typedef struct {
  LeatdLinkPlace *owner;
  char *place; /* NULL: none that a framer could begin at */
  gboolean is_done;
} Mark;

struct _LeatdLinkPlace {
  LeatdLinkPlaceSetup setup;
  GQueue marks; /* of Mark: given, not safe yet; in the order in which they were given */
  char *given;  /* where the next open() of this leatd goes on */
  char *safe;   /* to be kept */
  char *kept;
  char *framing;
  guint64 n_read; /* since open() */
  guint64 n_ended; /* of them before the last end that came without bytes */
  gboolean followed; /* a frame was right before the first of them */
  GSource *timer; /* NULL: nothing is to be kept */
  gboolean is_open;
  gboolean fresh;  /* nothing was read behind what was kept last */
  gboolean waits;  /* with reading, until all marks are done */
  gboolean broken; /* something will not be told to be safe: nothing behind it is kept */
};

LeatdLinkPlace *
leatd_link_place_new (const LeatdLinkPlaceSetup *setup)
{
  LeatdLinkPlace *self = g_new0 (LeatdLinkPlace, 1);

  self->setup = *setup;
  self->framing = g_strdup (setup->framing);
  return self;
}

void
leatd_link_place_set_framing (LeatdLinkPlace *self, const char *framing)
{
  g_free (self->framing);
  self->framing = g_strdup (framing);
}

static void
mark_free (gpointer data)
{
  g_free (((Mark *) data)->place);
  g_free (data);
}

static void
place_stop_timer (LeatdLinkPlace *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

void
leatd_link_place_free (LeatdLinkPlace *self)
{
  if (self == NULL)
    return;
  place_stop_timer (self);
  g_queue_clear_full (&self->marks, mark_free);
  g_free (self->framing);
  g_free (self->given);
  g_free (self->safe);
  g_free (self->kept);
  g_free (self);
}

static void
place_keep (LeatdLinkPlace *self)
{
  g_autoptr (GError) error = NULL;

  place_stop_timer (self);
  if (self->safe == NULL || g_strcmp0 (self->safe, self->kept) == 0)
    return;
  if (self->setup.remember (self->setup.owner, self->safe, &error))
    {
      g_free (self->kept);
      self->kept = g_strdup (self->safe);
      return;
    }
  leatd_event (G_LOG_LEVEL_WARNING, leat_link_get_source (self->setup.link), "place",
               "where it is could not be kept, so that more may be read again after a crash: %s",
               error->message);
}

static gboolean
on_keep (gpointer user_data)
{
  place_keep (user_data);
  return G_SOURCE_REMOVE;
}

static void
place_keep_soon (LeatdLinkPlace *self)
{
  if (!self->is_open)
    place_keep (self);
  if (!self->is_open || self->timer != NULL)
    return;
  self->timer = g_timeout_source_new (KEEP_EVERY);
  g_source_set_callback (self->timer, on_keep, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* all that is safe, from the oldest on */
static void
place_advance (LeatdLinkPlace *self)
{
  Mark *mark;
  gboolean moved = FALSE;

  while ((mark = g_queue_peek_head (&self->marks)) != NULL && mark->is_done && !self->broken)
    {
      g_queue_pop_head (&self->marks);
      if (mark->place != NULL)
        {
          g_free (self->safe);
          self->safe = g_steal_pointer (&mark->place);
          moved = TRUE;
        }
      mark_free (mark);
    }
  if (self->waits && g_queue_is_empty (&self->marks))
    {
      place_keep (self);
      self->waits = FALSE;
      self->fresh = TRUE;
      self->setup.go_on (self->setup.reader);
    }
  else if (moved)
    place_keep_soon (self);
}

/* What a sink has given up is done with too: it is counted there. */
static void
on_settled (gboolean safe, gpointer user_data)
{
  Mark *mark = user_data;
  LeatdLinkPlace *self = mark->owner;

  mark->is_done = TRUE;
  if (!safe && self->setup.is_leaving (self->setup.owner))
    self->broken = TRUE;
  place_advance (self);
}

static Mark *
place_push (LeatdLinkPlace *self)
{
  Mark *mark = g_new0 (Mark, 1);

  mark->owner = self;
  g_queue_push_tail (&self->marks, mark);
  return mark;
}

/* NULL: a framer could not begin there */
static char *
place_describe (LeatdLinkPlace *self, LeatdStream *stream)
{
  const LeatOrigin *origin = leatd_stream_get_origin ((LeatStream *) stream);
  const guint64 offset = self->n_read - leatd_stream_get_pending (stream);
  const gboolean follows = offset > self->n_ended || (offset == 0 && self->followed);
  LeatFraming *framing = leatd_stream_get_framing (stream);
  g_autofree char *place = NULL;

  if (leat_framing_is_in_noise (framing))
    return NULL;
  place = self->setup.link->klass->get_place (self->setup.link, offset);
  if (place == NULL)
    return NULL;
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT " %s%s %s", origin->epoch,
                          *leatd_stream_get_sequence (stream, origin), self->framing,
                          follows ? "+" : "-", place);
}

void
leatd_link_place_read (LeatdLinkPlace *self, gsize length)
{
  self->n_read += length;
}

/* the first bytes behind a place tell more of it than what is before, which may be nothing: they
 * are kept with it before anybody is given them */
static void
place_look_ahead (LeatdLinkPlace *self, LeatdStream *stream)
{
  char *place;

  if (!self->fresh || leatd_stream_get_pending (stream) == 0 || !g_queue_is_empty (&self->marks) ||
      (place = place_describe (self, stream)) == NULL)
    return;
  self->fresh = FALSE;
  g_free (self->safe);
  self->safe = place;
  place_keep (self);
}

void
leatd_link_place_await (LeatdLinkPlace *self, LeatdStream *stream)
{
  place_look_ahead (self, stream);
  leat_stream_when_settled ((LeatStream *) stream, on_settled, place_push (self), NULL);
}

static void
place_give (LeatdLinkPlace *self, Mark *mark, char *place)
{
  mark->place = place;
  if (place == NULL)
    return;
  g_free (self->given);
  self->given = g_strdup (place);
}

void
leatd_link_place_mark (LeatdLinkPlace *self, LeatdStream *stream, gboolean ends)
{
  Mark *mark = g_queue_peek_tail (&self->marks);

  if (ends)
    {
      self->n_ended = self->n_read;
      self->followed = FALSE;
    }
  /* what nobody had to make safe is done already, and gone */
  if (mark == NULL || mark->place != NULL)
    {
      mark = place_push (self);
      mark->is_done = TRUE;
    }
  place_give (self, mark, place_describe (self, stream));
  self->waits |= ends;
  place_advance (self);
}

gboolean
leatd_link_place_is_waiting (const LeatdLinkPlace *self)
{
  return self->waits;
}

/* in this leatd where it was left, else where it was kept */
static const char *
place_find (LeatdLinkPlace *self)
{
  if (self->given != NULL)
    return self->given;
  if (self->kept == NULL)
    self->kept = self->setup.recall (self->setup.owner);
  return self->kept;
}

/* what was kept */
typedef struct {
  char **words;
  const char *epoch;
  guint64 sequence;
  gboolean follows;
  gboolean is_other; /* what made records then is not what does now */
  const char *place; /* NULL: nothing was */
} Kept;

static void
kept_clear (Kept *self)
{
  g_strfreev (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, kept_clear)

static void
kept_init (Kept *self, const char *text, const char *framing)
{
  const char *then;

  *self = (Kept) { .words = g_strsplit (text != NULL ? text : "", " ", 4) };
  if (g_strv_length (self->words) < 4 ||
      !g_ascii_string_to_unsigned (self->words[1], 10, 1, G_MAXINT64, &self->sequence, NULL))
    return;
  then = self->words[2];
  self->epoch = self->words[0];
  self->follows = g_str_has_suffix (then, "+");
  self->is_other = strncmp (then, framing, strlen (framing)) != 0;
  self->place = self->words[3];
}

/* what stands now, before anything behind it is read */
static void
place_begin (LeatdLinkPlace *self, LeatdStream *stream)
{
  Mark *mark;

  leatd_stream_set_placed (stream, FALSE);
  mark = place_push (self);
  mark->is_done = TRUE;
  place_give (self, mark, place_describe (self, stream));
  leatd_stream_set_placed (stream, mark->place != NULL);
  place_advance (self);
  if (g_queue_is_empty (&self->marks))
    place_keep (self);
}

/**
 * leatd_link_place_open:
 *
 * Opens the link where it was left, with the numbers of @stream going on there.
 */
gboolean
leatd_link_place_open (LeatdLinkPlace *self, const char *device, LeatdStream *stream,
                       GCancellable *cancellable, GError **error)
{
  const LeatLinkClass *klass = self->setup.link->klass;
  g_auto (Kept) kept = { .words = NULL };
  g_autofree char *fresh = NULL;
  gboolean found = FALSE;

  kept_init (&kept, place_find (self), self->framing);
  if (!leatd_contract_judge (klass->open_at (self->setup.link, device, kept.place, &found,
                                             cancellable, error),
                             klass->schemes, "open_at()", error))
    return FALSE;
  if (found && kept.is_other)
    leatd_event (G_LOG_LEVEL_WARNING, leat_link_get_source (self->setup.link), "place-framing",
                 "%s: its framer or schema is another than when it was read last: what was not "
                 "safe then is read by the new one, and its records are numbered anew",
                 device);
  if (!found || kept.is_other)
    {
      kept.epoch = fresh = leat_epoch_new ();
      kept.sequence = 1;
    }
  if (kept.place != NULL)
    leatd_stream_go_on (stream, kept.epoch, kept.sequence);
  self->followed = found && kept.follows;
  if (self->followed)
    leat_framing_follow (leatd_stream_get_framing (stream));
  self->n_ended = 0;
  self->is_open = TRUE;
  self->n_read = 0;
  self->waits = self->broken = FALSE;
  self->fresh = TRUE;
  place_begin (self, stream);
  return TRUE;
}

void
leatd_link_place_close (LeatdLinkPlace *self)
{
  self->is_open = FALSE;
  self->waits = FALSE;
  place_keep (self);
}
