/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording-read.c - what came over a link, read from pcapng
 *
 * Source: draft-ietf-opsawg-pcapng, sections 4.1 to 4.4; what stands before the bytes:
 * https://www.tcpdump.org/linktypes/LINKTYPE_RTAC_SERIAL.html */
#include "leat-recording-interface.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* of a section, and of the whole: each client of a listening link is one */
#define STREAMS_MAX 1000000

#define LINK_TYPE_USER_FIRST 147
#define LINK_TYPE_USER_LAST 162

struct _LeatRecording {
  LeatBlocks blocks;
  GArray *interfaces;  /* of LeatInterface */
  GPtrArray *streams;  /* of LeatRecordingStream */
  GHashTable *by_epoch; /* epoch → number + 1 */
  LeatMoment last;
};

/**
 * leat_recording_new_for_fd:
 * @name: of the file, for what is told of it
 * @fd: (transfer none): outlives it
 *
 * Returns: (transfer full): a recording of which nothing was read yet
 */
LeatRecording *
leat_recording_new_for_fd (const char *name, int fd)
{
  LeatRecording *self = g_new0 (LeatRecording, 1);

  leat_blocks_init (&self->blocks, name, fd);
  self->interfaces = g_array_new (FALSE, TRUE, sizeof (LeatInterface));
  self->streams = g_ptr_array_new_with_free_func (leat_interface_free_stream);
  self->by_epoch = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/**
 * leat_recording_new:
 * @name: for what is told of it
 * @data: all of it; copied
 * @length: of @data
 *
 * Returns: (transfer full): a recording in memory
 */
LeatRecording *
leat_recording_new (const char *name, const guint8 *data, gsize length)
{
  LeatRecording *self = leat_recording_new_for_fd (name, -1);

  if (length > 0)
    g_byte_array_append (self->blocks.buffer, data, (guint) length);
  return self;
}

/**
 * leat_recording_open:
 * @path: a file, or a pipe
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a recording of which nothing was read yet
 */
LeatRecording *
leat_recording_open (const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  LeatRecording *self;

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
                   "%s: cannot be opened: %s", path, g_strerror (errno));
      return NULL;
    }
  self = leat_recording_new_for_fd (path, fd);
  self->blocks.owns_fd = TRUE;
  return self;
}

/**
 * leat_recording_free:
 * @self: (nullable): a recording
 */
void
leat_recording_free (LeatRecording *self)
{
  if (self == NULL)
    return;
  leat_blocks_clear (&self->blocks);
  g_array_unref (self->interfaces);
  g_hash_table_unref (self->by_epoch);
  g_ptr_array_unref (self->streams);
  g_free (self);
}

static gboolean
recording_fail (LeatRecording *self, const LeatBlock *block, GError **error, const char *what)
{
  return leat_error_fail (error, LEAT_ERROR_MALFORMED, "%s: byte %" G_GUINT64_FORMAT ": %s",
                          self->blocks.name, block->offset, what);
}

/* (transfer full): a stream that is known by its epoch goes on */
static guint
recording_take_stream (LeatRecording *self, LeatRecordingStream *stream)
{
  gpointer known = stream->epoch != NULL ? g_hash_table_lookup (self->by_epoch, stream->epoch)
                                         : NULL;

  if (known != NULL)
    {
      leat_interface_free_stream (stream);
      return GPOINTER_TO_UINT (known) - 1;
    }
  g_ptr_array_add (self->streams, stream);
  if (stream->epoch != NULL)
    g_hash_table_insert (self->by_epoch, (gpointer) stream->epoch,
                         GUINT_TO_POINTER (self->streams->len));
  return self->streams->len - 1;
}

static gboolean
recording_add_interface (LeatRecording *self, const LeatBlock *block, GError **error)
{
  LeatInterface interface;
  LeatRecordingStream *stream;

  if (self->interfaces->len >= STREAMS_MAX || self->streams->len >= STREAMS_MAX)
    return recording_fail (self, block, error, "more interfaces than can be told apart");
  stream = leat_interface_read (&interface, block);
  if (stream == NULL)
    return recording_fail (self, block, error, "an interface that is too short to be one");
  interface.stream = recording_take_stream (self, stream);
  g_array_append_val (self->interfaces, interface);
  if (interface.rate == 0)
    return recording_fail (self, block, error, "an interface whose resolution of time is none");
  return TRUE;
}

static void
read_local_arrival (const LeatBlock *block, gsize at, LeatRecordingEvent *event)
{
  const guint8 *rest = block->body + at + 12;

  event->arrival.moment.monotonic = (gint64) leat_block_get_u64 (block, at);
  event->arrival.byte_time = leat_block_get_u32 (block, at + 8);
  event->kind = (LeatRecordingKind) MIN (rest[0], LEAT_RECORDING_GONE);
  event->arrival.end = (LeatEnd) MIN (rest[1], LEAT_END_LIMIT);
  event->arrival.line_error = rest[2] != 0;
}

static void
read_packet_option (const LeatBlock *block, const LeatBlockOption *option, gboolean is_own,
                    LeatRecordingEvent *event)
{
  if (option->code == PCAPNG_OPTION_FLAGS && option->length == 4)
    {
      const guint32 flags = leat_block_get_u32 (block, option->at);

      if (!is_own && (flags & PCAPNG_FLAG_DIRECTIONS) == PCAPNG_FLAG_OUTBOUND)
        event->kind = LEAT_RECORDING_WRITTEN;
    }
  else if (is_own && option->code == LEAT_OPTION_LOCAL_ARRIVAL &&
           option->length == LEAT_LOCAL_ARRIVAL_SIZE)
    read_local_arrival (block, option->at, event);
  else if (is_own && option->code == LEAT_OPTION_LOCAL_ERRORS &&
           option->length == LEAT_LOCAL_ERRORS_SIZE)
    for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
      event->errors[i] = leat_block_get_u32 (block, option->at + 4 * i);
}

/* as another program means it */
static void
read_rtac_event (guint8 code, LeatRecordingEvent *event)
{
  static const gint8 errors[] = { [RTAC_FRAMING_ERROR] = 1,
                                  [RTAC_PARITY_ERROR] = 0,
                                  [RTAC_BREAK] = 3,
                                  [RTAC_OVERFLOW] = 2 };

  if (code == RTAC_DATA_TX_START || code == RTAC_DATA_TX_END)
    event->kind = LEAT_RECORDING_WRITTEN;
  else if (code == RTAC_CAPTURE_DATA_LOST)
    event->kind = LEAT_RECORDING_LOST;
  else if (code >= RTAC_FRAMING_ERROR && code <= RTAC_OVERFLOW)
    {
      event->arrival.line_error = TRUE;
      event->errors[errors[code]] = 1;
    }
}

/* TRUE: it is one of a serial line; the bytes are what stands behind its header */
static gboolean
recording_read_payload (LeatRecording *self, const LeatBlock *block, LeatInterface *interface,
                        LeatRecordingEvent *event, GError **error)
{
  const guint type = interface->link_type;

  if (type >= LINK_TYPE_USER_FIRST && type <= LINK_TYPE_USER_LAST)
    return TRUE;
  if (type != LEAT_RECORDING_LINK_TYPE)
    {
      if (!interface->told)
        leat_error_fail (error, LEAT_ERROR_MALFORMED,
                         "%s: byte %" G_GUINT64_FORMAT
                         ": packets of link type %u are passed over; %u and %u to %u are those of "
                         "serial lines",
                         self->blocks.name, block->offset, type, LEAT_RECORDING_LINK_TYPE,
                         LINK_TYPE_USER_FIRST, LINK_TYPE_USER_LAST);
      interface->told = TRUE;
      return FALSE;
    }
  if (event->length < RTAC_HEADER_SIZE)
    return recording_fail (self, block, error, "a packet that is shorter than its header");
  read_rtac_event (event->data[8], event);
  event->data += RTAC_HEADER_SIZE;
  event->length -= RTAC_HEADER_SIZE;
  return TRUE;
}

static LeatInterface *
recording_find_interface (LeatRecording *self, const LeatBlock *block, guint32 number,
                          GError **error)
{
  LeatInterface *interface;

  if (number >= self->interfaces->len)
    {
      recording_fail (self, block, error, "a packet of an interface that there is not");
      return NULL;
    }
  interface = &g_array_index (self->interfaces, LeatInterface, number);
  return interface->rate > 0 ? interface : NULL;
}

static gboolean
recording_read_packet (LeatRecording *self, const LeatBlock *block, LeatRecordingEvent *event,
                       GError **error)
{
  LeatInterface *interface = NULL;
  LeatBlockOption option;
  guint64 units;
  gsize at = 20;

  if (block->length < at)
    return recording_fail (self, block, error, "a packet that is too short to be one");
  interface = recording_find_interface (self, block, leat_block_get_u32 (block, 0), error);
  if (interface == NULL)
    return FALSE;
  event->data = block->body + at;
  event->length = leat_block_get_u32 (block, 12);
  if (event->length > block->length - at)
    return recording_fail (self, block, error, "a packet that is longer than its block");
  units = (guint64) leat_block_get_u32 (block, 4) << 32 | leat_block_get_u32 (block, 8);
  event->stream = interface->stream;
  event->arrival.moment.time = event->arrival.moment.monotonic = leat_interface_get_time (interface,
                                                                                          units);
  at += (event->length + 3) & ~(gsize) 3;
  if (!recording_read_payload (self, block, interface, event, error))
    return FALSE;
  while (leat_block_next_option (block, &at, &option))
    read_packet_option (block, &option, interface->is_own, event);
  self->last = event->arrival.moment;
  return TRUE;
}

/* it has no time: that of the one before */
static gboolean
recording_read_simple_packet (LeatRecording *self, const LeatBlock *block,
                              LeatRecordingEvent *event, GError **error)
{
  LeatInterface *interface = NULL;

  if (block->length < 4)
    return recording_fail (self, block, error, "a packet that is too short to be one");
  interface = recording_find_interface (self, block, 0, error);
  if (interface == NULL)
    return FALSE;
  event->data = block->body + 4;
  event->length = MIN (leat_block_get_u32 (block, 0), block->length - 4);
  event->stream = interface->stream;
  event->arrival.moment = self->last;
  return recording_read_payload (self, block, interface, event, error);
}

/* TRUE: an event; FALSE without an error: nothing to be told */
static gboolean
recording_read_block (LeatRecording *self, const LeatBlock *block, LeatRecordingEvent *event,
                      GError **error)
{
  switch (block->type)
    {
    case PCAPNG_SECTION:
      g_array_set_size (self->interfaces, 0);
      return FALSE;
    case PCAPNG_INTERFACE:
      recording_add_interface (self, block, error);
      return FALSE;
    case PCAPNG_ENHANCED_PACKET:
      return recording_read_packet (self, block, event, error);
    case PCAPNG_SIMPLE_PACKET:
      return recording_read_simple_packet (self, block, event, error);
    default:
      return FALSE;
    }
}

/**
 * leat_recording_next:
 * @self: a recording
 * @event: (out): what comes next
 * @error: return location for %LEAT_ERROR_MALFORMED: what could not be read, and at which byte of
 *   the file; or GIO's own
 *
 * After an error of %LEAT_ERROR_MALFORMED the next call goes on behind what could not be read.
 *
 * Returns: %FALSE without an error: it is at its end
 */
gboolean
leat_recording_next (LeatRecording *self, LeatRecordingEvent *event, GError **error)
{
  GError *fault = NULL;
  LeatBlock block;

  while (leat_blocks_next (&self->blocks, &block, &fault))
    {
      *event = (LeatRecordingEvent) { .kind = LEAT_RECORDING_READ,
                                      .arrival = { .struct_size = sizeof (LeatArrival) } };
      if (recording_read_block (self, &block, event, &fault))
        return TRUE;
      if (fault != NULL)
        break;
    }
  if (fault != NULL)
    g_propagate_error (error, fault);
  return FALSE;
}

/**
 * leat_recording_get_stream:
 * @self: a recording
 * @stream: its number, of an event
 *
 * Returns: (transfer none): what the file says of it
 */
const LeatRecordingStream *
leat_recording_get_stream (const LeatRecording *self, guint stream)
{
  g_return_val_if_fail (stream < self->streams->len, NULL);

  return g_ptr_array_index (self->streams, stream);
}

/**
 * leat_recording_get_n_streams:
 * @self: a recording
 *
 * Returns: how many there were up to here
 */
guint
leat_recording_get_n_streams (const LeatRecording *self)
{
  return self->streams->len;
}

/**
 * leat_recording_get_offset:
 * @self: a recording
 *
 * Returns: bytes of the file up to the end of the last block that is whole
 */
guint64
leat_recording_get_offset (const LeatRecording *self)
{
  return self->blocks.sound;
}
