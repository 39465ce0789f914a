/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording.h - what came over a link and went there, with its times and errors, as pcapng */
#pragma once
#include "leat-link.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/* LINKTYPE_RTAC_SERIAL: see leat-recording-write.c for why it is this one */
#define LEAT_RECORDING_LINK_TYPE 250

/**
 * LeatRecordingKind:
 * @LEAT_RECORDING_OPENED: the link was opened
 * @LEAT_RECORDING_READ: bytes came; without any: only the end that the arrival names
 * @LEAT_RECORDING_WRITTEN: bytes were given to the device
 * @LEAT_RECORDING_LOST: what came here could not be recorded
 * @LEAT_RECORDING_GONE: nothing more comes of this stream
 */
typedef enum {
  LEAT_RECORDING_OPENED,
  LEAT_RECORDING_READ,
  LEAT_RECORDING_WRITTEN,
  LEAT_RECORDING_LOST,
  LEAT_RECORDING_GONE,
} LeatRecordingKind;

/* kinds of errors of a line */
#define LEAT_RECORDING_ERRORS 6

/**
 * LeatRecordingEvent:
 * @kind: what it is
 * @stream: its number, for leat_recording_get_stream(); of a writer: of the interface in its
 *   section, counted from 0
 * @arrival: when and how
 * @errors: how many of each kind there were since the event before it
 * @data: (nullable): the bytes; valid until the next call
 * @length: of @data
 */
typedef struct {
  LeatRecordingKind kind;
  guint             stream;
  LeatArrival       arrival;
  guint32           errors[LEAT_RECORDING_ERRORS];
  const guint8     *data;
  gsize             length;
} LeatRecordingEvent;

/**
 * LeatRecordingStream:
 * @name: (nullable): of the interface: the device, or who has connected to it
 * @description: (nullable): the source, and the settings of its link
 * @epoch: (nullable): of the stream; the same in two sections is the same stream; %NULL: it was
 *   not recorded by Leat
 * @peer: (nullable): the tag peer of its records
 */
typedef struct {
  const char *name;
  const char *description;
  const char *epoch;
  const char *peer;
} LeatRecordingStream;

/* as leat_link_count() names them; NULL: there is no such kind */
const char *leat_recording_get_error_name (guint kind);

/* one block each behind what is there: a section begins, then a block for each stream, before its
 * first event */
void leat_recording_append_section (GByteArray *blocks, const char *application);
void leat_recording_append_stream  (GByteArray *blocks, const LeatRecordingStream *stream);
void leat_recording_append_event   (GByteArray *blocks, const LeatRecordingEvent *event);

/* A recording that is read, by Leat's own or another program; in one thread. Other blocks and
 * options are passed over. */
typedef struct _LeatRecording LeatRecording;

/* could a file that begins so be one? */
gboolean       leat_recording_judge      (const guint8 *data, gsize length);
LeatRecording *leat_recording_open       (const char *path, GError **error);
/* @data is copied; @name: for what is told of it */
LeatRecording *leat_recording_new        (const char *name, const guint8 *data, gsize length);
/* @fd is read from where it stands, and stays the caller's */
LeatRecording *leat_recording_new_for_fd (const char *name, int fd);
void           leat_recording_free       (LeatRecording *self);
gboolean       leat_recording_next       (LeatRecording *self, LeatRecordingEvent *event,
                                          GError **error);
const LeatRecordingStream *leat_recording_get_stream (const LeatRecording *self, guint stream);
guint          leat_recording_get_n_streams (const LeatRecording *self);
/* bytes of the file up to the end of the last block that is whole */
guint64        leat_recording_get_offset (const LeatRecording *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatRecording, leat_recording_free)
#pragma GCC visibility pop
G_END_DECLS
