/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-waits.c - several that wait for the word that one batch is safe */
#include "leatd-waits.h"
#include "leatd-settlements.h"

typedef struct {
  LeatSettledFunc settled;
  gpointer user_data;
  GDestroyNotify notify;
} Wait;

struct _LeatdWaits {
  GArray *open; /* of Wait, not told yet */
};

void
leatd_waits_add (LeatdWaits **self, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  const Wait wait = { settled, user_data, notify };

  if (settled == NULL && notify == NULL)
    return;
  if (*self == NULL)
    {
      *self = g_new0 (LeatdWaits, 1);
      (*self)->open = g_array_new (FALSE, FALSE, sizeof (Wait));
    }
  g_array_append_val ((*self)->open, wait);
}

void
leatd_waits_tell (gboolean safe, gpointer waits)
{
  LeatdWaits *self = waits;

  for (guint i = 0; i < self->open->len; i++)
    {
      const Wait wait = g_array_index (self->open, Wait, i);

      leatd_settled_at_once (safe, wait.settled, wait.user_data, wait.notify);
    }
  g_array_set_size (self->open, 0);
}

void
leatd_waits_free (gpointer waits)
{
  LeatdWaits *self = waits;

  leatd_waits_tell (FALSE, self);
  g_array_unref (self->open);
  g_free (self);
}
