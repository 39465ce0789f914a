/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-origin.c - where records come from: one object for many records */
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include "leat-batch.h"

typedef struct {
  LeatOrigin shown;
  gint       n_refs;   /* atomic */
} Origin;

/**
 * leat_origin_new:
 * @source: name of the source
 * @epoch: what leat_epoch_new() gave
 * @schema: (transfer none): what its records look like
 * @gateway: (nullable): name of the gateway
 * @tags: (nullable): key, value, key, value, … %NULL
 *
 * Makes an origin; everything is copied.
 *
 * Returns: (transfer full): a new origin
 */
LeatOrigin *
leat_origin_new (const char *source, const char *epoch, LeatSchema *schema, const char *gateway,
                 const char *const *tags)
{
  static const char *const no_tags[] = { NULL };
  Origin *self;

  g_return_val_if_fail (source != NULL && epoch != NULL && schema != NULL, NULL);
  g_return_val_if_fail (tags == NULL || g_strv_length ((char **) tags) % 2 == 0, NULL);

  self = g_new0 (Origin, 1);
  self->n_refs = 1;
  self->shown.struct_size = sizeof (LeatOrigin);
  self->shown.source = g_strdup (source);
  self->shown.epoch = g_strdup (epoch);
  self->shown.schema = leat_schema_ref (schema);
  self->shown.gateway = g_strdup (gateway);
  self->shown.tags = (const char *const *) g_strdupv ((char **) (tags != NULL ? tags : no_tags));
  return &self->shown;
}

/**
 * leat_origin_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): the same origin
 */
LeatOrigin *
leat_origin_ref (const LeatOrigin *origin)
{
  Origin *self = (Origin *) origin;

  g_atomic_int_inc (&self->n_refs);
  return &self->shown;
}

/**
 * leat_origin_unref:
 *
 * Any thread; the last one frees it.
 */
void
leat_origin_unref (const LeatOrigin *origin)
{
  Origin *self = (Origin *) origin;

  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  leat_schema_unref (self->shown.schema);
  g_strfreev ((char **) self->shown.tags);
  g_free ((char *) self->shown.gateway);
  g_free ((char *) self->shown.epoch);
  g_free ((char *) self->shown.source);
  g_free (self);
}

/* what the kernel draws is not drawn again after a restart, nor by a copy of this virtual machine
 * that was seeded alike */
static void
draw_random (guint8 *bytes, gsize length)
{
  gsize drawn = 0;

  while (drawn < length)
    {
      gssize n = getrandom (bytes + drawn, length - drawn, 0);

      if (n > 0)
        drawn += (gsize) n;
      else if (errno != EINTR)
        g_error ("the kernel draws no random numbers: %s", g_strerror (errno));
    }
}

/**
 * leat_epoch_new:
 *
 * Names one life of a stream of records: 96 bits that the kernel draws, as 20 characters of
 * Crockford's base 32. Any thread.
 *
 * Returns: (transfer full): a new epoch
 */
char *
leat_epoch_new (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  guint8 bytes[14] = { 0 };   /* four bits of zeros, 96 at random, one byte to spare */
  char *epoch = g_malloc (21);

  draw_random (bytes + 1, 12);
  for (guint i = 0; i < 20; i++)
    {
      guint bit = 4 + i * 5;
      guint pair = (guint) bytes[bit / 8] << 8 | bytes[bit / 8 + 1];

      epoch[i] = alphabet[pair >> (11 - bit % 8) & 31];
    }
  epoch[20] = '\0';
  return epoch;
}

/**
 * leat_record_make_id:
 * @self: a record of a sealed batch
 *
 * Its id as JSON and CSV have it: source/epoch/sequence. It stays the same, however often the
 * record is handed on: what a peer knows it again by.
 *
 * Any thread.
 *
 * Returns: (transfer full): a text
 */
char *
leat_record_make_id (const LeatRecord *self)
{
  return g_strdup_printf ("%s/%s/%" G_GUINT64_FORMAT, self->origin->source, self->origin->epoch,
                          self->sequence);
}
