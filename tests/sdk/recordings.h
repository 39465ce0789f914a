/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recordings.h - recordings that a test makes, in memory */
#pragma once
#include "leat.h"
#include <string.h>
G_BEGIN_DECLS

#define RECORDING_EPOCH "0K3Q9V2M7WB1X5T4E8ZC"

static inline void
recording_begin (GByteArray *blocks, const char *epoch)
{
  const LeatRecordingStream stream = { .name = "/dev/ttyUSB0",
                                       .description = "camera0: baud-rate=9600",
                                       .epoch = epoch };

  leat_recording_append_section (blocks, "a test");
  leat_recording_append_stream (blocks, &stream);
}

static inline void
recording_say (GByteArray *blocks, const char *text, gint64 time)
{
  const LeatRecordingEvent event = {
    .kind = LEAT_RECORDING_READ,
    .arrival = { .struct_size = sizeof (LeatArrival),
                 .moment = { time, time - 1000 },
                 .byte_time = 1041667 },
    .data = (const guint8 *) text,
    .length = strlen (text),
  };

  leat_recording_append_event (blocks, &event);
}

/* one that was made by another program: what is @swapped is in the other byte order */
static inline void
recording_put_u32 (GByteArray *blocks, guint32 value, gboolean swapped)
{
  value = swapped ? GUINT32_SWAP_LE_BE (value) : value;
  g_byte_array_append (blocks, (const guint8 *) &value, sizeof value);
}

static inline void
recording_put_u16 (GByteArray *blocks, guint16 value, gboolean swapped)
{
  value = (guint16) (swapped ? GUINT16_SWAP_LE_BE (value) : value);
  g_byte_array_append (blocks, (const guint8 *) &value, sizeof value);
}

/* a block of @body, which is padded */
static inline void
recording_put_block (GByteArray *blocks, guint32 type, const GByteArray *body, gboolean swapped)
{
  static const guint8 zeros[4] = { 0 };
  const guint32 length = 12 + ((body->len + 3) & ~3u);

  recording_put_u32 (blocks, type, swapped);
  recording_put_u32 (blocks, length, swapped);
  if (body->len > 0)
    g_byte_array_append (blocks, body->data, body->len);
  g_byte_array_append (blocks, zeros, length - 12 - body->len);
  recording_put_u32 (blocks, length, swapped);
}

static inline void
recording_put_section (GByteArray *blocks, gboolean swapped)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  recording_put_u32 (body, 0x1A2B3C4D, swapped);
  recording_put_u16 (body, 1, swapped);
  recording_put_u16 (body, 0, swapped);
  recording_put_u32 (body, G_MAXUINT32, swapped);
  recording_put_u32 (body, G_MAXUINT32, swapped);
  recording_put_block (blocks, 0x0A0D0D0A, body, swapped);
}

/* @resolution: of time; < 0: it says none */
static inline void
recording_put_interface (GByteArray *blocks, guint16 link_type, int resolution, gint64 offset,
                         gboolean swapped)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const guint8 value[4] = { (guint8) resolution };
  const guint64 bytes = swapped ? GUINT64_SWAP_LE_BE ((guint64) offset) : (guint64) offset;

  recording_put_u16 (body, link_type, swapped);
  recording_put_u16 (body, 0, swapped);
  recording_put_u32 (body, G_MAXUINT32, swapped); /* a snap length that bounds nothing */
  if (resolution >= 0)
    {
      recording_put_u16 (body, 9, swapped);
      recording_put_u16 (body, 1, swapped);
      g_byte_array_append (body, value, sizeof value);
    }
  recording_put_u16 (body, 14, swapped);
  recording_put_u16 (body, 8, swapped);
  g_byte_array_append (body, (const guint8 *) &bytes, sizeof bytes);
  recording_put_block (blocks, 1, body, swapped);
}

/* @flags: 0: it has none */
static inline void
recording_put_packet (GByteArray *blocks, guint32 interface, guint64 time, const char *data,
                      gsize length, guint32 flags, gboolean swapped)
{
  static const guint8 zeros[4] = { 0 };
  g_autoptr (GByteArray) body = g_byte_array_new ();

  recording_put_u32 (body, interface, swapped);
  recording_put_u32 (body, (guint32) (time >> 32), swapped);
  recording_put_u32 (body, (guint32) time, swapped);
  recording_put_u32 (body, (guint32) length, swapped);
  recording_put_u32 (body, (guint32) length, swapped);
  g_byte_array_append (body, (const guint8 *) data, (guint) length);
  g_byte_array_append (body, zeros, (guint) (-length & 3));
  if (flags != 0)
    {
      recording_put_u16 (body, 2, swapped);
      recording_put_u16 (body, 4, swapped);
      recording_put_u32 (body, flags, swapped);
    }
  recording_put_block (blocks, 6, body, swapped);
}

/* all it says: "text|", "!fault|" for what could not be read */
static inline char *
recording_tell (LeatRecording *recording)
{
  GString *told = g_string_new (NULL);

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      LeatRecordingEvent event;

      if (leat_recording_next (recording, &event, &error))
        g_string_append_len (told, (const char *) event.data, (gssize) event.length);
      else if (error == NULL)
        break;
      else
        g_string_append_printf (told, "!%s", error->message);
      g_string_append_c (told, '|');
    }
  return g_string_free (told, FALSE);
}

static inline void
recording_assert (const GByteArray *blocks, const char *expected)
{
  g_autoptr (LeatRecording) recording = leat_recording_new ("r", blocks->data, blocks->len);
  g_autofree char *told = recording_tell (recording);

  g_assert_cmpstr (told, ==, expected);
}

G_END_DECLS
