/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording-write.c - blocks of pcapng, of what came over a link
 *
 * The link type is LINKTYPE_RTAC_SERIAL (250): the registry has no other for the bytes of a serial
 * line with their direction and its errors, and Wireshark, tshark and libpcap know it without being
 * told; LINKTYPE_USER0 would be bare bytes that everybody has to set up first. What has no place in
 * its header (the clock that never jumps, the time of a byte, why bytes end) is an option for local
 * use beside each packet, which other readers pass over, and, where it is rare, a comment for
 * people. */
#include "leat-recording-private.h"
#include <string.h>

/**
 * leat_recording_get_error_name:
 * @kind: counts from 0
 *
 * Returns: (nullable): its name; %NULL: there is no such kind
 */
const char *
leat_recording_get_error_name (guint kind)
{
  static const char *const names[LEAT_RECORDING_ERRORS] = {
    "parity", "framing", "overrun", "breaks", "line-errors", "buffer-overrun",
  };

  return kind < LEAT_RECORDING_ERRORS ? names[kind] : NULL;
}

static void
append_u16 (GByteArray *blocks, guint16 value)
{
  g_byte_array_append (blocks, (const guint8 *) &value, sizeof value);
}

static void
append_u32 (GByteArray *blocks, guint32 value)
{
  g_byte_array_append (blocks, (const guint8 *) &value, sizeof value);
}

static void
append_padded (GByteArray *blocks, gconstpointer data, gsize length)
{
  static const guint8 zeros[4] = { 0 };

  if (length > 0)
    g_byte_array_append (blocks, data, (guint) length);
  g_byte_array_append (blocks, zeros, (guint) (-length & 3));
}

static void
append_option (GByteArray *blocks, guint16 code, gconstpointer value, gsize length)
{
  length = MIN (length, G_MAXUINT16);
  append_u16 (blocks, code);
  append_u16 (blocks, (guint16) length);
  append_padded (blocks, value, length);
}

static void
append_text (GByteArray *blocks, guint16 code, const char *text)
{
  if (text != NULL && *text != '\0')
    append_option (blocks, code, text, strlen (text));
}

/* the length is known at its end */
static guint
begin_block (GByteArray *blocks, guint32 type)
{
  const guint start = blocks->len;

  append_u32 (blocks, type);
  append_u32 (blocks, 0);
  return start;
}

static void
end_block (GByteArray *blocks, guint start)
{
  const guint32 length = blocks->len - start + 4;

  memcpy (blocks->data + start + 4, &length, sizeof length);
  append_u32 (blocks, length);
}

/**
 * leat_recording_append_section:
 * @blocks: gets it
 * @application: who writes it
 *
 * Source: draft-ietf-opsawg-pcapng, section 4.1; of this machine's byte order, and of a length that
 * is not said.
 */
void
leat_recording_append_section (GByteArray *blocks, const char *application)
{
  const guint start = begin_block (blocks, PCAPNG_SECTION);
  const gint64 not_known = -1;

  append_u32 (blocks, PCAPNG_MAGIC);
  append_u16 (blocks, 1);
  append_u16 (blocks, 0);
  g_byte_array_append (blocks, (const guint8 *) &not_known, sizeof not_known);
  append_text (blocks, PCAPNG_OPTION_APPLICATION, application);
  append_option (blocks, PCAPNG_OPTION_END, NULL, 0);
  end_block (blocks, start);
}

/**
 * leat_recording_append_stream:
 * @blocks: gets it
 * @stream: what it is; it has an epoch
 *
 * Source: draft-ietf-opsawg-pcapng, section 4.2; its times are nanoseconds.
 */
void
leat_recording_append_stream (GByteArray *blocks, const LeatRecordingStream *stream)
{
  const guint start = begin_block (blocks, PCAPNG_INTERFACE);
  const guint8 nanoseconds = 9;

  append_u16 (blocks, LEAT_RECORDING_LINK_TYPE);
  append_u16 (blocks, 0);
  append_u32 (blocks, 0);
  append_text (blocks, PCAPNG_OPTION_NAME, stream->name);
  append_text (blocks, PCAPNG_OPTION_DESCRIPTION, stream->description);
  append_option (blocks, PCAPNG_OPTION_RESOLUTION, &nanoseconds, sizeof nanoseconds);
  append_text (blocks, LEAT_OPTION_LOCAL_EPOCH, stream->epoch);
  append_text (blocks, LEAT_OPTION_LOCAL_PEER, stream->peer);
  append_option (blocks, PCAPNG_OPTION_END, NULL, 0);
  end_block (blocks, start);
}

static RtacEvent
get_rtac_event (const LeatRecordingEvent *event)
{
  static const RtacEvent kinds[] = {
    [LEAT_RECORDING_OPENED] = RTAC_STATUS_CHANGE,
    [LEAT_RECORDING_WRITTEN] = RTAC_DATA_TX_START,
    [LEAT_RECORDING_LOST] = RTAC_CAPTURE_DATA_LOST,
    [LEAT_RECORDING_GONE] = RTAC_CAPTURE_COMPLETE,
  };
  /* which of them the driver does not tell, is said by the comment */
  static const RtacEvent errors[LEAT_RECORDING_ERRORS] = {
    RTAC_PARITY_ERROR, RTAC_FRAMING_ERROR, RTAC_OVERFLOW,
    RTAC_BREAK,        RTAC_DATA_RX_END,   RTAC_OVERFLOW,
  };

  if (event->kind != LEAT_RECORDING_READ)
    return kinds[event->kind];
  for (guint i = 0; i < LEAT_RECORDING_ERRORS && event->arrival.line_error; i++)
    if (event->errors[i] > 0)
      return errors[i];
  return event->length > 0 ? RTAC_DATA_RX_END : RTAC_STATUS_CHANGE;
}

static void
append_header (GByteArray *blocks, const LeatRecordingEvent *event)
{
  const guint64 time = (guint64) MAX (event->arrival.moment.time, 0);
  const guint8 rest[] = { (guint8) get_rtac_event (event), 0, 0, 0 };

  append_u32 (blocks, GUINT32_TO_BE ((guint32) (time / LEAT_NSEC_PER_SEC)));
  append_u32 (blocks, GUINT32_TO_BE ((guint32) (time % LEAT_NSEC_PER_SEC / 1000)));
  g_byte_array_append (blocks, rest, sizeof rest);
}

static gboolean
has_errors (const LeatRecordingEvent *event)
{
  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    if (event->errors[i] > 0)
      return TRUE;
  return FALSE;
}

/* for people: nothing reads it */
static void
append_comment (GByteArray *blocks, const LeatRecordingEvent *event)
{
  static const char *const kinds[] = { "opened", NULL, NULL, "bytes were lost here", "gone" };
  static const char *const ends[] = { NULL, "end of message", "silence", "end of stream", "cut",
                                      "time limit" };
  const char *what = kinds[event->kind] != NULL ? kinds[event->kind] : ends[event->arrival.end];
  g_autoptr (GString) text = NULL;

  if (what == NULL && !event->arrival.line_error && !has_errors (event))
    return;
  text = g_string_new (what);
  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    if (event->errors[i] > 0)
      g_string_append_printf (text, "%s%s %u", text->len > 0 ? ", " : "",
                              leat_recording_get_error_name (i), event->errors[i]);
  if (text->len == 0)
    g_string_append (text, "line error");
  append_text (blocks, PCAPNG_OPTION_COMMENT, text->str);
}

static void
append_arrival (GByteArray *blocks, const LeatRecordingEvent *event)
{
  const LeatArrival *arrival = &event->arrival;
  const guint32 byte_time = (guint32) CLAMP (arrival->byte_time, 0, (gint64) G_MAXUINT32);
  const guint8 rest[] = { (guint8) event->kind, (guint8) arrival->end,
                          (guint8) (arrival->line_error != 0), 0 };
  guint8 value[LEAT_LOCAL_ARRIVAL_SIZE];

  memcpy (value, &arrival->moment.monotonic, 8);
  memcpy (value + 8, &byte_time, 4);
  memcpy (value + 12, rest, sizeof rest);
  append_option (blocks, LEAT_OPTION_LOCAL_ARRIVAL, value, sizeof value);
}

/**
 * leat_recording_append_event:
 * @blocks: gets it
 * @event: up to 16 MiB of bytes
 *
 * Source: draft-ietf-opsawg-pcapng, section 4.3.
 */
void
leat_recording_append_event (GByteArray *blocks, const LeatRecordingEvent *event)
{
  const guint start = begin_block (blocks, PCAPNG_ENHANCED_PACKET);
  const guint64 time = (guint64) MAX (event->arrival.moment.time, 0);
  const guint32 length = (guint32) event->length + RTAC_HEADER_SIZE;
  const guint32 flags = event->length == 0                      ? 0
                        : event->kind == LEAT_RECORDING_WRITTEN ? PCAPNG_FLAG_OUTBOUND
                                                                : PCAPNG_FLAG_INBOUND;

  append_u32 (blocks, event->stream);
  append_u32 (blocks, (guint32) (time >> 32));
  append_u32 (blocks, (guint32) time);
  append_u32 (blocks, length);
  append_u32 (blocks, length);
  append_header (blocks, event);
  append_padded (blocks, event->data, event->length);
  append_option (blocks, PCAPNG_OPTION_FLAGS, &flags, sizeof flags);
  append_arrival (blocks, event);
  if (has_errors (event))
    append_option (blocks, LEAT_OPTION_LOCAL_ERRORS, event->errors, sizeof event->errors);
  append_comment (blocks, event);
  append_option (blocks, PCAPNG_OPTION_END, NULL, 0);
  end_block (blocks, start);
}
