/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-asked.c - which of a stream's frames answer a question: their records say so */
#include "leatd-stream-asked.h"

/* as @origin, with the tag command */
static LeatOrigin *
make_origin (const LeatOrigin *origin, const char *command)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();

  for (guint i = 0; origin->tags[i] != NULL; i++)
    g_ptr_array_add (tags, (gpointer) origin->tags[i]);
  g_ptr_array_add (tags, (gpointer) "command");
  g_ptr_array_add (tags, (gpointer) command);
  g_ptr_array_add (tags, NULL);
  return leat_origin_new (origin->source, origin->epoch, origin->schema, origin->gateway,
                          (const char *const *) tags->pdata);
}

void
leatd_asked_clear (LeatdAsked *self)
{
  g_clear_pointer (&self->origins, g_ptr_array_unref);
  *self = (LeatdAsked) { .judge = NULL };
}

void
leatd_asked_set (LeatdAsked *self, const LeatdFrameJudge *judge, const LeatOrigin *origin)
{
  leatd_asked_clear (self);
  self->judge = judge;
  self->origins = g_ptr_array_new_with_free_func ((GDestroyNotify) leat_origin_unref);
  for (guint i = 0; judge != NULL && judge->commands != NULL && judge->commands[i] != NULL; i++)
    g_ptr_array_add (self->origins, make_origin (origin, judge->commands[i]));
}

LeatVerdict
leatd_asked_frame (LeatdAsked *self, const LeatPiece *piece, GError **error)
{
  const char *reason = NULL;
  int command = -1;
  const LeatVerdict verdict = self->judge->frame (self->judge, piece, &command, &reason);

  self->current = command >= 0 && (guint) command < self->origins->len
                      ? g_ptr_array_index (self->origins, command)
                      : NULL;
  if (verdict == LEAT_VERDICT_REJECTED)
    leat_error_fail (error, LEAT_ERROR_MALFORMED, "%s", reason);
  return verdict;
}
