/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording-interface.c - what a section of pcapng says of an interface
 *
 * Source: draft-ietf-opsawg-pcapng, section 4.2 */
#include "leat-recording-interface.h"

/* units in a second: by powers of 10, or with the highest bit of 2; 0: none that is known */
static guint64
read_rate (guint8 resolution)
{
  const guint exponent = resolution & 0x7f;
  guint64 rate = 1;

  if ((resolution & 0x80) != 0)
    return exponent < 63 ? G_GUINT64_CONSTANT (1) << exponent : 0;
  if (exponent > 18)
    return 0;
  for (guint i = 0; i < exponent; i++)
    rate *= 10;
  return rate;
}

/* never past the end of time */
gint64
leat_interface_get_time (const LeatInterface *self, guint64 units)
{
  const guint64 rest = units % self->rate;
  const guint64 nanoseconds = (guint64) ((long double) rest / (long double) self->rate *
                                         (long double) LEAT_NSEC_PER_SEC);
  const guint64 seconds = units / self->rate;
  const gint64 most = G_MAXINT64 / LEAT_NSEC_PER_SEC - 1;

  /* those that are the most usual are exact */
  if (self->rate == (guint64) LEAT_NSEC_PER_SEC && self->offset == 0)
    return (gint64) MIN (units, (guint64) G_MAXINT64);
  if (seconds > (guint64) most || self->offset > most || self->offset < -most)
    return 0;
  return CLAMP ((gint64) seconds + self->offset, 0, most) * LEAT_NSEC_PER_SEC +
         (gint64) nanoseconds;
}

static char *
read_text (const LeatBlock *block, const LeatBlockOption *option)
{
  return g_utf8_make_valid ((const char *) block->body + option->at, (gssize) option->length);
}

static void
read_stream_option (const LeatBlock *block, const LeatBlockOption *option, LeatInterface *self,
                    LeatRecordingStream *stream)
{
  const char **text = option->code == PCAPNG_OPTION_NAME          ? &stream->name
                      : option->code == PCAPNG_OPTION_DESCRIPTION ? &stream->description
                      : option->code == LEAT_OPTION_LOCAL_EPOCH   ? &stream->epoch
                      : option->code == LEAT_OPTION_LOCAL_PEER    ? &stream->peer
                                                                  : NULL;

  if (text != NULL && *text == NULL)
    *text = read_text (block, option);
  else if (option->code == PCAPNG_OPTION_RESOLUTION && option->length == 1)
    self->rate = read_rate (block->body[option->at]);
  else if (option->code == PCAPNG_OPTION_TIME_OFFSET && option->length == 8)
    self->offset = (gint64) leat_block_get_u64 (block, option->at);
}

/*
 * leat_interface_read:
 * @self: (out): but for its stream
 *
 * Returns: (transfer full) (nullable): the stream that it is; %NULL: the block is too short
 */
LeatRecordingStream *
leat_interface_read (LeatInterface *self, const LeatBlock *block)
{
  LeatRecordingStream *stream;
  LeatBlockOption option;
  gsize at = 8;

  *self = (LeatInterface) { .rate = 1000000 };
  if (block->length < at)
    return NULL;
  self->link_type = leat_block_get_u16 (block, 0);
  stream = g_new0 (LeatRecordingStream, 1);
  while (leat_block_next_option (block, &at, &option))
    read_stream_option (block, &option, self, stream);
  self->is_own = stream->epoch != NULL;
  return stream;
}

void
leat_interface_free_stream (gpointer data)
{
  LeatRecordingStream *self = data;

  g_free ((char *) self->name);
  g_free ((char *) self->description);
  g_free ((char *) self->epoch);
  g_free ((char *) self->peer);
  g_free (self);
}
