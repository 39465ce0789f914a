/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-match.c - which picture is of which result: by their keys, in their order */
#include "pictures-match.h"

typedef struct {
  gpointer partner;
  char *key;
  gint64 moment;
  gint64 due;
} Waiting;

struct _PicturesMatch {
  gint64 wait;
  guint most;
  GDestroyNotify frees[PICTURES_N_SIDES];
  PicturesPairFunc func;
  gpointer user_data;
  GQueue waiting[PICTURES_N_SIDES]; /* of Waiting: the longest first */
};

/**
 * pictures_match_new:
 * @wait: nanoseconds; 0: nothing waits
 * @most: that wait on each side
 */
PicturesMatch *
pictures_match_new (gint64 wait, guint most, const GDestroyNotify *frees, PicturesPairFunc func,
                    gpointer user_data)
{
  PicturesMatch *self = g_new0 (PicturesMatch, 1);

  self->wait = wait;
  self->most = most;
  self->func = func;
  self->user_data = user_data;
  for (guint i = 0; i < PICTURES_N_SIDES; i++)
    {
      self->frees[i] = frees[i];
      g_queue_init (&self->waiting[i]);
    }
  return self;
}

/* (transfer full): @link of @side is no longer waiting */
static gpointer
match_take (PicturesMatch *self, PicturesSide side, GList *link)
{
  Waiting *waiting = link->data;
  gpointer partner = waiting->partner;

  g_queue_delete_link (&self->waiting[side], link);
  g_free (waiting->key);
  g_free (waiting);
  return partner;
}

void
pictures_match_free (PicturesMatch *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < PICTURES_N_SIDES; i++)
    while (self->waiting[i].head != NULL)
      self->frees[i](match_take (self, i, self->waiting[i].head));
  g_free (self);
}

static void
match_give (PicturesMatch *self, PicturesSide side, gpointer partner, gpointer other)
{
  gpointer both[PICTURES_N_SIDES];

  both[side] = partner;
  both[1 - side] = other;
  self->func (both, self->user_data);
}

static GList *
match_find (PicturesMatch *self, PicturesSide side, const char *key, gint64 moment)
{
  for (GList *link = self->waiting[side].head; link != NULL; link = link->next)
    {
      const Waiting *waiting = link->data;

      if (ABS (waiting->moment - moment) <= self->wait && g_str_equal (waiting->key, key))
        return link;
    }
  return NULL;
}

/**
 * pictures_match_add:
 * @partner: (transfer full)
 * @moment: that it is of
 */
void
pictures_match_add (PicturesMatch *self, PicturesSide side, gpointer partner, const char *key,
                    gint64 moment, gint64 now)
{
  const PicturesSide other = 1 - side;
  GList *found;
  Waiting *waiting;

  pictures_match_look (self, now);
  found = match_find (self, other, key, moment);
  if (found != NULL || self->wait == 0)
    {
      match_give (self, side, partner, found != NULL ? match_take (self, other, found) : NULL);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  *waiting = (Waiting) { partner, g_strdup (key), moment, now + self->wait };
  g_queue_push_tail (&self->waiting[side], waiting);
  if (self->waiting[side].length > self->most)
    match_give (self, side, match_take (self, side, self->waiting[side].head), NULL);
}

static gint64
get_due (const GQueue *waiting)
{
  return waiting->head != NULL ? ((const Waiting *) waiting->head->data)->due : G_MAXINT64;
}

gint64
pictures_match_get_due (const PicturesMatch *self)
{
  return MIN (get_due (&self->waiting[PICTURES_RESULT]),
              get_due (&self->waiting[PICTURES_PICTURE]));
}

static void
match_release (PicturesMatch *self, PicturesSide side, gint64 now)
{
  while (self->waiting[side].head != NULL && get_due (&self->waiting[side]) <= now)
    match_give (self, side, match_take (self, side, self->waiting[side].head), NULL);
}

void
pictures_match_look (PicturesMatch *self, gint64 now)
{
  match_release (self, PICTURES_RESULT, now);
  match_release (self, PICTURES_PICTURE, now);
}

void
pictures_match_finish (PicturesMatch *self, PicturesSide side)
{
  match_release (self, side, G_MAXINT64);
}
