/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-probe.c - finds out how a line is set, and what is said on it, by listening
 *
 * A line on which nothing is said is as silent at any rate, so it is waited for at one; what is
 * said is heard at any rate, too, if as noise. When it is known how the line is set, it is listened
 * to for the rest of the time: the more frames, the better the guess at what they are. */
#include "line-probe.h"

/* bytes of one trial, and in all, that are enough */
#define TRIAL_BYTES 256
#define ENOUGH 2048
#define QUIET (G_USEC_PER_SEC * 3 / 10)

void
leat_line_probe_init (LeatLineProbe *self)
{
  *self = (LeatLineProbe) { .trials = g_array_new (FALSE, FALSE, sizeof (LeatLineTrial)) };
}

void
leat_line_probe_clear (LeatLineProbe *self)
{
  for (guint i = 0; self->trials != NULL && i < self->trials->len; i++)
    g_byte_array_unref (g_array_index (self->trials, LeatLineTrial, i).bytes);
  g_clear_pointer (&self->trials, g_array_unref);
  g_clear_error (&self->refusal);
}

/* (transfer full): for the plan */
static GArray *
list_scores (const LeatLineProbe *self)
{
  GArray *scores = g_array_new (FALSE, FALSE, sizeof (LeatLineScore));

  for (guint i = 0; i < self->trials->len; i++)
    g_array_append_val (scores, g_array_index (self->trials, LeatLineTrial, i).score);
  return scores;
}

static void
find_best (LeatLineProbe *self)
{
  g_autoptr (GArray) scores = list_scores (self);
  const LeatLineScore *best = leat_line_plan_best (scores);

  self->best = best != NULL ? &g_array_index (self->trials, LeatLineTrial,
                                              best - (const LeatLineScore *) scores->data)
                            : NULL;
}

static void
add_good (LeatLineTrial *trial, const GByteArray *bytes, const GByteArray *bad)
{
  const guint before = trial->bytes->len;

  for (guint i = 0; i < bytes->len; i++)
    if (!bad->data[i])
      g_byte_array_append (trial->bytes, &bytes->data[i], 1);
  leat_line_score_strip (&trial->score, trial->bytes->data + before, trial->bytes->len - before);
}

void
leat_line_probe_take (LeatLineProbe *self, const LeatLineSettings *settings,
                      const GByteArray *bytes, const GByteArray *bad, gint64 time)
{
  LeatLineTrial trial = { .time = time, .bytes = g_byte_array_new () };

  leat_line_score_init (&trial.score, settings, bytes->data, bad->data, bytes->len);
  add_good (&trial, bytes, bad);
  g_array_append_val (self->trials, trial);
  find_best (self);
}

/* FALSE: it cannot be listened to at all. A port that cannot be set so is silent so. */
static gboolean
listen (LeatLineProbe *self, LeatLineListener *listener, const LeatLineSearch *search,
        const LeatLineWish *wish, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (search->tell != NULL)
    search->tell (wish->settings, search->user_data);
  g_byte_array_set_size (listener->bytes, 0);
  g_byte_array_set_size (listener->bad, 0);
  if (leat_line_listener_run (listener, wish, &local) || listener->bytes->len > 0)
    return TRUE;
  if (!g_error_matches (local, LEAT_ERROR, LEAT_ERROR_CONFIG))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  self->n_refused++;
  if (self->refusal == NULL)
    self->refusal = g_steal_pointer (&local);
  return TRUE;
}

/* FALSE: no more of them, or none is possible */
static gboolean
run_trial (LeatLineProbe *self, LeatLineListener *listener, const LeatLineSearch *search,
           GError **error)
{
  g_autoptr (GArray) scores = list_scores (self);
  const gint64 now = g_get_monotonic_time ();
  LeatLineSettings settings = { 0, 8, 'N', 1 };
  const LeatLineWish wish = {
    .settings = search->rates != NULL ? &settings : NULL,
    .deadline = search->each > 0 ? MIN (listener->end, now + search->each) : listener->end,
    .enough = search->rates != NULL ? TRIAL_BYTES : ENOUGH,
    .quiet = search->rates != NULL ? QUIET : 0,
  };

  if (now >= listener->end || listener->is_stopped)
    return FALSE;
  if (search->rates == NULL ? scores->len > 0
                            : !leat_line_plan_next (search->rates, scores, &settings))
    return FALSE;
  if (!listen (self, listener, search, &wish, error))
    return FALSE;
  leat_line_probe_take (self, &settings, listener->bytes, listener->bad,
                        g_get_monotonic_time () - now);
  return TRUE;
}

/* more of what the best trial has shown */
static void
collect (LeatLineProbe *self, LeatLineListener *listener, const LeatLineSearch *search)
{
  const gint64 now = g_get_monotonic_time ();
  const LeatLineSettings settings = self->best->score.heard_at;
  const LeatLineWish wish = {
    .settings = &settings,
    .deadline = listener->end,
    .enough = ENOUGH,
  };

  if (search->rates == NULL || listener->is_stopped || now >= listener->end ||
      self->best->bytes->len >= ENOUGH)
    return;
  if (!listen (self, listener, search, &wish, NULL))
    return;
  self->best->time += g_get_monotonic_time () - now;
  self->best->score.n_bytes += listener->bytes->len;
  for (guint i = 0; i < listener->bad->len; i++)
    self->best->score.n_errors += listener->bad->data[i] != 0;
  add_good (self->best, listener->bytes, listener->bad);
}

gboolean
leat_line_probe_run (LeatLineProbe *self, LeatLineListener *listener, const LeatLineSearch *search,
                     GError **error)
{
  g_autoptr (GError) local = NULL;

  listener->begin = g_get_monotonic_time ();
  listener->end = listener->begin + search->duration;
  while (run_trial (self, listener, search, &local))
    continue;
  if (self->best != NULL)
    collect (self, listener, search);
  else if (local == NULL && self->trials->len > 0 && self->n_refused == self->trials->len)
    local = g_steal_pointer (&self->refusal);
  if (local == NULL || self->best != NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
