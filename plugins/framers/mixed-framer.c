/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mixed-framer.c - several framers on one stream, each at its own sync
 *
 * They are asked in their order, and the first that sees a frame, or the beginning of one, is
 * right: one that takes any bytes stands last. In noise a framer is asked only where its find()
 * says that it may go on. What one of them has refused at a place it is not asked about there
 * again, so no byte costs more than it costs all of them together, and once more each. */
#include "framers.h"

typedef struct {
  LeatFramer parent;
  char **names; /* option */

  GPtrArray *framers; /* of LeatFramer, each with its own memory */
  guint current;      /* those before it see no frame at data[0] */
  gboolean lost;      /* in noise, data[0] is where find() said */
  guint synced;       /* in noise, the one that knows where it is */
} MixedFramer;

static const LeatOption mixed_framer_options[] = {
  LEAT_OPTION_LIST (
      MixedFramer, names, .key = "framers", .flags = LEAT_OPTION_REQUIRED,
      .summary = "Which ones, separated by ;: [framer NAME] groups, classes or presets. The first "
                 "that sees a frame is right."),
  LEAT_OPTION_END
};

static LeatFramer *
get_framer (const MixedFramer *self, guint index)
{
  return g_ptr_array_index (self->framers, index);
}

static gboolean
mixed_framer_init (LeatFramer *framer, GError **error)
{
  MixedFramer *self = (MixedFramer *) framer;

  self->framers = g_ptr_array_new_with_free_func ((GDestroyNotify) leat_framer_free);
  for (char **name = self->names; *name != NULL; name++)
    {
      LeatFramer *inner = leat_framer_new (framer, *name, error);

      if (inner == NULL)
        {
          g_prefix_error (error, "framers: ");
          return FALSE;
        }
      g_ptr_array_add (self->framers, inner);
    }
  if (self->framers->len > 0)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "framers: is empty; two names or more are right");
  return FALSE;
}

static void
mixed_framer_clear (LeatFramer *framer)
{
  g_clear_pointer (&((MixedFramer *) framer)->framers, g_ptr_array_unref);
}

/* what the others remember of bytes before a frame is none of this stream's any more */
static void
reset_others (MixedFramer *self, guint than)
{
  for (guint i = 0; i < self->framers->len; i++)
    {
      LeatFramer *inner = get_framer (self, i);

      if (i != than && LEAT_CLASS_HAS (inner->klass, reset))
        inner->klass->reset (inner);
    }
}

/* a framer that was not asked for the bytes before may take the midst of noise for a beginning */
static gboolean
may_begin (const MixedFramer *self, guint index, const guint8 *data)
{
  LeatFramer *inner = get_framer (self, index);

  return !self->lost || index == self->synced || !LEAT_CLASS_HAS (inner->klass, find) ||
         inner->klass->find (inner, data, 1) == 0;
}

static LeatScan
mixed_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  MixedFramer *self = (MixedFramer *) framer;
  LeatScan verdict = LEAT_SCAN_BAD;
  const char *reason = NULL;

  for (; self->current < self->framers->len; self->current++)
    {
      LeatFramer *inner = get_framer (self, self->current);

      if (!may_begin (self, self->current, input->data))
        continue;
      *frame = (LeatFrame) { .struct_size = sizeof (LeatFrame) };
      verdict = inner->klass->scan (inner, input, frame);
      if (verdict != LEAT_SCAN_BAD)
        break;
      reason = frame->reason;
    }
  if (verdict == LEAT_SCAN_MORE)
    return verdict;
  frame->reason = self->framers->len == 1 && reason != NULL ? reason : "no frame of any kind";
  if (verdict != LEAT_SCAN_BAD)
    reset_others (self, self->current);
  self->lost = self->lost && verdict == LEAT_SCAN_SKIP;
  self->synced = self->current;
  self->current = 0;
  return verdict;
}

static gsize
mixed_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  MixedFramer *self = (MixedFramer *) framer;
  gsize first = length;

  for (guint i = 0; i < self->framers->len && first > 0; i++)
    {
      LeatFramer *inner = get_framer (self, i);
      const gsize at = LEAT_CLASS_HAS (inner->klass, find) ? inner->klass->find (inner, data, first)
                                                           : 0;

      first = MIN (first, at);
    }
  self->lost = first < length;
  self->synced = G_MAXUINT;
  return first;
}

/* a shorter one would tear what another waits for */
static gint64
mixed_framer_silence (LeatFramer *framer, gint64 character_time)
{
  const MixedFramer *self = (MixedFramer *) framer;
  gint64 longest = 0;

  for (guint i = 0; i < self->framers->len; i++)
    {
      LeatFramer *inner = get_framer (self, i);

      if (LEAT_CLASS_HAS (inner->klass, silence))
        longest = MAX (longest, inner->klass->silence (inner, character_time));
    }
  return longest;
}

static void
mixed_framer_reset (LeatFramer *framer)
{
  MixedFramer *self = (MixedFramer *) framer;

  reset_others (self, G_MAXUINT);
  self->current = 0;
  self->lost = FALSE;
}

const LeatFramerClass mixed_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (MixedFramer),
  .name = "mixed",
  .summary = "Several framers on one stream, each at its own sync.",
  .options = mixed_framer_options,
  .init = mixed_framer_init,
  .clear = mixed_framer_clear,
  .scan = mixed_framer_scan,
  .find = mixed_framer_find,
  .silence = mixed_framer_silence,
  .reset = mixed_framer_reset,
};
